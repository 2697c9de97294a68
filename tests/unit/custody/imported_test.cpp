// The form of the private value `steps`, FORMAT.md 6.4.
#include "custody/imported.hpp"

#include <gtest/gtest.h>

namespace exhibit::custody {
namespace {

using encode::Json;

Imported sample() {
    ImportedStep step;
    step.id = "kb:a";
    step.name = "seizure";
    step.performer = "Anna";
    step.place = "Room 1";
    return {"x.jsonld", "kb:file", "sha256", {step}};
}

TEST(Imported, is_written_and_read) {
    const Json json = to_json(sample());
    EXPECT_TRUE(is_imported(json));
    EXPECT_EQ(encode::dump(json),
              R"({"form":"case-1.4","matched":"sha256","source":"x.jsonld","steps":[{"id":"kb:a",)"
              R"("name":"seizure","performer":"Anna","place":"Room 1"}],"subject":"kb:file"})");
    const Imported back = imported_from(json);
    EXPECT_EQ(back.source, "x.jsonld");
    EXPECT_EQ(back.subject, "kb:file");
    EXPECT_EQ(back.matched, "sha256");
    ASSERT_EQ(back.steps.size(), 1U);
    EXPECT_EQ(back.steps[0].place, "Room 1");
}

TEST(Imported, has_no_other_members_and_no_other_forms) {
    const Json right = to_json(sample());
    const auto with = [&](const char* name, Json value) {
        Json::Object changed = right.object("imported");
        changed.insert_or_assign(name, std::move(value));
        return Json(std::move(changed));
    };
    EXPECT_FALSE(is_imported(with("more", "x")));
    EXPECT_FALSE(is_imported(with("form", "case-2")));
    EXPECT_FALSE(is_imported(with("matched", "guessed")));
    EXPECT_FALSE(is_imported(with("source", 1)));
    EXPECT_FALSE(is_imported(with("steps", Json::Array{})));
    EXPECT_FALSE(is_imported(with("steps", Json::Array{Json::Object{{"name", "x"}}})));
    EXPECT_FALSE(
        is_imported(with("steps", Json::Array{Json::Object{{"id", "x"}, {"other", "y"}}})));
    EXPECT_FALSE(is_imported(with("steps", Json::Array{Json::Object{{"id", 1}}})));
    const Json one = Json::Object{{"id", "x"}};
    EXPECT_TRUE(is_imported(with("steps", Json::Array(imported_steps_max, one))));
    EXPECT_FALSE(is_imported(with("steps", Json::Array(imported_steps_max + 1, one))));
    EXPECT_FALSE(is_imported(Json("x")));
}

TEST(Imported, says_whose_word_it_is) {
    EXPECT_EQ(sentence_of(sample().steps[0], "x.jsonld"),
              "imported: seizure by Anna; at Room 1; by the word of x.jsonld");
    EXPECT_EQ(sentence_of({}, "x"), "imported: an action; by the word of x");
}

}  // namespace
}  // namespace exhibit::custody
