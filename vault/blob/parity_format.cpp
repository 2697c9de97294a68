#include "blob/parity_format.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "blob/erasure.hpp"
#include "crypto/aead.hpp"
#include "crypto/digest.hpp"

namespace exhibit::blob {
namespace {

constexpr std::uint64_t code_shards_max = 255;
/// Up to here a pack gets smaller shards, so that its parity is not a sector for each few.
constexpr std::uint64_t small_pack_bytes = std::uint64_t{16} << 10;
constexpr std::uint64_t small_pack_shards = 64;

constexpr std::uint64_t parts(std::uint64_t whole, std::uint64_t part) noexcept {
    return (whole + part - 1) / part;
}

std::uint32_t choose_shard_bytes(std::uint64_t covered_bytes) {
    if (covered_bytes > small_pack_bytes) return shard_bytes_max;
    std::uint32_t bytes = shard_bytes_min;
    while (covered_bytes > bytes * small_pack_shards) bytes *= 2;
    return bytes;
}

std::uint64_t table_bytes(std::uint64_t frames) noexcept {
    return frames * table_entry_bytes + crypto::aead_tag_bytes;
}

// Each bound stands on those before it, so that no sum or product can overflow.
void check_geometry(const ByteReader& reader, const ParityGeometry& geometry) {
    const std::uint64_t covered = geometry.covered_bytes;
    if (covered > pack_bytes_max || geometry.frame_count == 0 ||
        covered < pack_header_bytes + table_bytes(geometry.frame_count)) {
        reader.fail("a header and a table within the bytes that the parity covers");
    }
    const std::uint32_t shard = geometry.shard_bytes;
    if (shard < shard_bytes_min || shard > shard_bytes_max || (shard & (shard - 1)) != 0) {
        reader.fail("shards of 64 to 4,096 bytes, a power of two");
    }
    if (geometry.stripes == 0 || geometry.stripes > geometry.data_shards()) {
        reader.fail("1 to " + std::to_string(geometry.data_shards()) + " stripes");
    }
    if (geometry.parity_shards == 0 ||
        geometry.stripe_data_shards() + geometry.parity_shards > code_shards_max) {
        reader.fail("at most 255 shards a stripe, of which at least one is parity");
    }
    if (geometry.pack_bytes() > pack_bytes_max) {
        reader.fail("a pack of at most " + std::to_string(pack_bytes_max) + " bytes");
    }
}

Bytes index_check(ByteView block) {
    return to_bytes(crypto::sha256(block).view().first(index_check_bytes));
}

IndexBlock read_head(ByteReader& reader) {
    reader.expect(index_magic);
    IndexBlock block;
    ParityGeometry& geometry = block.geometry;
    geometry.check = static_cast<ShardCheck>(reader.u8("the version of an index"));
    if (geometry.check != ShardCheck::sha256 && geometry.check != ShardCheck::crc64) {
        reader.fail("version 1 or 2 of an index");
    }
    geometry.covered_bytes = reader.u64("the number of bytes that the parity covers");
    geometry.frame_count = reader.u32("the number of frames");
    geometry.shard_bytes = reader.u32("the length of a shard");
    geometry.stripes = reader.u32("the number of stripes");
    geometry.parity_shards = reader.u32("the number of parity shards a stripe");
    check_geometry(reader, geometry);
    block.number = reader.u32("the number of an index block");
    if (block.number >= geometry.index_blocks()) {
        reader.fail("a block of an index of " + std::to_string(geometry.index_blocks()));
    }
    return block;
}

}  // namespace

std::uint64_t ParityGeometry::data_shards() const noexcept {
    return parts(covered_bytes, shard_bytes);
}

std::uint64_t ParityGeometry::stripe_data_shards() const noexcept {
    return parts(data_shards(), stripes);
}

std::uint64_t ParityGeometry::all_shards() const noexcept {
    return data_shards() + std::uint64_t{stripes} * parity_shards;
}

std::uint64_t ParityGeometry::shard_offset(std::uint64_t shard) const noexcept {
    if (shard < data_shards()) return shard * shard_bytes;
    const std::uint64_t gap_end = parts(covered_bytes + index_bytes(), shard_bytes) * shard_bytes;
    return gap_end + (shard - data_shards()) * shard_bytes;
}

std::uint64_t ParityGeometry::index_blocks() const noexcept {
    return parts(all_shards(), index_block_digests);
}

std::uint64_t ParityGeometry::index_bytes() const noexcept {
    return all_shards() * shard_digest_bytes +
           index_blocks() * (index_head_bytes + index_check_bytes);
}

std::uint64_t ParityGeometry::second_index_offset() const noexcept {
    return shard_offset(all_shards());
}

std::uint64_t ParityGeometry::parity_bytes() const noexcept {
    return second_index_offset() + index_bytes() - covered_bytes;
}

std::uint64_t ParityGeometry::pack_bytes() const noexcept {
    return covered_bytes + parity_bytes() + pack_trailer_bytes;
}

PackTrailer ParityGeometry::trailer() const noexcept {
    const std::uint64_t table = table_bytes(frame_count);
    return {covered_bytes - table, table, frame_count, covered_bytes, parity_bytes()};
}

ParityGeometry choose_geometry(std::uint64_t covered_bytes, std::uint32_t frame_count,
                               std::uint32_t permille) {
    CHECK(permille > 0 && permille <= parity_permille_max);
    ParityGeometry geometry{covered_bytes, frame_count, choose_shard_bytes(covered_bytes), 1, 0};
    const std::uint64_t data = geometry.data_shards();
    const std::uint64_t parity = parts(data * permille, 1000);
    while (parts(data, geometry.stripes) + parts(parity, geometry.stripes) > code_shards_max) {
        ++geometry.stripes;
    }
    geometry.parity_shards = static_cast<std::uint32_t>(parts(parity, geometry.stripes));
    return geometry;
}

std::uint64_t parity_room_bytes(std::uint64_t covered_bytes_max, std::uint32_t permille) {
    if (permille == 0) return 0;
    const ParityGeometry geometry = choose_geometry(covered_bytes_max, 1, permille);
    // Fewer data shards give no more stripes, and rounding adds less than one shard to each.
    return geometry.parity_bytes() +
           std::uint64_t{geometry.stripes} * (shard_bytes_max + 2 * shard_digest_bytes) +
           shard_bytes_max + 2 * (index_head_bytes + index_check_bytes);
}

ShardDigest shard_digest(ShardCheck check, ByteView shard) {
    ShardDigest digest{};
    if (check == ShardCheck::crc64) {
        Bytes number;
        put_u64(number, crc64(shard));
        std::copy(number.begin(), number.end(), digest.begin());
    } else {
        const crypto::Hash hash = crypto::sha256(shard);
        std::copy_n(hash.bytes.begin(), digest.size(), digest.begin());
    }
    return digest;
}

void write_index(Bytes& out, const ParityGeometry& geometry,
                 const std::vector<ShardDigest>& digests) {
    CHECK(digests.size() == geometry.all_shards());
    std::uint32_t number = 0;
    for (std::size_t first = 0; first < digests.size(); first += index_block_digests) {
        const std::size_t begin = out.size();
        append(out, index_magic);
        out.push_back(static_cast<std::byte>(geometry.check));
        put_u64(out, geometry.covered_bytes);
        put_u32(out, geometry.frame_count);
        put_u32(out, geometry.shard_bytes);
        put_u32(out, geometry.stripes);
        put_u32(out, geometry.parity_shards);
        put_u32(out, number++);
        const std::size_t end = std::min(first + index_block_digests, digests.size());
        for (std::size_t i = first; i < end; ++i) append(out, digests[i]);
        append(out, index_check(ByteView(out).subspan(begin)));
    }
}

IndexBlock parse_index_block_head(ByteView bytes, const std::string& source) {
    ByteReader reader(bytes, source);
    return read_head(reader);
}

IndexBlock parse_index_block(ByteView bytes, const std::string& source) {
    ByteReader reader(bytes, source);
    IndexBlock block = read_head(reader);
    const std::uint64_t count = std::min<std::uint64_t>(
        index_block_digests, block.geometry.all_shards() - block.first_shard());
    block.digests.reserve(count);
    for (std::uint64_t i = 0; i < count; ++i) {
        block.digests.push_back(reader.array<shard_digest_bytes>("the digest of a shard"));
    }
    const Bytes expected = index_check(bytes.first(reader.offset()));
    if (!equal(reader.take(index_check_bytes, "the check of an index block"), expected)) {
        reader.fail("the check that the block's bytes have");
    }
    return block;
}

}  // namespace exhibit::blob
