#include "blob/parity.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "base/check.hpp"
#include "blob/erasure.hpp"
#include "exhibit/error.hpp"

namespace exhibit::blob {
namespace {

/// Blocks that are hashed while looking for an index: far more than a pack of 1 GiB has, so that
/// hostile bytes cannot make this long.
constexpr std::size_t hashed_blocks_max = 16384;
/// Different geometries that are tried; an honest pack has one.
constexpr std::size_t geometries_tried_max = 4;

constexpr std::array<std::byte, shard_bytes_max> zeros{};

/// The shards of a stripe by their numbers in the pack, data first; the data shards that are zeros
/// in thought have none.
std::vector<std::optional<std::uint64_t>> shards_of(const ParityGeometry& geometry,
                                                    std::uint64_t stripe) {
    const std::uint64_t data = geometry.data_shards();
    std::vector<std::optional<std::uint64_t>> shards;
    for (std::uint64_t q = 0; q < geometry.stripe_data_shards(); ++q) {
        const std::uint64_t shard = q * geometry.stripes + stripe;
        shards.push_back(shard < data ? std::optional(shard) : std::nullopt);
    }
    // The first parity shard goes on where the data shards end: stripe `data` mod S.
    const std::uint64_t stripes = geometry.stripes;
    const std::uint64_t first = (stripe + stripes - data % stripes) % stripes;
    for (std::uint64_t row = 0; row < geometry.parity_shards; ++row) {
        shards.emplace_back(data + row * stripes + first);
    }
    return shards;
}

/// The covered bytes, filled up to whole shards, and the parity shards.
struct Shards {
    const ParityGeometry& geometry;
    std::span<std::byte> pack;  ///< up to the end of the parity shards
    Bytes last;                 ///< the last data shard, filled up

    Shards(const ParityGeometry& of, std::span<std::byte> bytes) : geometry(of), pack(bytes) {
        const std::uint64_t offset = geometry.shard_offset(geometry.data_shards() - 1);
        last = to_bytes(pack.subspan(offset, geometry.covered_bytes - offset));
        last.resize(geometry.shard_bytes);
    }
    std::byte* at(std::uint64_t shard) {
        if (shard + 1 == geometry.data_shards()) return last.data();
        return pack.data() + geometry.shard_offset(shard);
    }
    ByteView view(std::uint64_t shard) { return {at(shard), geometry.shard_bytes}; }
    /// Puts the last data shard, which is held apart, into the pack.
    void settle_last() {
        const std::uint64_t offset = geometry.shard_offset(geometry.data_shards() - 1);
        std::copy_n(last.begin(), geometry.covered_bytes - offset,
                    pack.begin() + static_cast<std::ptrdiff_t>(offset));
    }
};

void encode_stripes(const ParityGeometry& geometry, Shards& shards) {
    const ErasureCode code(geometry.stripe_data_shards(), geometry.parity_shards);
    std::vector<const std::byte*> data(code.data());
    std::vector<std::byte*> parity(code.parity());
    for (std::uint64_t stripe = 0; stripe < geometry.stripes; ++stripe) {
        const auto numbers = shards_of(geometry, stripe);
        for (std::size_t i = 0; i < code.data(); ++i) {
            data[i] = numbers[i] ? shards.at(*numbers[i]) : zeros.data();
        }
        for (std::size_t i = 0; i < code.parity(); ++i) {
            parity[i] = shards.at(*numbers[code.data() + i]);
        }
        code.encode(geometry.shard_bytes, data, parity);
    }
}

/// What is known of the digests of a pack's shards.
struct Index {
    ParityGeometry geometry;
    std::vector<std::optional<ShardDigest>> digests;
    std::size_t blocks = 0;
};

/// At its place in the first or the second copy.
bool in_place(const IndexBlock& block, std::uint64_t offset) {
    const std::uint64_t at = std::uint64_t{block.number} * index_block_bytes_max;
    return offset == block.geometry.covered_bytes + at ||
           offset == block.geometry.second_index_offset() + at;
}

std::vector<Index> find_indexes(ByteView found) {
    std::map<ParityGeometry, Index> by_geometry;
    const std::string_view text = as_text(found);
    std::size_t hashed = 0;
    for (std::size_t at = text.find(index_magic); at != std::string_view::npos;
         at = text.find(index_magic, at + 1)) {
        try {
            const ByteView rest = found.subspan(at);
            if (!in_place(parse_index_block_head(rest, "index"), at)) continue;
            if (++hashed > hashed_blocks_max) break;
            const IndexBlock block = parse_index_block(rest, "index");
            Index& index = by_geometry[block.geometry];
            index.geometry = block.geometry;
            index.digests.resize(block.geometry.all_shards());
            std::copy(block.digests.begin(), block.digests.end(),
                      index.digests.begin() + static_cast<std::ptrdiff_t>(block.first_shard()));
            ++index.blocks;
        } catch (const FormatError&) {
            continue;  // Damaged, or not an index at all.
        }
    }
    std::vector<Index> indexes;
    for (auto& [geometry, index] : by_geometry) indexes.push_back(std::move(index));
    std::stable_sort(indexes.begin(), indexes.end(),
                     [](const Index& a, const Index& b) { return a.blocks > b.blocks; });
    if (indexes.size() > geometries_tried_max) indexes.resize(geometries_tried_max);
    return indexes;
}

void add_range(std::vector<exhibit::ByteRange>& ranges, exhibit::ByteRange range) {
    if (!ranges.empty() && ranges.back().offset + ranges.back().length == range.offset) {
        ranges.back().length += range.length;
    } else {
        ranges.push_back(range);
    }
}

exhibit::ByteRange range_of(const ParityGeometry& geometry, std::uint64_t shard) {
    const std::uint64_t offset = geometry.shard_offset(shard);
    const bool is_last = shard + 1 == geometry.data_shards();
    return {offset, is_last ? geometry.covered_bytes - offset : geometry.shard_bytes};
}

/// Shards whose digest is known and is not theirs. One without a known digest counts as sound: the
/// name of the pack decides.
std::vector<bool> damaged_shards(const Index& index, Shards& shards, std::uint64_t found_bytes) {
    std::vector<bool> damaged(index.digests.size());
    for (std::uint64_t shard = 0; shard < damaged.size(); ++shard) {
        const exhibit::ByteRange range = range_of(index.geometry, shard);
        const bool cut = range.offset + range.length > found_bytes;
        const auto& digest = index.digests[shard];
        damaged[shard] =
            digest ? shard_digest(index.geometry.check, shards.view(shard)) != *digest : cut;
    }
    return damaged;
}

/// Restores the data shards of a stripe. False when more are lost than it has parity.
bool restore_stripe(const ErasureCode& code, Shards& shards, std::uint64_t stripe,
                    const std::vector<bool>& damaged) {
    const auto numbers = shards_of(shards.geometry, stripe);
    Bytes spare(zeros.begin(), zeros.end());
    std::vector<std::byte*> pointers;
    std::vector<std::size_t> lost;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        pointers.push_back(numbers[i] ? shards.at(*numbers[i]) : spare.data());
        if (numbers[i] && damaged[*numbers[i]]) lost.push_back(i);
    }
    if (lost.size() > code.parity()) return false;
    code.restore(shards.geometry.shard_bytes, pointers, lost);
    return true;
}

/// Data shards that no stripe could restore.
std::vector<exhibit::ByteRange> restore_stripes(Shards& shards, const std::vector<bool>& damaged) {
    const ParityGeometry& geometry = shards.geometry;
    const ErasureCode code(geometry.stripe_data_shards(), geometry.parity_shards);
    std::vector<bool> failed(geometry.stripes);
    for (std::uint64_t stripe = 0; stripe < geometry.stripes; ++stripe) {
        failed[stripe] = !restore_stripe(code, shards, stripe, damaged);
    }
    std::vector<exhibit::ByteRange> lost;
    for (std::uint64_t shard = 0; shard < geometry.data_shards(); ++shard) {
        if (damaged[shard] && failed[shard % geometry.stripes]) {
            add_range(lost, range_of(geometry, shard));
        }
    }
    return lost;
}

std::vector<exhibit::ByteRange> differences(ByteView found, ByteView restored, std::size_t unit) {
    std::vector<exhibit::ByteRange> ranges;
    for (std::size_t at = 0; at < restored.size(); at += unit) {
        const std::size_t length = std::min(unit, restored.size() - at);
        const bool same = at + length <= found.size() &&
                          equal(found.subspan(at, length), restored.subspan(at, length));
        if (!same) add_range(ranges, {at, length});
    }
    if (found.size() > restored.size()) {
        add_range(ranges, {restored.size(), found.size() - restored.size()});
    }
    return ranges;
}

PackRepair try_index(ByteView found, const crypto::Hash& name, const Index& index) {
    const ParityGeometry& geometry = index.geometry;
    Bytes pack;
    pack.reserve(geometry.pack_bytes());
    append(pack, found.first(std::min<std::uint64_t>(found.size(), geometry.pack_bytes())));
    pack.resize(geometry.second_index_offset());
    Shards shards(geometry, pack);
    const std::vector<bool> damaged = damaged_shards(index, shards, found.size());
    PackRepair repair;
    for (std::uint64_t shard = 0; shard < damaged.size(); ++shard) {
        if (damaged[shard]) add_range(repair.damaged, range_of(geometry, shard));
    }
    repair.lost = restore_stripes(shards, damaged);
    if (!repair.lost.empty()) return repair;
    shards.settle_last();
    // What follows the covered bytes is made of them alone.
    pack.resize(geometry.covered_bytes);
    append_parity(pack, geometry);
    write_pack_trailer(pack, geometry.trailer());
    if (crypto::sha256(pack) != name) {
        repair.lost = {{0, found.size()}};
        return repair;
    }
    repair.state = PackState::restored;
    repair.damaged = differences(found, pack, geometry.shard_bytes);
    repair.bytes = std::move(pack);
    return repair;
}

}  // namespace

void append_parity(Bytes& pack, const ParityGeometry& geometry) {
    CHECK(pack.size() == geometry.covered_bytes);
    pack.resize(geometry.second_index_offset());
    Shards shards(geometry, pack);
    encode_stripes(geometry, shards);
    std::vector<ShardDigest> digests;
    digests.reserve(geometry.all_shards());
    for (std::uint64_t shard = 0; shard < geometry.all_shards(); ++shard) {
        digests.push_back(shard_digest(geometry.check, shards.view(shard)));
    }
    Bytes index;
    index.reserve(geometry.index_bytes());
    write_index(index, geometry, digests);
    CHECK(index.size() == geometry.index_bytes());
    std::copy(index.begin(), index.end(),
              pack.begin() + static_cast<std::ptrdiff_t>(geometry.covered_bytes));
    append(pack, index);
}

PackRepair repair_pack(ByteView found, const crypto::Hash& name) {
    if (crypto::sha256(found) == name) return {PackState::whole, {}, {}, {}};
    PackRepair best{PackState::no_parity, {}, {}, {{0, found.size()}}};
    for (const Index& index : find_indexes(found)) {
        PackRepair repair = try_index(found, name, index);
        if (repair.state == PackState::restored) return repair;
        if (best.state == PackState::no_parity) best = std::move(repair);
    }
    return best;
}

}  // namespace exhibit::blob
