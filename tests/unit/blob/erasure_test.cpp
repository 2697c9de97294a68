#include "blob/erasure.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/bytes.hpp"
#include "support/seeded_random.hpp"

namespace exhibit::blob {
namespace {

using exhibit::test::seeded_bytes;
using exhibit::test::SeededRandom;

constexpr std::size_t shard_bytes = 64;

// GF(2^8) by the definition, to compare ISA-L with.
std::uint8_t product(unsigned a, unsigned b) {
    unsigned sum = 0;
    for (; b != 0; b >>= 1) {
        if ((b & 1U) != 0) sum ^= a;
        a <<= 1U;
        if ((a & 0x100U) != 0) a ^= 0x11DU;
    }
    return static_cast<std::uint8_t>(sum);
}

std::uint8_t inverse(std::uint8_t a) {
    for (unsigned b = 1; b < 256; ++b) {
        if (product(a, b) == 1) return static_cast<std::uint8_t>(b);
    }
    return 0;
}

struct Stripe {
    Stripe(std::size_t data, std::size_t parity) : code(data, parity) {
        for (std::size_t i = 0; i < data; ++i) shards.push_back(seeded_bytes(i + 1, shard_bytes));
        shards.resize(data + parity, Bytes(shard_bytes));
        const std::vector<std::byte*> all = pointers();
        const std::vector<const std::byte*> from(all.begin(),
                                                 all.begin() + static_cast<std::ptrdiff_t>(data));
        code.encode(shard_bytes, from, std::span(all).subspan(data));
    }
    std::vector<std::byte*> pointers() {
        std::vector<std::byte*> out;
        for (Bytes& shard : shards) out.push_back(shard.data());
        return out;
    }

    ErasureCode code;
    std::vector<Bytes> shards;
};

TEST(ErasureCode, has_the_coefficients_of_the_format) {
    const Stripe stripe(5, 3);
    for (std::size_t row = 0; row < 3; ++row) {
        Bytes expected(shard_bytes);
        for (std::size_t q = 0; q < 5; ++q) {
            const std::uint8_t factor = inverse(static_cast<std::uint8_t>((5 + row) ^ q));
            for (std::size_t at = 0; at < shard_bytes; ++at) {
                const auto byte = std::to_integer<std::uint8_t>(stripe.shards[q][at]);
                expected[at] ^= static_cast<std::byte>(product(factor, byte));
            }
        }
        EXPECT_EQ(stripe.shards[5 + row], expected) << "row " << row;
    }
}

TEST(ErasureCode, restores_any_shards_as_many_as_there_is_parity) {
    SeededRandom random(3);
    for (const auto& [data, parity] :
         {std::pair<std::size_t, std::size_t>{1, 1}, {5, 1}, {7, 3}, {241, 8}, {170, 85}}) {
        for (int turn = 0; turn < 20; ++turn) {
            Stripe stripe(data, parity);
            const std::vector<Bytes> sound = stripe.shards;
            std::vector<std::size_t> lost;
            while (lost.size() < std::min(parity, data)) {
                const std::size_t shard = random.below(data + parity);
                if (std::find(lost.begin(), lost.end(), shard) == lost.end()) lost.push_back(shard);
            }
            std::sort(lost.begin(), lost.end());
            for (const std::size_t shard : lost) stripe.shards[shard] = Bytes(shard_bytes);
            stripe.code.restore(shard_bytes, stripe.pointers(), lost);
            for (std::size_t i = 0; i < data; ++i) ASSERT_EQ(stripe.shards[i], sound[i]) << i;
        }
    }
}

}  // namespace
}  // namespace exhibit::blob
