// Runs a fuzz target without libFuzzer: over each file of the folders given, and over every start
// of the small ones, since a file cut short is the most common damage of all.
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>

#include "base/bytes.hpp"
#include "base/file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

namespace {

constexpr std::uint64_t seed_bytes_max = 16 << 20;
constexpr std::size_t cut_bytes_max = 4096;

void try_one(exhibit::ByteView bytes) {
    // A copy of exactly this size, so that the address sanitizer sees a read past the end.
    const exhibit::Bytes copy = exhibit::to_bytes(bytes);
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(copy.data()), copy.size());
}

int replay(const char* folder) {
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const auto content = exhibit::read_file(entry.path().string(), seed_bytes_max);
        const exhibit::ByteView seed = content.value();
        try_one(seed);
        const std::size_t cuts = seed.size() <= cut_bytes_max ? seed.size() : 0;
        for (std::size_t size = 0; size < cuts; ++size) try_one(seed.first(size));
        ++count;
    }
    return count;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        int count = 0;
        for (int i = 1; i < argc; ++i) count += replay(argv[i]);
        std::printf("%d seeds\n", count);
        return count > 0 ? 0 : 1;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
