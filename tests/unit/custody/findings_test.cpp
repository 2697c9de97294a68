#include "custody/findings.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "custody/codes.hpp"
#include "support/ledger_builder.hpp"

namespace exhibit::custody {
namespace {

using encode::Json;
using test::LedgerBuilder;

class Record : public ::testing::Test {
protected:
    Record() {
        ledger.enrol("anna", "boris");
        ledger.open_incident("anna", "INC-1");
    }

    std::vector<Finding> all() { return examine_record(ledger.state(), ledger.values(), rules()); }
    RecordRules rules() { return {ledger.clock().now()}; }

    /// The findings of a code.
    std::vector<Finding> found(std::string_view code) {
        std::vector<Finding> out = all();
        std::erase_if(out, [&](const Finding& one) { return one.code != code; });
        return out;
    }
    void expect_one(std::string_view code, Severity severity, std::string_view words) {
        const auto findings = found(code);
        ASSERT_EQ(findings.size(), 1U) << code;
        EXPECT_EQ(findings[0].severity, severity);
        EXPECT_NE(findings[0].text.find(words), std::string::npos) << findings[0].text;
        EXPECT_EQ(findings[0].text.back(), '.');
    }

    PrivateValues without(PrivateValues values, std::initializer_list<std::string_view> names) {
        for (const std::string_view name : names) values.erase(values.find(name));
        return values;
    }

    LedgerBuilder ledger;
};

TEST_F(Record, physical_item_without_identifier_is_reported) {
    ledger.register_item("anna", "INC-1");
    EXPECT_TRUE(found("CR-01").empty());
    ledger.register_item("anna", "INC-1", without(test::item_values(), {"serial"}));
    expect_one("CR-01", Severity::warning, "INC-1/2");
    EXPECT_EQ(found("CR-01")[0].item, "INC-1/2");
}

TEST_F(Record, digital_item_needs_no_serial_number) {
    ledger.ingest("anna", "INC-1", without(test::ingest_values(), {"serial"}));
    EXPECT_TRUE(found("CR-01").empty());
}

TEST_F(Record, item_without_description_is_reported) {
    PrivateValues values = test::item_values();
    values["description"] = "  ";
    ledger.register_item("anna", "INC-1", values);
    expect_one("CR-02", Severity::warning, "does not describe item INC-1/1");
}

TEST_F(Record, condition_quantity_and_seal_are_asked_for) {
    ledger.register_item("anna", "INC-1", without(test::item_values(), {"condition", "seal"}));
    expect_one("CR-02", Severity::note, "its condition and seal");
}

TEST_F(Record, where_and_from_whom_is_asked_for) {
    ledger.register_item("anna", "INC-1",
                         without(test::item_values(), {"collected_place", "collected_from"}));
    expect_one("CR-04", Severity::warning, "where and from whom item INC-1/1 was collected");
}

TEST_F(Record, derived_item_comes_from_the_other_item) {
    const ItemId laptop = ledger.register_item("anna", "INC-1");
    const PrivateValues values =
        without(test::ingest_values(), {"collected_place", "collected_from"});
    ledger.ingest("anna", {IncidentId::parse("INC-1"), "image", {}, {}, 0, 0, laptop}, values);
    EXPECT_TRUE(found("CR-04").empty());
}

TEST_F(Record, person_without_title_and_contact_is_reported_once) {
    ledger::Event event =
        ledger.draft("anna", HandlerEnrol{ledger.enrol_of("carla", {Role::handler})});
    ledger.add_private(event, subject_of_handler(LedgerBuilder::id("carla")),
                       {{"name", "Carla Example"}, {"organisation", "Example CSIRT"}});
    ASSERT_TRUE(ledger.append(event, "anna").empty());
    EXPECT_TRUE(found("CR-05").empty()) << "carla did nothing yet";
    ledger.open_incident("carla", "INC-2");
    ledger.register_item("carla", "INC-2");
    expect_one("CR-05", Severity::warning,
               "the title or role and phone or e-mail address of Carla Example");
    EXPECT_EQ(found("CR-05")[0].event, 3U);
}

TEST_F(Record, clock_that_runs_backwards_is_reported) {
    const ItemId laptop = ledger.register_item("anna", "INC-1");
    EXPECT_TRUE(found("CR-06").empty());
    ledger.clock().advance(-7200);
    ledger.offer("anna", {laptop}, "boris");
    expect_one("CR-06", Severity::warning, "Anna Example ran backwards");
}

TEST_F(Record, clocks_of_two_people_may_differ) {
    const ItemId laptop = ledger.register_item("anna", "INC-1");
    const crypto::Hash offer = ledger.offer("anna", {laptop}, "boris");
    ledger.clock().advance(-1800);
    ledger.accept("boris", offer);
    EXPECT_TRUE(found("CR-06").empty());
    expect_one("CR-08", Severity::warning, "Item INC-1/1 is said to be received at");
}

TEST_F(Record, hand_over_without_purpose_is_reported) {
    const ItemId laptop = ledger.register_item("anna", "INC-1");
    ledger.offer("anna", {laptop}, "boris", " ");
    expect_one("CR-08", Severity::warning, "The hand-over of item INC-1/1 states no purpose");
}

TEST_F(Record, copy_not_compared_with_its_source_is_noted) {
    const ItemId image =
        ledger.ingest("anna", "INC-1", without(test::ingest_values(), {"expected"}));
    ledger.access("anna", image);
    expect_one("CR-13", Severity::note, "was not compared");
    expect_one("CR-29", Severity::note, "since ingest at 2026-11-22T17:34:00Z, not since");
}

TEST_F(Record, compared_copy_holds_since_acquisition) {
    ledger.access("anna", ledger.ingest("anna", "INC-1"));
    EXPECT_TRUE(found("CR-13").empty());
    EXPECT_TRUE(found("CR-29").empty()) << "it holds since acquisition";
}

TEST_F(Record, digest_that_did_not_match_is_reported) {
    PrivateValues values = test::ingest_values();
    values["expected"] =
        Json::Array{Json::Object{{"algorithm", "md5"}, {"result", "mismatch"}, {"value", "00"}}};
    ledger.access("anna", ledger.ingest("anna", "INC-1", values));
    expect_one("CR-13", Severity::warning, "did not match the copy");
    expect_one("CR-29", Severity::note, "since ingest");
}

/// One log with one statement about the stream as it was acquired, and nothing else compared.
PrivateValues log_values(const std::string& format, const std::string& what,
                         const std::string& result) {
    PrivateValues values = test::ingest_values();
    values.erase("expected");
    Json::Array checks;
    if (!what.empty())
        checks.push_back(Json(Json::Object{{"result", result},
                                           {"scope", "acquisition-stream"},
                                           {"text", "The sentence."},
                                           {"what", what}}));
    values["logs"] = Json::Array{Json(Json::Object{{"bad_ranges", Json::Array{}},
                                                   {"checks", std::move(checks)},
                                                   {"finished", ""},
                                                   {"format", format},
                                                   {"name", "a.log"},
                                                   {"sha256", "00"},
                                                   {"size", 1},
                                                   {"source", ""},
                                                   {"started", ""},
                                                   {"tool", ""},
                                                   {"verdict", ""},
                                                   {"warnings", Json::Array{}}})};
    return values;
}

ItemIngest with_logs(std::size_t count) {
    return {IncidentId::parse("INC-1"),      "image", {}, {}, 0, 0, std::nullopt,
            std::vector<crypto::Hash>(count)};
}

PrivateValues archive_values(bool digest, bool partial) {
    PrivateValues values = test::ingest_values();
    Json::Object archive{
        {"bytes", 5}, {"files", 1}, {"format", "zip"}, {"listed", 1}, {"problems", 0}};
    if (digest) archive.emplace("listing_sha256", std::string(64, 'a'));
    if (partial) archive.emplace("partial", Json::Array{"Why."});
    values["archive"] = std::move(archive);
    return values;
}

ItemIngest archive_body(bool listed) {
    ItemIngest body{IncidentId::parse("INC-1"), "archive", {}, {}, 0, 0, std::nullopt};
    if (listed) body.members = crypto::Hash();
    return body;
}

TEST_F(Record, archive_with_its_listing_and_digest_needs_no_finding) {
    ledger.ingest("anna", archive_body(true), archive_values(true, false));
    EXPECT_TRUE(found("CR-12").empty());
}

TEST_F(Record, archive_whose_listing_has_no_digest_is_told) {
    ledger.ingest("anna", archive_body(true), archive_values(false, false));
    expect_one("CR-12", Severity::warning, "the record has no digest of it");
}

TEST_F(Record, archive_whose_listing_is_not_kept_is_told) {
    ledger.ingest("anna", archive_body(false), archive_values(true, false));
    expect_one("CR-12", Severity::warning, "no such listing is kept");
}

TEST_F(Record, archive_that_is_not_listed_to_its_end_is_noted) {
    ledger.ingest("anna", archive_body(true), archive_values(true, true));
    expect_one("CR-12", Severity::note, "Not all members");
}

TEST_F(Record, log_whose_digest_agrees_holds_since_acquisition) {
    const PrivateValues values = log_values("dc3dd", "md5", "match");
    EXPECT_TRUE(private_problems(EventType::item_ingest, SubjectKind::item, values).empty());
    ledger.access("anna", ledger.ingest("anna", with_logs(1), values));
    EXPECT_TRUE(found("CR-13").empty());
    EXPECT_TRUE(found("CR-29").empty()) << "it holds since acquisition";
}

TEST_F(Record, log_whose_size_agrees_says_nothing_of_the_content) {
    ledger.access("anna",
                  ledger.ingest("anna", with_logs(1), log_values("dc3dd", "size", "match")));
    expect_one("CR-29", Severity::note, "since ingest");
}

TEST_F(Record, log_whose_digest_differs_is_reported) {
    ledger.access("anna",
                  ledger.ingest("anna", with_logs(1), log_values("dc3dd", "md5", "mismatch")));
    expect_one("CR-13", Severity::warning, "does not agree with what was read: The sentence.");
    expect_one("CR-29", Severity::note, "since ingest");
}

TEST_F(Record, log_with_other_unreadable_ranges_is_reported) {
    ledger.access(
        "anna", ledger.ingest("anna", with_logs(1), log_values("dc3dd", "unreadable", "mismatch")));
    expect_one("CR-14", Severity::warning, "does not agree");
}

TEST_F(Record, log_that_names_unreadable_ranges_is_noted) {
    const auto ranges = [](std::size_t count) {
        Json::Array out;
        for (std::size_t i = 0; i < count; ++i) out.push_back(Json::Array{Json(i * 1024), 512});
        return out;
    };
    PrivateValues values = log_values("dc3dd", "md5", "match");
    Json::Object log = values["logs"].array("logs")[0].object("log");
    log["bad_ranges"] = ranges(2);
    values["logs"] = Json::Array{Json(log)};
    ledger.access("anna", ledger.ingest("anna", with_logs(1), values));
    expect_one("CR-14", Severity::note,
               "names 2 ranges, 1,024 bytes that its tool could not read, or found damaged.");
}

TEST_F(Record, log_of_no_known_form_is_noted) {
    ledger.access("anna", ledger.ingest("anna", with_logs(1), log_values("unrecognized", "", "")));
    expect_one("CR-12", Severity::note, "is of no known form");
    expect_one("CR-29", Severity::note, "since ingest");
}

TEST_F(Record, log_nobody_described_is_reported) {
    ledger.access("anna", ledger.ingest("anna", with_logs(2), log_values("dc3dd", "md5", "match")));
    expect_one("CR-12", Severity::warning, "2 acquisition logs are kept with item INC-1/1, but");
}

TEST_F(Record, log_that_was_exported_is_no_reading_of_the_item) {
    const ItemId image = ledger.ingest("anna", "INC-1");
    ledger.access("anna", image,
                  {AccessAction::export_copy, AccessResult::ok, {Scope::What::log, 1, 0}});
    expect_one("CR-13", Severity::note, "not read again since its ingest");
}

TEST_F(Record, missing_digest_is_reported) {
    ledger.access("anna",
                  ledger.ingest("anna", "INC-1", without(test::ingest_values(), {"sha256"})));
    expect_one("CR-13", Severity::warning, "no SHA-256 digest");
}

TEST_F(Record, content_never_read_again_is_noted) {
    const ItemId image = ledger.ingest("anna", "INC-1");
    expect_one("CR-13", Severity::note, "not read again since its ingest");
    ledger.access("anna", image,
                  {AccessAction::verify, AccessResult::ok, {Scope::What::range, 0, 1}});
    EXPECT_EQ(found("CR-13").size(), 1U) << "a byte is not the whole";
    ledger.access("anna", image);
    EXPECT_TRUE(found("CR-13").empty());
}

TEST_F(Record, receiver_who_read_the_content_counts) {
    const ItemId image = ledger.ingest("anna", "INC-1");
    const ItemId other = ledger.ingest("anna", "INC-1");
    ledger.accept("boris", ledger.offer("anna", {image}, "boris"), CheckResult::match);
    ledger.accept("boris", ledger.offer("anna", {other}, "boris"), CheckResult::not_checked);
    ASSERT_EQ(found("CR-13").size(), 1U);
    EXPECT_EQ(found("CR-13")[0].item, other.text());
}

TEST_F(Record, failed_verification_is_reported) {
    const ItemId image = ledger.ingest("anna", "INC-1");
    ledger.access("anna", image);
    ledger.access("anna", image, {AccessAction::verify, AccessResult::failed, {}});
    expect_one("CR-13", Severity::warning, "not as it was stored");
}

TEST_F(Record, unreadable_ranges_are_reported) {
    const ItemIngest body{IncidentId::parse("INC-1"), "image", {}, {}, 1024, 2, std::nullopt};
    ledger.ingest("anna", body, test::ingest_values());
    expect_one("CR-14", Severity::warning, "1,024 bytes in 2 ranges");
}

TEST_F(Record, seal_that_changed_on_the_way_is_reported) {
    const ItemId laptop = ledger.register_item("anna", "INC-1");
    const crypto::Hash offer = ledger.offer("anna", {laptop}, "boris");
    ledger::Event event =
        ledger.draft("boris", CustodyAccept{{{laptop, CheckResult::not_checked}}, offer}, {laptop});
    ledger.add_private(event, subject_of(laptop), {{"seal", "B-7"}});
    ASSERT_TRUE(ledger.append(event, "boris").empty());
    expect_one("CR-20", Severity::warning, "\"A-1001\" when released and \"B-7\" when received");
}

TEST_F(Record, receiver_whose_check_failed_is_reported) {
    const ItemId image = ledger.ingest("anna", "INC-1");
    ledger.access("anna", image);
    ledger.accept("boris", ledger.offer("anna", {image}, "boris"), CheckResult::mismatch);
    expect_one("CR-13", Severity::warning, "its digest did not match");
}

TEST_F(Record, long_gap_before_recording_is_reported) {
    const ItemId laptop = ledger.register_item("anna", "INC-1");
    const CustodyOffer body{{ledger.clock().now().seconds + 86400}, LedgerBuilder::id("boris")};
    ledger::Event event = ledger.draft("anna", body, {laptop});
    event.happened.seconds -= 24 * 3600;
    ASSERT_TRUE(ledger.append(event, "anna").empty());
    EXPECT_TRUE(found("CR-28").empty()) << "24 hours are allowed";
    event = ledger.draft("anna", CustodyCancel{ledger.entries().back().leaf}, {laptop});
    event.happened.seconds -= 49 * 3600;
    ASSERT_TRUE(ledger.append(event, "anna").empty());
    expect_one("CR-28", Severity::warning, "49 hours after it happened");
}

TEST_F(Record, partial_reading_says_what_was_read) {
    const ItemId image = ledger.ingest("anna", "INC-1");
    ledger.access("anna", image,
                  {AccessAction::export_copy, AccessResult::ok, {Scope::What::range, 512, 1024}});
    const auto findings = found("CR-29");
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_NE(findings[0].text.find("Only 1,024 bytes from byte 512"), std::string::npos);
}

TEST_F(Record, mount_without_an_end_is_reported) {
    const ItemId image = ledger.ingest("anna", "INC-1");
    const PrivateValues why{{"purpose", "a look"}};
    const Scope ranges{Scope::What::ranges, 0, 0};
    ledger.access("anna", image, {AccessAction::mount, AccessResult::ok, ranges}, why);
    ledger.access("anna", image, {AccessAction::unmount, AccessResult::ok, ranges});
    EXPECT_TRUE(found("CR-10").empty());
    ledger.access("anna", image, {AccessAction::mount, AccessResult::ok, ranges}, why);
    ledger.access("anna", image, {AccessAction::mount, AccessResult::ok, ranges}, why);
    ledger.access("anna", image, {AccessAction::unmount, AccessResult::ok, ranges});
    expect_one("CR-10", Severity::warning, "what was read is not known");
}

TEST_F(Record, mount_is_no_verification) {
    const ItemId image = ledger.ingest("anna", "INC-1");
    const std::size_t before = found("CR-13").size();
    const Scope ranges{Scope::What::ranges, 0, 0};
    ledger.access("anna", image, {AccessAction::mount, AccessResult::ok, ranges});
    ledger.access("anna", image, {AccessAction::unmount, AccessResult::ok, ranges});
    EXPECT_EQ(found("CR-13").size(), before) << "it was not read again as a whole";
    ledger.access("anna", image);
    EXPECT_EQ(found("CR-13").size(), before - 1);
}

TEST_F(Record, offer_nobody_answered_is_reported_after_its_end) {
    const ItemId laptop = ledger.register_item("anna", "INC-1");
    const crypto::Hash offer = ledger.offer("anna", {laptop}, "boris");
    ledger.clock().set(ledger.state().offer(offer)->expires);
    EXPECT_TRUE(found(code::offer_expired).empty());
    ledger.clock().advance(1);
    expect_one(code::offer_expired, Severity::warning, "it is still with Anna Example");
}

TEST_F(Record, withheld_values_are_named_and_not_judged) {
    ledger.register_item("anna", "INC-1", {{"description", "a laptop"}});
    const PrivateLookup nothing = [](std::uint64_t, std::string_view) { return nullptr; };
    const auto findings = examine_record(ledger.state(), nothing, rules());
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].code, "LG-WITHHELD");
    EXPECT_EQ(findings[0].severity, Severity::note);
}

TEST_F(Record, one_item_is_examined_alone) {
    ledger.register_item("anna", "INC-1", {{"description", "a laptop"}});
    const ItemId good = ledger.register_item("anna", "INC-1");
    const auto without_serial = [&](const ItemId& item) {
        const auto findings = examine_item(ledger.state(), item, ledger.values(), rules());
        for (const Finding& one : findings)
            EXPECT_TRUE(one.item.empty() || one.item == item.text()) << one.text;
        return std::ranges::count(findings, "CR-01", &Finding::code);
    };
    EXPECT_EQ(without_serial(good), 0);
    const ItemId bad(IncidentId::parse("INC-1"), 1);
    EXPECT_EQ(without_serial(bad), 1);
    EXPECT_TRUE(
        examine_item(ledger.state(), ItemId(bad.incident(), 9), ledger.values(), rules()).empty());
}

TEST_F(Record, findings_are_sorted_by_item_number) {
    for (int i = 0; i < 11; ++i) {
        ledger.register_item("anna", "INC-1", without(test::item_values(), {"serial"}));
    }
    const auto findings = found("CR-01");
    ASSERT_EQ(findings.size(), 11U);
    EXPECT_EQ(findings[1].item, "INC-1/2");
    EXPECT_EQ(findings[10].item, "INC-1/11");
}

}  // namespace
}  // namespace exhibit::custody
