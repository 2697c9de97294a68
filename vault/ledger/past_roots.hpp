// The roots of all trees a ledger ever had, in two bytes an entry beside the leaf hashes.
#pragma once

#include <deque>
#include <functional>
#include <vector>

#include "ledger/merkle.hpp"

namespace exhibit::ledger {

/// Gives the hash of a leaf that was appended.
using LeafSource = std::function<Hash(LeafIndex)>;

/// A tree that grows, and keeps of its complete subtrees those that are the left part of a tree of
/// some size. The smallest are made from the leaves when they are asked for: the root of any size,
/// whoever names it, costs 11 node hashes for these and one for each bit of the size.
class PastRoots {
public:
    void append(const Hash& leaf);
    TreeSize size() const noexcept { return range_.size(); }
    Hash root() const { return range_.root(); }
    /// REQUIRES: at <= size().
    Hash root_at(TreeSize at, const LeafSource& leaf) const;

private:
    Hash subtree(unsigned level, std::uint64_t begin, const LeafSource& leaf) const;

    static constexpr unsigned lowest = 4;  ///< level of the smallest that are kept

    CompactRange range_;
    /// By level from `lowest` on: the subtrees with an even number, none other begins where a
    /// larger one may end.
    std::vector<std::deque<Hash>> kept_;
};

}  // namespace exhibit::ledger
