// Which physical addresses a memory image holds, from the headers of its ranges: LiME, AVML (whose
// header has LiME's form) and ELF core files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "exhibit/types.hpp"

namespace exhibit::intake {

inline constexpr std::size_t memory_ranges_kept = 256;
/// Headers looked at; a machine has far fewer ranges.
inline constexpr std::size_t memory_ranges_max = 4096;

struct MemoryRanges {
    std::string format;             ///< "LiME", "AVML 1", "AVML 2", "ELF core"; empty: none of them
    std::vector<ByteRange> ranges;  ///< the first memory_ranges_kept, as the file has them
    std::uint64_t count = 0;        ///< of all
    std::string problem;            ///< a sentence when the headers do not fit the file
};

/// Fills what it can of `into` from that offset, and says how many bytes it got.
using ReadHeader = std::function<std::size_t(std::uint64_t offset, std::span<std::byte> into)>;

/// `size` is that of the file. Never throws for what the bytes are.
MemoryRanges read_memory_ranges(const ReadHeader& read, std::uint64_t size);

}  // namespace exhibit::intake
