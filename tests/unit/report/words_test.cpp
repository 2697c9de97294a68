// Values of the record in words; interop.report_browser compares them with those of the script.
#include "report/words.hpp"

#include <gtest/gtest.h>

namespace exhibit::report {
namespace {

std::string words(std::string_view json) {
    return value_in_words(encode::parse(json, "test"));
}

TEST(Words, summary_has_a_line_for_each_fact_behind_its_form) {
    EXPECT_EQ(words(R"({"facts":[["score","33.3 of 100"],["to",""]],"form":"arf","left_out":3})"),
              "Form: arf\nLeft out: 3\nscore: 33.3 of 100\nto: ");
    EXPECT_EQ(words(R"({"facts":[],"form":"arf","problem":"cut off"})"),
              "Form: arf\nProblem: cut off");
}

TEST(Words, lists_have_a_line_for_each_entry) {
    EXPECT_EQ(words("[[0,512],[1024,512]]"), "0+512\n1024+512");
    EXPECT_EQ(words(R"(["one","two"])"), "one\ntwo");
    EXPECT_EQ(words(R"([{"algorithm":"md5","result":"match","value":"00"}])"),
              "algorithm md5, result match, value 00");
    EXPECT_EQ(words("[]"), "");
}

TEST(Words, members_in_members_are_enclosed_and_what_is_empty_is_left_out) {
    EXPECT_EQ(words(R"({"a_b":{"c":[1,2],"d":"","e":true},"f":[{"g":[["h","i"]],"j":null}]})"),
              "A b: c (1+2), e yes\nF: g ((h: i))");
}

TEST(Words, text_of_others_stays_one_line_and_is_made_printable) {
    EXPECT_EQ(words(R"({"facts":[["a\nb","c\u0001"]]})"), "a\\u{000A}b: c\\u{0001}");
    EXPECT_EQ(words(R"("a\nb")"), "a\\u{000A}b");
    EXPECT_EQ(words("17"), "17");
}

}  // namespace
}  // namespace exhibit::report
