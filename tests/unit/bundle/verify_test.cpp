// Bundles with events that are in the ledger and wrong, and bundles whose maker left some out.
#include "bundle/verify.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "scene.hpp"

namespace exhibit::bundle {
namespace {

using exhibit::test::LedgerBuilder;
using test::contents_of;
using test::violations;
using Codes = std::set<std::string>;

/// Anna and Boris; INC-1 with two items, of which one went to Boris and back; INC-2 beside it, with
/// events by both in between.
struct Scene {
    Scene() {
        builder.enrol("anna", "boris");
        builder.enrol("anna", "carla");
        builder.open_incident("anna", "INC-1");
        builder.open_incident("anna", "INC-2");
        builder.grant("anna", "INC-1", "boris", custody::Read::content);
        first = builder.register_item("anna", "INC-1");
        other = builder.register_item("anna", "INC-2");
        second = builder.ingest("anna", "INC-1");
        there = builder.accept("boris", builder.offer("anna", {*first}, "boris"));
        builder.accept("boris", builder.offer("anna", {*other}, "boris"));
        builder.accept("anna", builder.offer("boris", {*first}, "anna"));
    }
    LedgerBuilder builder;
    std::optional<custody::ItemId> first;
    std::optional<custody::ItemId> second;
    std::optional<custody::ItemId> other;
    std::uint64_t there = 0;
};

TEST(Verify, ASoundBundleHolds) {
    const Scene scene;
    const Verified verified = verify(contents_of(scene.builder));
    EXPECT_EQ(violations(verified), Codes{});
    EXPECT_TRUE(verified.ok());
    EXPECT_EQ(verified.entries.size(), scene.builder.entries().size() - 4);
    ASSERT_NE(verified.state->item(*scene.first), nullptr);
    EXPECT_EQ(verified.state->item(*scene.first)->custodian, LedgerBuilder::id("anna"));
    EXPECT_EQ(verified.state->item(*scene.other), nullptr);
    EXPECT_GT(verified.withheld.size(), 0U);
    EXPECT_EQ(verified.disclosed, 0U);
}

TEST(Verify, AnEventBetweenTwoOthersOfAnItemIsMissed) {
    const Scene scene;
    const Verified verified = verify(contents_of(scene.builder, [&](const ledger::Entry& entry) {
        return entry.index.value == scene.there;
    }));
    EXPECT_TRUE(violations(verified).contains("LG-ITEM-CHAIN"));
}

TEST(Verify, WhoEnrolledASignerMayNotBeLeftOut) {
    const Scene scene;
    const Verified verified = verify(contents_of(
        scene.builder, [](const ledger::Entry& entry) { return entry.index.value == 1; }));
    EXPECT_TRUE(violations(verified).contains("LG-NOT-ENROLLED"));
}

TEST(Verify, TheFirstEventMayNotBeLeftOut) {
    const Scene scene;
    const Verified verified = verify(contents_of(
        scene.builder, [](const ledger::Entry& entry) { return entry.index.value == 0; }));
    EXPECT_TRUE(violations(verified).contains("BN-MISSING"));
}

TEST(Verify, AnItemNumberMayNotBeLeftOut) {
    const Scene scene;
    const Verified verified = verify(contents_of(scene.builder, [](const ledger::Entry& entry) {
        return std::ranges::any_of(entry.event.items,
                                   [](const auto& item) { return item.id == "INC-1/1"; });
    }));
    EXPECT_TRUE(violations(verified).contains("LG-ITEM-NUMBER"));
}

TEST(Verify, AnOfferBySomebodyWhoDoesNotHoldTheItem) {
    Scene scene;
    const auto wrong = scene.builder.draft(
        "boris", custody::CustodyOffer{{1799000000}, LedgerBuilder::id("carla")}, {*scene.first});
    EXPECT_FALSE(scene.builder.append(wrong, "boris").empty());
    const Verified verified = verify(contents_of(scene.builder));
    EXPECT_EQ(violations(verified), Codes{"CR-09"});
}

TEST(Verify, ASignatureBySomebodyElse) {
    Scene scene;
    const auto event = scene.builder.draft("anna", custody::ItemAccess{}, {*scene.second});
    const ledger::Entry forged = scene.builder.sign(event, "boris");
    EXPECT_FALSE(scene.builder.append(forged).empty());
    const Verified verified = verify(contents_of(scene.builder));
    EXPECT_EQ(violations(verified), Codes{"LG-SIGNATURE"});
}

TEST(Verify, AnActorsGapIsNoLongerThanWhatWasLeftOut) {
    Scene scene;
    ledger::Event event = scene.builder.draft("boris", custody::ItemAccess{}, {*scene.second});
    event.actor.seq += 1;  // nothing stands between
    scene.builder.append(event, "boris");
    EXPECT_EQ(violations(verify(contents_of(scene.builder))), Codes{"LG-ACTOR-CHAIN"});
}

TEST(Verify, AnotherPastThanTheLedgers) {
    Scene scene;
    ledger::Event event = scene.builder.draft("anna", custody::ItemAccess{}, {*scene.second});
    event.seen.root = LedgerBuilder::id("anna");
    scene.builder.append(event, "anna");
    EXPECT_EQ(violations(verify(contents_of(scene.builder))), Codes{"LG-SEEN"});
}

TEST(Verify, ATypeOfALaterVersionIsToldAndKept) {
    Scene scene;
    ledger::Event event = scene.builder.draft("anna", custody::ItemAccess{}, {*scene.second});
    event.type = "item.teleport";
    scene.builder.append(event, "anna");
    const Verified verified = verify(contents_of(scene.builder));
    EXPECT_EQ(violations(verified), Codes{"LG-TYPE"});
    EXPECT_EQ(verified.entries.back().event.type, "item.teleport");
}

TEST(Verify, AnEntryOfAnotherLedgerInAnothersPlace) {
    const Scene scene;
    LedgerBuilder elsewhere("boris");
    elsewhere.enrol("boris", "anna");
    Contents contents = contents_of(scene.builder);
    contents.entries[1] = elsewhere.entries()[1].text;
    EXPECT_TRUE(violations(verify(std::move(contents))).contains("BN-INCLUSION"));
}

TEST(Verify, ACheckpointOfAnotherKey) {
    const Scene scene;
    Contents contents = contents_of(scene.builder);
    const auto opened =
        ledger::open_checkpoint(contents.checkpoint, scene.builder.descriptor().log_key, "note");
    contents.checkpoint =
        ledger::sign_checkpoint(opened.checkpoint, LedgerBuilder::person("carla").signer()).note;
    EXPECT_EQ(violations(verify(std::move(contents))), Codes{"BN-CHECKPOINT"});
}

TEST(Verify, ALedgerTooLargeToWalk) {
    const Scene scene;
    Contents contents = contents_of(scene.builder);
    const crypto::SeedSigner log(scene.builder.vault_keys().log_seed);
    contents.checkpoint =
        ledger::sign_checkpoint({scene.builder.origin(), {tree_size_limit + 1}, {}}, log).note;
    EXPECT_EQ(violations(verify(std::move(contents))), Codes{"BN-CHECKPOINT"});
}

TEST(Verify, AListOfKeysThatIsNotThatOfTheEnrolments) {
    const Scene scene;
    Contents contents = contents_of(scene.builder);
    contents.keys = "{\"handlers\":[],\"log_key\":\"x\"}\n";
    EXPECT_EQ(violations(verify(std::move(contents))), Codes{"BN-KEYS"});
}

}  // namespace
}  // namespace exhibit::bundle
