#include "policy/defaults.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/ledger_builder.hpp"

namespace exhibit::policy {
namespace {

using custody::Role;
using test::LedgerBuilder;

TEST(Defaults, offer_stays_open_for_a_week) {
    EXPECT_EQ(format_utc(offer_expiry({}, test::builder_start)), "2026-11-29T17:30:00Z");
}

TEST(Defaults, gap_of_a_day_is_allowed) {
    EXPECT_EQ(custody::Policy{}.longest_gap_seconds, 86400);
    EXPECT_EQ(custody::RecordRules{}.longest_gap_seconds, 86400);
}

TEST(Defaults, new_incident_is_shown_to_those_who_need_it) {
    EXPECT_EQ(custody::to_string(restriction), "need-to-know");
}

TEST(OpeningGrants, opener_alone_without_recovery_handler) {
    LedgerBuilder ledger;
    ledger.enrol("anna", "boris");
    const auto grants = opening_grants(ledger.state(), LedgerBuilder::id("boris"));
    ASSERT_EQ(grants.size(), 1U);
    EXPECT_EQ(grants[0].handler, LedgerBuilder::id("boris"));
    EXPECT_EQ(grants[0].read, custody::Read::content);
}

TEST(OpeningGrants, recovery_handler_reads_content_too) {
    LedgerBuilder ledger;
    ledger.enrol("anna", "recovery", {Role::recovery});
    ledger.enrol("anna", "boris");
    const auto grants = opening_grants(ledger.state(), LedgerBuilder::id("anna"));
    ASSERT_EQ(grants.size(), 2U);
    EXPECT_LT(grants[0].handler, grants[1].handler);
    const auto has = [&](std::string_view name) {
        return std::find(grants.begin(), grants.end(), OpeningGrant{LedgerBuilder::id(name)}) !=
               grants.end();
    };
    EXPECT_TRUE(has("anna"));
    EXPECT_TRUE(has("recovery"));
}

TEST(OpeningGrants, are_what_the_ledger_accepts) {
    LedgerBuilder ledger;
    ledger.enrol("anna", "recovery", {Role::recovery});
    custody::IncidentOpen body = ledger.open_body("anna", "INC-1");
    std::vector<crypto::Hash> granted;
    for (const auto& grant : opening_grants(ledger.state(), LedgerBuilder::id("anna"))) {
        granted.push_back(grant.handler);
    }
    body.grants.clear();
    for (const crypto::Hash& handler : granted) {
        body.grants.push_back({handler, {}, custody::Read::content});
    }
    EXPECT_TRUE(ledger.state().may_follow(ledger.draft("anna", body)).allowed());
}

}  // namespace
}  // namespace exhibit::policy
