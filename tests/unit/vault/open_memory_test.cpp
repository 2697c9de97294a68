// What opening a vault verified is not verified again, and is believed of no other ledger.
#include <gtest/gtest.h>

#include <filesystem>

#include "exhibit/vault.hpp"
#include "ledger/writer.hpp"
#include "support/ledger_builder.hpp"
#include "support/temp_folder.hpp"
#include "support/temp_vault.hpp"

namespace exhibit {
namespace {

namespace fs = std::filesystem;
using test::LedgerBuilder;

class OpenMemoryTest : public testing::Test {
protected:
    test::TempFolder folder_;

    /// A vault whose event 100 hands INC-1/1 over to Boris; `forged`: not signed by him.
    void write_vault(const std::string& name, bool forged, std::size_t events) {
        LedgerBuilder ledger("anna");
        ledger.enrol("anna", "boris");
        ledger.open_incident("anna", "INC-1");
        const custody::ItemId item = ledger.register_item("anna", "INC-1");
        while (ledger.entries().size() < 99) ledger.access("anna", item);
        const crypto::Hash offer = ledger.offer("anna", {item}, "boris");
        const ledger::Event event = ledger.draft(
            "boris", custody::CustodyAccept{{{item, custody::CheckResult::not_checked}}, offer},
            {item});
        ledger::Entry entry = ledger.sign(event, "boris");
        if (forged) {
            entry.envelope.signatures.front().signature.front() ^= std::byte{1};
            entry = ledger::parse_entry(encode::dump_envelope(entry.envelope), entry.index, "it");
        }
        static_cast<void>(ledger.append(entry));
        while (ledger.entries().size() < events) ledger.access("anna", item);
        const auto store = store::create_posix_store(folder_ / name);
        for (const auto& [object, bytes] : ledger.objects()) store->put_new(object, bytes);
        const custody::VaultKeys& keys = ledger.vault_keys();
        const crypto::SeedSigner log(keys.log_seed);
        ledger::LedgerReader reader(*store, ledger.descriptor(), keys.record_key.clone());
        ledger::LedgerWriter writer(reader, log, ledger.random());
        for (std::size_t i = 0; i < events; i += 256) {
            std::vector<std::string> texts;
            for (std::size_t j = i; j < std::min(i + 256, events); ++j)
                texts.push_back(ledger.entries()[j].text);
            writer.append([&](const ledger::CommittedState&) { return texts; });
        }
    }
    std::string custodian_in(const std::string& name) {
        const Vault vault = Vault::open(folder_ / name, folder_ / "home", test::unlocked("anna"));
        return vault.item("INC-1/1").custodian;
    }
    std::string memory() {
        for (const auto& file : fs::directory_iterator(folder_ / "home/remembered"))
            if (file.path().extension() == ".opened") return file.path();
        return {};
    }
    void forget_head() {
        for (const auto& file : fs::directory_iterator(folder_ / "home/remembered"))
            if (file.path().extension() == ".json") fs::remove(file.path());
    }
    const std::string anna_ = LedgerBuilder::id("anna").hex();
    const std::string boris_ = LedgerBuilder::id("boris").hex();
};

TEST_F(OpenMemoryTest, is_kept_of_a_ledger_that_is_worth_it) {
    write_vault("small", false, 200);
    EXPECT_EQ(custodian_in("small"), boris_);
    EXPECT_EQ(memory(), "");
    fs::remove_all(folder_ / "home");
    write_vault("large", false, 600);
    EXPECT_EQ(custodian_in("large"), boris_);
    EXPECT_NE(memory(), "");
    EXPECT_EQ(custodian_in("large"), boris_);
}

TEST_F(OpenMemoryTest, a_forged_signature_counts_neither_the_first_time_nor_the_second) {
    write_vault("forged", true, 600);
    EXPECT_EQ(custodian_in("forged"), anna_);
    EXPECT_NE(memory(), "");
    EXPECT_EQ(custodian_in("forged"), anna_);
}

TEST_F(OpenMemoryTest, of_another_ledger_of_this_name_nothing_is_believed) {
    write_vault("sound", false, 600);
    write_vault("forged", true, 600);
    EXPECT_EQ(custodian_in("sound"), boris_);
    forget_head();  // or the other ledger would be refused as a fork
    EXPECT_EQ(custodian_in("forged"), anna_);
}

}  // namespace
}  // namespace exhibit
