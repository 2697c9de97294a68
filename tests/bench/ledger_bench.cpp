// A ledger of any size, and what it costs to work with it.
//
//   bench_ledger make FOLDER EVENTS [BATCH]
//                                       writes a vault; a fixed person, "anna", is its admin;
//                                       BATCH events a commit, 256 unless told
//   bench_ledger audit FOLDER [FILE]    audits it; FILE gets what was found, to compare builds
//   bench_ledger open FOLDER            opens it, and makes receipts of a thousand events
//
// The events are those of a laboratory without private values: items registered, handed over,
// looked at. One process for each step, so that peak memory is that of the step.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "exhibit/vault.hpp"
#include "ledger/object_names.hpp"
#include "ledger/writer.hpp"
#include "support/ledger_builder.hpp"
#include "support/temp_vault.hpp"

namespace exhibit {
namespace {

using test::LedgerBuilder;

constexpr std::size_t batch_max = 256;  // what a commit may hold
constexpr int items_an_incident = 20;
constexpr int rounds_an_item = 8;
constexpr int receipts = 1000;

double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

void print_usage() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    std::printf("  %.1f s of processors, %.1f s of the system, peak memory %.0f MiB\n",
                seconds(usage.ru_utime), seconds(usage.ru_stime),
                static_cast<double>(usage.ru_maxrss) / 1024);
}

/// Appends to the builder, and to the store whenever a batch is full.
class Maker {
public:
    Maker(const std::string& location, std::uint64_t events, std::size_t batch)
        : events_(events),
          batch_size_(batch),
          store_(store::create_posix_store(location)),
          log_(ledger_.vault_keys().log_seed),
          reader_(*store_, ledger_.descriptor(), ledger_.vault_keys().record_key.clone()),
          writer_(reader_, log_, ledger_.random()) {}

    void run() {
        for (const auto& [name, bytes] : ledger_.objects()) put(name, bytes);
        batch_.push_back(ledger_.entries().back().text);
        for (const char* name : {"boris", "carla"}) {
            ledger_.enrol("anna", name);
            batch_.push_back(ledger_.entries().back().text);
        }
        for (int number = 1; size() < events_; ++number) incident(number);
        flush();
        for (const auto& [name, bytes] : ledger_.objects()) put(name, bytes);
    }

private:
    std::uint64_t size() const { return ledger_.state().size(); }
    void put(const std::string& name, const Bytes& bytes) { store_->put_new(name, bytes); }

    void flush() {
        if (batch_.empty()) return;
        writer_.append([this](const ledger::CommittedState&) { return batch_; });
        batch_.clear();
    }
    void add(std::string_view by, const custody::Body& body,
             const LedgerBuilder::ItemIds& items = {}) {
        if (size() >= events_) return;
        const auto findings = ledger_.append(ledger_.draft(by, body, items), by);
        if (!findings.empty()) throw std::logic_error(findings.front().text);
        batch_.push_back(ledger_.entries().back().text);
        if (batch_.size() >= batch_size_) flush();
    }

    void incident(int number) {
        const std::string id = "INC-" + std::to_string(number);
        custody::IncidentOpen open = ledger_.open_body("anna", id);
        for (const char* name : {"boris", "carla"})
            open.grants.push_back(ledger_.grant_of(id, name, custody::Read::content));
        std::ranges::sort(open.grants, {}, &custody::Grant::handler);
        add("anna", open);
        const auto incident = custody::IncidentId::parse(id);
        for (int i = 1; i <= items_an_incident && size() < events_; ++i)
            item(incident, {incident, static_cast<std::uint32_t>(i)});
    }
    void item(const custody::IncidentId& incident, const custody::ItemId& id) {
        add("anna", custody::ItemRegister{incident}, {id});
        const char* holder = "anna";
        const char* next = "boris";
        for (int round = 0; round < rounds_an_item && size() + 3 < events_; ++round) {
            const Instant expires{ledger_.clock().now().seconds + 86400};
            add(holder, custody::CustodyOffer{expires, LedgerBuilder::id(next)}, {id});
            const crypto::Hash offer = ledger_.entries().back().leaf;
            add(next, custody::CustodyAccept{{{id, custody::CheckResult::not_checked}}, offer},
                {id});
            add(next, custody::ItemAccess{}, {id});
            std::swap(holder, next);
        }
    }

    std::uint64_t events_;
    std::size_t batch_size_;
    LedgerBuilder ledger_;
    std::unique_ptr<store::ObjectStore> store_;
    crypto::SeedSigner log_;
    ledger::LedgerReader reader_;
    ledger::LedgerWriter writer_;
    std::vector<std::string> batch_;
};

void make(const std::string& folder, std::uint64_t events, std::size_t batch) {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    const double begin = now();
    Maker(folder + "/vault", events, batch).run();
    std::printf("%llu events written in %.1f s\n", static_cast<unsigned long long>(events),
                now() - begin);
    print_usage();
}

Vault open_vault(const std::string& folder) {
    return Vault::open(folder + "/vault", folder + "/home", test::unlocked("anna"));
}

void write_result(const AuditResult& result, const std::string& file) {
    std::ofstream out(file);
    for (const Finding& one : result.findings)
        out << one.code << '|' << to_string(one.severity) << '|' << one.object << '|' << one.item
            << '|' << (one.event ? std::to_string(*one.event) : "") << '|' << one.text << '\n';
    for (const Claim& one : result.claims)
        out << one.name << '|' << one.holds << '|' << one.scope << '\n';
    out << result.size << '|' << result.root << '|' << result.vault_id << '\n';
    if (!out.flush()) throw std::runtime_error("writing " + file);
}

void audit(const std::string& folder, const std::string& file) {
    const AuditResult result =
        Vault::audit_unopened(folder + "/vault", folder + "/home", test::unlocked("anna"),
                              exhibit::AuditTrust{}, nullptr, nullptr);
    std::size_t violations = 0;
    for (const Finding& finding : result.findings)
        violations += finding.severity == Severity::violation ? 1U : 0U;
    std::printf("%llu events audited in %.1f s, %.0f a second; %zu findings, %zu violations\n",
                static_cast<unsigned long long>(result.events), result.seconds,
                static_cast<double>(result.events) / result.seconds, result.findings.size(),
                violations);
    print_usage();
    if (!file.empty()) write_result(result, file);
}

void open(const std::string& folder) {
    const double begin = now();
    const Vault vault = open_vault(folder);
    const std::uint64_t size = vault.info().size;
    std::printf("opened %llu events in %.2f s\n", static_cast<unsigned long long>(size),
                now() - begin);
    std::vector<double> times;
    for (std::uint64_t i = 0; i < receipts; ++i) {
        const std::string event = std::to_string(i * 2654435761U % size);
        const double start = now();
        static_cast<void>(vault.receipt(event));
        times.push_back(now() - start);
    }
    std::ranges::sort(times);
    std::printf("receipts: median %.2f ms, 99 of 100 under %.2f ms, slowest %.2f ms\n",
                times[times.size() / 2] * 1e3, times[times.size() * 99 / 100] * 1e3,
                times.back() * 1e3);
    print_usage();
}

int run(const std::vector<std::string>& arguments) {
    const std::string what = arguments.empty() ? "" : arguments[0];
    const auto number = [&](std::size_t at) {
        return std::strtoull(arguments[at].c_str(), nullptr, 10);
    };
    if (what == "make" && (arguments.size() == 3 || arguments.size() == 4)) {
        const std::size_t batch = arguments.size() == 4 ? number(3) : batch_max;
        make(arguments[1], number(2), std::min(batch, batch_max));
    } else if (what == "audit" && (arguments.size() == 2 || arguments.size() == 3)) {
        audit(arguments[1], arguments.size() == 3 ? arguments[2] : "");
    } else if (what == "open" && arguments.size() == 2) {
        open(arguments[1]);
    } else {
        std::fprintf(
            stderr,
            "bench_ledger make FOLDER EVENTS [BATCH] | audit FOLDER [FILE] | open FOLDER\n");
        return 2;
    }
    return 0;
}

}  // namespace
}  // namespace exhibit

int main(int count, char** arguments) {
    try {
        return exhibit::run({arguments + 1, arguments + count});
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
