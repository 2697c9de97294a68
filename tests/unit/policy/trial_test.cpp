// A policy tried on a ledger that was kept without it.
#include "policy/trial.hpp"

#include <gtest/gtest.h>

#include "support/ledger_builder.hpp"

namespace exhibit::policy {
namespace {

using test::LedgerBuilder;

/// The builder's own entries once more, with the policy held against each.
std::vector<Forbidden> try_on(const LedgerBuilder& ledger, const custody::Policy& policy) {
    Trial trial(policy);
    custody::State before(ledger.origin(), ledger.state().genesis()->descriptor);
    for (const ledger::Entry& entry : ledger.entries()) {
        trial.look_at(before, entry.event, *ledger.state().event(entry.index.value),
                      ledger.values());
        (void)before.apply(entry);
    }
    return trial.forbidden();
}

TEST(Trial, counts_and_gives_examples) {
    LedgerBuilder ledger;
    ledger.enrol("anna", "boris");
    ledger.open_incident("anna", "INC-1");
    const custody::ItemId image = ledger.ingest("anna", "INC-1");
    std::vector<std::uint64_t> accesses;
    for (int i = 0; i < 4; ++i) accesses.push_back(ledger.access("anna", image));
    ledger.access("anna", image, {}, {{"purpose", "report"}});

    custody::Policy policy;
    policy.fields["item.access"] = {"purpose"};
    policy.may["handler.enrol"] = {custody::Role::legal};
    policy.items["digital"].digests = {"sha256"};
    const auto forbidden = try_on(ledger, policy);
    ASSERT_EQ(forbidden.size(), 2U);
    EXPECT_EQ(forbidden[0].type, "handler.enrol");
    EXPECT_EQ(forbidden[0].code, "PL-ROLE");
    EXPECT_EQ(forbidden[0].events, 1U);
    EXPECT_EQ(forbidden[0].examples, std::vector<std::uint64_t>{1});
    EXPECT_EQ(forbidden[1].type, "item.access");
    EXPECT_EQ(forbidden[1].code, "PL-FIELD");
    EXPECT_EQ(forbidden[1].events, 4U);
    accesses.pop_back();
    EXPECT_EQ(forbidden[1].examples, accesses);
}

TEST(Trial, roles_are_those_of_the_time) {
    LedgerBuilder ledger;
    ledger.enrol("anna", "boris", {custody::Role::handler, custody::Role::legal});
    ledger.open_incident("boris", "INC-1");
    const custody::HandlerRoles less{LedgerBuilder::id("boris"), {custody::Role::handler}};
    EXPECT_TRUE(ledger.append(ledger.draft("anna", less), "anna").empty());
    custody::Policy policy;
    policy.may["incident.open"] = {custody::Role::legal};
    EXPECT_TRUE(try_on(ledger, policy).empty());
    ledger.open_incident("boris", "INC-2");
    EXPECT_EQ(try_on(ledger, policy).size(), 1U);
}

}  // namespace
}  // namespace exhibit::policy
