// Incidents and what each grant opens; items and their names.
#include <gtest/gtest.h>

#include "exhibit/vault.hpp"
#include "support/seeded_random.hpp"
#include "support/temp_vault.hpp"

namespace exhibit {
namespace {

using test::failure_of;
using test::TempVault;

std::optional<ErrorKind> opening(TempVault& vault, const std::string& id, const std::string& title,
                                 const std::string& restriction = "private") {
    NewIncident incident;
    incident.id = id;
    incident.title = title;
    incident.restriction = restriction;
    return failure_of([&] { vault.anna().open_incident(incident); }).kind;
}

ExportRequest export_of(const TempVault& vault, const std::string& item) {
    ExportRequest request;
    request.item = item;
    request.output = vault.path("exported");
    request.purpose = "analysis";
    return request;
}

test::Failure exporting(TempVault& vault, const std::string& who) {
    return failure_of(
        [&] { vault.as(who).export_item(export_of(vault, "INC-1/1"), nullptr, nullptr); });
}

TEST(Incident, keeps_what_was_said_when_it_was_opened) {
    TempVault vault;
    NewIncident incident;
    incident.id = "INC-2026.014_a";
    incident.title = "Einbruch bei Müller";
    incident.authority = "Order of 2026-02-03";
    incident.restriction = "private";
    vault.anna().open_incident(incident);
    const IncidentInfo info = vault.anna().incident(incident.id);
    EXPECT_EQ(info.title, incident.title);
    EXPECT_EQ(info.authority, incident.authority);
    EXPECT_EQ(info.restriction, "private");
    EXPECT_EQ(info.my_access, Access::content);
    ASSERT_EQ(info.grants.size(), 1U);
    EXPECT_EQ(info.opened_by, test::unlocked("anna").info().id);
}

TEST(Incident, refuses_ids_titles_and_restrictions_that_mean_nothing) {
    TempVault vault;
    vault.open_incident("INC-1");
    EXPECT_EQ(opening(vault, "INC-1", "again"), ErrorKind::conflict);
    EXPECT_EQ(opening(vault, "../x", "a path"), ErrorKind::usage);
    EXPECT_EQ(opening(vault, "", "nothing"), ErrorKind::usage);
    EXPECT_EQ(opening(vault, std::string(65, 'a'), "long"), ErrorKind::usage);
    EXPECT_EQ(opening(vault, "INC-2", ""), ErrorKind::usage);
    EXPECT_EQ(opening(vault, "INC-2", "title", "secret"), ErrorKind::usage);
    EXPECT_EQ(failure_of([&] { vault.anna().incident("INC-9"); }).kind, ErrorKind::not_found);
    EXPECT_EQ(vault.anna().incidents().size(), 1U);
}

TEST(Grant, without_one_an_incident_shows_custody_only) {
    TempVault vault;
    vault.open_incident("INC-1", Access::none);
    const std::string item = vault.ingest("image", as_bytes("evidence"));
    const IncidentInfo incident = vault.boris().incident("INC-1");
    EXPECT_EQ(incident.my_access, Access::none);
    EXPECT_EQ(incident.title, "");
    const ItemInfo info = vault.boris().item(item);
    EXPECT_FALSE(info.readable);
    EXPECT_EQ(info.label, "");
    EXPECT_EQ(info.digests.sha256, "");
    EXPECT_FALSE(info.size);
    EXPECT_EQ(info.custodian, test::unlocked("anna").info().id);
    EXPECT_EQ(exporting(vault, "boris").kind, ErrorKind::denied);
    EXPECT_EQ(failure_of([&] { vault.register_item("laptop", "boris"); }).kind, ErrorKind::denied);
    EXPECT_TRUE(vault.boris().find("image").empty());
    for (const EventInfo& event : vault.boris().events()) {
        if (event.type != "item.ingest") continue;
        EXPECT_TRUE(event.private_values.empty());
    }
}

TEST(Grant, record_reads_custody_and_no_content) {
    TempVault vault;
    vault.open_incident("INC-1", Access::record);
    vault.ingest("image", as_bytes("evidence"));
    EXPECT_EQ(vault.boris().incident("INC-1").title, "Break-in on web1");
    EXPECT_EQ(vault.boris().item("image").digests.sha256.size(), 64U);
    EXPECT_EQ(exporting(vault, "boris").kind, ErrorKind::denied);
    VerifyRequest verify;
    verify.items = {"image"};
    EXPECT_EQ(failure_of([&] { vault.boris().verify(verify, nullptr, nullptr); }).kind,
              ErrorKind::denied);
    EXPECT_EQ(failure_of([&] { vault.ingest("mine", as_bytes("x"), "boris"); }).kind,
              ErrorKind::denied);
}

TEST(Grant, deposit_takes_evidence_in_and_reads_nothing_back) {
    TempVault vault;
    vault.open_incident("INC-1", Access::deposit);
    const Bytes content = test::seeded_bytes(3, 200'000);
    const std::string item = vault.ingest("image", content, "boris");
    EXPECT_FALSE(vault.again("boris").item(item).readable);
    EXPECT_EQ(exporting(vault, "boris").kind, ErrorKind::denied);
    EXPECT_FALSE(exporting(vault, "anna").kind);
    EXPECT_EQ(test::bytes_of_file(vault.path("exported")), content);
}

TEST(Grant, content_given_later_opens_what_was_there_before) {
    TempVault vault;
    vault.open_incident("INC-1", Access::none);
    vault.ingest("image", as_bytes("evidence"));
    EXPECT_TRUE(vault.boris().find("image").empty());
    vault.anna().grant("INC-1", "Boris", Access::record, "reads the file");
    EXPECT_EQ(vault.boris().find("image").size(), 1U);
    EXPECT_EQ(exporting(vault, "boris").kind, ErrorKind::denied);
    vault.anna().grant("INC-1", "Boris", Access::content, "analyses it");
    EXPECT_FALSE(exporting(vault, "boris").kind);
}

TEST(Grant, is_given_by_the_opener_only_and_to_handlers_only) {
    TempVault vault;
    vault.open_incident();
    EXPECT_EQ(
        failure_of([&] { vault.boris().grant("INC-1", "Carla", Access::record, "why"); }).kind,
        ErrorKind::denied);
    EXPECT_EQ(failure_of([&] { vault.anna().grant("INC-1", "Dora", Access::record, "why"); }).kind,
              ErrorKind::not_found);
    EXPECT_EQ(failure_of([&] { vault.anna().grant("INC-1", "Carla", Access::none, "why"); }).kind,
              ErrorKind::usage);
    EXPECT_EQ(vault.carla().incident("INC-1").my_access, Access::none);
}

TEST(Item, physical_ones_keep_their_fields_and_start_with_who_registered_them) {
    TempVault vault;
    vault.open_incident();
    NewItem item;
    item.incident = "INC-1";
    item.fields = {{"label", "laptop"},
                   {"description", "Closed, no visible damage"},
                   {"serial", "PF-3X9K21"},
                   {"seal", "S-0815"}};
    item.happened = Moment{1795000000, 0};
    const ItemInfo made = vault.anna().register_item(item);
    EXPECT_EQ(made.id, "INC-1/1");
    EXPECT_EQ(made.kind, "physical");
    EXPECT_FALSE(made.digital);
    EXPECT_EQ(made.fields, item.fields);
    EXPECT_EQ(made.registered.seconds, 1795000000);
    const auto rows = vault.anna().custody("laptop");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].what, "collected");
    EXPECT_EQ(rows[0].actor, test::unlocked("anna").info().id);
    VerifyRequest verify;
    verify.items = {"laptop"};
    EXPECT_EQ(failure_of([&] { vault.anna().verify(verify, nullptr, nullptr); }).kind,
              ErrorKind::usage);
    EXPECT_EQ(exporting(vault, "anna").kind, ErrorKind::usage);
}

TEST(Item, refuses_unknown_incidents_fields_and_values) {
    TempVault vault;
    vault.open_incident();
    const auto kind = [&](const std::string& incident, const ItemFields& fields) {
        return failure_of([&] { vault.anna().register_item({incident, fields, {}}); }).kind;
    };
    EXPECT_EQ(kind("INC-9", {{"description", "x"}}), ErrorKind::not_found);
    EXPECT_EQ(kind("INC-1", {{"description", "x"}, {"colour", "red"}}), ErrorKind::usage);
    EXPECT_EQ(kind("INC-1", {{"description", "x"}, {"sha256", "00"}}), ErrorKind::usage);
    EXPECT_EQ(kind("INC-1", {{"label", "no description"}}), ErrorKind::usage);
    EXPECT_EQ(kind("INC-1", {{"description", "\xff\xfe"}}), ErrorKind::usage);
    EXPECT_EQ(kind("INC-1", {{"description", std::string(4001, 'a')}}), ErrorKind::usage);
    EXPECT_TRUE(vault.anna().items("INC-1").empty());
}

TEST(Item, labels_are_unique_in_their_incident_and_free_in_the_next) {
    TempVault vault;
    vault.open_incident("INC-1");
    vault.open_incident("INC-2");
    vault.register_item("laptop");
    const auto failure = failure_of([&] { vault.register_item("laptop"); });
    EXPECT_EQ(failure.kind, ErrorKind::conflict);
    EXPECT_NE(failure.message.find("INC-1/1"), std::string::npos) << failure.message;
    EXPECT_EQ(failure_of([&] { vault.ingest("laptop", as_bytes("x")); }).kind,
              ErrorKind::conflict);
    EXPECT_EQ(vault.register_item("laptop", "anna", "INC-2"), "INC-2/1");
    const auto which = failure_of([&] { vault.anna().item("laptop"); });
    EXPECT_EQ(which.kind, ErrorKind::conflict);
    EXPECT_NE(which.message.find("INC-1/1, INC-2/1"), std::string::npos) << which.message;
    EXPECT_EQ(failure_of([&] { vault.anna().item("desktop"); }).kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace exhibit
