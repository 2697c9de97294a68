// Steps over a stream in the framing format of snappy without decompressing it: every chunk says
// how long it is, and how much it holds.
#pragma once

#include <cstdint>
#include <string>

#include "intake/physical_ranges.hpp"

namespace exhibit::intake {

/// Chunks looked at in one file: those of 1 TiB, as writers cut them. A file of tiny ones must not
/// keep us for hours.
inline constexpr std::uint64_t snappy_chunks_max = std::uint64_t{1} << 24;

struct SnappyWalk {
    std::uint64_t end = 0;  ///< where the stream ends, or what does not fit begins
    std::string problem;    ///< half a sentence when it does not hold what it should; else empty
};

/// From `offset` of a file of `size` bytes, over as many chunks as hold `length` bytes.
/// `chunks_left` becomes less by those looked at.
SnappyWalk walk_snappy(const ReadHeader& read, std::uint64_t size, std::uint64_t offset,
                       std::uint64_t length, std::uint64_t& chunks_left);

}  // namespace exhibit::intake
