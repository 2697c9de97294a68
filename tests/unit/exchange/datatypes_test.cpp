#include "exchange/schema/datatypes.hpp"

#include <gtest/gtest.h>

namespace exhibit::exchange::schema {
namespace {

void expect(Datatype type, std::initializer_list<const char*> right,
            std::initializer_list<const char*> wrong) {
    for (const char* text : right) EXPECT_TRUE(is_valid(type, text)) << describe(type) << text;
    for (const char* text : wrong) EXPECT_FALSE(is_valid(type, text)) << describe(type) << text;
}

TEST(IodefDatatypes, tell_right_from_wrong) {
    expect(Datatype::integer, {"0", "-1", "+7", "007", "99999999999999999999"},
           {"", "-", "1.0", "1 ", "0x1", "+-1"});
    expect(Datatype::non_negative_integer, {"0", "-0", "+5"}, {"-1", "", "x"});
    expect(Datatype::positive_int, {"1", "+1", "2147483647"}, {"0", "-1", "2147483648", ""});
    expect(Datatype::percentage, {"0", "100", "-0"}, {"101", "-1", "1.5", ""});
    expect(Datatype::decimal, {"1", "-1.5", ".5", "1."}, {"", ".", "1e3", "INF"});
    expect(Datatype::number, {"1", "1e3", "-1.5E-7", "INF", "-INF", "NaN"},
           {"", "1e", "+INF", "inf", "1e1.5"});
    expect(Datatype::positive_number, {"1", "0.001", "INF", "1e-3"},
           {"0", "0.0", "-1", "-INF", "NaN", "0e5"});
    expect(Datatype::boolean, {"true", "false", "0", "1"}, {"TRUE", "yes", ""});
    expect(Datatype::language, {"en", "de-CH", "x-klingon1"},
           {"", "e1", "toolonglang", "en-", "-en", "en_US"});
    expect(Datatype::timezone, {"Z", "+01:00", "-14:59"}, {"", "01:00", "+15:00", "+1:00", "z"});
    expect(Datatype::port_list, {"22", "22,80-90", "99999"}, {"", "22,", "-22", "22 ,23", "22-"});
    expect(Datatype::object_identifier, {"1", "1.2.840.113549", "2.39.1", "0."},
           {"", "3.1", "1.40.1", "1.2.", "1.2.x"});
    expect(Datatype::ncname, {"a", "_1", "\xC3\xA9"}, {"", "1a", "a:b", "a b"});
    expect(Datatype::nmtoken, {"1a", "a:b"}, {"", "a b"});
    expect(Datatype::nmtokens, {"a", "a b"}, {"", "a,b/"});
    expect(Datatype::base64, {"", "Zg==", "Zm8=", "Zm9v", "Zm9v Zg==\n"},
           {"Zg", "Zg=", "Zh==", "Zm9=", "=Zm9", "Zm9v!", "Zg==Zg=="});
    expect(Datatype::hexadecimal, {"", "0aFF"}, {"0", "0g", "0a 0b"});
    expect(Datatype::any_uri,
           {"", "http://a/b?c#d", "urn:a:b", "a b", "../x", "a/b:c", "#x", "?a:b"},
           {"%", "%4", "%zz", "a#b#c", ":x", "1a:b", "+01:00"});
}

TEST(IodefDatatypes, reads_moments) {
    EXPECT_EQ(parse_date_time("1970-01-01T00:00:00Z")->seconds, 0);
    EXPECT_EQ(parse_date_time("2026-02-03T09:10:00+01:00")->seconds, 1770106200);
    EXPECT_EQ(parse_date_time("2026-02-03T09:10:00.125-00:30")->nanoseconds, 125'000'000);
    EXPECT_EQ(parse_date_time("2026-02-03T09:10:00.1234567891Z")->nanoseconds, 123'456'789);
    EXPECT_FALSE(parse_date_time("2026-02-03T09:10:00")->has_offset);
    EXPECT_EQ(parse_date_time("2025-12-31T24:00:00Z"), parse_date_time("2026-01-01T00:00:00Z"));
    EXPECT_TRUE(parse_date_time("-0044-03-15T12:00:00Z"));
    EXPECT_TRUE(parse_date_time("12026-02-03T09:10:00Z"));
    for (const char* wrong :
         {"", "2026-02-03", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "26-01-01T00:00:00Z",
          "2026-01-01t00:00:00Z", "2026-01-01T24:00:01Z", "2026-01-01T00:60:00Z",
          "2026-01-01T00:00:60Z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00+14:01",
          "2026-01-01T00:00:00+1:00", "2026-01-01T00:00:00ZZ", "0000-01-01T00:00:00Z",
          "02026-01-01T00:00:00Z", "2026-01-01T00:00Z", " 2026-01-01T00:00:00Z"})
        EXPECT_FALSE(parse_date_time(wrong)) << wrong;
}

TEST(IodefDatatypes, counts_octets) {
    EXPECT_EQ(base64_octets("Zg=="), 1U);
    EXPECT_EQ(base64_octets("Zm9v\n Zm8="), 5U);
    EXPECT_EQ(base64_octets("Z"), std::nullopt);
    EXPECT_EQ(hexadecimal_octets("00ff"), 2U);
    EXPECT_EQ(hexadecimal_octets("00f"), std::nullopt);
}

TEST(IodefDatatypes, are_found_by_name) {
    EXPECT_EQ(datatype_named("dateTime"), Datatype::date_time);
    EXPECT_EQ(datatype_named("nothing"), std::nullopt);
    EXPECT_EQ(describe(Datatype::boolean), "true or false");
}

}  // namespace
}  // namespace exhibit::exchange::schema
