#include "blob/pack_builder.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/check.hpp"
#include "blob/parity.hpp"

namespace exhibit::blob {
namespace {

constexpr std::size_t covered_room_bytes = pack_header_bytes + pack_frames_bytes_target +
                                           pack_frames_target * table_entry_bytes +
                                           crypto::aead_tag_bytes;

std::size_t pack_room_bytes(std::uint32_t parity_permille) {
    return covered_room_bytes + parity_room_bytes(covered_room_bytes, parity_permille) +
           pack_trailer_bytes;
}

struct FreshPack {
    crypto::SecretBytes key;
    PackHeader header;
};

FreshPack fresh_pack(const IncidentTag& incident, const crypto::BoxPublic& content_public) {
    FreshPack fresh{crypto::SecretBytes::random(crypto::aead_key_bytes), {incident, {}}};
    const Bytes box = crypto::seal_to(content_public, fresh.key.view());
    CHECK(box.size() == fresh.header.key_box.size());
    std::copy(box.begin(), box.end(), fresh.header.key_box.begin());
    return fresh;
}

PackBuilder build(const FreshPack& fresh, std::uint32_t parity_permille, Bytes buffer) {
    return PackBuilder(fresh.header, fresh.key, parity_permille, std::move(buffer));
}

}  // namespace

PackBuilder::PackBuilder(const IncidentTag& incident, const crypto::BoxPublic& content_public,
                         std::uint32_t parity_permille, Bytes buffer)
    : PackBuilder(build(fresh_pack(incident, content_public), parity_permille, std::move(buffer))) {
}

PackBuilder::PackBuilder(const PackHeader& header, const crypto::SecretBytes& key,
                         std::uint32_t parity_permille, Bytes buffer)
    : aead_(key),
      incident_(header.incident),
      parity_permille_(parity_permille),
      bytes_(std::move(buffer)) {
    CHECK(parity_permille <= parity_permille_max);
    bytes_.clear();
    // Once, so that the pack never moves in memory: growing by doubling would need half as much
    // again, and copy all of it.
    bytes_.reserve(pack_room_bytes(parity_permille));
    write_pack_header(bytes_, header);
}

bool PackBuilder::fits(std::size_t encoded_bytes) const noexcept {
    const std::size_t frames_bytes = bytes_.size() - pack_header_bytes;
    const std::size_t frame_bytes = frame_header_bytes + encoded_bytes + crypto::aead_tag_bytes;
    return entries_.size() < pack_frames_target &&
           frames_bytes + frame_bytes <= pack_frames_bytes_target;
}

void PackBuilder::add(const EncodedBlock& block) {
    CHECK(block.content_bytes > 0 && block.content_bytes <= block_bytes_max);
    CHECK(!block.encoded.empty() && block.encoded.size() <= block_bytes_max);
    CHECK(block.encoding != Encoding::plain || block.encoded.size() == block.content_bytes);
    FrameHeader header;
    header.type = block.type;
    header.encoding = block.encoding;
    header.content_bytes = static_cast<std::uint32_t>(block.content_bytes);
    header.sealed_bytes = static_cast<std::uint32_t>(block.encoded.size() + crypto::aead_tag_bytes);
    header.ordinal = static_cast<std::uint32_t>(entries_.size());
    header.id = block.id;
    entries_.push_back({block.id, bytes_.size(), header.sealed_bytes, header.content_bytes,
                        block.type, block.encoding});
    Bytes associated;
    associated.reserve(incident_.bytes.size() + frame_header_bytes);
    append(associated, incident_.view());
    write_frame_header(associated, header);
    append(bytes_, ByteView(associated).subspan(incident_.bytes.size()));
    aead_.seal(crypto::counter_nonce(block_nonce_purpose, header.ordinal), associated,
               block.encoded, bytes_);
}

FinishedPack PackBuilder::finish() {
    CHECK(!entries_.empty());
    Bytes table;
    write_table(table, entries_);
    PackTrailer trailer;
    trailer.table_offset = bytes_.size();
    trailer.table_bytes = table.size() + crypto::aead_tag_bytes;
    trailer.frame_count = entries_.size();
    const Bytes header = to_bytes(ByteView(bytes_).first(pack_header_bytes));
    aead_.seal(crypto::counter_nonce(table_nonce_purpose, 0), header, table, bytes_);
    if (parity_permille_ > 0) {
        const ParityGeometry geometry = choose_geometry(
            bytes_.size(), static_cast<std::uint32_t>(entries_.size()), parity_permille_);
        append_parity(bytes_, geometry);
        trailer = geometry.trailer();
    }
    write_pack_trailer(bytes_, trailer);
    const crypto::Hash name = crypto::sha256(bytes_);
    return {name, std::move(bytes_), std::move(entries_)};
}

}  // namespace exhibit::blob
