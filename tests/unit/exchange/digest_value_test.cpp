#include "exchange/digest_value.hpp"

#include <gtest/gtest.h>

namespace exhibit::exchange {
namespace {

// SHA-1 and SHA-256 of nothing.
constexpr std::string_view sha1_hex = "da39a3ee5e6b4b0d3255bfef95601890afd80709";
constexpr std::string_view sha1_base64 = "2jmj7l5rSw0yVb/vlWAYkK/YBwk=";
constexpr std::string_view sha256_hex =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

TEST(DigestValue, tells_the_dialects) {
    EXPECT_EQ(dialect_of(sha1_base64, 20), DigestDialect::octets);
    EXPECT_EQ(dialect_of("2jmj7l5rSw0y\n   Vb/vlWAYkK/YBwk=", 20), DigestDialect::octets);
    EXPECT_EQ(dialect_of(sha1_hex, 20), DigestDialect::hexadecimal);
    EXPECT_EQ(dialect_of(sha256_hex, 32), DigestDialect::hexadecimal);
    // base64 of "0xda39a3ee5e6b4b0d3255bfef95601890afd80709"
    EXPECT_EQ(dialect_of("MHhkYTM5YTNlZTVlNmI0YjBkMzI1NWJmZWY5NTYwMTg5MGFmZDgwNzA5", 20),
              DigestDialect::prefixed);
    // base64 of the digits
    EXPECT_EQ(dialect_of("ZGEzOWEzZWU1ZTZiNGIwZDMyNTViZmVmOTU2MDE4OTBhZmQ4MDcwOQ==", 20),
              DigestDialect::encoded_digits);
    EXPECT_EQ(dialect_of(sha1_base64, 32), DigestDialect::wrong_length);
    EXPECT_EQ(dialect_of("", 32), DigestDialect::wrong_length);
    EXPECT_EQ(dialect_of("?", 32), DigestDialect::not_base64);
}

TEST(DigestValue, knows_algorithms_and_those_that_do_not_exist) {
    const DigestAlgorithm* sha256 =
        find_digest_algorithm("http://www.w3.org/2001/04/xmlenc#sha256");
    ASSERT_NE(sha256, nullptr);
    EXPECT_EQ(sha256->octets, 32U);
    EXPECT_TRUE(sha256->registered);
    EXPECT_FALSE(find_digest_algorithm("http://www.w3.org/2001/04/xmlenc#md5")->registered);
    EXPECT_EQ(find_digest_algorithm("urn:other"), nullptr);
}

}  // namespace
}  // namespace exhibit::exchange
