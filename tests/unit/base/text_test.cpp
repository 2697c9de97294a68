#include "base/text.hpp"

#include <gtest/gtest.h>

namespace exhibit {
namespace {

TEST(Utf8, accepts_the_edges_of_each_length) {
    for (const std::string_view text :
         {"", "\x01", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf",
          "\xee\x80\x80", "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
        EXPECT_TRUE(valid_utf8(text)) << printable(text);
    }
    EXPECT_TRUE(valid_utf8(std::string_view("a\0b", 3)));
}

TEST(Utf8, refuses_overlong_forms_surrogates_and_values_above_the_last) {
    for (const std::string_view text :
         {"\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xf0\x8f\xbf\xbf", "\xed\xa0\x80",
          "\xed\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\x80", "\xbf"}) {
        EXPECT_EQ(first_invalid_utf8(text), 0U) << printable(text);
    }
}

TEST(Utf8, refuses_cut_and_broken_sequences_at_their_first_byte) {
    EXPECT_EQ(first_invalid_utf8("ab\xc3"), 2U);
    EXPECT_EQ(first_invalid_utf8("ab\xe2\x82"), 2U);
    EXPECT_EQ(first_invalid_utf8("ab\xf0\x9f\x98"), 2U);
    EXPECT_EQ(first_invalid_utf8("\xc3("), 0U);
    EXPECT_EQ(first_invalid_utf8("\xe2\x28\xa1"), 0U);
    EXPECT_EQ(first_invalid_utf8("\xe2\x82("), 0U);
    EXPECT_EQ(first_invalid_utf8("é\x80"), 2U);
}

TEST(Printable, keeps_what_can_be_printed) {
    EXPECT_EQ(printable("Beweisstück 3 – 証拠 📷"), "Beweisstück 3 – 証拠 📷");
    EXPECT_EQ(printable(""), "");
}

TEST(Printable, shows_controls_and_terminal_escapes_as_text) {
    EXPECT_EQ(printable("a\nb\t\x1b[2J"), "a\\u{000A}b\\u{0009}\\u{001B}[2J");
    EXPECT_EQ(printable("\x7f"), "\\u{007F}");
    EXPECT_EQ(printable("\xc2\x9b"), "\\u{009B}") << "C1 control sequence introducer";
    EXPECT_EQ(printable(std::string_view("\0", 1)), "\\u{0000}");
}

TEST(Printable, shows_text_that_reorders_or_hides_text) {
    EXPECT_EQ(printable("invoice\u202Egpj.exe"), "invoice\\u{202E}gpj.exe");
    EXPECT_EQ(printable("a\u200Bb\u2066c\uFEFF"), "a\\u{200B}b\\u{2066}c\\u{FEFF}");
    EXPECT_EQ(printable("a\u2028b"), "a\\u{2028}b");
    EXPECT_EQ(printable("\U000E0041"), "\\u{E0041}") << "tag character";
}

TEST(Printable, shows_bytes_that_are_not_utf8_one_by_one) {
    EXPECT_EQ(printable("a\xff\xc3"), "a\\xFF\\xC3");
    EXPECT_EQ(printable("\xed\xa0\x80"), "\\xED\\xA0\\x80");
}

TEST(Printable, never_shows_two_texts_alike) {
    EXPECT_EQ(printable("\\u{202E}"), "\\\\u{202E}");
    EXPECT_NE(printable("\\xFF"), printable("\xff"));
}

TEST(DisplayWidth, counts_columns_not_bytes) {
    EXPECT_EQ(display_width("abc"), 3U);
    EXPECT_EQ(display_width("é"), 1U);
    EXPECT_EQ(display_width("e\u0301"), 1U) << "combining accent";
    EXPECT_EQ(display_width("証拠"), 4U);
    EXPECT_EQ(display_width("ｱ"), 1U) << "half-width katakana";
    EXPECT_EQ(display_width("Ａ"), 2U) << "full-width letter";
    EXPECT_EQ(display_width("📷"), 2U);
    EXPECT_EQ(display_width("a\xff"), 2U);
    EXPECT_EQ(display_width(""), 0U);
}

TEST(Split, keeps_empty_parts) {
    EXPECT_EQ(split("a,,b,", ','), (std::vector<std::string_view>{"a", "", "b", ""}));
    EXPECT_EQ(split("", ','), (std::vector<std::string_view>{""}));
}

TEST(Join, puts_the_separator_between_parts_only) {
    EXPECT_EQ(join({"a", "b", "c"}, ", "), "a, b, c");
    EXPECT_EQ(join({"a"}, ", "), "a");
    EXPECT_EQ(join({}, ", "), "");
}

TEST(Counted, chooses_the_form) {
    EXPECT_EQ(counted(0, "item", "items"), "0 items");
    EXPECT_EQ(counted(1, "item", "items"), "1 item");
    EXPECT_EQ(counted(1234, "entry", "entries"), "1,234 entries");
}

TEST(HumanBytes, has_one_decimal_from_kib_up) {
    EXPECT_EQ(human_bytes(0), "0 B");
    EXPECT_EQ(human_bytes(1023), "1023 B");
    EXPECT_EQ(human_bytes(1024), "1.0 KiB");
    EXPECT_EQ(human_bytes(1536), "1.5 KiB");
    EXPECT_EQ(human_bytes(1'288'490'189), "1.2 GiB");
    EXPECT_EQ(human_bytes(1'000'000'000'000), "931.3 GiB");
}

TEST(HumanBytes, rounds_up_into_the_next_unit) {
    EXPECT_EQ(human_bytes(1'048'575), "1.0 MiB");
    EXPECT_EQ(human_bytes(1023 * 1024 + 900), "1023.9 KiB");
    EXPECT_EQ(human_bytes(~std::uint64_t{0}), "16.0 EiB");
}

TEST(Grouped, puts_commas_between_thousands) {
    EXPECT_EQ(grouped(0), "0");
    EXPECT_EQ(grouped(999), "999");
    EXPECT_EQ(grouped(1000), "1,000");
    EXPECT_EQ(grouped(1'234'567), "1,234,567");
    EXPECT_EQ(grouped(~std::uint64_t{0}), "18,446,744,073,709,551,615");
}

TEST(ParseDecimal, has_one_spelling_per_number) {
    EXPECT_EQ(parse_decimal("0"), 0U);
    EXPECT_EQ(parse_decimal("70000"), 70000U);
    EXPECT_EQ(parse_decimal("18446744073709551615"), ~std::uint64_t{0});
    for (const std::string_view text : {"", "00", "01", "+1", "-1", " 1", "1 ", "1a", "0x1",
                                        "18446744073709551616", "99999999999999999999"}) {
        EXPECT_EQ(parse_decimal(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace exhibit
