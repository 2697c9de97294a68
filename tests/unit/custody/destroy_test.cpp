// Who may destroy what is said, and what that leaves.
#include <algorithm>

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

}  // namespace
}  // namespace exhibit::custody
