#include "custody/ids.hpp"

#include <gtest/gtest.h>

#include "exhibit/error.hpp"

namespace exhibit::custody {
namespace {

TEST(IncidentId, accepts_what_people_write) {
    for (const std::string_view text : {"INC-2026-014", "a", "7", "case_1.b"}) {
        ASSERT_TRUE(IncidentId::try_parse(text)) << text;
        EXPECT_EQ(IncidentId::try_parse(text)->text(), text);
    }
    EXPECT_TRUE(IncidentId::try_parse(std::string(64, 'a')));
}

TEST(IncidentId, refuses_other_characters_and_lengths) {
    for (const std::string_view text : {"", "-1", ".a", "a b", "a/b", "ä", "a\n"}) {
        EXPECT_FALSE(IncidentId::try_parse(text)) << text;
    }
    EXPECT_FALSE(IncidentId::try_parse(std::string(65, 'a')));
}

TEST(IncidentId, refusal_says_what_was_found_and_expected) {
    try {
        IncidentId::parse("a b\x1b", "the incident of an item");
        FAIL() << "was accepted";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::malformed);
        const std::string text = error.what();
        EXPECT_EQ(text.find("the incident of an item: found \"a b\\u{001B}\""), 0U) << text;
    }
}

TEST(ItemId, is_incident_and_number) {
    const ItemId item = ItemId::parse("INC-7/12");
    EXPECT_EQ(item.incident().text(), "INC-7");
    EXPECT_EQ(item.number(), 12U);
    EXPECT_EQ(item.text(), "INC-7/12");
}

TEST(ItemId, refuses_numbers_with_two_spellings) {
    for (const std::string_view text :
         {"INC-7", "INC-7/", "INC-7/0", "INC-7/01", "INC-7/+1", "INC-7/1/2", "/1",
          "INC-7/4294967296", "INC-7/99999999999999999999"}) {
        EXPECT_FALSE(ItemId::try_parse(text)) << text;
    }
}

TEST(ItemId, is_ordered_by_number) {
    EXPECT_LT(ItemId::parse("INC-7/2"), ItemId::parse("INC-7/10"));
    EXPECT_LT(ItemId::parse("INC-6/3"), ItemId::parse("INC-7/1"));
}

TEST(Subject, names_what_it_is_about) {
    EXPECT_EQ(subject_of(IncidentId::parse("INC-7")), "incident:INC-7");
    EXPECT_EQ(subject_of(ItemId::parse("INC-7/1")), "item:INC-7/1");
    EXPECT_EQ(subject_of_handler({}), "handler:" + std::string(64, '0'));
    EXPECT_EQ(short_id({}), std::string(12, '0'));
}

}  // namespace
}  // namespace exhibit::custody
