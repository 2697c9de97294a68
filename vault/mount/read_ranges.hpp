// Which bytes of a file were read, in bounded memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "exhibit/types.hpp"

namespace exhibit::mount {

/// A set of byte ranges. When it holds too many, all are rounded outwards to a coarser grain: it
/// never tells less than what was read.
class ReadRanges {
public:
    void add(ByteRange range);
    bool empty() const noexcept { return ends_.empty(); }
    /// Sorted, apart from each other, at most `count_max` (1 or more); coarser than what is kept
    /// when that takes it.
    std::vector<ByteRange> list(std::size_t count_max) const;

private:
    void insert(std::uint64_t begin, std::uint64_t end);
    void coarsen();

    std::uint64_t grain_ = 1;
    std::uint64_t end_ = 0;                        ///< of the last range, unrounded
    std::map<std::uint64_t, std::uint64_t> ends_;  ///< begin to end
};

}  // namespace exhibit::mount
