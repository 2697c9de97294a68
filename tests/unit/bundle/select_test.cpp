// Which events a bundle holds.
#include "bundle/select.hpp"

#include <gtest/gtest.h>

#include "support/ledger_builder.hpp"

namespace exhibit::bundle {
namespace {

using exhibit::test::LedgerBuilder;

TEST(Selection, TheIncidentsEventsAndThoseOfTheVault) {
    LedgerBuilder builder;
    builder.enrol("anna", "boris");                                    // 1
    builder.open_incident("anna", "INC-1");                            // 2
    builder.open_incident("anna", "INC-10");                           // 3
    builder.grant("anna", "INC-1", "boris", custody::Read::content);   // 4
    builder.grant("anna", "INC-10", "boris", custody::Read::content);  // 5
    const auto item = builder.register_item("anna", "INC-1");          // 6
    const auto other = builder.register_item("anna", "INC-10");        // 7
    builder.accept("boris", builder.offer("anna", {item}, "boris"));   // 8, 9
    builder.accept("boris", builder.offer("anna", {other}, "boris"));  // 10, 11
    builder.emit("anna", "INC-1", {});                                 // 12
    using Of = Selection::Of;
    const std::vector<Of> expected{
        Of::vault, Of::vault,    Of::incident, Of::none, Of::incident, Of::none,    Of::incident,
        Of::none,  Of::incident, Of::incident, Of::none, Of::none,     Of::incident};
    Selection selection(custody::IncidentId::parse("INC-1"));
    std::vector<Of> got;
    for (const ledger::Entry& entry : builder.entries()) got.push_back(selection.take(entry));
    EXPECT_EQ(got, expected);
}

TEST(Selection, AnItemsBundleTellsOfOtherItemsNothing) {
    LedgerBuilder builder;
    builder.enrol("anna", "boris");
    builder.open_incident("anna", "INC-1");
    const auto one = builder.register_item("anna", "INC-1");
    const auto two = builder.register_item("anna", "INC-1");
    builder.offer("anna", {one, two}, "boris");
    const Info info{custody::IncidentId::parse("INC-1"), one, {}, {}, {}, "", {}};
    const auto& entries = builder.entries();
    const std::set<std::string> involved{"handler:" + LedgerBuilder::id("anna").hex()};
    EXPECT_TRUE(discloses(info, entries[3].event, "item:INC-1/1", involved));
    EXPECT_FALSE(discloses(info, entries[4].event, "item:INC-1/2", involved));
    EXPECT_FALSE(discloses(info, entries[5].event, "item:INC-1/2", involved));
    EXPECT_TRUE(discloses(info, entries[5].event, "item:INC-1/1", involved));
    EXPECT_TRUE(discloses(info, entries[5].event, "incident:INC-1", involved));
    EXPECT_FALSE(discloses(info, entries[4].event, "incident:INC-1", involved));
    EXPECT_TRUE(discloses(info, entries[2].event, "incident:INC-1", involved));
    EXPECT_FALSE(
        discloses(info, entries[1].event, "handler:" + LedgerBuilder::id("boris").hex(), involved));
    EXPECT_TRUE(
        discloses(info, entries[0].event, "handler:" + LedgerBuilder::id("anna").hex(), involved));
}

}  // namespace
}  // namespace exhibit::bundle
