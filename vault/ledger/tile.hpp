// Tiles (C2SP tlog-tiles, FORMAT.md 4.5): 256 hashes of one level in one object, and the part of
// the tree that no full tile holds yet.
//
// A tile of level l holds hashes of complete subtrees of 256^l leaves; the root of a full tile is
// one hash of level l+1.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "ledger/merkle.hpp"

namespace exhibit::ledger {

inline constexpr std::size_t tile_hashes = 256;
inline constexpr std::size_t tile_bytes = tile_hashes * 32;
/// Levels 0 to 6 hold any tree of up to tree_size_max leaves.
inline constexpr unsigned tile_levels = 7;

/// "067", "x001/x234/067".
std::string tlog_path(std::uint64_t number);
/// Accepts exactly what tlog_path writes.
std::optional<std::uint64_t> parse_tlog_path(std::string_view path);

struct TileId {
    unsigned level = 0;
    std::uint64_t number = 0;
    auto operator<=>(const TileId&) const = default;
};

/// "ledger/tile/0/067".
std::string tile_name(TileId id);
/// "ledger/tile/entries/067".
std::string entries_tile_name(std::uint64_t number);
std::optional<TileId> parse_tile_name(std::string_view name);
std::optional<std::uint64_t> parse_entries_tile_name(std::string_view name);

/// How many full tiles of this level a tree has.
std::uint64_t full_tiles(TreeSize size, unsigned level);
/// How many hashes of this level stand right of the last full tile: 0 to 255.
std::size_t edge_width(TreeSize size, unsigned level);

/// One file of an exported ledger. `width` is 256 for a full tile.
struct ExportedTile {
    TileId id;
    std::size_t width = tile_hashes;
    bool operator==(const ExportedTile&) const = default;
};
/// All hash tiles C2SP asks for in a tree of this size, partial ones included, lowest level first.
std::vector<ExportedTile> exported_tiles(TreeSize size);
/// C2SP paths: "tile/0/067", "tile/0/067.p/12", "tile/entries/067.p/12".
std::string exported_tile_path(const ExportedTile& tile);
std::string exported_entries_path(std::uint64_t number, std::size_t width);

Bytes encode_tile(std::span<const Hash> hashes);
/// Accepts exactly 8,192 bytes; else FormatError.
std::vector<Hash> decode_tile(ByteView bytes, const std::string& source);
/// The root of a complete subtree of these hashes. REQUIRES: a power of two of them.
Hash subtree_root(std::span<const Hash> hashes);

/// Gives the hashes of a tile, or, right of the last full tile, as many as there are.
using TileSource = std::function<std::span<const Hash>(TileId id)>;
/// The complete subtree (level, index) from the tile that holds it. REQUIRES: the tile holds it.
Hash subtree_hash(const TileSource& tiles, unsigned level, std::uint64_t index);

struct FullTile {
    TileId id;
    std::vector<Hash> hashes;
};

/// The hashes right of the last full tile, on every level: what partial tiles would hold. Enough to
/// append, and to know the root.
class TreeEdge {
public:
    TreeEdge();
    /// `levels[l]` must have edge_width(size, l) hashes; Error(malformed) otherwise.
    TreeEdge(TreeSize size, std::vector<std::vector<Hash>> levels);

    /// Appends a leaf; tiles that become full move to `completed`, lowest level first.
    void append(const Hash& leaf, std::vector<FullTile>& completed);

    TreeSize size() const noexcept { return size_; }
    Hash root() const;
    std::span<const Hash> level(unsigned level) const;

private:
    TreeSize size_;
    std::vector<std::vector<Hash>> levels_;
};

}  // namespace exhibit::ledger
