#include "base/codec.hpp"

#include <gtest/gtest.h>

#include "exhibit/error.hpp"

namespace exhibit {
namespace {

std::uint64_t refused_at(Bytes (*decode)(std::string_view, const std::string&),
                         std::string_view text) {
    try {
        decode(text, "sample");
    } catch (const FormatError& error) {
        EXPECT_EQ(error.source(), "sample");
        return error.offset();
    }
    ADD_FAILURE() << "accepted " << text;
    return ~std::uint64_t{0};
}

TEST(Hex, is_lower_case) {
    EXPECT_EQ(to_hex(to_bytes("\x01\xab\xff")), "01abff");
    EXPECT_EQ(to_hex({}), "");
    EXPECT_EQ(from_hex("01abff"), to_bytes("\x01\xab\xff"));
}

TEST(Hex, refuses_upper_case_odd_length_and_other_characters) {
    EXPECT_EQ(refused_at(from_hex, "01AB"), 2U);
    EXPECT_EQ(refused_at(from_hex, "012"), 3U);
    EXPECT_EQ(refused_at(from_hex, "0g"), 1U);
    EXPECT_EQ(refused_at(from_hex, " 01"), 0U);
    EXPECT_EQ(refused_at(from_hex, std::string_view("0\0", 2)), 1U);
}

TEST(Hex, array_refuses_another_length) {
    EXPECT_EQ(array_from_hex<2>("0102")[1], std::byte{2});
    EXPECT_THROW(array_from_hex<2>("010203"), FormatError);
    EXPECT_THROW(array_from_hex<2>("01"), FormatError);
}

// Texts are read in groups of characters: wherever one of them is wrong, that is the place told.
TEST(Codecs, read_what_they_wrote_and_refuse_a_wrong_character_where_it_is) {
    Bytes bytes;
    for (int length = 0; length < 300; ++length) {
        EXPECT_EQ(from_hex(to_hex(bytes)), bytes) << length;
        EXPECT_EQ(from_base64(to_base64(bytes)), bytes) << length;
        EXPECT_EQ(from_base64url(to_base64url(bytes)), bytes) << length;
        EXPECT_EQ(from_base32(to_base32(bytes)), bytes) << length;
        bytes.push_back(static_cast<std::byte>(length));
    }
    bytes.resize(30);
    for (std::size_t at = 0; at < 40; ++at) {
        std::string hex = to_hex(bytes);
        std::string base64 = to_base64(bytes);
        hex[at] = base64[at] = '!';
        EXPECT_EQ(refused_at(from_hex, hex), at);
        EXPECT_EQ(refused_at(from_base64, base64), at);
    }
}

// RFC 4648 section 10.
TEST(Base64, matches_the_vectors_of_rfc_4648) {
    const std::pair<const char*, const char*> vectors[] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
    };
    for (const auto& [plain, encoded] : vectors) {
        EXPECT_EQ(to_base64(as_bytes(plain)), encoded);
        EXPECT_EQ(from_base64(encoded), to_bytes(plain));
    }
}

TEST(Base64, refuses_every_second_spelling) {
    EXPECT_EQ(refused_at(from_base64, "Zg"), 2U) << "padding left out";
    EXPECT_EQ(refused_at(from_base64, "Zg="), 3U);
    EXPECT_EQ(refused_at(from_base64, "Zh=="), 1U) << "spare bits set";
    EXPECT_EQ(refused_at(from_base64, "Zm9="), 2U) << "spare bits set";
    EXPECT_EQ(refused_at(from_base64, "Zg==\n"), 5U);
    EXPECT_EQ(refused_at(from_base64, "Zm 9v+++"), 2U);
    EXPECT_EQ(refused_at(from_base64, "Zm9v===="), 4U) << "padding only";
    EXPECT_EQ(refused_at(from_base64, "Zg==Zg=="), 2U) << "padding in the middle";
    EXPECT_EQ(refused_at(from_base64, "Z==="), 1U);
    EXPECT_EQ(refused_at(from_base64, "-_-_"), 0U) << "the other alphabet";
}

TEST(Base64url, has_no_padding_and_its_own_alphabet) {
    EXPECT_EQ(to_base64url(to_bytes("\xfb\xff\xbf>?")), "-_-_Pj8");
    EXPECT_EQ(from_base64url("-_-_Pj8"), to_bytes("\xfb\xff\xbf>?"));
    EXPECT_EQ(to_base64(to_bytes("\xfb\xff\xbf>?")), "+/+/Pj8=");
    EXPECT_EQ(refused_at(from_base64url, "Pj8="), 3U);
    EXPECT_EQ(refused_at(from_base64url, "+/+/"), 0U);
    EXPECT_EQ(refused_at(from_base64url, "Pj9"), 2U) << "spare bits set";
    EXPECT_EQ(refused_at(from_base64url, "PjPjP"), 5U) << "a character that adds no byte";
}

TEST(Base32, matches_the_vectors_of_rfc_4648_without_padding) {
    const std::pair<const char*, const char*> vectors[] = {
        {"", ""},
        {"f", "MY"},
        {"fo", "MZXQ"},
        {"foo", "MZXW6"},
        {"foob", "MZXW6YQ"},
        {"fooba", "MZXW6YTB"},
        {"foobar", "MZXW6YTBOI"},
    };
    for (const auto& [plain, encoded] : vectors) {
        EXPECT_EQ(to_base32(as_bytes(plain)), encoded);
        EXPECT_EQ(from_base32(encoded), to_bytes(plain));
    }
}

TEST(Base32, refuses_every_second_spelling) {
    EXPECT_EQ(refused_at(from_base32, "my"), 0U) << "lower case";
    EXPECT_EQ(refused_at(from_base32, "MZ"), 1U) << "spare bits set";
    EXPECT_EQ(refused_at(from_base32, "MZX"), 3U) << "a length no encoder writes";
    EXPECT_EQ(refused_at(from_base32, "M"), 1U);
    EXPECT_EQ(refused_at(from_base32, "MY======"), 2U);
    EXPECT_EQ(refused_at(from_base32, "M1"), 1U);
}

TEST(RequireLength, names_both_lengths) {
    EXPECT_NO_THROW(require_length(Bytes(32), 32, "key"));
    try {
        require_length(Bytes(31), 32, "key");
        FAIL() << "accepted 31 bytes";
    } catch (const FormatError& error) {
        EXPECT_EQ(error.expected(), "32 bytes, found 31");
    }
}

}  // namespace
}  // namespace exhibit
