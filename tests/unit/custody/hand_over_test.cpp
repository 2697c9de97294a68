// Each rule about hand-overs: one event that breaks it and nothing else.
#include "rules_scene.hpp"

namespace exhibit::custody {
namespace {

using HandOver = Rules;

TEST_F(HandOver, only_the_custodian_offers) {
    expect(code::custody, ledger.draft("boris", offer_to("carla"), {laptop}), "boris");
}

TEST_F(HandOver, releaser_and_receiver_differ) {
    expect(code::offer_party, ledger.draft("anna", offer_to("anna"), {laptop}), "anna");
}

TEST_F(HandOver, offer_to_somebody_not_enrolled_is_refused) {
    expect(code::handler_unknown, ledger.draft("anna", offer_to("dora"), {laptop}), "anna");
}

TEST_F(HandOver, offer_without_items_is_refused) {
    expect(code::items, ledger.draft("anna", offer_to("boris")), "anna");
}

TEST_F(HandOver, offer_of_two_incidents_is_refused) {
    const crypto::Hash offer = ledger.offer("carla", {other}, "anna");
    ledger.accept("anna", offer);
    expect(code::item_incident, ledger.draft("anna", offer_to("boris"), {laptop, other}), "anna");
}

TEST_F(HandOver, item_is_not_offered_twice) {
    ledger.offer("anna", {laptop}, "boris");
    expect(code::custody, ledger.draft("anna", offer_to("carla"), {laptop}), "anna");
}

TEST_F(HandOver, offer_ends_after_it_was_made) {
    ledger::Event event = ledger.draft("anna", CustodyOffer{}, {laptop});
    event.body = to_json(CustodyOffer{event.time, id("boris")});
    expect(code::offer_expired, event, "anna");
}

TEST_F(HandOver, only_the_recipient_accepts) {
    const crypto::Hash offer = ledger.offer("anna", {laptop}, "boris");
    const CustodyAccept body{{{laptop, CheckResult::not_checked}}, offer};
    expect(code::offer_party, ledger.draft("carla", body, {laptop}), "carla");
    EXPECT_EQ(ledger.state().item(laptop)->custodian, id("anna"));
    expect_valid(ledger.draft("boris", body, {laptop}), "boris");
}

TEST_F(HandOver, releaser_cannot_accept_for_the_recipient) {
    const crypto::Hash offer = ledger.offer("anna", {laptop}, "boris");
    const CustodyAccept body{{{laptop, CheckResult::not_checked}}, offer};
    expect(code::offer_party, ledger.draft("anna", body, {laptop}), "anna");
}

TEST_F(HandOver, offer_is_accepted_until_its_last_second) {
    const crypto::Hash offer = ledger.offer("anna", {laptop}, "boris");
    const CustodyAccept body{{{laptop, CheckResult::not_checked}}, offer};
    ledger::Event event = ledger.draft("boris", body, {laptop});
    event.time.seconds = ledger.state().offer(offer)->expires.seconds + 1;
    expect(code::offer_expired, event, "boris");
    event = ledger.draft("boris", body, {laptop});
    event.time = ledger.state().offer(offer)->expires;
    expect_valid(event, "boris");
}

TEST_F(HandOver, offer_is_accepted_once) {
    const crypto::Hash offer = ledger.offer("anna", {laptop}, "boris");
    ledger.accept("boris", offer);
    const CustodyAccept body{{{laptop, CheckResult::not_checked}}, offer};
    expect(code::offer_ended, ledger.draft("boris", body, {laptop}), "boris");
}

TEST_F(HandOver, cancelled_offer_is_not_accepted) {
    const crypto::Hash offer = ledger.offer("anna", {laptop}, "boris");
    ledger.cancel("anna", offer);
    const CustodyAccept body{{{laptop, CheckResult::not_checked}}, offer};
    expect(code::offer_ended, ledger.draft("boris", body, {laptop}), "boris");
}

TEST_F(HandOver, offer_whose_items_were_offered_again_is_not_accepted) {
    const crypto::Hash old = ledger.offer("anna", {laptop}, "boris");
    ledger.clock().set(ledger.state().offer(old)->expires);
    ledger.offer("anna", {laptop}, "carla");
    ledger::Event event =
        ledger.draft("boris", CustodyAccept{{{laptop, CheckResult::match}}, old}, {laptop});
    event.time = event.happened = ledger.state().offer(old)->expires;
    expect(code::offer_expired, event, "boris");
}

TEST_F(HandOver, offer_that_was_never_made_is_refused) {
    const CustodyAccept body{{{laptop, CheckResult::match}}, ledger.entries()[0].leaf};
    expect(code::offer_unknown, ledger.draft("boris", body, {laptop}), "boris");
}

TEST_F(HandOver, accept_names_all_items_of_the_offer) {
    const crypto::Hash offer = ledger.offer("anna", {laptop, image}, "boris");
    const CustodyAccept body{{{laptop, CheckResult::match}}, offer};
    expect(code::offer_items, ledger.draft("boris", body, {laptop}), "boris");
}

TEST_F(HandOver, accept_has_a_check_for_each_item) {
    const crypto::Hash offer = ledger.offer("anna", {laptop, image}, "boris");
    const CustodyAccept body{{{laptop, CheckResult::match}}, offer};
    expect(code::offer_items, ledger.draft("boris", body, {laptop, image}), "boris");
}

TEST_F(HandOver, only_the_recipient_refuses) {
    const crypto::Hash offer = ledger.offer("anna", {laptop}, "boris");
    expect(code::offer_party, ledger.draft("carla", CustodyRefuse{offer}, {laptop}), "carla");
    expect_valid(ledger.draft("boris", CustodyRefuse{offer}, {laptop}), "boris");
}

TEST_F(HandOver, only_the_releaser_cancels) {
    const crypto::Hash offer = ledger.offer("anna", {laptop}, "boris");
    expect(code::offer_party, ledger.draft("boris", CustodyCancel{offer}, {laptop}), "boris");
    expect_valid(ledger.draft("anna", CustodyCancel{offer}, {laptop}), "anna");
}

TEST_F(HandOver, item_passed_on_is_offered_by_its_new_custodian_only) {
    ledger.accept("boris", ledger.offer("anna", {laptop}, "boris"));
    expect(code::custody, ledger.draft("anna", offer_to("carla"), {laptop}), "anna");
    expect_valid(ledger.draft("boris", offer_to("carla"), {laptop}), "boris");
}

}  // namespace
}  // namespace exhibit::custody
