#include "ledger/descriptor.hpp"

#include <gtest/gtest.h>

#include "exhibit/error.hpp"
#include "fixture.hpp"

namespace exhibit::ledger {
namespace {

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

ErrorKind kind_of(std::string_view text) {
    try {
        parse_descriptor(text, "exhibit.json");
    } catch (const Error& error) {
        return error.kind();
    }
    return ErrorKind::internal;
}

TEST(Descriptor, is_written_as_the_format_says) {
    const std::string vkey = encode::format_vkey(test::descriptor().log_key);
    EXPECT_EQ(dump_descriptor(test::descriptor()),
              "{\"aead\":\"xchacha20-poly1305\",\"block_id\":\"hmac-sha256\",\"format\":1,"
              "\"log_key\":\"" +
                  vkey + "\",\"origin\":\"" + test::descriptor().origin +
                  "\",\"signature\":\"ed25519\",\"tree\":\"rfc6962-sha256\"}\n");
}

TEST(Descriptor, is_read_back) {
    EXPECT_EQ(parse_descriptor(dump_descriptor(test::descriptor()), "exhibit.json"),
              test::descriptor());
}

TEST(Descriptor, of_a_newer_format_is_unsupported) {
    const std::string good = dump_descriptor(test::descriptor());
    EXPECT_EQ(kind_of(replaced(good, "\"format\":1", "\"format\":2")), ErrorKind::unsupported);
    EXPECT_EQ(kind_of(replaced(good, "ed25519", "ml-dsa-44")), ErrorKind::unsupported);
    EXPECT_EQ(kind_of(replaced(good, "{", "{\"aaa\":1,")), ErrorKind::unsupported);
}

TEST(Descriptor, without_a_member_is_malformed) {
    const std::string good = dump_descriptor(test::descriptor());
    EXPECT_EQ(kind_of(replaced(good, "\"format\":1,", "")), ErrorKind::malformed);
    EXPECT_EQ(kind_of("{}\n"), ErrorKind::malformed);
}

TEST(Descriptor, without_its_line_feed_is_malformed) {
    const std::string good = dump_descriptor(test::descriptor());
    EXPECT_EQ(kind_of(good.substr(0, good.size() - 1)), ErrorKind::malformed);
    EXPECT_EQ(kind_of(good + "\n"), ErrorKind::malformed);
}

TEST(Descriptor, whose_origin_is_not_its_keys_name_is_malformed) {
    const std::string good = dump_descriptor(test::descriptor());
    EXPECT_EQ(kind_of(replaced(good, "\"origin\":\"exhibit/0", "\"origin\":\"exhibit/1")),
              ErrorKind::malformed);
}

TEST(Descriptor, is_not_written_for_an_origin_that_is_not_valid) {
    Descriptor other = test::descriptor();
    other.origin = "exhibit";
    other.log_key.name = other.origin;
    EXPECT_THROW(dump_descriptor(other), Error);
}

TEST(Origin, is_a_prefix_and_32_random_digits) {
    exhibit::test::SeededRandom random;
    const std::string origin = new_origin("police.example/lab-3", random);
    EXPECT_TRUE(origin.starts_with("police.example/lab-3/"));
    EXPECT_EQ(origin.size(), 21U + 32U);
    EXPECT_TRUE(valid_origin(origin));
    EXPECT_NE(new_origin("police.example/lab-3", random), origin);
}

TEST(Origin, refuses_prefixes_of_other_characters_or_lengths) {
    exhibit::test::SeededRandom random;
    EXPECT_NO_THROW(new_origin(std::string(64, 'a'), random));
    const std::string too_long(65, 'a');
    for (const std::string_view prefix :
         {std::string_view(), std::string_view("Police"), std::string_view("a b"),
          std::string_view("a+b"), std::string_view("a\n"), std::string_view(too_long)}) {
        EXPECT_THROW(new_origin(prefix, random), Error) << prefix;
    }
}

TEST(Origin, is_not_valid_without_its_random_part) {
    const std::string digits(32, 'a');
    EXPECT_TRUE(valid_origin("exhibit/" + digits));
    for (const std::string& origin :
         {std::string("exhibit"), digits, "/" + digits, "exhibit/" + digits.substr(1),
          "exhibit/" + digits + "a", "exhibit/" + std::string(32, 'A')}) {
        EXPECT_FALSE(valid_origin(origin)) << origin;
    }
}

TEST(Descriptor, digest_is_of_all_its_bytes) {
    EXPECT_EQ(descriptor_digest("{}\n"), crypto::sha256(as_bytes("{}\n")));
}

}  // namespace
}  // namespace exhibit::ledger
