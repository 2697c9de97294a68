// What an audit says about a policy beyond the validity of events.
#include "custody/policy_findings.hpp"

#include <algorithm>

#include "rules_scene.hpp"

namespace exhibit::custody {
namespace {

constexpr std::int64_t day = 24 * 3600;

class PolicyFindings : public Rules {
protected:
    void adopt(std::string_view lines) {
        ledger.adopt("anna", "name = \"test\"\n" + std::string(lines));
    }
    std::vector<Finding> found(std::string_view code) {
        auto out = examine_record(ledger.state(), ledger.values(), {ledger.clock().now()});
        std::erase_if(out, [&](const Finding& one) { return one.code != code; });
        return out;
    }
};

TEST_F(PolicyFindings, missing_value_is_a_warning_from_the_adoption_on) {
    ledger.access("anna", image);
    adopt("[fields]\n\"item.access\" = [\"purpose\"]");
    ledger.access("anna", image, {}, {{"purpose", "report"}});
    EXPECT_TRUE(found(code::policy_field).empty());
    const std::uint64_t bare = ledger.access("anna", image);
    const auto findings = found(code::policy_field);
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].event, bare);
    EXPECT_EQ(findings[0].item, "INC-1/2");
    EXPECT_EQ(findings[0].severity, Severity::warning);
}

TEST_F(PolicyFindings, gap_is_that_of_the_policy_in_force) {
    const auto late = [&] {
        ledger::Event event = ledger.draft("anna", ItemAccess{}, {image});
        event.happened.seconds -= 2 * day;
        expect_valid(event, "anna");
    };
    late();
    EXPECT_EQ(found("CR-28").size(), 1U);
    adopt("[times]\nlongest_gap = \"7d\"");
    late();
    EXPECT_EQ(found("CR-28").size(), 1U);
}

TEST_F(PolicyFindings, informal_mode_makes_notes_of_paper) {
    PrivateValues bare = test::item_values();
    bare.erase(bare.find("serial"));
    ledger.register_item("anna", "INC-1", bare);
    adopt("mode = \"informal\"");
    ledger.register_item("anna", "INC-1", bare);
    const auto findings = found("CR-01");
    ASSERT_EQ(findings.size(), 2U);
    EXPECT_EQ(findings[0].severity, Severity::warning);
    EXPECT_EQ(findings[1].severity, Severity::note);
}

TEST_F(PolicyFindings, retention_counts_from_the_opening_of_the_incident) {
    adopt("[retention.default]\nkeep = \"10d\"\nreason = \"law\"");
    EXPECT_TRUE(found(code::retention).empty());
    const IncidentRecord& incident = *ledger.state().incident(inc);
    const Instant opened = ledger.state().event(incident.opened_at)->time;
    EXPECT_EQ(kept_until(ledger.state(), incident, ledger.state().size(), ledger.values()),
              Instant{opened.seconds + 10 * day});
    ledger.clock().advance(11 * day);
    const auto findings = found(code::retention);
    ASSERT_EQ(findings.size(), 2U);  // of both incidents
    EXPECT_EQ(findings[0].severity, Severity::note);
}

TEST_F(PolicyFindings, class_without_retention_is_named) {
    adopt("[retention.crime]\nkeep = \"10d\"\nreason = \"law\"");
    EXPECT_EQ(found(code::retention).size(), 2U);
}

TEST_F(PolicyFindings, inventory_and_anchors_are_asked_for_in_time) {
    adopt("[times]\ninventory_every = \"30d\"\n[anchors]\nevery = \"7d\"");
    EXPECT_TRUE(found("CR-23").empty());
    EXPECT_TRUE(found("CR-25").empty());
    ledger.clock().advance(8 * day);
    EXPECT_TRUE(found("CR-23").empty());
    EXPECT_EQ(found("CR-25").size(), 1U);
    ledger.clock().advance(30 * day);
    EXPECT_EQ(found("CR-23").size(), 2U);  // each physical item
}

TEST_F(PolicyFindings, anchors_are_asked_for_after_many_events) {
    adopt("[anchors]\nevery_events = 2");
    ledger.access("anna", image);
    EXPECT_TRUE(found("CR-25").empty());
    ledger.access("anna", image);
    EXPECT_EQ(found("CR-25").size(), 1U);
}

TEST_F(PolicyFindings, policy_that_cannot_be_read_is_named) {
    expect_valid(ledger.draft("anna", PolicyAdopt{id("nobody")}), "anna");
    EXPECT_EQ(found(code::policy_unread).size(), 1U);
}

}  // namespace
}  // namespace exhibit::custody
