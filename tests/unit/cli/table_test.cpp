#include "cli/table.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "exhibit/text.hpp"

namespace exhibit::cli {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::size_t begin = 0;
    for (std::size_t end; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1) {
        lines.push_back(text.substr(begin, end - begin));
    }
    return lines;
}

std::size_t widest(const std::string& text) {
    std::size_t width = 0;
    for (const std::string& line : lines_of(text)) width = std::max(width, display_width(line));
    return width;
}

using Lines = std::vector<std::string>;

TEST(Wrap, breaks_at_the_last_space_that_fits) {
    EXPECT_EQ(wrap("one two three", 8), (Lines{"one two", "three"}));
}

TEST(Wrap, breaks_at_a_space_right_behind_a_part_that_fits) {
    EXPECT_EQ(wrap("one two", 3), (Lines{"one", "two"}));
}

TEST(Wrap, cuts_a_word_longer_than_the_line) {
    EXPECT_EQ(wrap("abcdefgh", 3), (Lines{"abc", "def", "gh"}));
}

TEST(Wrap, counts_columns_and_not_bytes) {
    EXPECT_EQ(wrap("äöü äöü", 7), (Lines{"äöü äöü"}));
    EXPECT_EQ(wrap("証拠証拠", 5), (Lines{"証拠", "証拠"}));
}

TEST(Wrap, ends_when_a_character_is_wider_than_the_line) {
    EXPECT_EQ(wrap("証拠", 1), (Lines{"証", "拠"}));
}

TEST(Wrap, gives_one_line_for_no_text) {
    EXPECT_EQ(wrap("", 10), (Lines{""}));
}

TEST(Table, puts_cells_below_their_headings) {
    Table table({{"Item"}, {"Size", Align::right}});
    table.add({"disk", "64 MiB"});
    table.add({"laptop", ""});
    EXPECT_EQ(table.text(),
              "Item      Size\n"
              "──────────────\n"
              "disk    64 MiB\n"
              "laptop\n");
}

TEST(Table, fits_the_width_whatever_is_in_it) {
    Table table({{"Id", Align::left, false}, {"Label"}, {"Note"}});
    table.add({"INC-2026-014/3", std::string(300, 'x'), std::string(200, 'y')});
    EXPECT_LE(widest(table.text()), output_columns);
    EXPECT_LE(widest(table.text(40)), 40U);
}

TEST(Table, keeps_ids_in_one_piece_as_long_as_other_columns_can_give_way) {
    Table table({{"Id", Align::left, false}, {"Label"}});
    table.add({"INC-2026-014/3", "a label of several words that goes on"});
    EXPECT_NE(table.text(40).find("INC-2026-014/3"), std::string::npos);
}

TEST(Table, breaks_ids_when_nothing_else_is_left) {
    Table table({{"Id", Align::left, false}});
    table.add({std::string(150, 'a')});
    EXPECT_LE(widest(table.text()), output_columns);
}

TEST(Table, gives_a_hostile_name_no_row_of_its_own) {
    Table table({{"Name"}});
    table.add({"a\nINC-9/9  forged\x1b[2K"});
    const auto lines = lines_of(table.text());
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines[2].find('\x1b'), std::string::npos);
    EXPECT_NE(lines[2].find("INC-9/9"), std::string::npos);
}

TEST(Table, shows_what_would_turn_text_around) {
    Table table({{"Name"}});
    table.add({"photo\u202Egpj.exe"});
    EXPECT_NE(table.text().find("\\u{202E}"), std::string::npos);
}

TEST(Table, gives_each_line_of_a_cell_its_own_line) {
    Table table({{"When"}, {"Who"}});
    table.add({Lines{"2026-11-22", "18:30"}, "Erika"});
    EXPECT_EQ(lines_of(table.text())[2], "2026-11-22  Erika");
    EXPECT_EQ(lines_of(table.text())[3], "18:30");
}

TEST(Table, draws_rules_between_rows_only) {
    Table table({{"N"}});
    table.add({"1"});
    table.add({"2"});
    table.rule_between_rows();
    EXPECT_EQ(table.text(), "N\n─\n1\n┈\n2\n");
}

TEST(Table, fills_a_short_row_with_empty_cells) {
    Table table({{"A"}, {"B"}});
    table.add({"1"});
    EXPECT_EQ(lines_of(table.text())[2], "1");
}

TEST(FieldList, aligns_values_and_leaves_empty_ones_out) {
    EXPECT_EQ(field_list({{"Label", "disk"}, {"MD5", ""}, {"Size", "1 B"}}),
              "  Label  disk\n"
              "  Size   1 B\n");
}

TEST(FieldList, wraps_long_values_below_themselves) {
    const std::string text = field_list({{"Note", std::string(150, 'n')}});
    EXPECT_EQ(lines_of(text).size(), 2U);
    EXPECT_LE(widest(text), output_columns);
    EXPECT_EQ(lines_of(text)[1].substr(0, 9), "        n");
}

}  // namespace
}  // namespace exhibit::cli
