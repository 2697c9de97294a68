// A part of a tree's tiles: what they tell, and that nothing loose is believed.
#include "bundle/known_tree.hpp"

#include <gtest/gtest.h>

namespace exhibit::bundle {
namespace {

using ledger::Hash;
using ledger::TileId;
using Tiles = std::map<TileId, std::vector<Hash>>;

Hash leaf_of(std::uint64_t index) {
    return ledger::leaf_hash(as_bytes("entry " + std::to_string(index)));
}

/// All tiles of a tree, and its roots at every size.
struct Whole {
    explicit Whole(std::uint64_t size) : tree{{size}, {}} {
        ledger::TreeEdge edge;
        ledger::CompactRange range;
        roots.push_back(range.root());
        for (std::uint64_t i = 0; i < size; ++i) {
            std::vector<ledger::FullTile> full;
            edge.append(leaf_of(i), full);
            for (ledger::FullTile& one : full) tiles.emplace(one.id, std::move(one.hashes));
            range.append(leaf_of(i));
            roots.push_back(range.root());
        }
        for (unsigned level = 0; level < ledger::tile_levels; ++level) {
            const auto hashes = edge.level(level);
            if (hashes.empty()) continue;
            tiles[{level, ledger::full_tiles({size}, level)}] = {hashes.begin(), hashes.end()};
        }
        tree.root = roots.back();
    }
    Tiles part(const std::set<TileId>& wanted) const {
        Tiles out;
        for (const TileId& id : wanted) out.emplace(id, tiles.at(id));
        return out;
    }
    Tiles tiles;
    std::vector<Hash> roots;
    ledger::TreeHead tree;
};

TEST(KnownTree, FewTilesTellTheRootsAndLeavesTheyAreFor) {
    const Whole whole(70'000);
    const std::set<std::uint64_t> sizes{1,    255,    256,    257,    511,
                                        1000, 65'535, 65'536, 65'537, 70'000};
    const std::set<std::uint64_t> leaves{0, 300, 65'535, 69'999};
    const auto wanted = needed_tiles(sizes, leaves);
    EXPECT_LT(wanted.size(), 14U);
    verify::Report report;
    const KnownTree tree(whole.tree, whole.part(wanted), report);
    EXPECT_TRUE(tree.holds());
    EXPECT_EQ(report.count(), 0U);
    for (const std::uint64_t size : sizes) {
        const Hash* root = tree.root_at(size);
        ASSERT_NE(root, nullptr) << size;
        EXPECT_EQ(*root, whole.roots[size]) << size;
    }
    for (const std::uint64_t leaf : leaves) {
        ASSERT_NE(tree.leaf(leaf), nullptr) << leaf;
        EXPECT_EQ(*tree.leaf(leaf), leaf_of(leaf)) << leaf;
    }
    EXPECT_EQ(tree.leaf(30'000), nullptr);
    EXPECT_EQ(tree.root_at(30'001), nullptr);
    EXPECT_EQ(tree.root_at(70'001), nullptr);
    EXPECT_EQ(*tree.root_at(0), ledger::empty_root());
}

TEST(KnownTree, EverySizeOfASmallTree) {
    const Whole whole(600);
    verify::Report report;
    const KnownTree tree(whole.tree, whole.tiles, report);
    for (std::uint64_t size = 0; size <= 600; ++size) {
        ASSERT_NE(tree.root_at(size), nullptr) << size;
        EXPECT_EQ(*tree.root_at(size), whole.roots[size]) << size;
    }
}

TEST(KnownTree, AChangedHashIsNamedAndNotBelieved) {
    const Whole whole(600);
    Tiles tiles = whole.tiles;
    tiles[{0, 0}][7] = leaf_of(8);
    verify::Report report;
    const KnownTree tree(whole.tree, tiles, report);
    EXPECT_TRUE(tree.holds());  // by the right edge
    EXPECT_TRUE(report.blames("data/tile/0/000"));
    EXPECT_EQ(tree.leaf(7), nullptr);
    EXPECT_NE(tree.leaf(300), nullptr);
}

TEST(KnownTree, ATileWithoutItsParentIsNotBelieved) {
    const Whole whole(70'000);
    Tiles tiles = whole.part(needed_tiles({70'000}, {300}));
    ASSERT_EQ(tiles.erase({1, 0}), 1U);
    verify::Report report;
    const KnownTree tree(whole.tree, tiles, report);
    EXPECT_TRUE(report.blames("data/tile/0/001"));
    EXPECT_EQ(tree.leaf(300), nullptr);
}

TEST(KnownTree, TheEdgeMustGiveTheRoot) {
    const Whole whole(600);
    Tiles tiles = whole.tiles;
    tiles[{0, 2}].back() = leaf_of(1);
    verify::Report report;
    const KnownTree tree(whole.tree, tiles, report);
    EXPECT_FALSE(tree.holds());
    EXPECT_TRUE(report.blames("data/checkpoint"));
    EXPECT_EQ(tree.leaf(599), nullptr);
    EXPECT_EQ(tree.leaf(0), nullptr);
    EXPECT_EQ(tree.root_at(600), nullptr);
}

TEST(KnownTree, AWrongWidthIsNamed) {
    const Whole whole(600);
    Tiles tiles = whole.tiles;
    tiles[{0, 2}].push_back(leaf_of(600));
    verify::Report report;
    const KnownTree tree(whole.tree, tiles, report);
    EXPECT_FALSE(tree.holds());
    EXPECT_TRUE(report.blames("data/tile/0/002.p/89"));
}

}  // namespace
}  // namespace exhibit::bundle
