#include "encode/json.hpp"

#include <gtest/gtest.h>

#include "exhibit/error.hpp"

namespace exhibit::encode {
namespace {

std::uint64_t refused_at(std::string_view text) {
    try {
        parse(text, "sample");
    } catch (const FormatError& error) {
        EXPECT_EQ(error.source(), "sample");
        return error.offset();
    }
    ADD_FAILURE() << "accepted " << text;
    return ~std::uint64_t{0};
}

std::string nested(std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
}

TEST(Json, constructors_choose_the_type_meant) {
    EXPECT_TRUE(Json().is_null());
    EXPECT_TRUE(Json(nullptr).is_null());
    EXPECT_TRUE(Json(true).is_bool());
    EXPECT_TRUE(Json("text").is_string());
    EXPECT_TRUE(Json(std::string_view("text")).is_string());
    EXPECT_TRUE(Json(std::uint8_t{7}).is_integer());
    EXPECT_TRUE(Json(Json::Array{}).is_array());
    EXPECT_TRUE(Json(Json::Object{}).is_object());
}

TEST(Json, writes_each_type) {
    EXPECT_EQ(dump(Json()), "null");
    EXPECT_EQ(dump(true), "true");
    EXPECT_EQ(dump(false), "false");
    EXPECT_EQ(dump(0), "0");
    EXPECT_EQ(dump(-17), "-17");
    EXPECT_EQ(dump(""), "\"\"");
    EXPECT_EQ(dump(Json::Array{}), "[]");
    EXPECT_EQ(dump(Json::Object{}), "{}");
    EXPECT_EQ(dump(Json::Array{1, "a", nullptr}), "[1,\"a\",null]");
}

TEST(Json, sorts_keys_by_byte) {
    EXPECT_EQ(dump(Json::Object{{"b", 1}, {"a", 2}, {"aa", 3}, {"B", 4}, {"", 5}, {"~", 6}}),
              "{\"\":5,\"B\":4,\"a\":2,\"aa\":3,\"b\":1,\"~\":6}");
}

// The string of RFC 8785 section 3.2.2.2 and the example of section 3.2.4, as far as the profile
// allows.
TEST(Json, escapes_as_rfc_8785_says) {
    EXPECT_EQ(dump("\u20ac$\u000F\nA'B\"\\\\\"/"), "\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
    EXPECT_EQ(dump("\b\t\n\f\r\x01\x1f\x7f"), "\"\\b\\t\\n\\f\\r\\u0001\\u001f\x7f\"");
    EXPECT_EQ(dump(std::string_view("\0", 1)), "\"\\u0000\"");
    EXPECT_EQ(dump("\u2028 </script> \U0001F600"), "\"\u2028 </script> \U0001F600\"");
    EXPECT_EQ(dump(Json::Object{{"a\"\\", 1}}), "{\"a\\\"\\\\\":1}");
}

TEST(Json, integers_reach_from_minus_to_plus_2_53_minus_1) {
    EXPECT_EQ(dump(json_integer_max), "9007199254740991");
    EXPECT_EQ(dump(-json_integer_max), "-9007199254740991");
    EXPECT_EQ(parse("9007199254740991", "x").integer("x"), json_integer_max);
    EXPECT_EQ(parse("-9007199254740991", "x").integer("x"), -json_integer_max);
    EXPECT_EQ(refused_at("9007199254740992"), 0U);
    EXPECT_EQ(refused_at("[-9007199254740992]"), 1U);
    EXPECT_EQ(refused_at("99999999999999999999999"), 0U);
    EXPECT_THROW(dump(json_integer_max + 1), Error);
    EXPECT_THROW(dump(-json_integer_max - 1), Error);
    EXPECT_THROW(dump(~std::uint64_t{0}), Error);
    EXPECT_THROW(dump(INT64_MIN), Error);
}

TEST(Json, refuses_to_write_what_the_profile_cannot_hold) {
    for (const Json& value :
         {Json("\xff"), Json(std::string("a\xed\xa0\x80")), Json(Json::Object{{"\u00e9", 1}}),
          Json(Json::Object{{"a\n", 1}}), Json(Json::Object{{"\x7f", 1}})}) {
        try {
            dump(value);
            ADD_FAILURE() << "wrote it";
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::usage);
        }
    }
}

TEST(Json, nests_at_most_16_deep_both_ways) {
    Json value = 1;
    for (std::size_t i = 0; i < json_depth_max; ++i) value = Json(Json::Array{value});
    EXPECT_EQ(parse(dump(value), "x"), value);
    EXPECT_THROW(dump(Json(Json::Array{value})), Error);
    EXPECT_THROW(dump(Json(Json::Object{{"a", value}})), Error);
    EXPECT_NO_THROW(parse(nested(json_depth_max), "x"));
    EXPECT_EQ(refused_at(nested(json_depth_max + 1)), json_depth_max);
    EXPECT_EQ(refused_at(std::string(1'000'000, '[')), json_depth_max);
}

TEST(Json, is_bounded_in_size) {
    EXPECT_EQ(refused_at(std::string(json_bytes_max + 1, ' ')), json_bytes_max);
    EXPECT_NO_THROW(dump(std::string(json_bytes_max - 2, 'a')));
    EXPECT_THROW(dump(std::string(json_bytes_max - 1, 'a')), Error);
}

TEST(Json, reads_what_it_writes) {
    const std::string text =
        R"({"":[],"a":{"b":[1,-2,"x\n\u0000é",true,false,null,{}]},"z":"\"\\"})";
    const Json value = parse(text, "x");
    EXPECT_EQ(dump(value), text);
    EXPECT_EQ(value.at("a", "x").at("b", "x").array("x")[2].string("x"), std::string("x\n\0é", 5));
}

TEST(Json, refuses_white_space_anywhere) {
    for (const std::string_view text :
         {" 1", "1 ", "[1, 2]", "[ ]", "{\"a\": 1}", "{\"a\" :1}", "1\n",
          "\xef\xbb\xbf"
          "1"}) {
        EXPECT_THROW(parse(text, "x"), FormatError) << text;
    }
}

TEST(Json, refuses_a_second_spelling_of_a_number) {
    for (const std::string_view text : {"-0", "01", "-01", "1.0", "1e0", "1E2", "+1", "0x1", "00",
                                        "-", "NaN", "Infinity", ".5", "1."}) {
        EXPECT_THROW(parse(text, "x"), FormatError) << text;
    }
}

TEST(Json, refuses_a_second_spelling_of_a_string) {
    for (const std::string_view text :
         {R"("\/")",     R"("\u0041")", R"("\u000A")", R"("\u000a")",
          R"("\u001F")", R"("\u0022")", R"("\u00e9")", R"("\ud83d\ude00")",
          R"("\u1")",    R"("\u+001")", R"("\u 001")", R"("\x41")",
          R"("\)",       R"("\u)",      R"("\u00)",    "\"",
          "\"abc",       "\"a\nb\"",    "\"\xff\"",    "'a'"}) {
        EXPECT_THROW(parse(text, "x"), FormatError) << text;
    }
}

TEST(Json, refuses_keys_unsorted_twice_or_not_ascii) {
    EXPECT_EQ(refused_at(R"({"b":1,"a":2})"), 7U);
    EXPECT_EQ(refused_at(R"({"a":1,"a":2})"), 7U);
    EXPECT_EQ(refused_at(R"({"a":1,"a":1})"), 7U);
    EXPECT_EQ(refused_at(R"({"é":1})"), 1U);
    EXPECT_EQ(refused_at("{\"\\n\":1}"), 1U);
    EXPECT_EQ(refused_at("{\"\\u0061\":1}"), 4U);
    EXPECT_EQ(refused_at("{1:1}"), 1U);
}

TEST(Json, refuses_broken_structure_where_it_breaks) {
    EXPECT_EQ(refused_at(""), 0U);
    EXPECT_EQ(refused_at("[1,]"), 3U);
    EXPECT_EQ(refused_at("[1"), 2U);
    EXPECT_EQ(refused_at("[1}"), 2U);
    EXPECT_EQ(refused_at("{\"a\"}"), 4U);
    EXPECT_EQ(refused_at("{\"a\":}"), 5U);
    EXPECT_EQ(refused_at("{\"a\":1,}"), 7U);
    EXPECT_EQ(refused_at("{\"a\":1"), 6U);
    EXPECT_EQ(refused_at("truE"), 0U);
    EXPECT_EQ(refused_at("nullnull"), 4U);
    EXPECT_EQ(refused_at("1,2"), 1U);
    EXPECT_EQ(refused_at(std::string_view("1\0", 2)), 1U);
    EXPECT_EQ(refused_at(std::string_view("\0", 1)), 0U);
    EXPECT_EQ(refused_at("[\"\xc3\"]"), 2U);
}

TEST(Json, typed_access_names_what_was_found_and_expected) {
    const Json value = parse(R"({"n":-1,"s":"x"})", "x");
    EXPECT_EQ(value.at("n", "event").integer("event n"), -1);
    try {
        value.at("s", "event").integer("event s");
        FAIL() << "a string passed for an integer";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::malformed);
        EXPECT_STREQ(error.what(), "event s: found a string, expected an integer");
    }
    try {
        value.at("n", "event").natural("event n");
        FAIL() << "-1 passed for a natural number";
    } catch (const Error& error) {
        EXPECT_STREQ(error.what(), "event n: found -1, expected an integer of 0 or more");
    }
}

TEST(Json, members_are_found_or_absent_or_refused) {
    const Json value = parse(R"({"a":null})", "x");
    ASSERT_NE(value.find("a"), nullptr);
    EXPECT_TRUE(value.find("a")->is_null());
    EXPECT_EQ(value.find("b"), nullptr);
    try {
        value.at("b", "event 3");
        FAIL() << "found an absent member";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::malformed);
        EXPECT_STREQ(error.what(), "event 3: found no member \"b\", expected one");
    }
    EXPECT_THROW(Json(1).at("b", "event 3"), Error);
    EXPECT_THROW(Json(1).find("b"), Error);
}

TEST(Json, closed_shape_refuses_an_unknown_member) {
    const Json value = parse(R"({"a":1,"b":2})", "x");
    EXPECT_NO_THROW(require_only(value, {"b", "a", "c"}, "event"));
    try {
        require_only(value, {"a"}, "event");
        FAIL() << "accepted b";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::malformed);
        EXPECT_STREQ(error.what(),
                     "event: found the member \"b\", expected only members that the format names");
    }
    EXPECT_THROW(require_only(Json(1), {}, "event"), Error);
}

}  // namespace
}  // namespace exhibit::encode
