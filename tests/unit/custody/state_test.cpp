// What State knows after valid events.
#include "custody/state.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/ledger_builder.hpp"

namespace exhibit::custody {
namespace {

using test::LedgerBuilder;

const IncidentId inc = IncidentId::parse("INC-1");

/// anna is admin, boris and carla are handlers, INC-1 is anna's and has one physical item.
struct Scene {
    LedgerBuilder ledger;
    ItemId item;

    Scene() : item(prepare(ledger)) {}
    static ItemId prepare(LedgerBuilder& ledger) {
        ledger.enrol("anna", "boris");
        ledger.enrol("anna", "carla");
        ledger.open_incident("anna", "INC-1");
        return ledger.register_item("anna", "INC-1");
    }
    const State& state() const { return ledger.state(); }
};

TEST(State, genesis_enrols_its_signer_as_admin) {
    const LedgerBuilder ledger;
    const HandlerRecord* anna = ledger.state().handler(LedgerBuilder::id("anna"));
    ASSERT_NE(anna, nullptr);
    EXPECT_TRUE(anna->has(Role::admin));
    EXPECT_EQ(anna->enrolled_at, 0U);
    EXPECT_EQ(anna->events, 1U);
    EXPECT_EQ(anna->head, ledger.entries()[0].leaf);
    ASSERT_NE(ledger.state().genesis(), nullptr);
    EXPECT_EQ(ledger.state().genesis()->record_check, record_check(ledger.vault_keys().record_key));
}

TEST(State, knows_who_signed_beside_the_actor) {
    Scene scene;
    const ledger::Event event = scene.ledger.draft("anna", ItemAccess{}, {scene.item});
    ASSERT_TRUE(scene.ledger.append(event, "anna", {"boris"}).empty());
    const EventRecord& record = *scene.state().event(scene.state().size() - 1);
    std::vector<crypto::Hash> both{LedgerBuilder::id("anna"), LedgerBuilder::id("boris")};
    std::sort(both.begin(), both.end());
    EXPECT_EQ(record.signers(), both);
    EXPECT_EQ(scene.state().handler(LedgerBuilder::id("boris"))->events, 0U);  // no act of his
}

TEST(State, refuses_a_cosigner_it_does_not_know) {
    Scene scene;
    const ledger::Event event = scene.ledger.draft("anna", ItemAccess{}, {scene.item});
    const auto findings = scene.ledger.append(event, "anna", {"mallory"});
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].code, "LG-SIGNATURE");
}

TEST(State, knows_roots_of_all_sizes) {
    const Scene scene;
    ledger::CompactRange range;
    EXPECT_EQ(*scene.state().root_at(0), ledger::empty_root());
    for (const ledger::Entry& entry : scene.ledger.entries()) {
        range.append(entry.leaf);
        ASSERT_TRUE(scene.state().root_at(range.size().value).has_value());
        EXPECT_EQ(*scene.state().root_at(range.size().value), range.root());
    }
    EXPECT_EQ(scene.state().root(), range.root());
    EXPECT_FALSE(scene.state().root_at(range.size().value + 1).has_value());
}

TEST(State, numbers_items_from_one) {
    Scene scene;
    EXPECT_EQ(scene.item.text(), "INC-1/1");
    EXPECT_EQ(scene.ledger.ingest("anna", "INC-1").text(), "INC-1/2");
    EXPECT_EQ(scene.state().next_item(inc).text(), "INC-1/3");
    EXPECT_EQ(scene.state().incident(inc)->items, 2U);
}

TEST(State, custodian_of_a_new_item_is_who_brought_it) {
    Scene scene;
    const ItemRecord& item = *scene.state().item(scene.item);
    EXPECT_EQ(item.custodian, LedgerBuilder::id("anna"));
    EXPECT_EQ(item.item_class, ItemClass::physical);
    EXPECT_FALSE(item.ingest);
    const ItemRecord& image = *scene.state().item(scene.ledger.ingest("anna", "INC-1"));
    EXPECT_EQ(image.item_class, ItemClass::digital);
    ASSERT_TRUE(image.ingest);
    EXPECT_EQ(image.ingest->kind, "image");
}

TEST(State, offer_leaves_the_item_with_the_releaser) {
    Scene scene;
    const crypto::Hash offer = scene.ledger.offer("anna", {scene.item}, "boris");
    const ItemRecord& item = *scene.state().item(scene.item);
    EXPECT_EQ(item.custodian, LedgerBuilder::id("anna"));
    EXPECT_EQ(item.offer, offer);
    const OfferRecord& record = *scene.state().offer(offer);
    EXPECT_EQ(record.from, LedgerBuilder::id("anna"));
    EXPECT_EQ(record.to, LedgerBuilder::id("boris"));
    EXPECT_EQ(record.status, OfferStatus::open);
    EXPECT_EQ(record.status_at(record.expires), OfferStatus::open);
    EXPECT_EQ(record.status_at({record.expires.seconds + 1}), OfferStatus::expired);
}

TEST(State, accept_passes_custody) {
    Scene scene;
    const crypto::Hash offer = scene.ledger.offer("anna", {scene.item}, "boris");
    const std::uint64_t accepted = scene.ledger.accept("boris", offer);
    const ItemRecord& item = *scene.state().item(scene.item);
    EXPECT_EQ(item.custodian, LedgerBuilder::id("boris"));
    EXPECT_EQ(item.custodian_since, accepted);
    EXPECT_FALSE(item.offer);
    EXPECT_EQ(scene.state().offer(offer)->status, OfferStatus::accepted);
    EXPECT_EQ(scene.state().offer(offer)->ended_at, accepted);
    EXPECT_EQ(item.chain.size(), 3U);
    EXPECT_EQ(item.head, scene.ledger.entries().back().leaf);
}

TEST(State, refused_and_cancelled_offers_leave_the_item_free) {
    Scene scene;
    const crypto::Hash refused = scene.ledger.offer("anna", {scene.item}, "boris");
    scene.ledger.refuse("boris", refused);
    EXPECT_EQ(scene.state().offer(refused)->status, OfferStatus::refused);
    const crypto::Hash cancelled = scene.ledger.offer("anna", {scene.item}, "carla");
    scene.ledger.cancel("anna", cancelled);
    EXPECT_EQ(scene.state().offer(cancelled)->status, OfferStatus::cancelled);
    EXPECT_FALSE(scene.state().item(scene.item)->offer);
    EXPECT_EQ(scene.state().item(scene.item)->custodian, LedgerBuilder::id("anna"));
}

TEST(State, expired_offer_gives_way_to_a_new_one_for_all_its_items) {
    Scene scene;
    const ItemId other = scene.ledger.register_item("anna", "INC-1");
    const crypto::Hash old = scene.ledger.offer("anna", {scene.item, other}, "boris");
    scene.ledger.clock().set({scene.state().offer(old)->expires.seconds});
    const crypto::Hash fresh = scene.ledger.offer("anna", {scene.item}, "carla");
    EXPECT_EQ(scene.state().offer(old)->status, OfferStatus::expired);
    EXPECT_EQ(scene.state().item(scene.item)->offer, fresh);
    EXPECT_FALSE(scene.state().item(other)->offer);
}

TEST(State, later_grant_replaces_an_earlier_one) {
    Scene scene;
    scene.ledger.grant("anna", "INC-1", "boris", Read::content);
    EXPECT_EQ(scene.state().read_of(inc, LedgerBuilder::id("boris")), Read::content);
    scene.ledger.grant("anna", "INC-1", "boris", Read::record);
    EXPECT_EQ(scene.state().read_of(inc, LedgerBuilder::id("boris")), Read::record);
    EXPECT_EQ(scene.state().read_of(inc, LedgerBuilder::id("carla")), std::nullopt);
}

TEST(State, event_that_is_not_valid_moves_nothing) {
    Scene scene;
    const State before = scene.state();
    ledger::Event wrong = scene.ledger.draft(
        "boris", CustodyOffer{{test::builder_start.seconds + 86400}, LedgerBuilder::id("carla")},
        {scene.item});
    EXPECT_FALSE(scene.ledger.append(wrong, "boris").empty());
    EXPECT_EQ(scene.state().size(), before.size() + 1);
    EXPECT_EQ(scene.state().event(before.size()), nullptr);
    EXPECT_EQ(scene.state().item(scene.item)->head, before.item(scene.item)->head);
    EXPECT_EQ(scene.state().handler(LedgerBuilder::id("boris"))->events, 0U);
    EXPECT_TRUE(scene.state().offers().empty());
    // The honest ones go on.
    EXPECT_NO_THROW(scene.ledger.offer("anna", {scene.item}, "boris"));
}

TEST(State, copy_goes_its_own_way) {
    Scene scene;
    const State copy = scene.state();
    scene.ledger.offer("anna", {scene.item}, "boris");
    EXPECT_TRUE(copy.offers().empty());
    EXPECT_EQ(copy.event(std::uint64_t{0}), scene.state().event(std::uint64_t{0}));
}

TEST(State, verdict_before_signing_is_the_finding_after) {
    Scene scene;
    const ledger::Event wrong = scene.ledger.draft(
        "boris", CustodyOffer{{test::builder_start.seconds + 86400}, LedgerBuilder::id("carla")},
        {scene.item});
    const Verdict verdict = scene.state().may_follow(wrong);
    EXPECT_FALSE(verdict.allowed());
    const std::vector<Finding> findings = scene.ledger.append(wrong, "boris");
    ASSERT_EQ(findings.size(), verdict.problems.size());
    EXPECT_EQ(findings[0].code, verdict.problems[0].code);
    EXPECT_EQ(findings[0].text, verdict.text());
}

TEST(State, same_ledger_is_built_twice_the_same) {
    const Scene one;
    const Scene two;
    EXPECT_EQ(one.state().root(), two.state().root());
}

}  // namespace
}  // namespace exhibit::custody
