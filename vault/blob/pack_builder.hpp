// Builds one whole pack in memory. FORMAT.md section 8.
//
// Blocks are compressed and named elsewhere, on any thread; a frame's seal depends on its number in
// the pack, so sealing happens here, in order.
#pragma once

#include <cstdint>
#include <vector>

#include "base/bytes.hpp"
#include "blob/block.hpp"
#include "blob/pack_format.hpp"
#include "crypto/aead.hpp"
#include "crypto/box.hpp"

namespace exhibit::blob {

struct FinishedPack {
    crypto::Hash name;
    Bytes bytes;
    std::vector<TableEntry> entries;
};

/// A block as it goes into a frame.
struct EncodedBlock {
    BlockType type = BlockType::data;
    BlockId id;
    std::size_t content_bytes = 0;
    Encoding encoding = Encoding::plain;
    ByteView encoded;
};

class PackBuilder {
public:
    /// A pack with a fresh key and this share of parity (0: none; at most parity_permille_max).
    /// `buffer` gives its memory, not its content, to the pack.
    PackBuilder(const IncidentTag& incident, const crypto::BoxPublic& content_public,
                std::uint32_t parity_permille = 0, Bytes buffer = {});
    /// With a given key and its box, so that tests can write a pack byte for byte.
    PackBuilder(const PackHeader& header, const crypto::SecretBytes& key,
                std::uint32_t parity_permille = 0, Bytes buffer = {});

    /// Whether a frame of so many encoded bytes still fits the target size.
    bool fits(std::size_t encoded_bytes) const noexcept;
    /// Seals and appends. REQUIRES: id, lengths and encoding belong together.
    void add(const EncodedBlock& block);
    std::size_t frames() const noexcept { return entries_.size(); }
    /// Table, parity, trailer and name. REQUIRES: at least one frame. The builder is spent
    /// afterwards.
    FinishedPack finish();

private:
    crypto::Aead aead_;
    IncidentTag incident_;
    std::uint32_t parity_permille_;
    Bytes bytes_;
    std::vector<TableEntry> entries_;
};

}  // namespace exhibit::blob
