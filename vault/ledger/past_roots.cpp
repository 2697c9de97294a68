#include "ledger/past_roots.hpp"

#include <bit>

#include "base/check.hpp"

namespace exhibit::ledger {

void PastRoots::append(const Hash& leaf) {
    range_.append(leaf);
    // The subtree that ends here is the last of the right edge, and has an even number.
    const auto level = static_cast<unsigned>(std::countr_zero(range_.size().value));
    if (level < lowest) return;
    if (kept_.size() <= level - lowest) kept_.resize(level - lowest + 1);
    kept_[level - lowest].push_back(range_.edge().back());
}

Hash PastRoots::root_at(TreeSize at, const LeafSource& leaf) const {
    CHECK(at <= size());
    if (at == size()) return root();
    std::vector<Hash> edge;
    std::uint64_t begin = 0;
    while (begin < at.value) {
        const auto level = static_cast<unsigned>(std::bit_width(at.value - begin) - 1);
        edge.push_back(subtree(level, begin, leaf));
        begin += std::uint64_t{1} << level;
    }
    return CompactRange(at, std::move(edge)).root();
}

Hash PastRoots::subtree(unsigned level, std::uint64_t begin, const LeafSource& leaf) const {
    if (level >= lowest) return kept_.at(level - lowest).at(begin >> (level + 1));
    CompactRange range;
    for (std::uint64_t i = 0; i < std::uint64_t{1} << level; ++i) range.append(leaf({begin + i}));
    return range.root();
}

}  // namespace exhibit::ledger
