#include "ledger/tile.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "exhibit/error.hpp"

namespace exhibit::ledger {
namespace {

std::vector<Hash> leaves(std::uint64_t count) {
    std::vector<Hash> hashes;
    for (std::uint64_t i = 0; i < count; ++i) {
        hashes.push_back(leaf_hash(as_bytes(std::to_string(i))));
    }
    return hashes;
}

TEST(TlogPath, groups_digits_by_three) {
    EXPECT_EQ(tlog_path(0), "000");
    EXPECT_EQ(tlog_path(67), "067");
    EXPECT_EQ(tlog_path(999), "999");
    EXPECT_EQ(tlog_path(1000), "x001/000");
    EXPECT_EQ(tlog_path(1234067), "x001/x234/067");
    EXPECT_EQ(tlog_path(std::numeric_limits<std::uint64_t>::max()),
              "x018/x446/x744/x073/x709/x551/615");
}

TEST(TlogPath, reads_what_it_writes) {
    for (const std::uint64_t number :
         {std::uint64_t{0}, std::uint64_t{67}, std::uint64_t{1000}, std::uint64_t{1234067},
          std::numeric_limits<std::uint64_t>::max()}) {
        EXPECT_EQ(parse_tlog_path(tlog_path(number)), number);
    }
}

TEST(TlogPath, refuses_every_other_spelling) {
    for (const std::string_view path :
         {"", "1", "67", "0067", "x067", "001/067", "x000/067", "x001/x067", "x001//067", "x001/67",
          "067/", "/067", "06a", "-67", "x018/x446/x744/x073/x709/x551/616",
          "x001/x018/x446/x744/x073/x709/x551/615"}) {
        EXPECT_FALSE(parse_tlog_path(path)) << path;
    }
}

TEST(TileName, is_read_back) {
    EXPECT_EQ(tile_name({0, 67}), "ledger/tile/0/067");
    EXPECT_EQ(tile_name({2, 1067}), "ledger/tile/2/x001/067");
    EXPECT_EQ(parse_tile_name("ledger/tile/2/x001/067"), (TileId{2, 1067}));
    EXPECT_EQ(entries_tile_name(1067), "ledger/tile/entries/x001/067");
    EXPECT_EQ(parse_entries_tile_name("ledger/tile/entries/x001/067"), 1067U);
}

TEST(TileName, refuses_other_names) {
    for (const std::string_view name :
         {"ledger/tile/", "ledger/tile/0", "ledger/tile/00/067", "ledger/tile/7/067",
          "ledger/tile/0/67", "tile/0/067", "ledger/tile/entries/067"}) {
        EXPECT_FALSE(parse_tile_name(name)) << name;
    }
    EXPECT_FALSE(parse_entries_tile_name("ledger/tile/0/067"));
}

TEST(ExportedTiles, are_those_of_the_example_in_tlog_tiles) {
    // "A log of size 70,000 has 256 + 17 full tiles and one of width 112 on level 0, a full one and
    // one of width 17 on level 1, one of width 1 on level 2."
    const std::vector<ExportedTile> tiles = exported_tiles(TreeSize{70'000});
    ASSERT_EQ(tiles.size(), 274U + 2U + 1U);
    EXPECT_EQ(tiles[272], (ExportedTile{{0, 272}, 256}));
    EXPECT_EQ(tiles[273], (ExportedTile{{0, 273}, 112}));
    EXPECT_EQ(tiles[274], (ExportedTile{{1, 0}, 256}));
    EXPECT_EQ(tiles[275], (ExportedTile{{1, 1}, 17}));
    EXPECT_EQ(tiles[276], (ExportedTile{{2, 0}, 1}));
}

TEST(ExportedTiles, have_the_paths_of_tlog_tiles) {
    EXPECT_EQ(exported_tile_path({{0, 273}, 112}), "tile/0/273.p/112");
    EXPECT_EQ(exported_tile_path({{0, 272}, 256}), "tile/0/272");
    EXPECT_EQ(exported_entries_path(1234, 5), "tile/entries/x001/234.p/5");
    EXPECT_EQ(exported_entries_path(1234, 256), "tile/entries/x001/234");
}

TEST(ExportedTiles, of_the_empty_tree_are_none) {
    EXPECT_TRUE(exported_tiles(TreeSize{0}).empty());
}

TEST(Tile, is_read_back) {
    const std::vector<Hash> hashes = leaves(256);
    const Bytes bytes = encode_tile(hashes);
    EXPECT_EQ(bytes.size(), tile_bytes);
    EXPECT_EQ(decode_tile(bytes, "tile"), hashes);
}

TEST(Tile, of_another_length_is_refused) {
    EXPECT_THROW(decode_tile(Bytes(tile_bytes - 1), "tile"), FormatError);
    EXPECT_THROW(decode_tile(Bytes(tile_bytes + 1), "tile"), FormatError);
    EXPECT_THROW(decode_tile({}, "tile"), FormatError);
}

TEST(TreeEdge, has_the_root_of_the_compact_range_at_every_size) {
    TreeEdge edge;
    CompactRange range;
    std::vector<FullTile> completed;
    for (const Hash& leaf : leaves(1100)) {
        edge.append(leaf, completed);
        range.append(leaf);
        ASSERT_EQ(edge.root(), range.root()) << range.size().value;
    }
    ASSERT_EQ(completed.size(), 4U);
    EXPECT_EQ(completed[3].id, (TileId{0, 3}));
    EXPECT_EQ(edge.level(0).size(), 1100U - 1024U);
    EXPECT_EQ(edge.level(1).size(), 4U);
}

TEST(TreeEdge, completes_tiles_of_the_level_above) {
    TreeEdge edge;
    CompactRange range;
    std::vector<FullTile> completed;
    for (const Hash& leaf : leaves(65536)) {
        edge.append(leaf, completed);
        range.append(leaf);
    }
    ASSERT_EQ(completed.size(), 257U);
    EXPECT_EQ(completed.back().id, (TileId{1, 0}));
    EXPECT_EQ(subtree_root(completed.back().hashes), range.root());
    EXPECT_EQ(edge.root(), range.root());
    EXPECT_EQ(edge.level(2).size(), 1U);
}

TEST(TreeEdge, refuses_levels_that_do_not_fit_the_size) {
    EXPECT_NO_THROW(TreeEdge(TreeSize{3}, {leaves(3)}));
    EXPECT_THROW(TreeEdge(TreeSize{3}, {leaves(2)}), Error);
    EXPECT_THROW(TreeEdge(TreeSize{3}, {leaves(3), leaves(1)}), Error);
}

TEST(SubtreeHash, finds_the_tile_and_the_place_in_it) {
    const std::vector<Hash> all = leaves(1024);
    const TileSource tiles = [&all](TileId id) {
        EXPECT_EQ(id.level, 0U);
        return std::span(all).subspan(static_cast<std::size_t>(id.number) * 256, 256);
    };
    EXPECT_EQ(subtree_hash(tiles, 0, 700), all[700]);
    EXPECT_EQ(subtree_hash(tiles, 1, 350), node_hash(all[700], all[701]));
    EXPECT_EQ(subtree_hash(tiles, 7, 7), subtree_root(std::span(all).subspan(896, 128)));
}

}  // namespace
}  // namespace exhibit::ledger
