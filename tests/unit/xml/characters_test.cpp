#include "xml/characters.hpp"

#include <gtest/gtest.h>

namespace exhibit::xml {
namespace {

TEST(XmlCharacters, finds_the_first_bad_one_wherever_it_is) {
    // Words of eight bytes are looked at in one go: each place in a word, and in the rest.
    for (std::size_t size = 1; size < 40; ++size) {
        for (std::size_t at = 0; at < size; ++at) {
            std::string text(size, 'x');
            EXPECT_FALSE(first_bad_character(text));
            text[at] = '\x0B';
            ASSERT_TRUE(first_bad_character(text)) << size << " " << at;
            EXPECT_EQ(first_bad_character(text)->offset, at);
            text[at] = '\xFF';
            ASSERT_TRUE(first_bad_character(text)) << size << " " << at;
            EXPECT_EQ(first_bad_character(text)->offset, at);
            EXPECT_EQ(first_bad_character(text)->fault, Fault::utf8);
            text[at] = '\n';
            EXPECT_FALSE(first_bad_character(text));
        }
    }
}

TEST(XmlCharacters, has_exactly_those_of_the_production) {
    for (const std::uint32_t code : {0x9U, 0xAU, 0xDU, 0x20U, 0x7FU, 0x85U, 0xD7FFU, 0xE000U,
                                     0xFFFDU, 0x10000U, 0x1FFFEU, 0x10FFFFU})
        EXPECT_TRUE(is_xml_character(code)) << code;
    for (const std::uint32_t code :
         {0x0U, 0x8U, 0xBU, 0xCU, 0xEU, 0x1FU, 0xD800U, 0xDFFFU, 0xFFFEU, 0xFFFFU, 0x110000U})
        EXPECT_FALSE(is_xml_character(code)) << code;
}

TEST(XmlCharacters, reads_code_points) {
    EXPECT_EQ(first_code_point("A").code, 0x41U);
    EXPECT_EQ(first_code_point("\xC3\xA9x").code, 0xE9U);
    EXPECT_EQ(first_code_point("\xE2\x82\xACx").code, 0x20ACU);
    EXPECT_EQ(first_code_point("\xF0\x9F\x98\x80").code, 0x1F600U);
    EXPECT_EQ(first_code_point("\xF0\x9F\x98\x80").bytes, 4U);
    EXPECT_EQ(first_code_point("\xF0\x9F").bytes, 2U) << "cut: stays inside";
}

TEST(XmlCharacters, counts_lines_and_columns) {
    Lines lines(
        "\xEF\xBB\xBF"
        "ab\ncd\r\n\xC3\xA9"
        "f\rg");
    const auto at = [&](std::size_t offset) {
        const Position position = lines.position(offset);
        return std::pair(position.line, position.column);
    };
    EXPECT_EQ(at(3), std::pair(std::size_t{1}, std::size_t{1}));
    EXPECT_EQ(at(5), std::pair(std::size_t{1}, std::size_t{3}));
    EXPECT_EQ(at(6), std::pair(std::size_t{2}, std::size_t{1}));
    EXPECT_EQ(at(10), std::pair(std::size_t{3}, std::size_t{1}));
    EXPECT_EQ(at(12), std::pair(std::size_t{3}, std::size_t{2}));
    EXPECT_EQ(at(14), std::pair(std::size_t{4}, std::size_t{1}));
    EXPECT_EQ(at(5), std::pair(std::size_t{1}, std::size_t{3})) << "and back";
    EXPECT_EQ(at(99), std::pair(std::size_t{4}, std::size_t{2})) << "past the end";
}

/// Counted anew for each offset.
Position counted_from_the_start(std::string_view document, std::size_t offset) {
    Position out;
    for (std::size_t at = 0; at < offset; ++at) {
        const bool cr_lf = document.substr(at, 2) == "\r\n";
        if ((document[at] == '\n' || document[at] == '\r') && !cr_lf) {
            ++out.line;
            out.column = 1;
        } else if ((static_cast<unsigned char>(document[at]) & 0xC0U) != 0x80U) {
            ++out.column;
        }
    }
    return out;
}

// A report of a million elements in one line took a walk along the line for each look-up.
TEST(Lines, look_ups_in_one_line_go_on_from_the_last_in_any_order) {
    const std::string document = "<a>\u00e4\r\n\r<bcd/>\n" + std::string(40, 'x') + "\u20ac</a>";
    Lines lines(document);
    std::size_t offset = 0;
    for (int i = 0; i < 1000; ++i) {
        offset = (offset * 31 + 17) % (document.size() + 1);
        const Position expected = counted_from_the_start(document, offset);
        const Position found = lines.position(offset);
        EXPECT_EQ(found.line, expected.line) << offset;
        EXPECT_EQ(found.column, expected.column) << offset;
    }
}

}  // namespace
}  // namespace exhibit::xml
