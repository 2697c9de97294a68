// Each rule about events, items, incidents and grants: one event that breaks it and nothing else.
#include "custody/rules.hpp"

#include "encode/dsse.hpp"
#include "rules_scene.hpp"

namespace exhibit::custody {
namespace {

// The event itself

TEST_F(Rules, signature_of_somebody_else_is_refused) {
    const ledger::Event event = ledger.draft("anna", offer_to("boris"), {laptop});
    expect(code::signature, event, "boris");
}

TEST_F(Rules, changed_payload_is_refused) {
    const ledger::Event event = ledger.draft("anna", offer_to("boris"), {laptop});
    ledger::Event changed = event;
    changed.time.seconds += 1;
    encode::Envelope envelope = ledger.sign(event, "anna").envelope;
    envelope.payload = ledger::dump_payload(changed);
    const ledger::Entry entry = ledger::parse_entry(
        encode::dump_envelope(envelope), ledger::LeafIndex{ledger.state().size()}, "changed entry");
    expect(code::signature, ledger.append(entry));
}

TEST_F(Rules, co_signature_of_a_stranger_is_refused) {
    const ledger::Event event = ledger.draft("anna", offer_to("boris"), {laptop});
    encode::Envelope envelope = ledger.sign(event, "anna").envelope;
    const encode::Envelope stranger = encode::sign_envelope(envelope.payload_type, envelope.payload,
                                                            LedgerBuilder::person("dora").signer());
    envelope.signatures.push_back(stranger.signatures[0]);
    std::sort(envelope.signatures.begin(), envelope.signatures.end(),
              [](const auto& a, const auto& b) { return a.keyid < b.keyid; });
    expect(code::signature, ledger.append(ledger::parse_entry(
                                encode::dump_envelope(envelope),
                                ledger::LeafIndex{ledger.state().size()}, "co-signed entry")));
}

TEST_F(Rules, key_that_is_not_enrolled_is_refused) {
    expect(code::not_enrolled, ledger.draft("dora", ItemAccess{}, {image}), "dora");
}

TEST_F(Rules, key_enrolled_later_does_not_count_before) {
    expect(code::not_enrolled, ledger.draft("dora", offer_to("anna"), {laptop}), "dora");
    ledger.enrol("anna", "dora");
    EXPECT_EQ(ledger.state().handler(id("dora"))->events, 0U);
}

TEST_F(Rules, event_of_another_vault_is_refused) {
    ledger::Event event = ledger.draft("anna", offer_to("boris"), {laptop});
    event.log = "exhibit/ffffffffffffffffffffffffffffffff";
    expect(code::origin, event, "anna");
}

TEST_F(Rules, unknown_type_is_refused) {
    ledger::Event event = ledger.draft("anna", offer_to("boris"), {laptop});
    event.type = "custody.steal";
    expect(code::type, event, "anna");
}

TEST_F(Rules, body_of_another_form_is_refused) {
    ledger::Event event = ledger.draft("anna", offer_to("boris"), {laptop});
    event.body = encode::Json::Object{{"to", id("boris").hex()}};
    expect(code::body, event, "anna");
}

TEST_F(Rules, second_genesis_is_refused) {
    const Body body = *ledger.state().genesis();
    expect(code::genesis, ledger.draft("anna", body), "anna");
}

TEST_F(Rules, repeated_actor_sequence_is_refused) {
    ledger::Event event = ledger.draft("anna", offer_to("boris"), {laptop});
    event.actor.seq -= 1;
    expect(code::actor_chain, event, "anna");
}

TEST_F(Rules, actor_chain_that_leaves_an_event_out_is_refused) {
    ledger::Event event = ledger.draft("anna", offer_to("boris"), {laptop});
    event.actor.prev = ledger.entries()[0].leaf;
    expect(code::actor_chain, event, "anna");
}

TEST_F(Rules, item_chain_that_leaves_an_event_out_is_refused) {
    const crypto::Hash before = ledger.state().item(laptop)->head;
    const crypto::Hash offer = ledger.offer("anna", {laptop}, "boris");
    ledger.cancel("anna", offer);
    ledger::Event event = ledger.draft("anna", offer_to("boris"), {laptop});
    event.items[0].prev = before;
    expect(code::item_chain, event, "anna");
}

TEST_F(Rules, seen_tree_of_another_history_is_refused) {
    ledger::Event event = ledger.draft("anna", offer_to("boris"), {laptop});
    event.seen.root = ledger::leaf_hash(as_bytes("another history"));
    expect(code::seen, event, "anna");
}

TEST_F(Rules, seen_tree_larger_than_the_ledger_is_refused) {
    ledger::Event event = ledger.draft("anna", offer_to("boris"), {laptop});
    event.seen.size.value += 1;
    expect(code::seen, event, "anna");
}

TEST_F(Rules, older_seen_tree_is_valid) {
    ledger::Event event = ledger.draft("anna", offer_to("boris"), {laptop});
    event.seen = {ledger::TreeSize{1}, *ledger.state().root_at(1)};
    expect_valid(event, "anna");
}

TEST_F(Rules, private_values_about_something_else_are_refused) {
    ledger::Event event = ledger.draft("anna", offer_to("boris"), {laptop});
    ledger.add_private(event, subject_of(inc), {{"purpose", "examination"}});
    ledger.add_private(event, subject_of(image), {{"seal", "A-1"}});
    expect(code::subject, event, "anna");
}

TEST_F(Rules, private_digests_without_an_object_are_refused) {
    ledger::Event event = ledger.draft("anna", offer_to("boris"), {laptop});
    event.private_digests.push_back(ledger::Hash{}.hex().substr(0, 43));
    event.private_digests[0] = to_base64url(ledger::Hash{}.view());
    expect(code::subject, event, "anna");
}

// Items

TEST_F(Rules, item_that_was_never_registered_is_refused) {
    expect(code::item_unknown, ledger.draft("anna", offer_to("boris"), {ItemId(inc, 9)}), "anna");
}

TEST_F(Rules, item_number_with_a_gap_is_refused) {
    expect(code::item_number, ledger.draft("anna", ItemRegister{inc}, {ItemId(inc, 4)}), "anna");
    expect_valid(ledger.draft("anna", ItemRegister{inc}, {ItemId(inc, 3)}), "anna");
}

TEST_F(Rules, item_number_that_exists_is_refused) {
    expect(code::item_number, ledger.draft("anna", ItemRegister{inc}, {laptop}), "anna");
}

TEST_F(Rules, new_item_of_another_incident_is_refused) {
    expect(code::item_incident, ledger.draft("anna", ItemRegister{inc}, {ItemId(other_inc, 2)}),
           "anna");
}

TEST_F(Rules, new_items_come_one_at_a_time) {
    expect(code::items, ledger.draft("anna", ItemRegister{inc}, {ItemId(inc, 3), ItemId(inc, 4)}),
           "anna");
}

TEST_F(Rules, handlers_are_enrolled_without_items) {
    expect(code::items,
           ledger.draft("anna", HandlerEnrol{ledger.enrol_of("dora", {Role::handler})}, {laptop}),
           "anna");
}

TEST_F(Rules, derived_item_names_an_item_of_its_incident) {
    ItemIngest body = *ledger.state().item(image)->ingest;
    body.from = ItemId(inc, 9);
    expect(code::item_unknown, ledger.draft("anna", body, {ItemId(inc, 3)}), "anna");
    body.from = other;
    expect(code::item_incident, ledger.draft("anna", body, {ItemId(inc, 3)}), "anna");
    body.from = laptop;
    expect_valid(ledger.draft("anna", body, {ItemId(inc, 3)}), "anna");
}

// Handlers and incidents

TEST_F(Rules, only_admins_enrol) {
    const HandlerEnrol body{ledger.enrol_of("dora", {Role::handler})};
    expect(code::role, ledger.draft("boris", body), "boris");
    expect_valid(ledger.draft("anna", body), "anna");
}

TEST_F(Rules, nobody_is_enrolled_twice) {
    expect(code::enrol, ledger.draft("anna", HandlerEnrol{ledger.enrol_of("boris", {Role::admin})}),
           "anna");
}

TEST_F(Rules, enrolment_needs_proof_of_possession) {
    HandlerEnrol body{ledger.enrol_of("dora", {Role::handler})};
    body.enrol.possession[0] ^= std::byte{1};
    expect(code::enrol, ledger.draft("anna", body), "anna");
}

TEST_F(Rules, enrolment_of_another_key_id_is_refused) {
    HandlerEnrol body{ledger.enrol_of("dora", {Role::handler})};
    body.enrol.handler.bytes[0] ^= std::byte{1};
    expect(code::enrol, ledger.draft("anna", body), "anna");
}

TEST_F(Rules, recovery_handlers_do_not_open_incidents) {
    ledger.enrol("anna", "recovery", {Role::recovery});
    expect(code::role, ledger.draft("recovery", ledger.open_body("recovery", "INC-3")), "recovery");
}

TEST_F(Rules, incident_is_opened_once) {
    expect(code::incident_exists, ledger.draft("carla", ledger.open_body("carla", "INC-1")),
           "carla");
}

TEST_F(Rules, opener_has_a_content_grant) {
    IncidentOpen body = ledger.open_body("anna", "INC-3");
    body.grants = {ledger.grant_of("INC-3", "anna", Read::record)};
    expect(code::grant, ledger.draft("anna", body), "anna");
}

TEST_F(Rules, recovery_handler_has_a_content_grant) {
    const IncidentOpen without = ledger.open_body("anna", "INC-3");
    ledger.enrol("anna", "recovery", {Role::recovery});
    expect(code::recovery, ledger.draft("anna", without), "anna");
    expect_valid(ledger.draft("anna", ledger.open_body("anna", "INC-3")), "anna");
}

TEST_F(Rules, grant_names_an_enrolled_handler) {
    expect(code::handler_unknown,
           ledger.draft("anna", IncidentGrant{inc, ledger.grant_of("INC-1", "dora", Read::record)}),
           "anna");
}

TEST_F(Rules, grant_on_an_unknown_incident_is_refused) {
    const IncidentId unknown = IncidentId::parse("INC-9");
    expect(code::incident_unknown,
           ledger.draft("anna",
                        IncidentGrant{unknown, ledger.grant_of("INC-9", "boris", Read::record)}),
           "anna");
}

TEST_F(Rules, only_opener_and_admins_grant) {
    ledger.grant("anna", "INC-1", "boris", Read::content);
    const IncidentGrant body{inc, ledger.grant_of("INC-1", "carla", Read::record)};
    expect(code::role, ledger.draft("boris", body), "boris");
    expect_valid(ledger.draft("anna", body), "anna");
}

TEST_F(Rules, admin_grants_only_what_they_hold) {
    expect(code::grant,
           ledger.draft("anna",
                        IncidentGrant{other_inc, ledger.grant_of("INC-2", "boris", Read::record)}),
           "anna");
}

// Grants

TEST_F(Rules, register_needs_a_grant) {
    expect(code::grant, ledger.draft("carla", ItemRegister{inc}, {ItemId(inc, 3)}), "carla");
    expect_valid(ledger.draft("boris", ItemRegister{inc}, {ItemId(inc, 3)}), "boris");
}

TEST_F(Rules, ingest_needs_deposit_or_content) {
    const ItemIngest body = *ledger.state().item(image)->ingest;
    expect(code::grant, ledger.draft("boris", body, {ItemId(inc, 3)}), "boris");
    ledger.grant("anna", "INC-1", "boris", Read::deposit);
    expect_valid(ledger.draft("boris", body, {ItemId(inc, 3)}), "boris");
}

TEST_F(Rules, access_needs_content) {
    expect(code::grant, ledger.draft("boris", ItemAccess{}, {image}), "boris");
    expect_valid(ledger.draft("anna", ItemAccess{}, {image}), "anna");
}

TEST_F(Rules, emit_needs_record_or_content) {
    const ExchangeEmit body{{}, DocumentFormat::iodef_v2, inc, DocumentSection::document};
    expect_valid(ledger.draft("boris", body, {image}), "boris");
    ledger.grant("anna", "INC-1", "boris", Read::deposit);
    expect(code::grant, ledger.draft("boris", body, {image}), "boris");
}

TEST_F(Rules, emit_names_items_of_its_incident) {
    const ExchangeEmit body{{}, DocumentFormat::iodef_v2, inc, DocumentSection::document};
    expect(code::item_incident, ledger.draft("anna", body, {other}), "anna");
}

// Anchors

TEST_F(Rules, anchor_of_a_tree_of_this_ledger_is_valid_from_any_handler) {
    const AnchorToken body{id("anna"), *ledger.state().root_at(4), 4};
    expect_valid(ledger.draft("carla", body), "carla");
    const std::uint64_t all = ledger.state().size();
    expect_valid(ledger.draft("boris", AnchorToken{id("anna"), ledger.state().root(), all}),
                 "boris");
}

TEST_F(Rules, anchor_of_another_tree_is_refused) {
    const AnchorToken body{id("anna"), *ledger.state().root_at(3), 4};
    expect(code::anchor, ledger.draft("anna", body), "anna");
}

TEST_F(Rules, anchor_of_a_tree_that_is_still_to_come_is_refused) {
    const AnchorToken body{id("anna"), ledger.state().root(), ledger.state().size() + 1};
    expect(code::anchor, ledger.draft("anna", body), "anna");
}

TEST_F(Rules, anchor_by_a_stranger_is_refused) {
    const AnchorToken body{id("anna"), *ledger.state().root_at(4), 4};
    expect(code::not_enrolled, ledger.draft("dora", body), "dora");
}

TEST_F(Rules, anchor_names_no_item) {
    const AnchorToken body{id("anna"), *ledger.state().root_at(4), 4};
    expect(code::items, ledger.draft("anna", body, {laptop}), "anna");
}

}  // namespace
}  // namespace exhibit::custody
