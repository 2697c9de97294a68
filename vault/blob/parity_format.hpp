// The parity part of a pack as numbers and bytes: geometry and index. FORMAT.md section 8.1.
// Pure functions without keys or I/O.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "blob/pack_format.hpp"

namespace exhibit::blob {

inline constexpr std::uint32_t parity_permille_default = 30;
inline constexpr std::uint32_t parity_permille_max = 500;
inline constexpr std::uint32_t shard_bytes_max = 4096;
inline constexpr std::uint32_t shard_bytes_min = 64;
inline constexpr std::size_t index_block_digests = 500;
inline constexpr std::size_t shard_digest_bytes = 8;
/// What the magics of both versions begin with.
inline constexpr std::string_view index_magic = "EXHPIDX";
inline constexpr std::size_t index_head_bytes = 8 + 8 + 5 * 4;
inline constexpr std::size_t index_check_bytes = 16;
/// All blocks of an index but the last have this length.
inline constexpr std::size_t index_block_bytes_max =
    index_head_bytes + index_block_digests * shard_digest_bytes + index_check_bytes;

/// How the index tells a damaged shard: last character of its magic.
enum class ShardCheck : char {
    sha256 = '1',  ///< read only: packs of the first version
    crc64 = '2',
};

/// How a pack is cut into shards and stripes. All other numbers follow from the first five.
struct ParityGeometry {
    std::uint64_t covered_bytes = 0;  ///< header, frames and table
    std::uint32_t frame_count = 0;
    std::uint32_t shard_bytes = 0;
    std::uint32_t stripes = 0;
    std::uint32_t parity_shards = 0;  ///< of each stripe
    ShardCheck check = ShardCheck::crc64;

    std::uint64_t data_shards() const noexcept;         ///< of the whole pack
    std::uint64_t stripe_data_shards() const noexcept;  ///< with those that are zeros in thought
    std::uint64_t all_shards() const noexcept;
    /// Offset in the pack of a shard: data shards from 0, then the parity shards.
    std::uint64_t shard_offset(std::uint64_t shard) const noexcept;
    std::uint64_t index_blocks() const noexcept;
    std::uint64_t index_bytes() const noexcept;  ///< of one of the two copies
    std::uint64_t second_index_offset() const noexcept;
    std::uint64_t parity_bytes() const noexcept;
    std::uint64_t pack_bytes() const noexcept;
    PackTrailer trailer() const noexcept;

    auto operator<=>(const ParityGeometry&) const = default;
};

/// What a writer chooses. REQUIRES: a possible pack; 1 to parity_permille_max.
ParityGeometry choose_geometry(std::uint64_t covered_bytes, std::uint32_t frame_count,
                               std::uint32_t permille);

/// At least the bytes of the parity part of any pack that covers no more than this; 0 for a share
/// of 0. A smaller pack can have a few more shards than a larger one, by rounding.
std::uint64_t parity_room_bytes(std::uint64_t covered_bytes_max, std::uint32_t permille);

using ShardDigest = std::array<std::byte, shard_digest_bytes>;
ShardDigest shard_digest(ShardCheck check, ByteView shard);

/// One copy of the index. REQUIRES: one digest for each shard.
void write_index(Bytes& out, const ParityGeometry& geometry,
                 const std::vector<ShardDigest>& digests);

struct IndexBlock {
    ParityGeometry geometry;
    std::uint32_t number = 0;
    std::vector<ShardDigest> digests;

    std::uint64_t first_shard() const noexcept {
        return std::uint64_t{number} * index_block_digests;
    }
};
/// The fields before the digests: whether they belong together is all that is known of them.
/// FormatError otherwise. `bytes` may be longer than the block.
IndexBlock parse_index_block_head(ByteView bytes, const std::string& source);
/// A whole block at the beginning of `bytes`, whose check holds. FormatError otherwise.
IndexBlock parse_index_block(ByteView bytes, const std::string& source);

}  // namespace exhibit::blob
