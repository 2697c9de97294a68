// The index of blocks: how fast it grows and answers, what it takes of memory and disk.
//
//   index_bench [MILLIONS] [FOLDER]     default: 10 million blocks, in a folder of the current one
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>

#include "catalogue/block_runs.hpp"

namespace exhibit::catalogue {
namespace {

constexpr std::uint64_t pack_blocks = 1024;
constexpr std::uint64_t lookups = 1'000'000;
constexpr std::size_t asked_at_once = 16;

double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

double peak_mib() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

blob::BlockId id_of(std::uint64_t number) {
    Bytes text;
    put_u64(text, number);
    return {crypto::sha256(text)};
}

void ask(BlockRuns& runs, const char* what, std::uint64_t first, std::uint64_t among) {
    std::vector<blob::BlockId> ids;
    for (std::uint64_t i = 0; i < lookups; ++i) {
        ids.push_back(id_of(first + i * 2654435761U % among));
    }
    std::uint64_t found = 0;
    const double begin = now();
    for (std::size_t at = 0; at < ids.size(); at += asked_at_once) {
        for (const auto& place : runs.find_all(std::span(ids).subspan(at, asked_at_once))) {
            if (place) ++found;
        }
    }
    const double seconds = now() - begin;
    std::printf("%s: %.0f lookups a second, %.2f us each, %.0f %% found\n", what,
                static_cast<double>(lookups) / seconds,
                seconds * 1e6 / static_cast<double>(lookups),
                100.0 * static_cast<double>(found) / static_cast<double>(lookups));
}

void run(std::uint64_t blocks, const std::string& folder) {
    std::filesystem::remove_all(folder);
    const crypto::SecretBytes key = crypto::SecretBytes::random(32);
    const double begin = now();
    {
        BlockRuns runs(folder, key);
        std::vector<blob::TableEntry> entries(pack_blocks);
        for (std::uint64_t first = 0; first < blocks; first += pack_blocks) {
            for (std::uint64_t i = 0; i < pack_blocks; ++i) {
                entries[i] = {id_of(first + i), 104 + i * 32768, 32000, 65536, {}, {}};
            }
            runs.add_pack(id_of(~first).hash, entries);
        }
    }
    const double seconds = now() - begin;
    std::printf("%llu blocks added in %.1f s, %.2f us each\n",
                static_cast<unsigned long long>(blocks), seconds,
                seconds * 1e6 / static_cast<double>(blocks));
    const double opening = now();
    BlockRuns runs(folder, key);
    std::uint64_t bytes = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder)) bytes += file.file_size();
    std::printf("opened in %.3f s: %zu files, %.1f MiB, %.1f bytes a block\n", now() - opening,
                runs.files(), static_cast<double>(bytes) / 1048576,
                static_cast<double>(bytes) / static_cast<double>(blocks));
    ask(runs, "blocks that are there", 0, blocks);
    ask(runs, "blocks that are not", blocks * 2, blocks);
    std::printf("peak memory of the process: %.0f MiB\n", peak_mib());
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace exhibit::catalogue

int main(int count, char** arguments) {
    try {
        const std::uint64_t millions = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 10;
        exhibit::catalogue::run(millions * 1'000'000 / 1024 * 1024,
                                count > 2 ? arguments[2] : "index-bench");
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
