// The hash tiles of a tree, derived from its leaves: what the store's tiles are compared with.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "ledger/merkle.hpp"
#include "ledger/tile.hpp"

namespace exhibit::verify {

class TileTree {
public:
    /// Called for each tile that becomes full, level 0 first.
    using Visit = std::function<void(ledger::TileId, const std::vector<ledger::Hash>&)>;

    void append(const ledger::Hash& leaf, const Visit& visit);
    const ledger::CompactRange& range() const noexcept { return range_; }

private:
    struct Level {
        std::uint64_t next_tile = 0;
        std::vector<ledger::Hash> hashes;
    };

    ledger::CompactRange range_;
    std::vector<Level> levels_;
};

}  // namespace exhibit::verify
