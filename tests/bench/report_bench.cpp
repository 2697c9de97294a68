// How long a report and a bundle of an incident take, and how large they are.
//
//   bench_report [EVENTS [FOLDER]]   default 10,000; FOLDER gets report.html and bundle.zip
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include "exhibit/vault.hpp"
#include "support/temp_vault.hpp"

namespace {

using namespace exhibit;

/// Elapsed, and of the processor: on a busy machine the second is what the work takes.
std::string seconds_of(const std::function<void()>& work) {
    const auto begin = std::chrono::steady_clock::now();
    const std::clock_t processor = std::clock();
    work();
    const double used = static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC;
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begin;
    return std::to_string(passed.count()) + " s (processor " + std::to_string(used) + " s)";
}

/// Items that two people hand to each other, all with purpose, place and seals.
void fill(test::TempVault& vault, std::uint64_t events) {
    vault.open_incident();
    const std::uint64_t items = std::max<std::uint64_t>(events / 100, 1);
    std::vector<std::string> ids;
    for (std::uint64_t i = 0; i < items; ++i) {
        ids.push_back(vault.register_item("item " + std::to_string(i)));
    }
    std::vector<bool> with_boris(items);
    for (std::uint64_t done = 5 + items; done + 2 <= events; done += 2) {
        const std::size_t at = (done / 2) % items;
        OfferRequest offer;
        offer.items = {ids[at]};
        offer.to = with_boris[at] ? "Anna" : "Boris";
        offer.purpose = "examination number " + std::to_string(done);
        offer.place = "evidence room " + std::to_string(done % 7);
        offer.seal = "S-" + std::to_string(done);
        const std::string id = vault.as(with_boris[at] ? "boris" : "anna").offer(offer).id;
        vault.accept(id, with_boris[at] ? "anna" : "boris", false);
        with_boris[at] = !with_boris[at];
    }
}

}  // namespace

int main(int argc, char** argv) {
    const std::uint64_t events = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 10000;
    const std::string folder = argc > 2 ? argv[2] : ".";
    test::TempVault vault;
    std::cout << "filling: " << seconds_of([&] { fill(vault, events); }) << "\n";
    std::cout << "opening: " << seconds_of([&] { vault.again("anna"); }) << "\n";

    ReportResult report;
    std::cout << "report:  " << seconds_of([&] { report = vault.anna().report("INC-1", {}); })
              << ", " << report.document.size() << " bytes, of " << report.verdict.events
              << " events, " << (report.verdict.ok() ? "no violations" : "violations") << '\n';
    std::ofstream(folder + "/report.html") << report.document;

    BundleRequest request;
    request.about = "INC-1";
    request.output = folder + "/bundle.zip";
    std::filesystem::remove(request.output);
    BundleResult bundle;
    std::cout << "bundle:  "
              << seconds_of([&] { bundle = vault.anna().bundle(request, nullptr, nullptr); })
              << ", " << bundle.bytes << " bytes\n";
    BundleVerdict verdict;
    std::cout << "verify:  "
              << seconds_of([&] { verdict = Vault::verify_bundle(request.output, nullptr); })
              << ", " << (verdict.ok() ? "holds" : "does not hold") << '\n';
    return verdict.ok() ? 0 : 1;
}
