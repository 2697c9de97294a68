// The worked example at the end of vault/FORMAT.md is what the code writes and reads.
// UPDATE_GOLDEN=1 writes it anew.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "base/codec.hpp"
#include "crypto/sign.hpp"
#include "encode/note.hpp"
#include "ledger/checkpoint.hpp"
#include "ledger/receipt.hpp"
#include "support/ledger_builder.hpp"

namespace exhibit {
namespace {

constexpr const char* format_path = EXHIBIT_SOURCE_DIR "/vault/FORMAT.md";
constexpr std::string_view heading = "## 15. Worked example\n";
constexpr std::uint64_t offer_index = 4;

std::string read_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// Six events: genesis, a second handler, an incident, a laptop, its offer, its acceptance.
test::LedgerBuilder six_events() {
    test::LedgerBuilder builder("anna");
    builder.enrol("anna", "boris");
    builder.open_incident("anna", "INC-1");
    const custody::ItemId laptop = builder.register_item("anna", "INC-1");
    builder.accept("boris", builder.offer("anna", {laptop}, "boris"));
    return builder;
}

ledger::Hash subtree(const std::vector<ledger::Entry>& entries, unsigned level,
                     std::uint64_t index) {
    if (level == 0) return entries.at(index).leaf;
    return ledger::node_hash(subtree(entries, level - 1, 2 * index),
                             subtree(entries, level - 1, 2 * index + 1));
}

ledger::Receipt receipt_of(const test::LedgerBuilder& builder) {
    const auto& entries = builder.entries();
    const auto source = [&](unsigned level, std::uint64_t index) {
        return subtree(entries, level, index);
    };
    const ledger::TreeSize size{entries.size()};
    const crypto::SeedSigner log(builder.vault_keys().log_seed);
    const ledger::Checkpoint checkpoint{builder.origin(), size, ledger::root_at(size, source)};
    ledger::Receipt receipt;
    receipt.index = {offer_index};
    receipt.entry = entries.at(offer_index).text;
    receipt.log_key = builder.descriptor().log_key;
    receipt.sign_keys = {test::LedgerBuilder::person("anna").sign_key()};
    receipt.proof = ledger::inclusion_proof(receipt.index, size, source);
    receipt.note = ledger::sign_checkpoint(checkpoint, log).note;
    return receipt;
}

std::string block(const std::string& text) {
    return "```\n" + text + (text.ends_with('\n') ? "" : "\n") + "```\n\n";
}

std::string example() {
    const test::LedgerBuilder builder = six_events();
    const ledger::Entry& offer = builder.entries().at(offer_index);
    std::string out(heading);
    out += "\nA vault with six events, made with fixed keys. Its descriptor `exhibit.json`:\n\n";
    out += block(ledger::dump_descriptor(builder.descriptor()));
    out += "Event 4 is an offer. Its payload, the bytes between the last blank of the PAE and its "
           "end:\n\n";
    out += block(offer.envelope.payload);
    out += "Its leaf hash:\n\n" + block(offer.leaf.hex());
    out += "A receipt of it:\n\n" + block(ledger::dump_receipt(receipt_of(builder)));
    out += "`samples/verify-event.sh` verifies the receipt. A pack with its keys and content is in "
           "`tests/unit/blob/golden_test.cpp`.\n";
    return out;
}

std::vector<std::string> blocks_of(const std::string& text) {
    std::vector<std::string> out;
    std::size_t at = 0;
    while ((at = text.find("```\n", at)) != std::string::npos) {
        const std::size_t begin = at + 4;
        const std::size_t end = text.find("```\n", begin);
        if (end == std::string::npos) break;
        out.push_back(text.substr(begin, end - begin));
        at = end + 4;
    }
    return out;
}

TEST(FormatExample, is_what_the_code_writes) {
    const std::string format = read_text(format_path);
    const std::size_t at = format.find(heading);
    ASSERT_NE(at, std::string::npos);
    const std::size_t next = format.find("\n## ", at);
    ASSERT_NE(next, std::string::npos);  // bundles are described after it
    if (std::getenv("UPDATE_GOLDEN") != nullptr) {
        std::ofstream(format_path, std::ios::binary)
            << format.substr(0, at) << example() << format.substr(next);
        return;
    }
    EXPECT_EQ(format.substr(at, next - at), example());
}

TEST(FormatExample, verifies_as_its_reader_would) {
    const std::string format = read_text(format_path);
    const auto blocks = blocks_of(format.substr(format.find(heading)));
    ASSERT_EQ(blocks.size(), 4U);
    const auto descriptor = ledger::parse_descriptor(blocks[0], "the example");
    const auto receipt = ledger::parse_receipt(blocks[3], "the example");
    const auto facts = ledger::verify_receipt(receipt, descriptor.log_key, "the example");
    EXPECT_EQ(facts.entry.envelope.payload + "\n", blocks[1]);
    EXPECT_EQ(facts.entry.leaf.hex() + "\n", blocks[2]);
    EXPECT_EQ(facts.checkpoint.checkpoint.size.value, 6U);
    EXPECT_EQ(facts.entry.event.type, "custody.offer");
}

}  // namespace
}  // namespace exhibit
