#include "blob/parity.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "blob/erasure.hpp"
#include "fixture.hpp"

namespace exhibit::blob {
namespace {

using exhibit::test::seeded_bytes;
using test::Incident;

/// A pack as far as parity cares: any covered bytes, parity, trailer.
Bytes pack_of(std::uint64_t seed, std::size_t covered, std::uint32_t frames, std::uint32_t share,
              ShardCheck check = ShardCheck::crc64) {
    Bytes pack = seeded_bytes(seed, covered);
    ParityGeometry geometry = choose_geometry(covered, frames, share);
    geometry.check = check;
    append_parity(pack, geometry);
    write_pack_trailer(pack, geometry.trailer());
    return pack;
}

std::string geometry_text(const ParityGeometry& geometry) {
    return "s " + std::to_string(geometry.shard_bytes) + ", n " +
           std::to_string(geometry.data_shards()) + ", S " + std::to_string(geometry.stripes) +
           ", m " + std::to_string(geometry.parity_shards) + ", k " +
           std::to_string(geometry.stripe_data_shards());
}

TEST(ParityGeometry, is_the_one_of_the_format) {
    EXPECT_EQ(geometry_text(choose_geometry(300, 1, 30)), "s 64, n 5, S 1, m 1, k 5");
    EXPECT_EQ(geometry_text(choose_geometry(16384, 1, 30)), "s 256, n 64, S 1, m 2, k 64");
    EXPECT_EQ(geometry_text(choose_geometry(16385, 1, 30)), "s 4096, n 5, S 1, m 1, k 5");
    EXPECT_EQ(geometry_text(choose_geometry(1 << 20, 1, 30)), "s 4096, n 256, S 2, m 4, k 128");
    EXPECT_EQ(geometry_text(choose_geometry((32 << 20) + 104 + 32 * 52, 32, 30)),
              "s 4096, n 8193, S 34, m 8, k 241");
    EXPECT_EQ(geometry_text(choose_geometry(1 << 20, 1, 500)), "s 4096, n 256, S 2, m 64, k 128");
}

TEST(ParityGeometry, of_a_full_pack_is_about_the_share) {
    const std::uint64_t covered = (32 << 20) + 104 + 32 * 52;
    const double share = static_cast<double>(choose_geometry(covered, 32, 30).parity_bytes()) /
                         static_cast<double>(covered);
    EXPECT_GT(share, 0.03);
    EXPECT_LT(share, 0.04);
}

TEST(ParityGeometry, never_needs_more_than_the_room_kept_for_it) {
    constexpr std::uint64_t most = std::uint64_t{36} << 20;
    for (const std::uint32_t share : {1U, 10U, 30U, 100U, 333U, 500U}) {
        const std::uint64_t room = parity_room_bytes(most, share);
        for (std::uint64_t covered = 300; covered <= most; covered += 12345) {
            ASSERT_LE(choose_geometry(covered, 1, share).parity_bytes(), room)
                << covered << " bytes at " << share;
        }
        ASSERT_LE(choose_geometry(most, 1, share).parity_bytes(), room);
    }
    EXPECT_EQ(parity_room_bytes(most, 0), 0U);
}

// The names were computed from the text of FORMAT.md 8.1 by another program, in another language.
TEST(Parity, has_the_bytes_of_the_format) {
    struct Sample {
        std::uint64_t seed;
        std::size_t covered;
        std::uint32_t frames;
        std::uint32_t share;
        std::string_view name;
    };
    const Sample samples[] = {
        {1, 300, 1, 30, "76a9184b4f86ca0c5bbbebd9c2ca3d3a32c9fd38bf821219310c74526b23e57b"},
        {2, 1000, 2, 30, "64a6ae16298915763a4700c7eb2d124969fd6cc2f44ac1fea74b103adb0f41c7"},
        {3, 5000, 3, 500, "344c04cffc0a7534d73a8fcc2b4fe321d9546266d1fc5692c362cd2974a3681e"},
        {4, 100000, 5, 30, "f55834bbfa7f325148d4e200bd65a82a8f1c98c17aff05b5a03006f8660fb87d"},
        {5, 1500000, 7, 30, "159cb3709e31e0ea00337ed1389151d716ff3f8cd9f19ffbaf02fc6820868632"},
        {6, 1200000, 7, 100, "2561a00dd7a11d54dc3f07931641b0c3011af20e9194213edde67c2c703347aa"},
    };
    for (const Sample& sample : samples) {
        const Bytes pack =
            pack_of(sample.seed, sample.covered, sample.frames, sample.share, ShardCheck::sha256);
        EXPECT_EQ(crypto::sha256(pack).hex(), sample.name) << sample.covered;
    }
}

// The names above were computed by another program from FORMAT.md, when it told the first version.
TEST(Parity, of_both_versions_differs_in_the_index_only) {
    const Bytes first = pack_of(4, 100000, 5, 30, ShardCheck::sha256);
    const Bytes second = pack_of(4, 100000, 5, 30);
    ASSERT_EQ(first.size(), second.size());
    const ParityGeometry geometry = choose_geometry(100000, 5, 30);
    const auto without_index = [&](Bytes pack) {
        for (const std::uint64_t at : {geometry.covered_bytes, geometry.second_index_offset()}) {
            std::fill_n(pack.begin() + static_cast<std::ptrdiff_t>(at), geometry.index_bytes(),
                        std::byte{0});
        }
        return pack;
    };
    EXPECT_EQ(without_index(first), without_index(second));
    const IndexBlock index =
        parse_index_block(ByteView(second).subspan(geometry.covered_bytes), "index");
    const ByteView shard = ByteView(second).subspan(geometry.shard_bytes, geometry.shard_bytes);
    Bytes crc;
    put_u64(crc, crc64(shard));
    EXPECT_EQ(to_bytes(index.digests.at(1)), crc);
}

TEST(Parity, ends_in_a_trailer_that_readers_accept) {
    const Bytes pack = pack_of(1, 5000, 3, 30);
    const PackTrailer trailer =
        parse_pack_trailer(ByteView(pack).last(pack_trailer_bytes), pack.size(), "pack");
    EXPECT_EQ(trailer.parity_offset, 5000U);
    EXPECT_EQ(trailer.parity_bytes, pack.size() - 5000 - pack_trailer_bytes);
}

TEST(Parity, of_a_real_pack_is_stepped_over_by_readers) {
    const Incident incident;
    PackBuilder builder(incident.tag, incident.content.public_key(), 30);
    const Bytes content = seeded_bytes(5, 50000);
    test::add_block(builder, incident, content);
    const FinishedPack pack = builder.finish();
    const auto store = store::memory_store();
    store->put_new(pack_object_name(pack.name), pack.bytes);
    PackReader reader(*store, pack.name, incident.read_keys());
    Bytes read;
    reader.read(0, read);
    EXPECT_EQ(read, content);
    Bytes damaged = pack.bytes;
    std::fill_n(damaged.begin() + 4096, 4096, std::byte{0});
    EXPECT_EQ(repair_pack(damaged, pack.name).bytes, pack.bytes);
}

TEST(PackBuilder, keeps_room_for_the_parity_so_that_the_pack_never_moves) {
    const Incident incident;
    PackBuilder builder(incident.tag, incident.content.public_key(), 30);
    for (std::uint64_t i = 0; builder.fits(block_bytes_max); ++i) {
        const Bytes content = seeded_bytes(i, block_bytes_max);
        builder.add({BlockType::data, incident.id(BlockType::data, content), content.size(),
                     Encoding::plain, content});
    }
    const std::size_t frames = builder.frames();
    const FinishedPack pack = builder.finish();
    EXPECT_EQ(frames, 31U);
    // Growing would have doubled it.
    EXPECT_LT(pack.bytes.capacity(), std::size_t{40} << 20);
}

TEST(RepairPack, says_that_a_whole_pack_is_whole) {
    const Bytes pack = pack_of(1, 5000, 3, 30);
    EXPECT_EQ(repair_pack(pack, crypto::sha256(pack)).state, PackState::whole);
}

TEST(RepairPack, restores_each_byte_of_a_small_pack) {
    const Bytes pack = pack_of(1, 600, 3, 30);
    const crypto::Hash name = crypto::sha256(pack);
    for (std::size_t at = 0; at < pack.size(); ++at) {
        Bytes damaged = pack;
        damaged[at] ^= std::byte{0x10};
        const PackRepair repair = repair_pack(damaged, name);
        ASSERT_EQ(repair.state, PackState::restored) << "byte " << at;
        ASSERT_EQ(repair.bytes, pack) << "byte " << at;
        ASSERT_EQ(repair.damaged.size(), 1U);
        ASSERT_LE(repair.damaged[0].offset, at);
        ASSERT_GT(repair.damaged[0].offset + repair.damaged[0].length, at);
    }
}

TEST(RepairPack, cuts_off_what_was_appended) {
    const Bytes pack = pack_of(1, 5000, 3, 30);
    Bytes longer = pack;
    append(longer, seeded_bytes(2, 1000));
    const PackRepair repair = repair_pack(longer, crypto::sha256(pack));
    EXPECT_EQ(repair.bytes, pack);
    ASSERT_EQ(repair.damaged.size(), 1U);
    EXPECT_EQ(repair.damaged[0].offset, pack.size());
    EXPECT_EQ(repair.damaged[0].length, 1000U);
}

TEST(RepairPack, makes_the_parity_again_when_all_of_it_is_cut_off_behind_its_first_index) {
    const Bytes pack = pack_of(1, 100000, 3, 30);
    const ParityGeometry geometry = choose_geometry(100000, 3, 30);
    const std::size_t left = 100000 + geometry.index_bytes();
    EXPECT_EQ(repair_pack(ByteView(pack).first(left), crypto::sha256(pack)).bytes, pack);
}

TEST(RepairPack, restores_nothing_without_an_index) {
    const Bytes pack = pack_of(1, 100000, 3, 30);
    const PackRepair repair = repair_pack(ByteView(pack).first(90000), crypto::sha256(pack));
    EXPECT_EQ(repair.state, PackState::no_parity);
    EXPECT_TRUE(repair.bytes.empty());
    EXPECT_EQ(repair_pack({}, crypto::sha256(pack)).state, PackState::no_parity);
}

TEST(RepairPack, tells_exactly_which_shards_are_beyond_it) {
    const Bytes pack = pack_of(1, 1 << 20, 3, 30);  // 2 stripes of 128 and 4 shards
    Bytes damaged = pack;
    for (const std::size_t shard : {0U, 2U, 4U, 10U, 12U, 7U})
        damaged[shard * 4096] ^= std::byte{1};
    const PackRepair repair = repair_pack(damaged, crypto::sha256(pack));
    EXPECT_EQ(repair.state, PackState::lost);
    EXPECT_TRUE(repair.bytes.empty());
    ASSERT_EQ(repair.lost.size(), 5U);
    const std::uint64_t expected[] = {0, 2, 4, 10, 12};
    for (std::size_t i = 0; i < 5; ++i) {
        EXPECT_EQ(repair.lost[i].offset, expected[i] * 4096);
        EXPECT_EQ(repair.lost[i].length, 4096U);
    }
    EXPECT_EQ(repair.damaged.size(), 6U);
}

TEST(RepairPack, never_gives_bytes_of_another_name) {
    // A pack with a sound index whose bytes, index included, are not those of the name asked for.
    const Bytes pack = pack_of(1, 5000, 3, 30);
    const PackRepair repair = repair_pack(pack, crypto::sha256(as_bytes("another pack")));
    EXPECT_EQ(repair.state, PackState::lost);
    EXPECT_TRUE(repair.bytes.empty());
}

TEST(RepairPack, is_not_misled_by_an_index_inside_a_block) {
    // Whoever can deposit can store the index of another pack as content.
    Bytes other = pack_of(9, 5000, 3, 30);
    Bytes pack = seeded_bytes(1, 20000);
    std::copy(other.begin() + 5000, other.begin() + 6000, pack.begin() + 5000);
    const ParityGeometry geometry = choose_geometry(pack.size(), 3, 30);
    append_parity(pack, geometry);
    write_pack_trailer(pack, geometry.trailer());
    Bytes damaged = pack;
    damaged[10] ^= std::byte{1};
    EXPECT_EQ(repair_pack(damaged, crypto::sha256(pack)).bytes, pack);
}

// Packs written before the checksum of shards became a CRC.
TEST(RepairPack, restores_by_an_index_of_the_first_version) {
    const Bytes pack = pack_of(11, 70000, 3, 30, ShardCheck::sha256);
    EXPECT_EQ(as_text(pack).substr(70000, 8), "EXHPIDX1");
    const Bytes first_digest = to_bytes(crypto::sha256(ByteView(pack).first(4096)).view().first(8));
    EXPECT_EQ(to_bytes(ByteView(pack).subspan(70000 + index_head_bytes, 8)), first_digest);
    Bytes damaged = pack;
    damaged[5000] ^= std::byte{1};
    const PackRepair repair = repair_pack(damaged, crypto::sha256(pack));
    EXPECT_EQ(repair.state, PackState::restored);
    EXPECT_EQ(repair.bytes, pack);
}

// The check value of the catalogues of CRCs, which xz and 7z use too.
TEST(Crc64, is_that_of_xz) {
    EXPECT_EQ(crc64(as_bytes("123456789")), 0x995dc9bbdf1939faU);
}

TEST(IndexBlock, refuses_other_versions) {
    const ParityGeometry geometry = choose_geometry(5000, 3, 30);
    Bytes index;
    write_index(index, geometry, std::vector<ShardDigest>(geometry.all_shards()));
    index[index_magic.size()] = std::byte{'3'};
    EXPECT_THROW(static_cast<void>(parse_index_block_head(index, "index")), FormatError);
}

TEST(IndexBlock, refuses_each_changed_byte) {
    const ParityGeometry geometry = choose_geometry(5000, 3, 30);
    Bytes index;
    write_index(index, geometry, std::vector<ShardDigest>(geometry.all_shards()));
    EXPECT_EQ(parse_index_block(index, "index").geometry, geometry);
    for (std::size_t at = 0; at < index.size(); ++at) {
        Bytes changed = index;
        changed[at] ^= std::byte{1};
        ASSERT_THROW(static_cast<void>(parse_index_block(changed, "index")), FormatError) << at;
    }
}

TEST(IndexBlock, refuses_geometries_that_no_pack_has) {
    const ParityGeometry sound = choose_geometry(5000, 3, 30);
    const auto refused = [](ParityGeometry geometry) {
        Bytes head;
        append(head, index_magic);
        head.push_back(static_cast<std::byte>(geometry.check));
        put_u64(head, geometry.covered_bytes);
        for (const std::uint32_t field : {geometry.frame_count, geometry.shard_bytes,
                                          geometry.stripes, geometry.parity_shards, 0U}) {
            put_u32(head, field);
        }
        try {
            static_cast<void>(parse_index_block_head(head, "index"));
        } catch (const FormatError&) {
            return true;
        }
        return false;
    };
    EXPECT_FALSE(refused(sound));
    EXPECT_TRUE(refused({275, 3, 64, 1, 1}));
    EXPECT_TRUE(refused({~std::uint64_t{0}, 3, 128, 1, 1}));
    EXPECT_TRUE(refused({5000, 0, 128, 1, 1}));
    EXPECT_TRUE(refused({5000, 3, 0, 1, 1}));
    EXPECT_TRUE(refused({5000, 3, 32, 1, 1}));
    EXPECT_TRUE(refused({5000, 3, 96, 1, 1}));
    EXPECT_TRUE(refused({5000, 3, 8192, 1, 1}));
    EXPECT_TRUE(refused({5000, 3, 128, 0, 1}));
    EXPECT_TRUE(refused({5000, 3, 128, 41, 1}));
    EXPECT_TRUE(refused({5000, 3, 128, 1, 0}));
    EXPECT_TRUE(refused({5000, 3, 128, 1, 216}));
    EXPECT_FALSE(refused({5000, 3, 128, 1, 215}));
    EXPECT_TRUE(refused({pack_bytes_max, 3, 4096, 2000, 1}));
}

}  // namespace
}  // namespace exhibit::blob
