// Who may destroy what is said, and what that leaves.
#include <algorithm>

#include "life_scene.hpp"
#include "rules_scene.hpp"

namespace exhibit::custody {
namespace {

class Destroy : public Rules {
protected:
    Destroy() {
        ledger.enrol("anna", "lea", {Role::legal});
        ledger.enrol("anna", "otto", {Role::authority});
    }

    static PrivacyShred shred_of(const std::string& subject, std::string_view key = "one key") {
        return {ShredBasis::erasure_request, {crypto::sha256(as_bytes(key))}, subject};
    }
    ledger::Event draft(std::string_view by, const PrivacyShred& body,
                        const LedgerBuilder::ItemIds& items = {}) {
        return ledger.draft(by, body, items);
    }
    void expect_refused(std::string_view code, const ledger::Event& event, std::string_view by,
                        std::initializer_list<std::string_view> beside) {
        expect(code, ledger.append(event, by, beside));
    }
};

TEST_F(Destroy, takes_a_second_person_of_weight) {
    const PrivacyShred body = shred_of(subject_of(laptop));
    expect_refused(code::cosigner, draft("anna", body, {laptop}), "anna", {});
    expect_refused(code::cosigner, draft("anna", body, {laptop}), "anna", {"boris"});
    EXPECT_TRUE(ledger.append(draft("anna", body, {laptop}), "anna", {"lea"}).empty());
}

TEST_F(Destroy, is_for_admins_and_legal) {
    const PrivacyShred body = shred_of(subject_of(laptop));
    expect_refused(code::role, draft("otto", body, {laptop}), "otto", {"lea"});
    EXPECT_TRUE(ledger.append(draft("lea", body, {laptop}), "lea", {"otto"}).empty());
}

TEST_F(Destroy, names_the_item_it_is_about_and_no_other) {
    expect_refused(code::items, draft("anna", shred_of(subject_of(laptop))), "anna", {"lea"});
    expect_refused(code::items, draft("anna", shred_of(subject_of(laptop)), {image}), "anna",
                   {"lea"});
    expect_refused(code::items, draft("anna", shred_of(subject_of(inc)), {laptop}), "anna",
                   {"lea"});
    EXPECT_TRUE(ledger.append(draft("anna", shred_of(subject_of(inc))), "anna", {"lea"}).empty());
}

TEST_F(Destroy, is_about_somebody_the_vault_knows) {
    expect_refused(code::handler_unknown, draft("anna", shred_of(subject_of_handler(id("dora")))),
                   "anna", {"lea"});
    expect_refused(code::incident_unknown,
                   draft("anna", shred_of(subject_of(IncidentId::parse("INC-9")))), "anna",
                   {"lea"});
}

TEST_F(Destroy, destroys_a_key_once) {
    const PrivacyShred body = shred_of(subject_of(inc));
    ASSERT_TRUE(ledger.append(draft("anna", body), "anna", {"lea"}).empty());
    expect_refused(code::destroyed, draft("anna", body), "anna", {"lea"});
}

TEST_F(Destroy, withholds_what_was_said_before_and_not_what_is_said_after) {
    const std::string subject = subject_of(laptop);
    const std::uint64_t registered = ledger.state().item(laptop)->chain.front();
    EXPECT_EQ(ledger.state().withheld_by(registered, subject), std::nullopt);
    ASSERT_TRUE(ledger.append(draft("anna", shred_of(subject), {laptop}), "anna", {"lea"}).empty());
    const std::uint64_t first = ledger.state().size() - 1;
    ASSERT_TRUE(
        ledger.append(draft("anna", shred_of(subject, "another"), {laptop}), "anna", {"lea"})
            .empty());
    EXPECT_EQ(ledger.state().withheld_by(registered, subject), first);
    EXPECT_EQ(ledger.state().withheld_by(first, subject), first + 1);
    EXPECT_EQ(ledger.state().withheld_by(first + 1, subject), std::nullopt);
    EXPECT_EQ(ledger.state().withheld_by(registered, subject_of(image)), std::nullopt);
    EXPECT_EQ(ledger.state().shredded_key(crypto::sha256(as_bytes("another"))), first + 1);
    EXPECT_EQ(ledger.state().shredded_key(crypto::sha256(as_bytes("other"))), std::nullopt);
}

/// Everything content.destroy asks for: an image that was disposed of.
class DestroyContent : public LifeScene {
protected:
    DestroyContent() : disposed(image()), kept(image()) {
        const crypto::Hash proposal =
            add("anna", DisposalPropose{DisposalAction::destroy}, {disposed},
                {{of_incident(), {{"reason", "retention ended"}}}});
        add("carla", DisposalApprove{proposal}, {disposed},
            {{of_incident(), {{"authority", "Ruling 12"}}}});
        add("anna", DisposalCarryOut{proposal, id("emil")}, {disposed},
            {{of_incident(), {{"method", "keys and packs destroyed"}}}}, {"emil"});
    }
    static crypto::Hash pack(std::string_view name) { return crypto::sha256(as_bytes(name)); }
    /// Sorted as the format asks.
    static ContentDestroy packs(std::vector<DestroyedPack> list) {
        std::sort(list.begin(), list.end(),
                  [](const auto& a, const auto& b) { return a.pack < b.pack; });
        return {std::move(list)};
    }

    ItemId disposed;
    ItemId kept;
};

TEST_F(DestroyContent, of_what_was_disposed_of_is_remembered) {
    add("anna", packs({{pack("a"), std::nullopt}, {pack("b"), pack("c")}}), {disposed});
    const std::uint64_t index = ledger.state().size() - 1;
    EXPECT_EQ(ledger.state().item(disposed)->destroyed_at, index);
    EXPECT_EQ(ledger.state().item(kept)->destroyed_at, std::nullopt);
    ASSERT_NE(ledger.state().destroyed_pack(pack("b")), nullptr);
    EXPECT_EQ(ledger.state().destroyed_pack(pack("b"))->by, pack("c"));
    EXPECT_EQ(ledger.state().destroyed_pack(pack("b"))->event, index);
    EXPECT_EQ(ledger.state().destroyed_pack(pack("c")), nullptr);
    // More packs of a large item: the first event stands.
    add("anna", packs({{pack("d"), std::nullopt}}), {disposed});
    EXPECT_EQ(ledger.state().item(disposed)->destroyed_at, index);
}

TEST_F(DestroyContent, of_what_is_in_custody_is_refused) {
    refused(code::destroyed, attempt("anna", packs({}), {kept}));
}

TEST_F(DestroyContent, takes_a_content_grant) {
    refused(code::grant, attempt("dora", packs({}), {disposed}));
}

TEST_F(DestroyContent, names_a_pack_once) {
    add("anna", packs({{pack("a"), pack("b")}}), {disposed});
    refused(code::destroyed, attempt("anna", packs({{pack("a"), std::nullopt}}), {disposed}));
    refused(code::destroyed, attempt("anna", packs({{pack("c"), pack("a")}}), {disposed}));
    refused(code::destroyed, attempt("anna", packs({{pack("c"), pack("c")}}), {disposed}));
    // What held the rest of a pack may go in its turn.
    add("anna", packs({{pack("b"), std::nullopt}}), {disposed});
}

TEST_F(DestroyContent, waits_while_there_is_a_hold) {
    const crypto::Hash hold =
        add("dora", HoldPlace{inc}, {}, {{of_incident(), {{"reason", "appeal"}}}});
    refused(code::hold, attempt("anna", packs({}), {disposed}));
    const PrivacyShred shred{ShredBasis::retention_ended, {pack("a key")}, subject_of(disposed)};
    refused(code::hold, attempt("anna", shred, {disposed}, {}, {"dora"}));
    add("dora", HoldRelease{hold}, {}, {{of_incident(), {{"reason", "appeal decided"}}}});
    add("anna", packs({}), {disposed});
    add("anna", shred, {disposed}, {}, {"dora"});
}

}  // namespace
}  // namespace exhibit::custody
