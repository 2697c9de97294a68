// New keys of an incident: who makes them, for whom, and what is said of content written again.
#include <algorithm>

#include "rules_scene.hpp"

namespace exhibit::custody {
namespace {

crypto::Hash pack(int number) {
    return crypto::sha256(as_bytes("pack " + std::to_string(number)));
}

class RekeyRules : public Rules {
protected:
    /// New keys by `by` for whoever has a grant of INC-1 and a key in force.
    IncidentRekey body(bool content = false) {
        IncidentRekey out{inc,
                          content,
                          crypto::BoxKeyPair::random().public_key(),
                          crypto::BoxKeyPair::random().public_key(),
                          {},
                          pack(++made)};
        for (const auto& [handler, grant] : ledger.state().incident(inc)->grants) {
            if (ledger.state().handler(handler)->in_force()) out.grants.push_back(grant.grant);
        }
        return out;
    }
    void rekey(bool content = false) { expect_valid(ledger.draft("anna", body(content)), "anna"); }
    ContentRewrite rewrite(std::vector<RewrittenPack> packs, bool complete = false) {
        std::ranges::sort(packs, {}, &RewrittenPack::pack);
        return {inc, complete, std::move(packs)};
    }
    const IncidentRecord& incident() { return *ledger.state().incident(inc); }
    static void leave_out(IncidentRekey& rekey, std::string_view name) {
        std::erase_if(rekey.grants, [&](const Grant& one) { return one.handler == id(name); });
    }
    int made = 0;
};

TEST_F(RekeyRules, new_keys_are_in_force_from_their_event_on) {
    const IncidentPublic before = incident().keys;
    const IncidentRekey event = body();
    expect_valid(ledger.draft("anna", event), "anna");
    EXPECT_EQ(incident().keys.record_public, event.record_public);
    EXPECT_EQ(incident().keys.content_public, event.content_public);
    EXPECT_EQ(incident().keys.id_check, before.id_check);
    ASSERT_EQ(incident().generations.size(), 2U);
    EXPECT_EQ(incident().generations[0].keys, before);
    EXPECT_EQ(incident().generations[1].past, event.past);
    const std::uint64_t at = incident().generations[1].at;
    EXPECT_EQ(incident().generation_at(at - 1), 1U);
    EXPECT_EQ(incident().generation_at(at), 2U);
}

TEST_F(RekeyRules, who_is_left_out_has_no_grant_any_more) {
    ledger.grant("anna", "INC-1", "carla", Read::record);
    IncidentRekey event = body();
    leave_out(event, "carla");
    expect_valid(ledger.draft("anna", event), "anna");
    EXPECT_EQ(incident().read_of(id("carla")), std::nullopt);
    EXPECT_EQ(incident().read_of(id("anna")), Read::content);
}

TEST_F(RekeyRules, only_opener_admin_and_recovery_make_them_with_a_content_grant) {
    ledger.grant("anna", "INC-1", "boris", Read::content);
    expect(code::role, ledger.draft("boris", body()), "boris");
    ledger.enrol("anna", "dora", {Role::admin});
    ledger.grant("anna", "INC-1", "dora", Read::record);
    expect(code::grant, ledger.draft("dora", body()), "dora");
}

TEST_F(RekeyRules, they_give_nobody_more_than_a_grant_did) {
    IncidentRekey event = body();
    for (Grant& one : event.grants)
        if (one.handler == id("boris")) one.read = Read::content;
    expect(code::rekey, ledger.draft("anna", event), "anna");
    event = body();
    event.grants.push_back(ledger.grant_of("INC-1", "carla", Read::record));
    std::ranges::sort(event.grants, {}, &Grant::handler);
    expect(code::rekey, ledger.draft("anna", event), "anna");
}

TEST_F(RekeyRules, no_key_that_ended_gets_them) {
    ledger.grant("anna", "INC-1", "carla", Read::content);
    ledger.revoke("anna", "carla", RevokeReason::compromised);
    IncidentRekey event = body();
    event.grants.push_back(ledger.grant_of("INC-1", "carla", Read::content));
    std::ranges::sort(event.grants, {}, &Grant::handler);
    expect(code::handler_unknown, ledger.draft("anna", event), "anna");
    rekey();
    EXPECT_EQ(incident().read_of(id("carla")), std::nullopt);
}

TEST_F(RekeyRules, maker_and_recovery_handler_stay) {
    IncidentRekey event = body();
    leave_out(event, "anna");
    expect(code::rekey, ledger.draft("anna", event), "anna");
    ledger.enrol("anna", "recovery", {Role::recovery});
    ledger.grant("anna", "INC-1", "recovery", Read::content);
    event = body();
    leave_out(event, "recovery");
    expect(code::recovery, ledger.draft("anna", event), "anna");
}

TEST_F(RekeyRules, keys_are_new) {
    IncidentRekey event = body();
    event.content_public = incident().keys.content_public;
    expect(code::rekey, ledger.draft("anna", event), "anna");
    const crypto::BoxPublic first = incident().keys.record_public;
    rekey();
    event = body();
    event.record_public = first;
    expect(code::rekey, ledger.draft("anna", event), "anna");
}

TEST_F(RekeyRules, content_is_written_again_after_new_keys_only) {
    expect(code::rekey, ledger.draft("anna", rewrite({{pack(1), pack(2)}})), "anna");
    rekey();
    expect_valid(ledger.draft("anna", rewrite({{pack(1), pack(2)}})), "anna");
    ASSERT_NE(ledger.state().destroyed_pack(pack(1)), nullptr);
    EXPECT_EQ(ledger.state().destroyed_pack(pack(1))->by, pack(2));
    EXPECT_TRUE(ledger.state().destroyed_pack(pack(1))->rewritten);
    // Nobody asked for all of it.
    expect(code::rekey, ledger.draft("anna", rewrite({}, true)), "anna");
}

TEST_F(RekeyRules, end_of_writing_again_is_said_once) {
    rekey(true);
    EXPECT_EQ(content_keys(incident(), 0).generation, 1U);
    expect_valid(ledger.draft("anna", rewrite({}, true)), "anna");
    EXPECT_EQ(content_keys(incident(), 0).generation, 2U);
    EXPECT_EQ(content_keys(incident(), 0).rewritten_at, ledger.state().size() - 1);
    expect(code::rekey, ledger.draft("anna", rewrite({}, true)), "anna");
}

TEST_F(RekeyRules, pack_goes_once_and_what_holds_it_is_there) {
    rekey(true);
    expect(code::destroyed, ledger.draft("anna", rewrite({{pack(1), pack(1)}})), "anna");
    expect_valid(ledger.draft("anna", rewrite({{pack(1), pack(2)}})), "anna");
    expect(code::destroyed, ledger.draft("anna", rewrite({{pack(1), pack(3)}})), "anna");
    expect(code::destroyed, ledger.draft("anna", rewrite({{pack(4), pack(1)}})), "anna");
}

TEST_F(RekeyRules, hold_forbids_neither) {
    ledger.enrol("anna", "lea", {Role::legal});
    expect_valid(ledger.draft("lea", HoldPlace{inc}), "lea");
    rekey(true);
    expect_valid(ledger.draft("anna", rewrite({{pack(1), pack(2)}})), "anna");
}

TEST_F(RekeyRules, values_sealed_again_are_found_in_their_new_object) {
    const State before = ledger.state();
    const crypto::Hash registered = before.event(before.item(laptop)->chain.front())->leaf;
    const ledger::SealedRef old = before.event(registered)->sealed.front();
    const auto resealed = [&](const ResealedValues& values) {
        return ledger.draft("anna", ContentRewrite{inc, false, {}, {values}});
    };
    expect(code::rekey, resealed({registered, old.subject, pack(1)}), "anna");
    rekey(true);
    expect_valid(resealed({registered, old.subject, pack(1)}), "anna");
    EXPECT_EQ(ledger.state().event(registered)->sealed.front().object, pack(1));
    const ResealedRecord& record = ledger.state().resealed_values().at(old.object);
    EXPECT_EQ(record.subject, old.subject);
    EXPECT_EQ(record.event, ledger.state().size() - 1);
    // A copy of the state from before has what was so then.
    EXPECT_EQ(before.event(registered)->sealed.front().object, old.object);

    // The same object, one that was replaced, another event, subject or incident.
    expect(code::rekey, resealed({registered, old.subject, pack(1)}), "anna");
    expect(code::rekey, resealed({registered, old.subject, old.object}), "anna");
    expect(code::rekey, resealed({pack(3), old.subject, pack(4)}), "anna");
    expect(code::rekey, resealed({registered, subject_of(image), pack(4)}), "anna");
    expect(code::rekey, resealed({registered, subject_of(other), pack(4)}), "anna");
    expect_valid(resealed({registered, old.subject, pack(4)}), "anna");
}

TEST_F(RekeyRules, values_that_were_destroyed_are_not_sealed_again) {
    ledger.enrol("anna", "lena", {Role::legal});
    const crypto::Hash registered =
        ledger.state().event(ledger.state().item(laptop)->chain.front())->leaf;
    const std::string subject = subject_of(laptop);
    rekey(true);
    const ledger::Event shred =
        ledger.draft("anna", PrivacyShred{ShredBasis::court_order, {pack(9)}, subject}, {laptop});
    ASSERT_TRUE(ledger.append(shred, "anna", {"lena"}).empty());
    expect(code::rekey,
           ledger.draft("anna", ContentRewrite{inc, false, {}, {{registered, subject, pack(1)}}}),
           "anna");
}

}  // namespace
}  // namespace exhibit::custody
