#include "verify/tiles.hpp"

#include <utility>

namespace exhibit::verify {

void TileTree::append(const ledger::Hash& leaf, const Visit& visit) {
    range_.append(leaf);
    ledger::Hash hash = leaf;
    for (unsigned level = 0; level < ledger::tile_levels; ++level) {
        if (levels_.size() == level) levels_.emplace_back();
        Level& current = levels_[level];
        current.hashes.push_back(hash);
        if (current.hashes.size() < ledger::tile_hashes) return;
        const std::vector<ledger::Hash> full = std::exchange(current.hashes, {});
        visit({level, current.next_tile++}, full);
        ledger::CompactRange tile;
        for (const ledger::Hash& one : full) tile.append(one);
        hash = tile.root();
    }
}

}  // namespace exhibit::verify
