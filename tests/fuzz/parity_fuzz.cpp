// The index of a pack's parity, and repair of whatever bytes: what is refused is refused by a
// FormatError, and nothing is restored that does not have the name asked for.
#include <cstdint>

#include "base/bytes.hpp"
#include "base/check.hpp"
#include "blob/parity.hpp"
#include "exhibit/error.hpp"

namespace exhibit::blob {
namespace {

/// An index may describe a pack of 1 GiB in 100 bytes; trying to repair it would take its memory.
constexpr std::uint64_t pack_tried_max = std::uint64_t{1} << 20;

void try_all(ByteView input) {
    bool small = true;
    const std::string_view text = as_text(input);
    for (std::size_t at = 0; at < text.size(); at = text.find(index_magic, at + 1)) {
        try {
            const IndexBlock head = parse_index_block_head(input.subspan(at), "index");
            CHECK(head.geometry.pack_bytes() <= pack_bytes_max);
            CHECK(head.geometry.stripe_data_shards() + head.geometry.parity_shards <= 255);
            CHECK(head.first_shard() < head.geometry.all_shards());
            small = small && head.geometry.pack_bytes() <= pack_tried_max;
            const IndexBlock block = parse_index_block(input.subspan(at), "index");
            CHECK(block.digests.size() <= index_block_digests);
        } catch (const FormatError&) {
            continue;  // Refused: fine.
        }
    }
    if (!small) return;
    const crypto::Hash name = crypto::sha256(as_bytes("a pack that does not exist"));
    CHECK(repair_pack(input, name).bytes.empty());
}

}  // namespace
}  // namespace exhibit::blob

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    exhibit::blob::try_all({reinterpret_cast<const std::byte*>(bytes), size});
    return 0;
}
