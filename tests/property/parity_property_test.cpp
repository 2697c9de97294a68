// Packs damaged at random, within what FORMAT.md 8.1 promises and beyond it.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "blob/parity.hpp"
#include "support/seeded_random.hpp"

namespace exhibit::blob {
namespace {

using exhibit::test::SeededRandom;

struct Pack {
    ParityGeometry geometry;
    Bytes bytes;
    crypto::Hash name;
};

/// A pack as far as parity cares: any covered bytes, parity, trailer.
Pack pack_of(SeededRandom& random, std::uint64_t covered, std::uint32_t share) {
    Pack pack;
    pack.geometry = choose_geometry(covered, 3, share);
    pack.bytes = random.bytes(covered);
    append_parity(pack.bytes, pack.geometry);
    write_pack_trailer(pack.bytes, pack.geometry.trailer());
    pack.name = crypto::sha256(pack.bytes);
    return pack;
}

/// Small, medium and large packs, shares from the smallest to the largest.
std::vector<Pack> packs() {
    SeededRandom random(1);
    std::vector<Pack> all;
    for (const std::uint64_t covered :
         {280U, 4096U, 5000U, 16384U, 16385U, 70000U, 400000U, 1048576U, 1500001U}) {
        for (const std::uint32_t share : {1U, 30U, 170U, 500U}) {
            all.push_back(pack_of(random, covered, share));
        }
    }
    return all;
}

/// Other bytes than there were, in one of the ways media do that. Past the end nothing happens.
void spoil(Bytes& bytes, std::uint64_t offset, std::uint64_t length, SeededRandom& random) {
    const std::uint64_t way = random.below(3);
    const std::uint64_t end = std::min<std::uint64_t>(offset + length, bytes.size());
    for (std::uint64_t at = offset; at < end; ++at) {
        if (way == 0) bytes[at] = std::byte{0};
        if (way == 1) bytes[at] = std::byte{0xFF};
        if (way == 2) bytes[at] ^= static_cast<std::byte>(1 + at % 255);
    }
}

std::uint64_t run_max(const ParityGeometry& geometry) {
    return (std::uint64_t{geometry.stripes} * geometry.parity_shards - 1) * geometry.shard_bytes +
           1;
}

void expect_restored(const Pack& pack, const Bytes& damaged, std::uint64_t turn) {
    const PackRepair repair = repair_pack(damaged, pack.name);
    if (damaged == pack.bytes) return;  // zeros over zeros
    ASSERT_EQ(repair.state, PackState::restored)
        << "turn " << turn << ", " << pack.geometry.covered_bytes << " bytes";
    ASSERT_TRUE(repair.bytes == pack.bytes) << "turn " << turn;
}

TEST(ParityProperty, a_run_up_to_the_share_is_restored_wherever_it_lies) {
    const std::vector<Pack> all = packs();
    SeededRandom random(2);
    for (std::uint64_t turn = 0; turn < 500; ++turn) {
        const Pack& pack = all[random.below(all.size())];
        const std::uint64_t length = std::min<std::uint64_t>(
            turn % 2 == 0 ? run_max(pack.geometry) : 1 + random.below(run_max(pack.geometry)),
            pack.bytes.size());
        // Every fourth run ends with the pack or lies about the end of what is covered.
        std::uint64_t offset = random.below(pack.bytes.size() - length + 1);
        if (turn % 8 == 0) offset = pack.bytes.size() - length;
        if (turn % 8 == 4) {
            offset =
                pack.geometry.covered_bytes - std::min(length / 2 + 1, pack.geometry.covered_bytes);
            offset = std::min(offset, pack.bytes.size() - length);
        }
        Bytes damaged = pack.bytes;
        spoil(damaged, offset, length, random);
        if (turn % 16 == 0) damaged.resize(offset);
        expect_restored(pack, damaged, turn);
        if (HasFatalFailure()) return;
    }
}

/// Up to `most` different shards of a stripe.
std::set<std::uint64_t> some_of_stripe(const ParityGeometry& geometry, std::uint64_t stripe,
                                       std::uint64_t most, SeededRandom& random) {
    std::vector<std::uint64_t> shards;
    for (std::uint64_t shard = stripe; shard < geometry.all_shards(); shard += geometry.stripes) {
        shards.push_back(shard);
    }
    std::set<std::uint64_t> chosen;
    while (chosen.size() < std::min<std::uint64_t>(most, shards.size())) {
        chosen.insert(shards[random.below(shards.size())]);
    }
    return chosen;
}

void spoil_shard(const Pack& pack, Bytes& damaged, std::uint64_t shard, SeededRandom& random) {
    const ParityGeometry& geometry = pack.geometry;
    const std::uint64_t offset = geometry.shard_offset(shard);
    const bool is_last = shard + 1 == geometry.data_shards();
    const std::uint64_t length = is_last ? geometry.covered_bytes - offset : geometry.shard_bytes;
    if (random.below(2) == 0) return spoil(damaged, offset, length, random);
    damaged[offset + random.below(length)] ^= std::byte{0x40};
}

/// One copy of each block of the index, and the trailer.
void spoil_index_and_trailer(const Pack& pack, Bytes& damaged, SeededRandom& random) {
    const ParityGeometry& geometry = pack.geometry;
    for (std::uint64_t block = 0; block < geometry.index_blocks(); ++block) {
        const std::uint64_t copy =
            random.below(2) == 0 ? geometry.covered_bytes : geometry.second_index_offset();
        const std::uint64_t begin = block * index_block_bytes_max;
        const std::uint64_t length =
            std::min<std::uint64_t>(index_block_bytes_max, geometry.index_bytes() - begin);
        damaged[copy + begin + random.below(length)] ^= std::byte{1};
    }
    spoil(damaged, pack.bytes.size() - pack_trailer_bytes, pack_trailer_bytes, random);
}

TEST(ParityProperty, as_many_shards_of_each_stripe_as_it_has_parity_are_restored) {
    const std::vector<Pack> all = packs();
    SeededRandom random(3);
    for (std::uint64_t turn = 0; turn < 500; ++turn) {
        const Pack& pack = all[random.below(all.size())];
        Bytes damaged = pack.bytes;
        for (std::uint64_t stripe = 0; stripe < pack.geometry.stripes; ++stripe) {
            const std::uint64_t most = turn % 2 == 0
                                           ? pack.geometry.parity_shards
                                           : random.below(pack.geometry.parity_shards + 1ULL);
            for (const std::uint64_t shard : some_of_stripe(pack.geometry, stripe, most, random)) {
                spoil_shard(pack, damaged, shard, random);
            }
        }
        if (turn % 3 != 0) spoil_index_and_trailer(pack, damaged, random);
        expect_restored(pack, damaged, turn);
        if (HasFatalFailure()) return;
    }
}

TEST(ParityProperty, one_shard_more_in_a_stripe_is_refused_with_its_ranges) {
    const std::vector<Pack> all = packs();
    SeededRandom random(4);
    for (std::uint64_t turn = 0; turn < 300; ++turn) {
        const Pack& pack = all[random.below(all.size())];
        const ParityGeometry& geometry = pack.geometry;
        const std::uint64_t stripe = random.below(geometry.stripes);
        const auto shards = some_of_stripe(geometry, stripe, geometry.parity_shards + 1ULL, random);
        Bytes damaged = pack.bytes;
        std::set<std::uint64_t> expected;
        for (const std::uint64_t shard : shards) {
            damaged[geometry.shard_offset(shard)] ^= std::byte{0x40};
            if (shard >= geometry.data_shards()) continue;
            const std::uint64_t begin = geometry.shard_offset(shard);
            const std::uint64_t end =
                std::min<std::uint64_t>(begin + geometry.shard_bytes, geometry.covered_bytes);
            for (std::uint64_t at = begin; at < end; at += shard_bytes_min) expected.insert(at);
        }
        const PackRepair repair = repair_pack(damaged, pack.name);
        ASSERT_EQ(repair.state, PackState::lost) << "turn " << turn;
        ASSERT_TRUE(repair.bytes.empty());
        std::set<std::uint64_t> told;
        for (const exhibit::ByteRange& range : repair.lost) {
            for (std::uint64_t at = range.offset; at < range.offset + range.length;
                 at += shard_bytes_min) {
                told.insert(at);
            }
        }
        ASSERT_EQ(told, expected) << "turn " << turn;
    }
}

TEST(ParityProperty, whatever_is_done_to_a_pack_never_gives_another_one) {
    const std::vector<Pack> all = packs();
    SeededRandom random(5);
    for (std::uint64_t turn = 0; turn < 300; ++turn) {
        const Pack& pack = all[random.below(all.size())];
        Bytes damaged = pack.bytes;
        for (std::uint64_t runs = 1 + random.below(6); runs > 0; --runs) {
            const std::uint64_t offset = random.below(damaged.size());
            spoil(damaged, offset, 1 + random.below(damaged.size() / 4 + 1), random);
        }
        if (random.below(4) == 0) damaged.resize(random.below(damaged.size() + 1));
        const PackRepair repair = repair_pack(damaged, pack.name);
        const bool right =
            repair.state == PackState::restored ? repair.bytes == pack.bytes : repair.bytes.empty();
        ASSERT_TRUE(right) << "turn " << turn;
    }
}

TEST(ParityProperty, a_full_pack_survives_a_run_of_a_mebibyte_and_sectors_all_over) {
    SeededRandom random(6);
    const Pack pack = pack_of(random, (std::uint64_t{32} << 20) + 1768, 30);
    Bytes damaged = pack.bytes;
    spoil(damaged, 12345678, run_max(pack.geometry), random);
    expect_restored(pack, damaged, 0);
    damaged = pack.bytes;
    for (std::uint64_t stripe = 0; stripe < pack.geometry.stripes; ++stripe) {
        for (const std::uint64_t shard :
             some_of_stripe(pack.geometry, stripe, pack.geometry.parity_shards, random)) {
            spoil_shard(pack, damaged, shard, random);
        }
    }
    spoil_index_and_trailer(pack, damaged, random);
    expect_restored(pack, damaged, 1);
}

}  // namespace
}  // namespace exhibit::blob
