#include "custody/private_names.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "exhibit/error.hpp"
#include "support/ledger_builder.hpp"

namespace exhibit::custody {
namespace {

using encode::Json;

std::vector<std::string> ingest_problems(const std::string& name, const Json& value) {
    PrivateValues values = test::ingest_values();
    values[name] = value;
    return private_problems(EventType::item_ingest, SubjectKind::item, values);
}

TEST(PrivateNames, are_sorted_for_every_type) {
    for (int i = 0; i < 12; ++i) {
        for (const SubjectKind kind :
             {SubjectKind::handler, SubjectKind::incident, SubjectKind::item}) {
            const auto names = private_names(static_cast<EventType>(i), kind);
            EXPECT_TRUE(
                std::is_sorted(names.begin(), names.end(),
                               [](const auto& a, const auto& b) { return a.name < b.name; }))
                << to_string(static_cast<EventType>(i));
        }
    }
}

TEST(PrivateNames, belong_to_one_kind_of_subject) {
    EXPECT_FALSE(private_names(EventType::handler_enrol, SubjectKind::handler).empty());
    EXPECT_TRUE(private_names(EventType::handler_enrol, SubjectKind::item).empty());
    EXPECT_FALSE(private_names(EventType::custody_offer, SubjectKind::incident).empty());
    EXPECT_FALSE(private_names(EventType::custody_offer, SubjectKind::item).empty());
    EXPECT_TRUE(private_names(EventType::custody_cancel, SubjectKind::item).empty());
}

TEST(PrivateProblems, none_for_full_values) {
    EXPECT_TRUE(
        private_problems(EventType::item_ingest, SubjectKind::item, test::ingest_values()).empty());
    EXPECT_TRUE(
        private_problems(EventType::item_register, SubjectKind::item, test::item_values()).empty());
}

TEST(PrivateProblems, missing_required_name_is_named) {
    const auto problems =
        private_problems(EventType::handler_enrol, SubjectKind::handler, {{"title", "Examiner"}});
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems[0], "The private value \"name\" is missing; handler.enrol must have it.");
}

TEST(PrivateProblems, archive_has_the_form_of_the_format) {
    const Json::Object sound{
        {"bytes", 5}, {"files", 1}, {"format", "zip"}, {"listed", 1}, {"problems", 0}};
    const auto problems = [&](const std::string& name, const Json& value) {
        Json::Object archive = sound;
        archive[name] = value;
        return ingest_problems("archive", archive).size();
    };
    EXPECT_TRUE(ingest_problems("archive", sound).empty());
    EXPECT_EQ(problems("listing_sha256", std::string(64, 'a')), 0U);
    EXPECT_EQ(problems("partial", Json::Array{"Why."}), 0U);
    EXPECT_EQ(problems("listing_sha256", std::string(63, 'a')), 1U);
    EXPECT_EQ(problems("listing_sha256", std::string(64, 'g')), 1U);
    EXPECT_EQ(problems("partial", Json::Array(17, Json("Why."))), 1U);
    EXPECT_EQ(problems("partial", "Why."), 1U);
    EXPECT_EQ(problems("bytes", -1), 1U);
    EXPECT_EQ(problems("files", "1"), 1U);
    EXPECT_EQ(problems("format", 1), 1U);
    EXPECT_EQ(problems("more", 1), 1U);
    for (const auto& [name, value] : sound) {
        Json::Object archive = sound;
        archive.erase(name);
        EXPECT_EQ(ingest_problems("archive", archive).size(), 1U) << name;
    }
    EXPECT_EQ(ingest_problems("archive", Json::Array{}).size(), 1U);
}

TEST(PrivateProblems, unknown_name_is_named) {
    const auto problems = ingest_problems("colour\n", "grey");
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_NE(problems[0].find("\"colour\\u{000A}\""), std::string::npos) << problems[0];
}

TEST(PrivateProblems, form_of_values_is_checked) {
    EXPECT_EQ(ingest_problems("label", 7).size(), 1U);
    EXPECT_EQ(ingest_problems("size", "7").size(), 1U);
    EXPECT_EQ(ingest_problems("size", -7).size(), 1U);
    EXPECT_EQ(ingest_problems("sha256", "ABCD").size(), 1U);
    EXPECT_EQ(ingest_problems("sha256", "").size(), 1U);
    EXPECT_EQ(ingest_problems("notes", Json::Array{1}).size(), 1U);
    EXPECT_EQ(ingest_problems("notes", Json::Array{"a", "b"}).size(), 0U);
    EXPECT_EQ(ingest_problems("unreadable", Json::Array{Json(Json::Array{1, 2})}).size(), 0U);
    EXPECT_EQ(ingest_problems("unreadable", Json::Array{Json(Json::Array{1})}).size(), 1U);
    EXPECT_EQ(ingest_problems("unreadable", Json::Array{Json(Json::Array{1, -2})}).size(), 1U);
    const Json range = Json::Array{1, 2};
    EXPECT_EQ(ingest_problems("unreadable", Json::Array(256, range)).size(), 0U);
    EXPECT_EQ(ingest_problems("unreadable", Json::Array(257, range)).size(), 1U);
}

TEST(PrivateProblems, expected_digests_are_whole) {
    const auto expected = [](const char* verdict, Json value) {
        return Json::Array{
            Json::Object{{"algorithm", "md5"}, {"result", verdict}, {"value", std::move(value)}}};
    };
    EXPECT_EQ(ingest_problems("expected", expected("match", "00ff")).size(), 0U);
    EXPECT_EQ(ingest_problems("expected", expected("mismatch", "00ff")).size(), 0U);
    EXPECT_EQ(ingest_problems("expected", expected("maybe", "00ff")).size(), 1U);
    EXPECT_EQ(ingest_problems("expected", expected("match", "xx")).size(), 1U);
    EXPECT_EQ(ingest_problems("expected", expected("match", 1)).size(), 1U);
    EXPECT_EQ(ingest_problems("expected", Json::Array{Json::Object{}}).size(), 1U);
}

TEST(SubjectKind, other_subjects_are_refused) {
    EXPECT_EQ(kind_of_subject("item:INC-1/1"), SubjectKind::item);
    EXPECT_EQ(kind_of_subject("incident:INC-1"), SubjectKind::incident);
    EXPECT_EQ(kind_of_subject("handler:00"), SubjectKind::handler);
    EXPECT_THROW(kind_of_subject("vault:1"), Error);
}

TEST(TextValue, is_empty_for_other_values) {
    const PrivateValues values{{"size", 7}, {"label", "laptop"}};
    EXPECT_EQ(text_value(values, "label"), "laptop");
    EXPECT_EQ(text_value(values, "size"), "");
    EXPECT_EQ(text_value(values, "serial"), "");
}

}  // namespace
}  // namespace exhibit::custody
