// Digests in the right spelling and in the wrong ones that reports have.
#include "exchange/digest_text.hpp"

#include <gtest/gtest.h>

#include "base/codec.hpp"

namespace exhibit::exchange {
namespace {

// SHA-256 and SHA-1 of "abc" (FIPS 180-4).
const std::string sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const std::string sha1 = "a9993e364706816aba3e25717850c26c9cd0d89d";

TEST(DigestText, reads_each_dialect_by_its_length) {
    const ReadDigest right = read_digest("ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=", 32);
    EXPECT_EQ(right.hex, sha256);
    EXPECT_EQ(right.dialect, "base64");
    // 64 hexadecimal digits are base64 of 48 octets as well: the algorithm decides.
    EXPECT_EQ(read_digest(sha256, 32).hex, sha256);
    EXPECT_EQ(read_digest(sha256, 32).dialect, "hex");
    EXPECT_EQ(read_digest(sha256, 48).dialect, "base64");
    const std::string marked = to_base64(as_bytes("0x" + sha1));
    EXPECT_EQ(read_digest(marked, 20).hex, sha1);
    EXPECT_EQ(read_digest(marked, 20).dialect, "base64-of-0x-hex");
    EXPECT_EQ(read_digest(to_base64(as_bytes(sha1)), 20).dialect, "base64-of-hex");
}

TEST(DigestText, takes_blanks_and_capitals) {
    EXPECT_EQ(read_digest(" ungWv48Bz+pBQUDeXa4i\n  I7ADYaOWF3qctBD/YfIAFa0= ", 32).hex, sha256);
    EXPECT_EQ(read_digest("0xA9993E364706816ABA3E25717850C26C9CD0D89D", 20).hex, sha1);
}

TEST(DigestText, reads_nothing_into_other_texts) {
    for (const char* text : {"", "x", "====", "abcd", "not a digest"}) {
        EXPECT_EQ(read_digest(text, 32).hex, "") << text;
        EXPECT_EQ(read_digest(text, 32).dialect, "unknown") << text;
    }
    EXPECT_EQ(read_digest(sha1, 32).hex, "");
}

TEST(DigestText, knows_algorithms_and_names_that_do_not_exist) {
    EXPECT_EQ(digest_name("http://www.w3.org/2001/04/xmlenc#sha256").name, "sha256");
    EXPECT_FALSE(digest_name("http://www.w3.org/2001/04/xmlenc#sha256").misnamed);
    EXPECT_EQ(digest_name("http://www.w3.org/2001/04/xmlenc#sha1").name, "sha1");
    EXPECT_TRUE(digest_name("http://www.w3.org/2001/04/xmlenc#sha1").misnamed);
    EXPECT_TRUE(digest_name("http://www.w3.org/2001/04/xmlenc#md5").misnamed);
    EXPECT_EQ(digest_name("SHA-256").octets, 32U);
    EXPECT_EQ(digest_name("urn:x:blake3").name, "");
    EXPECT_EQ(digest_name("").name, "");
}

}  // namespace
}  // namespace exhibit::exchange
