// Figures of the verify layer, one a line: wall and CPU seconds.
//   bench_verify STORE [MEGABYTES [EVENTS]]   (STORE: a new folder)
//
// The image is half zeros, a quarter random bytes, a quarter text. The ledger has one event in a
// transition, as the command line writes it.
#include <chrono>
#include <cstdio>
#include <ctime>
#include <exception>
#include <functional>
#include <string>

#include "blob/index.hpp"
#include "blob/lists.hpp"
#include "blob/manifest.hpp"
#include "blob/writer.hpp"
#include "ledger/object_names.hpp"
#include "ledger/writer.hpp"
#include "support/ledger_builder.hpp"
#include "support/seeded_random.hpp"
#include "verify/audit.hpp"
#include "verify/check.hpp"
#include "verify/content.hpp"

namespace exhibit::verify {
namespace {

using test::LedgerBuilder;

constexpr std::string_view incident = "INC-1";
constexpr std::size_t block_bytes = std::size_t{128} << 10;

double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

void measure(const char* name, const std::function<void()>& work) {
    const double cpu = cpu_seconds();
    const auto begin = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
    std::printf("%s: %.2f s wall, %.2f s cpu\n", name, wall.count(), cpu_seconds() - cpu);
}

Bytes text_block(std::uint64_t number) {
    Bytes block;
    while (block.size() < block_bytes) {
        append(block, "entry " + std::to_string(number++) + " of a log that says little; ");
    }
    block.resize(block_bytes);
    return block;
}

struct Image {
    custody::ItemId item;
    std::string sha256;
};

Image put_image(store::ObjectStore& store, LedgerBuilder& builder, std::uint64_t megabytes) {
    const custody::IncidentKeys& keys = builder.incident_keys(incident);
    const crypto::KeyedHash id_key(keys.id_key);
    const auto tag = ledger::subject_tag(builder.origin(), ledger::incident_subject(incident));
    blob::MemoryBlockIndex index;
    blob::BlobWriter writer(store, {{tag.bytes}, keys.content->public_key(), id_key}, index);
    blob::ManifestWriter manifest(
        [&](ByteView node) { return writer.put(blob::BlockType::node, node); });
    crypto::Digest digest(crypto::Algorithm::sha256);
    const Bytes zeros(2 * block_bytes);
    for (std::uint64_t i = 0; i < (megabytes << 20) / (4 * block_bytes); ++i) {
        for (const Bytes& block : {test::seeded_bytes(i, block_bytes), text_block(i << 20)}) {
            manifest.data(writer.put(blob::BlockType::data, block), block.size());
            digest.update(block);
        }
        manifest.zeros(zeros.size());
        digest.update(zeros);
    }
    const blob::BlockId root = manifest.finish();
    const std::string list = blob::write_pack_list(writer.finish().packs);
    const crypto::Hash list_digest = crypto::sha256(as_bytes(list));
    store.put_new(ledger::list_name(list_digest), as_bytes(list));
    custody::PrivateValues values = test::ingest_values();
    const std::string sha256 = to_hex(digest.finish());
    values["sha256"] = sha256;
    custody::ItemIngest body{
        custody::IncidentId::parse(incident), "image", list_digest, root.hash, 0, 0, std::nullopt};
    return {builder.ingest("anna", std::move(body), values), sha256};
}

void put_ledger(store::ObjectStore& store, LedgerBuilder& builder) {
    for (const auto& [name, bytes] : builder.objects()) store.put_new(name, bytes);
    const custody::VaultKeys& keys = builder.vault_keys();
    ledger::LedgerReader reader(store, builder.descriptor(), keys.record_key.clone());
    test::SeededRandom random(7);
    const crypto::SeedSigner log(keys.log_seed);
    ledger::LedgerWriter writer(reader, log, random);
    for (const ledger::Entry& entry : builder.entries()) {
        writer.append([&](const ledger::CommittedState&) { return std::vector{entry.text}; });
    }
}

void print_findings(const std::vector<Finding>& findings) {
    for (const Finding& finding : findings) {
        if (finding.severity == Severity::violation) std::printf("%s\n", finding.text.c_str());
    }
}

void run(const std::string& folder, std::uint64_t megabytes, std::uint64_t events) {
    const auto store = store::create_posix_store(folder);
    LedgerBuilder builder("anna");
    builder.open_incident("anna", incident);
    const Image image = put_image(*store, builder, megabytes);
    while (builder.entries().size() < events) builder.access("anna", image.item);
    put_ledger(*store, builder);

    const ContentInput content{*store, builder.origin(), *builder.state().item(image.item),
                               builder.incident_keys(incident), {{}, {}, image.sha256}};
    measure("verify of the stream", [&] { print_findings(verify_content(content).findings); });
    ContentInput blocks = content;
    blocks.depth = VerifyDepth::blocks;
    measure("verify of blocks", [&] { print_findings(verify_content(blocks).findings); });
    measure("check",
            [&] { print_findings(check_store(*store, false, nullptr, nullptr).findings); });
    measure("check --read-data",
            [&] { print_findings(check_store(*store, true, nullptr, nullptr).findings); });
    const AuditInput audit_input{*store, LedgerBuilder::person("anna"), std::nullopt, std::nullopt,
                                 builder.clock().now()};
    measure("audit", [&] { print_findings(audit(audit_input).findings); });
}

}  // namespace
}  // namespace exhibit::verify

int main(int argc, char** argv) {
    try {
        if (argc < 2) throw std::runtime_error("usage: bench_verify STORE [MEGABYTES [EVENTS]]");
        const std::uint64_t megabytes = argc > 2 ? std::stoull(argv[2]) : 512;
        const std::uint64_t events = argc > 3 ? std::stoull(argv[3]) : 2000;
        exhibit::verify::run(argv[1], megabytes, events);
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_verify: %s\n", error.what());
        return 1;
    }
}
