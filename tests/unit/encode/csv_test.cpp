#include "encode/csv.hpp"

#include <gtest/gtest.h>

#include "exhibit/error.hpp"

namespace exhibit::encode {
namespace {

using Fields = std::vector<std::string>;

std::uint64_t refused_at(const std::string& text) {
    try {
        parse_csv(text, "form.csv");
    } catch (const FormatError& error) {
        return error.offset();
    }
    ADD_FAILURE() << "was taken: " << text.substr(0, 80);
    return 0;
}

TEST(Csv, quoted_fields_hold_commas_breaks_and_quotes) {
    const auto records = parse_csv("a,\"b,\nc\",\"d \"\"e\"\"\"\r\n1,,3", "form.csv");
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[0].fields, (Fields{"a", "b,\nc", "d \"e\""}));
    EXPECT_EQ(records[1].fields, (Fields{"1", "", "3"}));
    EXPECT_EQ(records[0].line, 1U);
    EXPECT_EQ(records[1].line, 3U);
}

TEST(Csv, mark_and_empty_lines_are_skipped) {
    const auto records = parse_csv(
        "\xEF\xBB\xBF"
        "a,b\n\n\r\nc,d\n",
        "form.csv");
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[0].fields, (Fields{"a", "b"}));
    EXPECT_EQ(records[1].line, 4U);
    EXPECT_TRUE(parse_csv("", "form.csv").empty());
}

TEST(Csv, last_field_may_be_empty) {
    EXPECT_EQ(parse_csv("a,", "form.csv")[0].fields, (Fields{"a", ""}));
}

TEST(Csv, unclear_text_is_refused_where_it_is) {
    EXPECT_EQ(refused_at("a\"b"), 1U);
    EXPECT_EQ(refused_at("\"a\"b"), 3U);
    EXPECT_EQ(refused_at("a,\"b"), 2U);
    EXPECT_EQ(refused_at("a\rb"), 1U);
    EXPECT_EQ(refused_at("a,b\nc\n"), 4U);
    EXPECT_EQ(refused_at("a\xFF"), 1U);
    EXPECT_EQ(refused_at(std::string("a\0b", 3)), 1U);
}

TEST(Csv, bounds_hold) {
    EXPECT_EQ(parse_csv(std::string(csv_field_bytes_max, 'x'), "f")[0].fields[0].size(),
              csv_field_bytes_max);
    EXPECT_EQ(refused_at(std::string(csv_field_bytes_max + 1, 'x')), csv_field_bytes_max);
    EXPECT_EQ(parse_csv(std::string(csv_fields_max - 1, ','), "f")[0].fields.size(),
              csv_fields_max);
    EXPECT_EQ(refused_at(std::string(csv_fields_max, ',')), csv_fields_max);
    std::string lines;
    for (std::size_t i = 0; i < csv_records_max; ++i) lines += "a\n";
    EXPECT_EQ(parse_csv(lines, "f").size(), csv_records_max);
    EXPECT_EQ(refused_at(lines + "a\n"), lines.size());
    EXPECT_EQ(refused_at(std::string(csv_bytes_max + 1, '\n')), csv_bytes_max);
}

}  // namespace
}  // namespace exhibit::encode
