// Hand-overs: both parties, once, in time; and what a take-over says of the content.
#include <gtest/gtest.h>

#include "exhibit/vault.hpp"
#include "store/object_store.hpp"
#include "support/identities.hpp"
#include "support/seeded_random.hpp"
#include "support/temp_vault.hpp"
#include "vault/vault_state.hpp"

namespace exhibit {
namespace {

using test::failure_of;
using test::TempVault;

std::string id_of(const std::string& name) { return test::unlocked(name).info().id; }

/// Anna opened INC-1 for Boris and holds a laptop.
struct HandOver : testing::Test {
    TempVault vault;
    HandOver() {
        vault.open_incident();
        vault.register_item("laptop");
    }
    test::Failure accepting(const std::string& offer, const std::string& by) {
        return failure_of([&] { vault.accept(offer, by); });
    }
    test::Failure offering(const std::string& from, const OfferRequest& request) {
        return failure_of([&] { vault.as(from).offer(request); });
    }
    OfferRequest request_to(const std::string& to) const {
        OfferRequest request;
        request.items = {"INC-1/1"};
        request.to = id_of(to);
        request.purpose = "examination";
        return request;
    }
};

TEST_F(HandOver, moves_custody_when_it_is_accepted_and_not_before) {
    OfferRequest request = request_to("boris");
    request.place = "Lab 1";
    request.seal = "S-1";
    const OfferInfo offer = vault.anna().offer(request);
    EXPECT_EQ(offer.state, "open");
    EXPECT_EQ(vault.anna().item("laptop").custodian, id_of("anna"));
    EXPECT_EQ(vault.anna().item("laptop").on_offer_to, id_of("boris"));
    AcceptRequest accept;
    accept.offer = "laptop";
    accept.seal = "S-1";
    accept.condition = "seal unbroken";
    EXPECT_EQ(vault.boris().accept(accept, nullptr, nullptr).state, "accepted");
    EXPECT_EQ(vault.anna().item("laptop").custodian, id_of("boris"));
    EXPECT_EQ(vault.anna().item("laptop").on_offer_to, "");
    const auto rows = vault.anna().custody("laptop");
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[1].what, "offered");
    EXPECT_EQ(rows[1].purpose, "examination");
    EXPECT_EQ(rows[2].what, "taken over");
    EXPECT_EQ(rows[2].from, id_of("anna"));
    EXPECT_EQ(rows[2].to, id_of("boris"));
    EXPECT_EQ(rows[2].seal, "S-1");
}

TEST_F(HandOver, is_refused_to_everybody_but_its_recipient) {
    const std::string offer = vault.offer("laptop", "anna", "boris");
    const auto not_theirs = accepting(offer, "carla");
    EXPECT_EQ(not_theirs.kind, ErrorKind::denied);
    EXPECT_NE(not_theirs.message.find("made to Boris, not to you"), std::string::npos)
        << not_theirs.message;
    EXPECT_EQ(accepting(offer, "anna").kind, ErrorKind::denied);
    EXPECT_EQ(failure_of([&] { vault.carla().refuse(offer, "no"); }).kind, ErrorKind::denied);
    EXPECT_EQ(failure_of([&] { vault.boris().cancel_offer(offer, "no"); }).kind,
              ErrorKind::denied);
    EXPECT_EQ(vault.anna().item("laptop").custodian, id_of("anna"));
    EXPECT_EQ(vault.anna().offers().at(0).state, "open");
}

TEST_F(HandOver, is_accepted_once) {
    const std::string offer = vault.offer("laptop", "anna", "boris");
    vault.accept(offer, "boris");
    const auto again = accepting(offer, "boris");
    EXPECT_EQ(again.kind, ErrorKind::conflict);
    EXPECT_NE(again.message.find("accepted"), std::string::npos) << again.message;
    EXPECT_EQ(failure_of([&] { vault.anna().cancel_offer(offer, "late"); }).kind,
              ErrorKind::conflict);
    EXPECT_EQ(failure_of([&] { vault.boris().refuse(offer, "late"); }).kind, ErrorKind::conflict);
}

TEST_F(HandOver, once_cancelled_or_refused_cannot_be_accepted_and_can_be_offered_again) {
    std::string offer = vault.offer("laptop", "anna", "boris");
    EXPECT_EQ(vault.anna().cancel_offer(offer, "a mistake").state, "cancelled");
    EXPECT_EQ(accepting(offer, "boris").kind, ErrorKind::conflict);
    offer = vault.offer("laptop", "anna", "boris");
    EXPECT_EQ(failure_of([&] { vault.boris().refuse(offer, ""); }).kind, ErrorKind::usage);
    EXPECT_EQ(vault.boris().refuse(offer, "the seal is broken").state, "refused");
    EXPECT_EQ(accepting(offer, "boris").kind, ErrorKind::conflict);
    EXPECT_EQ(vault.anna().item("laptop").custodian, id_of("anna"));
    vault.accept(vault.offer("laptop", "anna", "boris"), "boris");
    EXPECT_EQ(vault.anna().item("laptop").custodian, id_of("boris"));
    EXPECT_EQ(vault.anna().custody("laptop").at(2).note, "a mistake");
}

TEST_F(HandOver, is_offered_by_the_custodian_only_and_once) {
    EXPECT_EQ(offering("boris", request_to("carla")).kind, ErrorKind::denied);
    vault.offer("laptop", "anna", "boris");
    EXPECT_TRUE(offering("anna", request_to("carla")).kind.has_value());
    EXPECT_EQ(vault.anna().offers().size(), 1U);
}

TEST_F(HandOver, needs_two_people_a_purpose_known_items_and_time) {
    EXPECT_TRUE(offering("anna", request_to("anna")).kind.has_value());
    OfferRequest request = request_to("boris");
    request.purpose = "";
    EXPECT_EQ(offering("anna", request).kind, ErrorKind::usage);
    request = request_to("boris");
    request.to = "Dora";
    EXPECT_EQ(offering("anna", request).kind, ErrorKind::not_found);
    request = request_to("boris");
    request.items = {"INC-1/9"};
    EXPECT_EQ(offering("anna", request).kind, ErrorKind::not_found);
    request.items = {"laptop", "INC-1/1"};
    EXPECT_EQ(offering("anna", request).kind, ErrorKind::usage);
    request.items = {};
    EXPECT_EQ(offering("anna", request).kind, ErrorKind::usage);
    request = request_to("boris");
    request.expires = Moment{1'000'000'000, 0};
    EXPECT_EQ(offering("anna", request).kind, ErrorKind::conflict);
    EXPECT_TRUE(vault.anna().offers().empty());
}

TEST_F(HandOver, items_of_two_incidents_need_two_offers) {
    vault.open_incident("INC-2");
    vault.register_item("phone", "anna", "INC-2");
    OfferRequest request = request_to("boris");
    request.items = {"laptop", "phone"};
    EXPECT_TRUE(offering("anna", request).kind.has_value());
}

/// A clock that several vaults share and the test moves.
class SharedClock final : public Clock {
public:
    explicit SharedClock(FixedClock& clock) : clock_(clock) {}
    Instant now() override { return clock_.now(); }
    ZoneOffset zone() override { return clock_.zone(); }

private:
    FixedClock& clock_;
};

TEST_F(HandOver, ends_by_itself_when_its_time_is_over) {
    FixedClock clock(system_clock()->now());
    const auto open = [&](const std::string& name) {
        return Vault::State::open_on(
            {store::open_posix_store(vault.location()), std::make_unique<SharedClock>(clock),
             vault.location(), vault.home(name)},
            test::unlocked(name));
    };
    Vault anna = open("anna");
    Vault boris = open("boris");
    OfferRequest request = request_to("boris");
    request.expires = Moment{clock.now().seconds + 3600, 0};
    const std::string offer = anna.offer(request).id;
    clock.advance(3601);
    EXPECT_EQ(anna.offers().at(0).state, "expired");
    EXPECT_EQ(anna.item("laptop").on_offer_to, "");
    AcceptRequest answer;
    answer.offer = offer;
    const auto late = failure_of([&] { boris.accept(answer, nullptr, nullptr); });
    EXPECT_EQ(late.kind, ErrorKind::conflict);
    EXPECT_NE(late.message.find("expired since"), std::string::npos) << late.message;
    EXPECT_NE(late.message.find("ask Anna to offer again"), std::string::npos) << late.message;
    EXPECT_FALSE(failure_of([&] { anna.offer(request_to("boris")); }).kind)
        << "an expired offer does not block the next";
}

std::string check_in_payload(Vault& vault) { return vault.events().back().payload; }

TEST_F(HandOver, a_take_over_reads_the_content_and_says_match) {
    vault.ingest("image", test::seeded_bytes(1, 300'000));
    vault.accept(vault.offer("image", "anna", "boris"), "boris");
    EXPECT_NE(check_in_payload(vault.boris()).find("\"match\""), std::string::npos);
    EXPECT_NE(vault.boris().custody("image").back().note.find("digest matches"),
              std::string::npos);
}

TEST_F(HandOver, a_take_over_of_damaged_content_says_mismatch_and_never_match) {
    vault.ingest("image", test::seeded_bytes(1, 300'000));
    const std::string offer = vault.offer("image", "anna", "boris");
    vault.damage(vault.only_object("packs/"), 100'000);
    vault.accept(offer, "boris");
    const std::string payload = check_in_payload(vault.boris());
    EXPECT_NE(payload.find("\"mismatch\""), std::string::npos) << payload;
    EXPECT_EQ(payload.find("\"match\""), std::string::npos) << payload;
    EXPECT_EQ(vault.boris().item("image").custodian, id_of("boris"));
}

TEST_F(HandOver, without_a_content_grant_the_content_is_not_read_and_nothing_else_is_said) {
    vault.ingest("image", test::seeded_bytes(1, 300'000));
    const std::string offer = vault.offer("image", "anna", "carla");
    EXPECT_EQ(accepting(offer, "carla").kind, ErrorKind::denied);
    vault.accept(offer, "carla", false);
    EXPECT_NE(check_in_payload(vault.carla()).find("\"not-checked\""), std::string::npos);
    EXPECT_NE(vault.boris().custody("image").back().note.find("content not read again"),
              std::string::npos);
}

}  // namespace
}  // namespace exhibit
