#include "mount/read_ranges.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace exhibit::mount {
namespace {

constexpr std::size_t kept_max = 4096;

}  // namespace

void ReadRanges::add(ByteRange range) {
    if (range.length == 0) return;
    const std::uint64_t end = range.offset + range.length;
    end_ = std::max(end_, end);
    insert(range.offset / grain_ * grain_, (end + grain_ - 1) / grain_ * grain_);
    while (ends_.size() > kept_max) coarsen();
}

// Joins what overlaps or touches.
void ReadRanges::insert(std::uint64_t begin, std::uint64_t end) {
    auto after = ends_.upper_bound(begin);
    if (after != ends_.begin()) {
        const auto before = std::prev(after);
        if (before->second >= begin) {
            begin = before->first;
            end = std::max(end, before->second);
            after = ends_.erase(before);
        }
    }
    while (after != ends_.end() && after->first <= end) {
        end = std::max(end, after->second);
        after = ends_.erase(after);
    }
    ends_.emplace(begin, end);
}

void ReadRanges::coarsen() {
    grain_ *= 2;
    const auto finer = std::exchange(ends_, {});
    for (const auto& [begin, end] : finer) {
        insert(begin / grain_ * grain_, (end + grain_ - 1) / grain_ * grain_);
    }
}

std::vector<ByteRange> ReadRanges::list(std::size_t count_max) const {
    ReadRanges coarser = *this;
    while (coarser.ends_.size() > count_max) coarser.coarsen();
    std::vector<ByteRange> out;
    for (const auto& [begin, end] : coarser.ends_) {
        out.push_back({begin, std::min(end, end_) - begin});
    }
    return out;
}

}  // namespace exhibit::mount
