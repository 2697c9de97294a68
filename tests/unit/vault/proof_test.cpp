// What others can check, and that the catalogue is only a cache.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "encode/note.hpp"
#include "exhibit/vault.hpp"
#include "ledger/receipt.hpp"
#include "support/identities.hpp"
#include "support/seeded_random.hpp"
#include "support/temp_vault.hpp"

namespace exhibit {
namespace {

namespace fs = std::filesystem;
using test::failure_of;
using test::TempVault;

EmitRequest emit_of(IodefVersion version, IodefSection section) {
    EmitRequest request;
    request.incident = "INC-1";
    request.version = version;
    request.section = section;
    request.csirt_name = "csirt.example.com";
    request.csirt_email = "csirt@example.com";
    request.recipients = "partner CSIRT";
    request.purpose = "report";
    return request;
}

/// Everything a vault can hold: files, a tree, a physical item, hand-overs of every ending, reads.
struct Worked : testing::Test {
    TempVault vault;
    Worked() {
        vault.open_incident();
        vault.anna().grant("INC-1", "Carla", Access::record, "reads the record");
        vault.register_item("laptop");
        vault.ingest("image", test::seeded_bytes(1, 300'000));
        fs::create_directories(vault.path("logs"));
        vault.file("logs/auth.log", as_bytes("Accepted publickey for root\n"));
        IngestRequest logs;
        logs.incident = "INC-1";
        logs.source = vault.path("logs");
        logs.fields = {{"label", "logs"}, {"description", "Log files of web1"}};
        vault.anna().ingest(logs, nullptr, nullptr);
        vault.anna().cancel_offer(vault.offer("image", "anna", "boris"), "a mistake");
        vault.boris().refuse(vault.offer("laptop", "anna", "boris"), "the seal is broken");
        vault.accept(vault.offer("image", "anna", "boris"), "boris");
        ExportRequest copy;
        copy.item = "image";
        copy.output = vault.path("copy");
        copy.purpose = "analysis";
        vault.boris().export_item(copy, nullptr, nullptr);
        VerifyRequest verify;
        verify.incident = "INC-1";
        vault.boris().verify(verify, nullptr, nullptr);
    }
};

TEST_F(Worked, is_without_findings_for_everybody) {
    for (const std::string who : {"anna", "boris", "carla"}) {
        const AuditResult audit = vault.as(who).audit("", nullptr, nullptr);
        EXPECT_TRUE(audit.ok()) << who << ":\n" << test::text_of(audit.findings);
        EXPECT_EQ(audit.events, vault.as(who).info().size);
        std::vector<std::string> open;
        for (const Claim& claim : audit.claims)
            if (!claim.holds) open.push_back(claim.name);
        // What no audit of this vault can know: there is no time-stamp and no witness, and it
        // reads no content.
        EXPECT_EQ(open, (std::vector<std::string>{"times", "witnesses", "content"}));
    }
    const AuditResult one = vault.anna().audit("INC-1", nullptr, nullptr);
    EXPECT_TRUE(one.ok()) << test::text_of(one.findings);
    EXPECT_EQ(failure_of([&] { vault.anna().audit("INC-9", nullptr, nullptr); }).kind,
              ErrorKind::not_found);
    const CheckResult check = Vault::check(vault.location(), true, nullptr, nullptr);
    EXPECT_TRUE(check.ok()) << test::text_of(check.findings);
}

TEST_F(Worked, gives_a_receipt_of_every_event_that_verifies_alone) {
    const VaultInfo info = vault.anna().info();
    const encode::NoteKey pinned = encode::parse_vkey(info.log_key);
    const auto events = vault.anna().events();
    ASSERT_EQ(events.size(), info.size);
    for (const EventInfo& event : events) {
        const std::string text = vault.anna().receipt(event.hash);
        const ledger::Receipt receipt = ledger::parse_receipt(text, "receipt");
        const ledger::ReceiptFacts facts = ledger::verify_receipt(receipt, pinned, "receipt");
        EXPECT_EQ(facts.entry.leaf.hex(), event.hash);
        EXPECT_EQ(facts.entry.envelope.payload, event.payload);
        EXPECT_EQ(receipt.sign_keys.at(0).id().hex(), event.actor);
    }
    EXPECT_EQ(failure_of([&] { vault.anna().receipt("4711"); }).kind, ErrorKind::not_found);
}

std::string answers(Vault& vault) {
    std::string out;
    for (const char* text : {"image", "LAP", "auth.log", "Bytes of", "web1", "nothing like it"}) {
        out += std::string(text) + ":";
        for (const FoundItem& found : vault.find(text))
            out += " " + found.item.id + "/" + found.matched + "/" + found.member;
        out += "\n";
    }
    for (const ItemInfo& item : vault.items("INC-1")) {
        out += item.digests.sha256 + ":";
        if (!item.digests.sha256.empty())
            for (const FoundItem& found : vault.find(item.digests.sha256)) out += found.item.id;
        out += "\n";
    }
    return out;
}

TEST_F(Worked, finds_the_same_after_the_catalogue_was_deleted_rebuilt_or_damaged) {
    const std::string before = answers(vault.anna());
    EXPECT_NE(before.find("auth.log: INC-1/3/path/auth.log"), std::string::npos) << before;
    EXPECT_NE(before.find("LAP: INC-1/1/"), std::string::npos) << before;
    EXPECT_EQ(vault.anna().rebuild_catalogue(nullptr), vault.anna().info().size);
    EXPECT_EQ(answers(vault.anna()), before);
    vault.close();
    const std::string folder = vault.home("anna") + "/catalogue";
    ASSERT_FALSE(fs::is_empty(folder));
    fs::remove_all(folder);
    EXPECT_EQ(answers(vault.anna()), before);
    vault.close();
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        Bytes bytes = test::bytes_of_file(entry.path());
        std::ranges::fill(bytes, std::byte{0x41});
        vault.file("home-anna/catalogue/" + fs::relative(entry.path(), folder).string(), bytes);
    }
    EXPECT_EQ(answers(vault.anna()), before);
}

TEST_F(Worked, finds_for_each_only_what_they_may_read) {
    EXPECT_EQ(vault.carla().find("image").size(), 1U);
    EXPECT_TRUE(vault.carla().find("auth.log").empty()) << "names of files are content";
    vault.anna().enrol(test::unlocked("dora").card(), {"handler"});
    EXPECT_TRUE(vault.as("dora").find("image").empty());
    EXPECT_EQ(failure_of([&] { vault.anna().find(""); }).kind, ErrorKind::usage);
}

TEST_F(Worked, reports_in_every_version_and_section_and_records_each) {
    const ItemInfo image = vault.anna().item("image");
    for (const IodefVersion version : {IodefVersion::v1, IodefVersion::v2}) {
        for (const IodefSection section :
             {IodefSection::document, IodefSection::event_data, IodefSection::record}) {
            const EmitResult result = vault.carla().emit_iodef(emit_of(version, section));
            EXPECT_NE(result.document.find("INC-1/2"), std::string::npos);
            EXPECT_NE(result.document.find("Break-in on web1") != std::string::npos,
                      section != IodefSection::document);
            EXPECT_EQ(vault.anna().events().back().type, "exchange.emit");
            EXPECT_NE(vault.anna().events().back().payload.find(result.sha256), std::string::npos);
        }
    }
    EXPECT_EQ(vault.anna().custody("image").back().what, "reported");
    EXPECT_EQ(failure_of([&] {
                  vault.anna().enrol(test::unlocked("dora").card(), {"handler"});
                  vault.as("dora").emit_iodef(emit_of(IodefVersion::v2, IodefSection::document));
              }).kind,
              ErrorKind::denied);
    EXPECT_TRUE(vault.anna().audit("", nullptr, nullptr).ok());
}

TEST_F(Worked, refuses_to_report_items_of_another_incident) {
    vault.open_incident("INC-2");
    vault.register_item("phone", "anna", "INC-2");
    EmitRequest request = emit_of(IodefVersion::v2, IodefSection::document);
    request.items = {"phone"};
    const std::uint64_t size = vault.anna().info().size;
    EXPECT_TRUE(failure_of([&] { vault.anna().emit_iodef(request); }).kind.has_value());
    EXPECT_EQ(vault.anna().info().size, size);
}

}  // namespace
}  // namespace exhibit
