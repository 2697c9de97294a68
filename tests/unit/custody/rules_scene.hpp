// The scene in which the tests of the rules play.
#pragma once

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "custody/codes.hpp"
#include "custody/state.hpp"
#include "support/ledger_builder.hpp"

namespace exhibit::custody {

using test::LedgerBuilder;

inline const IncidentId inc = IncidentId::parse("INC-1");
inline const IncidentId other_inc = IncidentId::parse("INC-2");

/// anna: admin, opener of INC-1, custodian of INC-1/1 (physical) and INC-1/2 (digital).
/// boris: handler with a record grant. carla: handler without a grant; opener of INC-2, custodian
/// of INC-2/1. dora is not enrolled.
class Rules : public ::testing::Test {
protected:
    Rules() {
        ledger.enrol("anna", "boris");
        ledger.enrol("anna", "carla");
        ledger.open_incident("anna", "INC-1");
        ledger.open_incident("carla", "INC-2");
        ledger.grant("anna", "INC-1", "boris", Read::record);
        ledger.register_item("anna", "INC-1");
        ledger.ingest("anna", "INC-1");
        ledger.register_item("carla", "INC-2");
    }

    static crypto::Hash id(std::string_view name) { return LedgerBuilder::id(name); }
    Instant soon() { return {ledger.clock().now().seconds + 86400}; }
    CustodyOffer offer_to(std::string_view name) { return {soon(), id(name)}; }

    /// Appends the event and expects exactly one finding, of this code.
    void expect(std::string_view code, const ledger::Event& event, std::string_view by) {
        expect(code, ledger.append(event, by));
    }
    void expect(std::string_view code, const std::vector<Finding>& findings) {
        ASSERT_EQ(findings.size(), 1U) << Verdict{findings}.text();
        EXPECT_EQ(findings[0].code, code) << findings[0].text;
        EXPECT_EQ(findings[0].severity, Severity::violation);
        EXPECT_EQ(findings[0].event, ledger.state().size() - 1);
        EXPECT_EQ(findings[0].text.back(), '.');
    }
    void expect_valid(const ledger::Event& event, std::string_view by) {
        const Verdict verdict{ledger.append(event, by)};
        EXPECT_TRUE(verdict.allowed()) << verdict.text();
    }

    LedgerBuilder ledger;
    ItemId laptop{inc, 1};
    ItemId image{inc, 2};
    ItemId other{other_inc, 1};
};

}  // namespace exhibit::custody
