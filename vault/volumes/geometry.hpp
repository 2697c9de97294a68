// How a file system counts its blocks, from its first bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/bytes.hpp"

namespace exhibit::volumes {

/// Block n of the file system begins n * block_bytes after its beginning.
struct Geometry {
    std::uint32_t block_bytes = 0;
    std::uint64_t blocks = 0;
};

/// Of file systems whose blocks lie one after another from the beginning (ext2 to ext4, NTFS, FAT,
/// exFAT), counted as The Sleuth Kit counts them: clusters of NTFS, sectors of FAT and exFAT.
/// nullopt for others, and when the numbers make no sense. `type` is libblkid's word; `head` has at
/// least 2 KiB.
std::optional<Geometry> geometry_of(std::string_view type, ByteView head) noexcept;

}  // namespace exhibit::volumes
