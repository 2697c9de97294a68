// The JSON reader: what it takes, what it refuses and where.
#include "exchange/json_text.hpp"

#include <gtest/gtest.h>

namespace exhibit::exchange {
namespace {

using Kind = JsonValue::Kind;

/// Offset of the refusal, and its sentence.
std::pair<std::size_t, std::string> refused(const std::string& text) {
    try {
        read_json(text);
    } catch (const JsonError& error) {
        return {error.offset(), error.what()};
    }
    return {std::string::npos, "was read"};
}

TEST(JsonText, keeps_values_names_order_and_places) {
    const std::string text =
        R"({"b": "A\u00e9\n\ud83d\ude00", "a": [1, -0.50e+2, 123456789012345678901234567890],)"
        "\n\"c\": {\"d\": true, \"e\": null}}";
    const JsonValue root = read_json(text);
    ASSERT_EQ(root.members.size(), 3U);
    EXPECT_EQ(root.members[0].name, "b");
    EXPECT_EQ(root.find("b")->text, "A\xc3\xa9\n\xf0\x9f\x98\x80");
    const JsonValue& numbers = *root.find("a");
    ASSERT_EQ(numbers.items.size(), 3U);
    EXPECT_EQ(numbers.items[1].text, "-0.50e+2");
    EXPECT_EQ(numbers.items[2].text, "123456789012345678901234567890");
    EXPECT_EQ(numbers.items[2].at, text.find("1234567890"));
    EXPECT_EQ(root.find("b")->at, text.find("\"A"));
    EXPECT_EQ(root.find("c")->at, text.find("{\"d"));
    EXPECT_EQ(root.find("c")->find("d")->text, "true");
    EXPECT_TRUE(root.find("c")->find("e")->is(Kind::null));
    EXPECT_EQ(root.find("z"), nullptr);
    EXPECT_EQ(TextLines(text).at(root.find("c")->at).line, 2U);
    EXPECT_EQ(TextLines(text).at(root.find("c")->at).column, 6U);
}

TEST(JsonText, writes_what_it_read) {
    const std::string text = R"({
  "a": [
    1,
    "x\"\\\n"
  ],
  "b": {},
  "c": [],
  "d": null,
  "e": false
}
)";
    EXPECT_EQ(write_json(read_json(text)), text);
}

TEST(JsonText, refuses_a_name_that_stands_twice) {
    const auto [at, why] = refused(R"({"a": {"x": 1, "\u0078": 2}})");
    EXPECT_NE(why.find("The name \"x\" stands twice"), std::string::npos) << why;
    EXPECT_NE(at, 0U);
}

TEST(JsonText, refuses_what_is_no_json) {
    for (const char* text : {"",
                             "{",
                             "[1,]",
                             "{\"a\" 1}",
                             "{\"a\": 01}",
                             "{\"a\": 1.}",
                             "{\"a\": +1}",
                             "{\"a\": 1e}",
                             "{\"a\": .5}",
                             "{\"a\": nul}",
                             "{\"a\": nulll}",
                             "{\"a\": truee}",
                             "{\"a\": \"\\ud800\"}",
                             "{\"a\": \"\\x\"}",
                             "{} {}",
                             "{}x",
                             "[1 2]",
                             "{\"a\": 1,}",
                             "{\"a\": NaN}",
                             "{'a': 1}",
                             "{\"a\": 1x}",
                             "{\"a\": \"\xff\"}",
                             "1",
                             "\"text\"",
                             "{\"a\": --1}",
                             "[}"})
        EXPECT_NE(refused(text).first, std::string::npos) << text;
    EXPECT_EQ(refused("{\"a\": \"x\ny\"}").first, 8U);
    EXPECT_EQ(refused("{\"a\": \"\xff\"}").first, 7U);
}

TEST(JsonText, bounds_the_depth) {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    EXPECT_NO_THROW(read_json(nested(json_text_depth_max)));
    EXPECT_NE(refused(nested(json_text_depth_max + 2)).second.find("deep"), std::string::npos);
    EXPECT_NE(refused(nested(100'000)).first, std::string::npos);
}

TEST(JsonText, is_told_by_its_first_byte) {
    EXPECT_TRUE(looks_like_json(" \r\n\t{"));
    EXPECT_TRUE(looks_like_json("\xef\xbb\xbf{"));
    EXPECT_FALSE(looks_like_json("<a/>"));
    EXPECT_FALSE(looks_like_json(""));
}

}  // namespace
}  // namespace exhibit::exchange
