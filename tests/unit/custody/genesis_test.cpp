// Each rule about the first event: one that breaks it and nothing else.
#include <functional>

#include "rules_scene.hpp"

namespace exhibit::custody {
namespace {

/// A ledger whose first event is what `change` makes of a right one.
std::vector<Finding> first_event(const std::function<void(ledger::Event&)>& change,
                                 std::string_view signer = "anna") {
    LedgerBuilder built;
    ledger::Event event = built.entries()[0].event;
    change(event);
    State state(built.origin(),
                ledger::descriptor_digest(ledger::dump_descriptor(built.descriptor())));
    const std::string text = ledger::sign_entry(event, LedgerBuilder::person(signer).signer());
    return state.apply(ledger::parse_entry(text, ledger::LeafIndex{0}, "genesis"));
}

void expect_first(std::string_view code, const std::function<void(VaultGenesis&)>& change) {
    const auto findings = first_event([&](ledger::Event& event) {
        auto body = body_as<VaultGenesis>(body_from_json(EventType::vault_genesis, event.body));
        change(body);
        event.body = to_json(body);
    });
    ASSERT_EQ(findings.size(), 1U) << Verdict{findings}.text();
    EXPECT_EQ(findings[0].code, code) << findings[0].text;
}

TEST(Genesis, right_one_is_valid) {
    EXPECT_TRUE(first_event([](ledger::Event&) {}).empty());
}

TEST(Genesis, other_first_event_is_refused) {
    const auto findings = first_event([](ledger::Event& event) {
        event.type = "item.register";
        event.body = to_json(ItemRegister{inc});
    });
    ASSERT_FALSE(findings.empty());
    EXPECT_EQ(findings.back().code, code::genesis);
}

TEST(Genesis, other_descriptor_is_refused) {
    expect_first(code::genesis, [](VaultGenesis& body) { body.descriptor = {}; });
}

TEST(Genesis, signer_without_admin_role_is_refused) {
    expect_first(code::genesis, [](VaultGenesis& body) { body.enrol.roles = {Role::handler}; });
}

TEST(Genesis, wrong_proof_of_possession_is_refused) {
    expect_first(code::enrol, [](VaultGenesis& body) { body.enrol.possession = {}; });
}

TEST(Genesis, signature_by_another_key_is_refused) {
    const auto findings = first_event([](ledger::Event&) {}, "boris");
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].code, code::signature);
}

}  // namespace
}  // namespace exhibit::custody
