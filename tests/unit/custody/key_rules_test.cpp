// Keys over time: who may end a key, what follows from it, and what is refused afterwards.
#include "custody/policy_findings.hpp"
#include "rules_scene.hpp"

namespace exhibit::custody {
namespace {

using enum RevokeReason;

class Keys : public Rules {
protected:
    ledger::Event revocation(std::string_view by, std::string_view whom) {
        return ledger.draft(by, ledger.revoke_body(whom, lost));
    }
    std::vector<Finding> key_findings(const RecordRules& rules) {
        std::vector<Finding> out;
        examine_keys(ledger.state(), rules, out);
        return out;
    }
    std::vector<Finding> key_findings() { return key_findings({ledger.clock().now()}); }
};

TEST_F(Keys, revoked_key_signs_nothing_any_more) {
    const std::uint64_t at = ledger.revoke("anna", "carla", lost);
    const HandlerRecord& carla = ledger.state().handlers().at(id("carla"));
    EXPECT_FALSE(carla.in_force());
    EXPECT_EQ(carla.ended->at, at);
    EXPECT_EQ(carla.ended->reason, lost);
    expect(code::revoked, ledger.draft("carla", offer_to("anna"), {other}), "carla");
}

TEST_F(Keys, revoked_co_signer_makes_an_event_invalid) {
    ledger.revoke("anna", "carla", left);
    const ledger::Event event = ledger.draft("anna", offer_to("boris"), {laptop});
    expect(code::revoked, ledger.append(event, "anna", {"carla"}));
}

TEST_F(Keys, event_before_the_revocation_stays_valid) {
    const std::uint64_t before = ledger.state().size() - 1;
    ledger.revoke("anna", "carla", compromised, before);
    ASSERT_NE(ledger.state().event(before), nullptr);
    EXPECT_EQ(ledger.state().event(before)->actor, id("carla"));
}

TEST_F(Keys, handler_revokes_itself_and_nobody_else) {
    expect(code::role, revocation("boris", "carla"), "boris");
    expect_valid(revocation("boris", "boris"), "boris");
}

TEST_F(Keys, recovery_key_revokes_and_enrols) {
    ledger.enrol("anna", "recovery", {Role::recovery});
    ledger.enrol("recovery", "dora", {Role::admin});
    ledger.revoke("recovery", "anna", lost);
    expect(code::revoked, ledger.draft("anna", offer_to("boris"), {laptop}), "anna");
}

TEST_F(Keys, last_admin_stays) {
    expect(code::last_admin, revocation("anna", "anna"), "anna");
    expect(code::last_admin, ledger.draft("anna", HandlerRoles{id("anna"), {Role::handler}}),
           "anna");
    ledger.enrol("anna", "dora", {Role::admin});
    expect_valid(revocation("dora", "anna"), "dora");
}

TEST_F(Keys, key_ends_once) {
    ledger.revoke("anna", "carla", retired);
    expect(code::handler_unknown, revocation("anna", "carla"), "anna");
}

TEST_F(Keys, key_is_vouched_for_up_to_a_tree_of_this_ledger) {
    KeyRevoke body = ledger.revoke_body("carla", lost);
    body.last_good.root = id("carla");
    expect(code::revocation, ledger.draft("anna", body), "anna");
    body = ledger.revoke_body("carla", lost);
    body.last_good.size.value += 5;
    expect(code::revocation, ledger.draft("anna", body), "anna");
    // Not before it was there at all.
    body = ledger.revoke_body("carla", lost, ledger.state().handler(id("carla"))->enrolled_at);
    expect(code::revocation, ledger.draft("anna", body), "anna");
}

TEST_F(Keys, nobody_offers_or_grants_to_an_ended_key) {
    ledger.revoke("anna", "boris", lost);
    expect(code::handler_unknown, ledger.draft("anna", offer_to("boris"), {laptop}), "anna");
    const IncidentGrant grant{inc, ledger.grant_of("INC-1", "boris", Read::content)};
    expect(code::handler_unknown, ledger.draft("anna", grant), "anna");
}

TEST_F(Keys, recovery_key_that_ended_needs_no_grant) {
    ledger.enrol("anna", "recovery", {Role::recovery});
    ledger.revoke("anna", "recovery", lost);
    IncidentOpen body = ledger.open_body("anna", "INC-9");
    std::erase_if(body.grants, [&](const Grant& one) { return one.handler == id("recovery"); });
    expect_valid(ledger.draft("anna", body), "anna");
}

TEST_F(Keys, admin_releases_what_a_revoked_custodian_holds) {
    ledger.grant("carla", "INC-2", "anna", Read::record);
    expect(code::custody, ledger.draft("anna", offer_to("boris"), {other}), "anna");
    ledger.revoke("anna", "carla", left);
    expect(code::custody, ledger.draft("boris", offer_to("anna"), {other}), "boris");
    EXPECT_EQ(key_findings().at(0).code, code::idle_custodian);
    EXPECT_EQ(key_findings().at(0).item, "INC-2/1");
    ledger.accept("boris", ledger.offer("anna", {other}, "boris"));
    EXPECT_EQ(ledger.state().item(other)->custodian, id("boris"));
    EXPECT_TRUE(key_findings().empty());
}

TEST_F(Keys, revocation_cancels_open_offers) {
    const crypto::Hash by_carla = ledger.offer("carla", {other}, "boris");
    const crypto::Hash to_carla = ledger.offer("anna", {laptop}, "carla");
    const std::uint64_t at = ledger.revoke("anna", "carla", lost);
    for (const crypto::Hash& offer : {by_carla, to_carla}) {
        EXPECT_EQ(ledger.state().offer(offer)->status, OfferStatus::cancelled);
        EXPECT_EQ(ledger.state().offer(offer)->ended_at, at);
    }
    EXPECT_EQ(ledger.state().item(laptop)->offer, std::nullopt);
    ledger.offer("anna", {laptop, image}, "boris");
}

TEST_F(Keys, roles_are_changed_by_admins) {
    const HandlerRoles body{id("boris"), {Role::handler, Role::legal}};
    expect(code::role, ledger.draft("carla", body), "carla");
    expect_valid(ledger.draft("anna", body), "anna");
    EXPECT_TRUE(ledger.state().handler(id("boris"))->has(Role::legal));
    expect(code::handler_unknown, ledger.draft("anna", HandlerRoles{id("dora"), {Role::legal}}),
           "anna");
}

TEST_F(Keys, new_key_takes_the_place_of_the_old_one) {
    const crypto::Hash to_anna = ledger.offer("carla", {other}, "anna");
    const crypto::Hash from_anna = ledger.offer("anna", {laptop}, "boris");
    ledger.rotate("anna", "anna2");
    const State& state = ledger.state();
    EXPECT_EQ(state.item(image)->custodian, id("anna2"));
    EXPECT_EQ(state.offer(to_anna)->to, id("anna2"));
    EXPECT_EQ(state.offer(from_anna)->from, id("anna2"));
    EXPECT_EQ(state.incident(inc)->opener, id("anna2"));
    EXPECT_EQ(state.read_of(inc, id("anna2")), Read::content);
    EXPECT_EQ(state.read_of(inc, id("anna")), std::nullopt);
    EXPECT_TRUE(state.handler(id("anna2"))->has(Role::admin));
    EXPECT_EQ(state.handler(id("anna"))->ended->successor, id("anna2"));
    EXPECT_EQ(state.handler(id("anna2"))->predecessor, id("anna"));
    ledger.accept("anna2", to_anna);
    ledger.cancel("anna2", from_anna);
    ledger.access("anna2", image);
    expect(code::revoked, ledger.draft("anna", ItemAccess{}, {image}), "anna");
    EXPECT_TRUE(key_findings().empty());
}

TEST_F(Keys, nobody_approves_their_own_proposal_by_way_of_a_new_key) {
    const HandlerRoles roles{id("anna"), {Role::admin, Role::authority, Role::handler}};
    expect_valid(ledger.draft("anna", roles), "anna");
    expect_valid(ledger.draft("anna", DisposalPropose{}, {laptop}), "anna");
    const crypto::Hash proposal = ledger.entries().back().leaf;
    ledger.rotate("anna", "anna2");
    const ledger::Event event = ledger.draft("anna2", DisposalApprove{proposal}, {laptop});
    const std::vector<Finding> found = ledger.append(event, "anna2");
    ASSERT_EQ(found.size(), 2U);  // as its proposer, and as the custodian
    EXPECT_EQ(found[0].code, code::approver);
    EXPECT_EQ(found[1].code, code::approver);
}

TEST_F(Keys, rotation_takes_neither_roles_nor_grants_along) {
    KeyRotate more = ledger.rotate_body("boris", "boris2");
    more.enrol.roles = {Role::admin, Role::handler};
    expect(code::rotation, ledger.draft("boris", more), "boris");
    KeyRotate wider = ledger.rotate_body("boris", "boris2");
    wider.grants.at(0).read = Read::content;
    expect(code::rotation, ledger.draft("boris", wider), "boris");
    KeyRotate other_one = ledger.rotate_body("boris", "boris2");
    other_one.grants.push_back({other_inc, {}, Read::record});
    expect(code::rotation, ledger.draft("boris", other_one), "boris");
    KeyRotate fewer = ledger.rotate_body("boris", "boris2");
    fewer.grants.clear();
    expect(code::rotation, ledger.draft("boris", fewer), "boris");
}

TEST_F(Keys, rotation_needs_a_new_key_and_proof_of_it) {
    expect(code::enrol, ledger.draft("carla", KeyRotate{ledger.rotate_body("carla", "anna")}),
           "carla");
    KeyRotate stolen = ledger.rotate_body("carla", "dora");
    stolen.enrol.possession = {};
    expect(code::enrol, ledger.draft("carla", stolen), "carla");
}

TEST_F(Keys, what_came_after_the_last_good_tree_is_contested) {
    const std::uint64_t good = ledger.state().size();
    ledger.offer("carla", {other}, "anna");
    ledger.offer("anna", {laptop}, "boris");
    ledger.revoke("anna", "carla", compromised, good);
    std::vector<Finding> found = key_findings();
    std::erase_if(found, [](const Finding& one) { return one.code != code::contested; });
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].event, good);
    EXPECT_EQ(found[0].severity, Severity::warning);
    EXPECT_NE(found[0].text.find("revoked as compromised by event " + std::to_string(good + 2)),
              std::string::npos)
        << found[0].text;
}

TEST_F(Keys, what_is_anchored_before_the_loss_is_not_contested) {
    const std::uint64_t good = ledger.state().size();
    ledger.offer("carla", {other}, "anna");
    ledger::Event event = ledger.draft("anna", ledger.revoke_body("carla", lost, good));
    event.happened.seconds -= 3600;
    expect_valid(event, "anna");
    RecordRules rules{ledger.clock().now()};
    std::vector<std::pair<std::uint64_t, Instant>> asked;
    rules.anchored_before = [&](std::uint64_t index, Instant before) {
        asked.emplace_back(index, before);
        return true;
    };
    for (const Finding& one : key_findings(rules)) EXPECT_NE(one.code, code::contested);
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(asked[0].first, good);
    EXPECT_EQ(asked[0].second, event.happened);
}

}  // namespace
}  // namespace exhibit::custody
