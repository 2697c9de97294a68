#include "bundle/known_tree.hpp"

#include <algorithm>

#include "bundle/codes.hpp"
#include "exhibit/error.hpp"

namespace exhibit::bundle {

namespace {

using ledger::Hash;
using ledger::TileId;

/// Thrown and caught here only: a tile is not at hand.
struct NotAtHand {};

std::string path_of(TileId id, std::size_t width) {
    return "data/" + ledger::exported_tile_path({id, width});
}

}  // namespace

std::set<TileId> needed_tiles(const std::set<std::uint64_t>& sizes,
                              const std::set<std::uint64_t>& leaves) {
    std::set<TileId> tiles;
    for (const std::uint64_t leaf : leaves) tiles.insert({0, leaf / ledger::tile_hashes});
    for (const std::uint64_t size : sizes) {
        for (unsigned level = 0; level < ledger::tile_levels; ++level) {
            const ledger::TreeSize tree{size};
            if (ledger::edge_width(tree, level) == 0) continue;
            tiles.insert({level, ledger::full_tiles(tree, level)});
        }
    }
    const ledger::TreeSize whole{sizes.empty() ? 0 : *sizes.rbegin()};
    // Ordered by level: parents that are added come after their children.
    for (const TileId& tile : tiles) {
        const TileId parent{tile.level + 1, tile.number / ledger::tile_hashes};
        if (tile_width(whole, tile) == ledger::tile_hashes && tile_width(whole, parent) > 0) {
            tiles.insert(parent);
        }
    }
    return tiles;
}

std::size_t tile_width(ledger::TreeSize size, TileId tile) {
    if (tile.level >= ledger::tile_levels) return 0;
    const std::uint64_t full = ledger::full_tiles(size, tile.level);
    if (tile.number < full) return ledger::tile_hashes;
    return tile.number == full ? ledger::edge_width(size, tile.level) : 0;
}

KnownTree::KnownTree(const ledger::TreeHead& head, const std::map<TileId, std::vector<Hash>>& tiles,
                     verify::Report& report)
    : head_(head) {
    for (const auto& [id, hashes] : tiles) add(id, hashes, report);
    const Hash* root = root_at(head.size.value);
    holds_ = root != nullptr && *root == head.root;
    if (!holds_) {
        report.violation(code::tile, "data/checkpoint",
                         root == nullptr
                             ? "Tiles are missing that give the root of the checkpoint's tree."
                             : "The tiles give another root than the checkpoint states.");
        tiles_.clear();
    }
    drop_loose_tiles(report);
    roots_.clear();
}

void KnownTree::add(TileId id, const std::vector<Hash>& hashes, verify::Report& report) {
    if (hashes.size() != tile_width(head_.size, id)) {
        report.violation(code::tile, path_of(id, hashes.size()),
                         "The tile has " + std::to_string(hashes.size()) +
                             " hashes; in a tree of this size it has " +
                             std::to_string(tile_width(head_.size, id)) + ".");
        return;
    }
    Rows rows{hashes};
    while (rows.back().size() > 1) {
        const std::vector<Hash>& below = rows.back();
        std::vector<Hash> row;
        row.reserve(below.size() / 2);
        for (std::size_t i = 0; i + 1 < below.size(); i += 2) {
            row.push_back(ledger::node_hash(below[i], below[i + 1]));
        }
        rows.push_back(std::move(row));
    }
    tiles_.emplace(id, std::move(rows));
}

// From the top down: what hangs on a tile that was dropped is dropped, too.
void KnownTree::drop_loose_tiles(verify::Report& report) {
    for (unsigned level = ledger::tile_levels; level-- > 0;) {
        for (auto tile = tiles_.lower_bound({level, 0});
             tile != tiles_.end() && tile->first.level == level;) {
            const TileId id = tile->first;
            const Rows& rows = tile->second;
            const TileId parent{level + 1, id.number / ledger::tile_hashes};
            const bool full = rows.front().size() == ledger::tile_hashes;
            if (!full || tile_width(head_.size, parent) == 0) {
                ++tile;  // part of the right edge, which gave the root
                continue;
            }
            const auto above = tiles_.find(parent);
            const auto place = static_cast<std::size_t>(id.number % ledger::tile_hashes);
            if (above != tiles_.end() && above->second.front()[place] == rows.back().front()) {
                ++tile;
                continue;
            }
            report.violation(code::tile, path_of(id, ledger::tile_hashes),
                             above == tiles_.end()
                                 ? "The tile that must hold the root of this one is not there."
                                 : "The tile's root is not the one the tree has in its place.");
            tile = tiles_.erase(tile);
        }
    }
}

const Hash* KnownTree::leaf(std::uint64_t index) const {
    const auto tile = tiles_.find({0, index / ledger::tile_hashes});
    if (tile == tiles_.end()) return nullptr;
    const std::vector<Hash>& hashes = tile->second.front();
    const auto place = static_cast<std::size_t>(index % ledger::tile_hashes);
    return place < hashes.size() ? &hashes[place] : nullptr;
}

const Hash* KnownTree::root_at(std::uint64_t size) const {
    if (size > head_.size.value) return nullptr;
    const auto [known, is_new] = roots_.try_emplace(size);
    if (is_new) {
        try {
            known->second = ledger::root_at({size}, [this](unsigned level, std::uint64_t index) {
                return subtree(level, index);
            });
        } catch (const NotAtHand&) {
            known->second = std::nullopt;
        }
    }
    return known->second ? &*known->second : nullptr;
}

Hash KnownTree::subtree(unsigned level, std::uint64_t index) const {
    // As in ledger::subtree_hash: the tile level below, and the row within the tile.
    const unsigned row = level % 8;
    const std::uint64_t first = index << row;
    const auto tile = tiles_.find({level / 8, first / ledger::tile_hashes});
    if (tile == tiles_.end()) throw NotAtHand{};
    const auto place = static_cast<std::size_t>(first % ledger::tile_hashes) >> row;
    const Rows& rows = tile->second;
    if (row >= rows.size() || place >= rows[row].size()) throw NotAtHand{};
    return rows[row][place];
}

}  // namespace exhibit::bundle
