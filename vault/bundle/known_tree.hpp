// The part of a ledger's tree that a bundle's tiles give, tied to the root of its checkpoint.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "ledger/tile.hpp"
#include "verify/report.hpp"

namespace exhibit::bundle {

/// The tiles a bundle holds (FORMAT.md 16, "Which tiles"): for the roots of these sizes, of which
/// the largest is the tree's, and for these leaves.
std::set<ledger::TileId> needed_tiles(const std::set<std::uint64_t>& sizes,
                                      const std::set<std::uint64_t>& leaves);
/// How many hashes the tile has in a tree of this size; 0: there is no such tile.
std::size_t tile_width(ledger::TreeSize size, ledger::TileId tile);

class KnownTree {
public:
    /// Reports tiles of a wrong width, without their parent, or whose root is another than that
    /// parent holds; and a tree that does not give `head`. What is wrong is not used.
    KnownTree(const ledger::TreeHead& head,
              const std::map<ledger::TileId, std::vector<ledger::Hash>>& tiles,
              verify::Report& report);

    /// The tiles give the root of the head.
    bool holds() const noexcept { return holds_; }
    /// nullptr when no tile tells.
    const ledger::Hash* leaf(std::uint64_t index) const;
    const ledger::Hash* root_at(std::uint64_t size) const;

private:
    /// Row d has the roots of 2^d neighbouring hashes, as far as these are complete.
    using Rows = std::vector<std::vector<ledger::Hash>>;
    void add(ledger::TileId id, const std::vector<ledger::Hash>& hashes, verify::Report& report);
    void drop_loose_tiles(verify::Report& report);
    ledger::Hash subtree(unsigned level, std::uint64_t index) const;

    ledger::TreeHead head_;
    bool holds_ = false;
    std::map<ledger::TileId, Rows> tiles_;
    mutable std::map<std::uint64_t, std::optional<ledger::Hash>> roots_;
};

}  // namespace exhibit::bundle
