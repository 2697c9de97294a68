// How long a receipt, a short code and a proof for witnesses take in a large ledger.
//   bench_receipt STORE [EVENTS]   (STORE: a new folder)
//
// 256 events in a transition, 500 bytes each. "First" is with a reader that has just been opened,
// as a command of its own has it; the store's files are in the system's cache.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <string>
#include <vector>

#include "ledger/commit.hpp"
#include "ledger/receipt.hpp"
#include "ledger/short_code.hpp"
#include "ledger/writer.hpp"
#include "support/seeded_random.hpp"

namespace exhibit::ledger {
namespace {

constexpr std::uint64_t width = 256;
constexpr std::size_t samples = 200;

double milliseconds(const std::function<void()>& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
        .count();
}

void report(const char* name, std::vector<double> times) {
    std::sort(times.begin(), times.end());
    std::printf("%s: median %.2f ms, slowest of %zu %.2f ms\n", name, times[times.size() / 2],
                times.size(), times.back());
}

class Bench {
public:
    Bench(const std::string& folder, std::uint64_t events)
        : store_(store::create_posix_store(folder)),
          descriptor_{"exhibit/00112233445566778899aabbccddeeff",
                      {"exhibit/00112233445566778899aabbccddeeff", log_.key()}} {
        std::printf("writing %llu events: %.1f s\n", static_cast<unsigned long long>(events),
                    milliseconds([&] { write(events); }) / 1000);
    }

    void run() {
        std::uint64_t size = 0;
        std::printf("opening: %.2f ms\n",
                    milliseconds([&] { size = reader().newest().checkpoint.size.value; }));
        std::vector<double> first;
        std::vector<double> next;
        std::vector<double> code;
        LedgerReader open = reader();
        for (std::size_t i = 0; i < samples; ++i) {
            const LeafIndex index{i * (size - 1) / (samples - 1)};
            first.push_back(milliseconds([&] {
                LedgerReader fresh = reader();
                write_receipt(fresh, index);
            }));
            next.push_back(milliseconds([&] { write_receipt(open, index); }));
            code.push_back(milliseconds([&] {
                static_cast<void>(format_short_code(make_short_code(
                    descriptor_.origin, index, open.leaf(index), open.newest().checkpoint.head())));
            }));
        }
        report("receipt, first", std::move(first));
        report("receipt, next", std::move(next));
        report("short code, next", std::move(code));
        std::printf("request for a witness from size 1: %.2f ms\n", milliseconds([&] {
                        LedgerReader fresh = reader();
                        static_cast<void>(dump_commit(
                            {TreeSize{1}, fresh.consistency_proof(TreeSize{1}, TreeSize{size}),
                             fresh.newest().note}));
                    }));
    }

private:
    LedgerReader reader() { return {*store_, descriptor_, key_.clone()}; }

    void write_receipt(LedgerReader& from, LeafIndex index) {
        const KeySource keys = [this](const Hash&) { return std::optional(actor_.key()); };
        static_cast<void>(dump_receipt(make_receipt(from, index, keys)));
    }

    std::string entry() {
        Event event;
        event.log = descriptor_.origin;
        event.type = "item.access";
        event.time = event.happened = {1795368600};
        event.actor = {actor_.key().id(), std::nullopt, 0};
        random_.fill(event.salt);
        event.body = encode::Json::Object{{"action", "verify"}};
        return sign_entry(event, actor_);
    }

    void write(std::uint64_t events) {
        LedgerReader reading = reader();
        LedgerWriter writer(reading, log_, random_);
        for (std::uint64_t done = 0; done < events; done += width) {
            std::vector<std::string> entries;
            for (std::uint64_t i = done; i < std::min(events, done + width); ++i) {
                entries.push_back(entry());
            }
            writer.append([&](const CommittedState&) { return entries; });
        }
    }

    std::unique_ptr<store::ObjectStore> store_;
    crypto::SeedSigner log_ = crypto::SeedSigner::random();
    crypto::SeedSigner actor_ = crypto::SeedSigner::random();
    Descriptor descriptor_;
    crypto::SecretBytes key_ = crypto::SecretBytes::random(32);
    test::SeededRandom random_{7};
};

}  // namespace
}  // namespace exhibit::ledger

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fputs("usage: bench_receipt STORE [EVENTS]\n", stderr);
        return 2;
    }
    try {
        const std::uint64_t events = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 100'000;
        exhibit::ledger::Bench(argv[1], events).run();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_receipt: %s\n", error.what());
        return 1;
    }
    return 0;
}
