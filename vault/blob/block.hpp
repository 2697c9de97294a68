// Blocks: the pieces evidence is cut into. FORMAT.md section 8.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>

#include "base/bytes.hpp"
#include "crypto/digest.hpp"
#include "crypto/keyed.hpp"

namespace exhibit::blob {

inline constexpr std::size_t block_bytes_max = std::size_t{1} << 20;

enum class BlockType : std::uint8_t { data = 1, node = 2 };

/// HMAC-SHA-256(id key, type || content). Equal content of one incident has one id; without the id
/// key an id says nothing about the content.
struct BlockId {
    crypto::Hash hash;
    auto operator<=>(const BlockId&) const = default;
    std::string hex() const { return hash.hex(); }
    ByteView view() const noexcept { return hash.view(); }
};

/// REQUIRES: 1 to block_bytes_max bytes of content.
BlockId block_id(crypto::KeyedHash& id_key, BlockType type, ByteView content);

/// First 16 bytes of H(origin || LF || subject): says in each pack whose it is (FORMAT.md 2).
struct IncidentTag {
    std::array<std::byte, 16> bytes{};
    auto operator<=>(const IncidentTag&) const = default;
    ByteView view() const noexcept { return bytes; }
};

/// A run of bytes of a stream.
struct ByteRange {
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
    auto operator<=>(const ByteRange&) const = default;
};

}  // namespace exhibit::blob

template <>
struct std::hash<exhibit::blob::BlockId> {
    std::size_t operator()(const exhibit::blob::BlockId& id) const noexcept {
        return std::hash<exhibit::crypto::Hash>{}(id.hash);
    }
};
