// What the policy in force asks of an entry, when it is written and when it is judged again.
#include "custody/policy_rules.hpp"

#include "rules_scene.hpp"

namespace exhibit::custody {
namespace {

class PolicyRules : public Rules {
protected:
    /// A policy with these lines.
    void adopt(std::string_view lines) {
        ledger.adopt("anna", "name = \"test\"\n" + std::string(lines));
    }
    PolicyAdopt body(std::string_view lines) {
        return ledger.adopt_body("name = \"test\"\n" + std::string(lines));
    }
};

TEST_F(PolicyRules, built_in_policy_forbids_nothing) {
    EXPECT_EQ(ledger.state().adopted(), nullptr);
    EXPECT_EQ(ledger.state().policy(), Policy{});
    expect_valid(ledger.draft("anna", offer_to("boris"), {laptop}), "anna");
}

TEST_F(PolicyRules, admins_adopt) {
    expect(code::role, ledger.draft("carla", body("")), "carla");
    adopt("description = \"one\"");
    EXPECT_EQ(ledger.state().policy().description, "one");
}

TEST_F(PolicyRules, holds_for_the_events_after_it) {
    const std::uint64_t first = ledger.adopt("anna", "name = \"one\"");
    const std::uint64_t second = ledger.adopt("anna", "name = \"two\"");
    const State& state = ledger.state();
    EXPECT_EQ(state.policy_before(first).name, "built-in");
    EXPECT_EQ(state.policy_before(first + 1).name, "one");
    EXPECT_EQ(state.policy_before(second).name, "one");
    EXPECT_EQ(state.policy_before(second + 1).name, "two");
    EXPECT_EQ(state.adopted()->index, second);
}

TEST_F(PolicyRules, what_is_no_policy_is_not_adopted) {
    expect(code::policy_form, ledger.draft("anna", body("colour = \"red\"")), "anna");
    EXPECT_EQ(ledger.state().adopted(), nullptr);
}

TEST_F(PolicyRules, policy_that_cannot_be_had_asks_nothing_and_is_known_as_such) {
    expect_valid(ledger.draft("anna", PolicyAdopt{id("nobody")}), "anna");
    ASSERT_NE(ledger.state().adopted(), nullptr);
    EXPECT_EQ(ledger.state().adopted()->policy, nullptr);
    expect_valid(ledger.draft("anna", offer_to("boris"), {laptop}), "anna");
}

TEST_F(PolicyRules, limits_who_may_record) {
    adopt("[may]\n\"custody.offer\" = [\"legal\", \"admin\"]");
    expect(code::policy_role, ledger.draft("carla", offer_to("anna"), {other}), "carla");
    expect_valid(ledger.draft("anna", offer_to("boris"), {laptop}), "anna");
}

TEST_F(PolicyRules, counts_different_signers_with_the_role) {
    adopt("[cosign]\n\"custody.offer\" = { signatures = 2, roles = [\"handler\"] }");
    ledger.enrol("anna", "dora", {Role::witness});
    const auto offer = [&] { return ledger.draft("anna", offer_to("boris"), {laptop}); };
    expect(code::policy_cosign, offer(), "anna");
    expect(code::policy_cosign, ledger.append(offer(), "anna", {"dora"}));
    EXPECT_TRUE(ledger.append(offer(), "anna", {"carla"}).empty());
}

TEST_F(PolicyRules, writer_is_told_before_it_signs) {
    adopt("[cosign]\n\"custody.offer\" = { signatures = 2 }");
    const ledger::Event offer = ledger.draft("anna", offer_to("boris"), {laptop});
    const Verdict alone = ledger.state().may_follow(offer);
    ASSERT_EQ(alone.problems.size(), 1U);
    EXPECT_EQ(alone.problems[0].text,
              "The policy asks that 2 different people sign custody.offer; 1 signature of such "
              "people is on it.");
    const std::vector<crypto::Hash> beside{id("carla")};
    EXPECT_TRUE(ledger.state().may_follow(offer, beside).allowed());
    const std::vector<crypto::Hash> twice{id("anna")};
    EXPECT_FALSE(ledger.state().may_follow(offer, twice).allowed());
}

TEST_F(PolicyRules, everybody_ends_their_own_key_alone) {
    ledger.enrol("anna", "dora", {Role::admin});
    adopt("[cosign]\n\"key.revoke\" = { signatures = 2, roles = [\"admin\"] }");
    const auto revoke = [&](std::string_view by) {
        return ledger.draft(by, ledger.revoke_body("boris", RevokeReason::lost));
    };
    expect(code::policy_cosign, revoke("anna"), "anna");
    expect_valid(revoke("boris"), "boris");
    const ledger::Event carla =
        ledger.draft("anna", ledger.revoke_body("carla", RevokeReason::lost));
    EXPECT_TRUE(ledger.append(carla, "anna", {"dora"}).empty());
}

TEST_F(PolicyRules, refuses_late_records_where_it_says_so) {
    const auto late = [&] {
        ledger::Event event = ledger.draft("anna", ItemAccess{}, {image});
        event.happened.seconds -= 3 * 3600;
        return event;
    };
    adopt("[times]\nlongest_gap = \"2h\"");
    expect_valid(late(), "anna");
    adopt("[times]\nlongest_gap = \"2h\"\nrefuse_longer_gap = true");
    expect(code::policy_gap, late(), "anna");
}

TEST_F(PolicyRules, nothing_leaves_of_incidents_that_are_closed_but_bundles) {
    ExchangeEmit emit{id("a document"), DocumentFormat::iodef_v2, inc, DocumentSection::document};
    expect_valid(ledger.draft("anna", emit, {image}), "anna");
    const Restriction restriction = ledger.state().incident(inc)->restriction;
    adopt("[exchange.public]\nleaves = false");
    ASSERT_NE(to_string(restriction), "public");
    expect_valid(ledger.draft("anna", emit, {image}), "anna");
    adopt("[exchange." + std::string(to_string(restriction)) + "]\nleaves = false");
    expect(code::policy_exchange, ledger.draft("anna", emit, {image}), "anna");
    emit.format = DocumentFormat::bundle_v1;
    expect_valid(ledger.draft("anna", emit, {image}), "anna");
}

TEST_F(PolicyRules, bounds_offers) {
    adopt("[times]\noffer_open = \"1h\"\noffer_longest = \"3d\"");
    CustodyOffer offer = offer_to("boris");
    expect_valid(ledger.draft("anna", offer, {laptop}), "anna");
    offer.expires.seconds += 3 * 86400;
    expect(code::policy_time, ledger.draft("anna", offer, {image}), "anna");
}

TEST_F(PolicyRules, hold_of_somebody_else_takes_the_override) {
    adopt("[hold.override]\nsignatures = 2\nroles = [\"legal\"]");
    const auto legal = [&](std::string_view name) {
        expect_valid(ledger.draft("anna", HandlerRoles{id(name), {Role::handler, Role::legal}}),
                     "anna");
    };
    legal("boris");
    legal("carla");
    ledger.grant("anna", "INC-1", "carla", Read::record);
    const auto place = [&] {
        expect_valid(ledger.draft("boris", HoldPlace{inc}), "boris");
        return HoldRelease{ledger.entries().back().leaf};
    };
    const HoldRelease first = place();
    expect(code::policy_cosign, ledger.draft("carla", first), "carla");
    EXPECT_TRUE(ledger.append(ledger.draft("carla", first), "carla", {"boris"}).empty());
    const HoldRelease second = place();
    ledger.rotate("boris", "boris2");  // the same person
    expect_valid(ledger.draft("boris2", second), "boris2");
}

TEST_F(PolicyRules, policy_that_locks_the_vault_is_refused) {
    expect(code::policy_quorum,
           ledger.draft("anna", body("[cosign]\n\"key.revoke\" = { signatures = 2, roles = "
                                     "[\"admin\"] }")),
           "anna");
    expect(code::policy_quorum, ledger.draft("anna", body("[may]\n\"policy.adopt\" = [\"legal\"]")),
           "anna");
    // What can be made good by enrolling people locks nothing.
    adopt("[cosign]\n\"disposal.approve\" = { signatures = 2, roles = [\"authority\"] }");
    EXPECT_EQ(unreachable_quorums(ledger.state(), ledger.state().policy()).size(), 1U);
}

TEST_F(PolicyRules, revoked_people_do_not_count) {
    ledger.enrol("anna", "dora", {Role::admin});
    adopt("[cosign]\n\"policy.adopt\" = { signatures = 2, roles = [\"admin\"] }");
    ledger.revoke("anna", "dora", RevokeReason::left);
    const std::vector<crypto::Hash> both{id("anna"), id("dora")};
    EXPECT_EQ(counting(ledger.state(), {2, {Role::admin}}, both), 1U);
}

TEST(ValueBreaches, name_what_is_missing) {
    Policy policy;
    policy.items["all"].fields = {"description", "collected_by"};
    policy.items["image"].source_digest = true;
    policy.items["digital"].digests = {"sha256", "sha1"};
    policy.items["physical"].fields = {"serial"};
    ItemIngest ingest{inc, "image", {}, {}, 0, 0, std::nullopt};
    PrivateValues values = test::ingest_values();
    values.erase(values.find("sha1"));
    values.erase(values.find("expected"));
    const auto codes = [&](const Body& body) {
        std::vector<std::string> out;
        for (const Breach& one : value_breaches(policy, body, SubjectKind::item, values))
            out.emplace_back(one.code);
        return out;
    };
    EXPECT_EQ(codes(ingest), (std::vector<std::string>{"PL-FIELD", "PL-DIGEST", "PL-DIGEST"}));
    ingest.from = ItemId(inc, 1);  // where it came from is said of the other item
    EXPECT_EQ(codes(ingest), (std::vector<std::string>{"PL-DIGEST", "PL-DIGEST"}));
    values["description"] = "  ";
    values.erase(values.find("serial"));
    EXPECT_EQ(codes(ItemRegister{inc}),
              (std::vector<std::string>{"PL-FIELD", "PL-FIELD", "PL-FIELD"}));
}

TEST(ValueBreaches, ask_how_far_the_clock_was_off) {
    Policy policy;
    policy.clocks.recorded = {"image"};
    ItemIngest ingest{inc, "image", {}, {}, 0, 0, std::nullopt};
    PrivateValues values = test::ingest_values();
    const auto breaches = [&] { return value_breaches(policy, ingest, SubjectKind::item, values); };
    ASSERT_EQ(breaches().size(), 1U);
    EXPECT_EQ(breaches()[0].code, "PL-FIELD");
    EXPECT_NE(breaches()[0].text.find("clock_drift) of image items; nothing is said"),
              std::string::npos);
    values["clock_drift"] = "fast";
    ASSERT_EQ(breaches().size(), 1U);
    EXPECT_NE(breaches()[0].text.find("found \"fast\""), std::string::npos);
    for (const char* said : {"none", "unknown", "2m ahead"}) {
        values["clock_drift"] = said;
        EXPECT_TRUE(breaches().empty()) << said;
    }
    values.erase("clock_drift");
    ingest.kind = "file";
    EXPECT_TRUE(breaches().empty());
    policy.clocks.recorded = {"digital"};
    EXPECT_EQ(breaches().size(), 1U);
    // What is made from another item has no clock of its own; a copy of the thing itself has.
    ingest.from = ItemId(inc, 1);
    EXPECT_EQ(breaches().size(), 1U);
    ingest.derivation = Derivation::carved;
    EXPECT_TRUE(breaches().empty());
    EXPECT_TRUE(value_breaches(policy, ItemRegister{inc}, SubjectKind::item, values).empty());
}

TEST(ValueBreaches, ask_the_subject_that_has_the_name) {
    Policy policy;
    policy.fields["custody.offer"] = {"purpose", "seal"};
    const Body offer = CustodyOffer{};
    EXPECT_EQ(value_breaches(policy, offer, SubjectKind::incident, {}).size(), 1U);
    EXPECT_EQ(value_breaches(policy, offer, SubjectKind::item, {}).size(), 1U);
    EXPECT_EQ(asked_subjects(policy, EventType::custody_offer),
              (std::vector{SubjectKind::incident, SubjectKind::item}));
    EXPECT_TRUE(asked_subjects(policy, EventType::custody_accept).empty());
}

TEST(Retention, is_that_of_the_class_or_the_default) {
    Policy policy;
    EXPECT_EQ(retention_of(policy, "crime"), nullptr);
    policy.retention["default"] = {100, "r"};
    policy.retention["crime"] = {200, "r"};
    EXPECT_EQ(retention_of(policy, "crime")->keep_seconds, 200);
    EXPECT_EQ(retention_of(policy, "other")->keep_seconds, 100);
    EXPECT_EQ(retention_of(policy, "")->keep_seconds, 100);
}

}  // namespace
}  // namespace exhibit::custody
