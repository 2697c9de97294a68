// A record with all that an audit asks for, in which the tests of the custody rules play: whoever
// changes one thing gets one finding.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "custody/codes.hpp"
#include "custody/findings.hpp"
#include "support/ledger_builder.hpp"

namespace exhibit::custody {

using test::LedgerBuilder;

/// anna: admin, handler, opener of INC-1; boris: handler with a content grant; carla: authority;
/// dora: legal; emil: witness.
class LifeScene : public ::testing::Test {
protected:
    using About = std::map<std::string, PrivateValues>;

    LifeScene() {
        ledger.enrol("anna", "boris");
        ledger.enrol("anna", "carla", {Role::authority});
        ledger.enrol("anna", "dora", {Role::legal});
        ledger.enrol("anna", "emil", {Role::witness});
    }

    static PrivateValues incident_values() {
        return {{"title", "Phishing at Example"},
                {"authority", "CSIRT charter, section 4"},
                {"in_charge", "D. Lead"},
                {"retention", "2036-12-31"},
                {"retention_reason", "limitation of claims"}};
    }
    static PrivateValues thing_values() {
        PrivateValues values = test::item_values();
        values["place"] = "Evidence room, locker 7";
        return values;
    }
    static PrivateValues image_values() {
        PrivateValues values = test::ingest_values();
        values["acquisition"] = "physical";
        values["method"] = "read once, block by block";
        values["write_blocker"] = "Example T-8";
        return values;
    }
    static PrivateValues without(PrivateValues values, std::initializer_list<const char*> names) {
        for (const char* name : names) values.erase(name);
        return values;
    }
    static PrivateValues with(PrivateValues values, const std::string& name,
                              const std::string& value) {
        values[name] = value;
        return values;
    }

    static crypto::Hash id(std::string_view name) { return LedgerBuilder::id(name); }
    static std::string of_incident() { return subject_of(inc); }

    /// Whatever it is, and State's findings.
    std::vector<Finding> attempt(std::string_view by, const Body& body,
                                 const std::vector<ItemId>& items, const About& about = {},
                                 std::initializer_list<std::string_view> beside = {},
                                 std::int64_t late = 0) {
        ledger::Event event = ledger.draft(by, body, items);
        event.happened.seconds -= late;
        for (const auto& [subject, values] : about) ledger.add_private(event, subject, values);
        return ledger.append(event, by, beside);
    }
    /// A valid event; its leaf hash.
    crypto::Hash add(std::string_view by, const Body& body, const std::vector<ItemId>& items,
                     const About& about = {}, std::initializer_list<std::string_view> beside = {},
                     std::int64_t late = 0) {
        const Verdict verdict{attempt(by, body, items, about, beside, late)};
        EXPECT_TRUE(verdict.allowed()) << verdict.text();
        return ledger.entries().back().leaf;
    }
    /// Exactly one finding of State, of this code.
    void refused(std::string_view code, const std::vector<Finding>& findings) {
        ASSERT_EQ(findings.size(), 1U) << Verdict{findings}.text();
        EXPECT_EQ(findings[0].code, code) << findings[0].text;
        EXPECT_EQ(findings[0].severity, Severity::violation);
        EXPECT_EQ(findings[0].text.back(), '.');
    }

    void open(const PrivateValues& values = incident_values()) {
        IncidentOpen body = ledger.open_body("anna", "INC-1");
        add("anna", body, {}, {{of_incident(), values}});
        ledger.grant("anna", "INC-1", "boris", Read::content);
    }
    ItemId thing(const PrivateValues& values = thing_values(), std::string_view by = "anna") {
        const ItemId item = bare_thing(values, by);
        add("anna", ItemAttach{{}, {}, AttachmentRole::photograph}, {item},
            {{subject_of(item), {{"name", "front.jpg"}, {"sha256", "00"}, {"size", 1}}}});
        return item;
    }
    ItemId bare_thing(const PrivateValues& values = thing_values(), std::string_view by = "anna",
                      std::int64_t late = 0) {
        if (ledger.state().incident(inc) == nullptr) open();
        const ItemId item = ledger.state().next_item(inc);
        add(by, ItemRegister{inc}, {item}, {{subject_of(item), values}}, {}, late);
        return item;
    }
    /// An image of a thing, verified once.
    ItemId image(const PrivateValues& values = image_values(), ItemIngest body = image_body()) {
        if (!body.from) body.from = thing();
        const ItemId item = ledger.state().next_item(inc);
        add("anna", body, {item}, {{subject_of(item), values}});
        verify(item);
        return item;
    }
    static ItemIngest image_body() { return {inc, "image", {}, {}, 0, 0, std::nullopt}; }
    void verify(const ItemId& item, AccessResult result = AccessResult::ok) {
        add("anna", ItemAccess{AccessAction::verify, result, {}}, {item},
            {{subject_of(item), {{"purpose", "yearly check"}}}});
    }
    /// From anna to boris, with all that both should say.
    void hand_over(const ItemId& item,
                   const PrivateValues& released = {{"purpose", "imaging"}, {"travel", "by hand"}},
                   const std::string& place = "Laboratory") {
        const Instant week{ledger.clock().now().seconds + 7 * 86400};
        const crypto::Hash offer =
            add("anna", CustodyOffer{week, id("boris")}, {item},
                {{of_incident(), released}, {subject_of(item), {{"seal", "A-1001"}}}});
        add("boris", CustodyAccept{{{item, CheckResult::not_checked}}, offer}, {item},
            {{of_incident(), {{"place", place}}}, {subject_of(item), {{"seal", "A-1001"}}}});
    }
    crypto::Hash check_out(const ItemId& item, std::int64_t seconds, std::string_view to = "boris",
                           const std::string& purpose = "imaging") {
        return add(
            "anna", ItemCheckOut{{ledger.clock().now().seconds + seconds}, id(to)}, {item},
            {{of_incident(), {{"purpose", purpose}}}, {subject_of(item), {{"seal", "A-1001"}}}});
    }
    crypto::Hash propose(const ItemId& item, DisposalAction action = DisposalAction::destroy) {
        return add("anna", DisposalPropose{action}, {item},
                   {{of_incident(), {{"reason", "case closed"}}}});
    }
    void approve(const ItemId& item, const crypto::Hash& proposal) {
        add("carla", DisposalApprove{proposal}, {item},
            {{of_incident(), {{"authority", "Ruling 12/27"}}}});
    }

    RecordRules rules() {
        RecordRules asked{ledger.clock().now()};
        asked.attested_size = ledger.state().size();
        return asked;
    }
    std::vector<Finding> all() { return examine_record(ledger.state(), ledger.values(), rules()); }
    std::set<std::string> codes() {
        std::set<std::string> out;
        for (const Finding& finding : all()) out.insert(finding.code);
        return out;
    }
    /// Findings of this code and of no other; `words` stand in one of them.
    void only(const std::string& code, std::string_view words) {
        bool said = false;
        for (const Finding& finding : all()) {
            EXPECT_EQ(finding.code, code) << finding.text;
            EXPECT_EQ(finding.text.back(), '.');
            said = said || finding.text.find(words) != std::string::npos;
        }
        EXPECT_TRUE(said) << "no finding says: " << words;
    }
    void nothing() {
        for (const Finding& finding : all()) ADD_FAILURE() << finding.code << " " << finding.text;
    }

    inline static const IncidentId inc = IncidentId::parse("INC-1");
    LedgerBuilder ledger;
};

}  // namespace exhibit::custody
