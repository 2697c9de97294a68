// What parity costs: CPU seconds for each GiB of packs, one figure a line.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <exception>

#include "blob/parity.hpp"
#include "crypto/digest.hpp"

namespace exhibit::blob {
namespace {

constexpr std::size_t covered_bytes = (std::size_t{32} << 20) + 1768;
constexpr int packs = 32;

double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

void print(const char* what, double seconds) {
    const double gib = static_cast<double>(covered_bytes) * packs / (1U << 30);
    std::printf("%s: %.2f s of cpu a GiB, %.2f GB/s\n", what, seconds / gib,
                gib * 1.073741824 / seconds);
}

void run() {
    const ParityGeometry geometry = choose_geometry(covered_bytes, 32, parity_permille_default);
    Bytes pack;
    pack.reserve(geometry.pack_bytes());
    pack.resize(covered_bytes);
    for (std::size_t i = 0; i < pack.size(); ++i) pack[i] = static_cast<std::byte>(i * 2654435761U);
    double begin = cpu_seconds();
    for (int i = 0; i < packs; ++i) {
        pack.resize(covered_bytes);
        append_parity(pack, geometry);
    }
    print("parity and shard digests", cpu_seconds() - begin);
    begin = cpu_seconds();
    for (int i = 0; i < packs; ++i) {
        for (std::size_t at = 0; at < covered_bytes; at += shard_bytes_max) {
            static_cast<void>(shard_digest(
                geometry.check,
                ByteView(pack).subspan(at, std::min<std::size_t>(4096, covered_bytes - at))));
        }
    }
    print("shard digests alone", cpu_seconds() - begin);
    write_pack_trailer(pack, geometry.trailer());
    const crypto::Hash name = crypto::sha256(pack);
    for (std::size_t i = 0; i < (1U << 20); ++i) pack[5000000 + i] = std::byte{0};
    begin = cpu_seconds();
    for (int i = 0; i < packs; ++i) {
        if (repair_pack(pack, name).state != PackState::restored) std::puts("NOT RESTORED");
    }
    print("repair of a lost MiB in each pack", cpu_seconds() - begin);
}

}  // namespace
}  // namespace exhibit::blob

int main() {
    try {
        exhibit::blob::run();
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
