#include "ledger/tile.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "base/check.hpp"
#include "base/text.hpp"
#include "exhibit/error.hpp"

namespace exhibit::ledger {

namespace {

constexpr std::string_view tile_prefix = "ledger/tile/";
constexpr std::string_view entries_prefix = "ledger/tile/entries/";

std::string three_digits(std::uint64_t value) {
    std::string digits = std::to_string(value);
    return std::string(3 - digits.size(), '0') + digits;
}

/// Hashes of this level in a tree: its complete subtrees of 256^level leaves.
std::uint64_t level_width(TreeSize size, unsigned level) {
    return level < tile_levels ? size.value >> (8 * level) : 0;
}

std::string partial_suffix(std::size_t width) {
    return width == tile_hashes ? "" : ".p/" + std::to_string(width);
}

}  // namespace

std::string tlog_path(std::uint64_t number) {
    std::string path = three_digits(number % 1000);
    for (number /= 1000; number > 0; number /= 1000) {
        path.insert(0, "x" + three_digits(number % 1000) + "/");
    }
    return path;
}

std::optional<std::uint64_t> parse_tlog_path(std::string_view path) {
    std::uint64_t number = 0;
    // 20 digits hold any u64: a longer path is not worth reading.
    if (path.size() > 7 * 5) return std::nullopt;
    for (std::string_view group : split(path, '/')) {
        if (group.starts_with('x')) group.remove_prefix(1);
        if (group.size() != 3) return std::nullopt;
        for (const char digit : group) {
            if (digit < '0' || digit > '9') return std::nullopt;
            number = number * 10 + static_cast<std::uint64_t>(digit - '0');
        }
    }
    // Numbers have one path: missing or stray 'x', leading groups of zeros, overflow end here.
    if (tlog_path(number) != path) return std::nullopt;
    return number;
}

std::string tile_name(TileId id) {
    return std::string(tile_prefix) + std::to_string(id.level) + "/" + tlog_path(id.number);
}

std::string entries_tile_name(std::uint64_t number) {
    return std::string(entries_prefix) + tlog_path(number);
}

std::optional<TileId> parse_tile_name(std::string_view name) {
    if (!name.starts_with(tile_prefix)) return std::nullopt;
    name.remove_prefix(tile_prefix.size());
    const std::size_t slash = name.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const std::optional<std::uint64_t> level = parse_decimal(name.substr(0, slash));
    const std::optional<std::uint64_t> number = parse_tlog_path(name.substr(slash + 1));
    if (!level || *level >= tile_levels || !number) return std::nullopt;
    return TileId{static_cast<unsigned>(*level), *number};
}

std::optional<std::uint64_t> parse_entries_tile_name(std::string_view name) {
    if (!name.starts_with(entries_prefix)) return std::nullopt;
    return parse_tlog_path(name.substr(entries_prefix.size()));
}

std::uint64_t full_tiles(TreeSize size, unsigned level) {
    return level_width(size, level) / tile_hashes;
}

std::size_t edge_width(TreeSize size, unsigned level) {
    return static_cast<std::size_t>(level_width(size, level) % tile_hashes);
}

std::vector<ExportedTile> exported_tiles(TreeSize size) {
    std::vector<ExportedTile> tiles;
    for (unsigned level = 0; level < tile_levels; ++level) {
        const std::uint64_t full = full_tiles(size, level);
        for (std::uint64_t number = 0; number < full; ++number) {
            tiles.push_back({{level, number}, tile_hashes});
        }
        const std::size_t width = edge_width(size, level);
        if (width > 0) tiles.push_back({{level, full}, width});
    }
    return tiles;
}

std::string exported_tile_path(const ExportedTile& tile) {
    return "tile/" + std::to_string(tile.id.level) + "/" + tlog_path(tile.id.number) +
           partial_suffix(tile.width);
}

std::string exported_entries_path(std::uint64_t number, std::size_t width) {
    return "tile/entries/" + tlog_path(number) + partial_suffix(width);
}

Bytes encode_tile(std::span<const Hash> hashes) {
    Bytes bytes;
    bytes.reserve(hashes.size() * sizeof(Hash::bytes));
    for (const Hash& hash : hashes) append(bytes, hash.view());
    return bytes;
}

std::vector<Hash> decode_tile(ByteView bytes, const std::string& source) {
    if (bytes.size() != tile_bytes) {
        throw FormatError(source, std::min(bytes.size(), tile_bytes),
                          "a tile of 8192 bytes, not " + std::to_string(bytes.size()));
    }
    ByteReader reader(bytes, source);
    std::vector<Hash> hashes;
    hashes.reserve(tile_hashes);
    while (reader.left() > 0) hashes.push_back(Hash{reader.array<32>("a hash")});
    return hashes;
}

Hash subtree_root(std::span<const Hash> hashes) {
    CHECK(std::has_single_bit(hashes.size()));
    if (hashes.size() == 1) return hashes.front();
    const std::size_t half = hashes.size() / 2;
    return node_hash(subtree_root(hashes.first(half)), subtree_root(hashes.subspan(half)));
}

Hash subtree_hash(const TileSource& tiles, unsigned level, std::uint64_t index) {
    // The tile level below, and how many doublings above its hashes. Worked example: level 10,
    // index 3 covers the hashes 12 to 15 of tile level 1, which stand in its tile 0.
    const unsigned tile_level = level / 8;
    const unsigned doublings = level % 8;
    const std::uint64_t first = index << doublings;
    const std::size_t count = std::size_t{1} << doublings;
    const auto offset = static_cast<std::size_t>(first % tile_hashes);
    const std::span<const Hash> hashes = tiles({tile_level, first / tile_hashes});
    CHECK(hashes.size() >= offset + count);
    return subtree_root(hashes.subspan(offset, count));
}

TreeEdge::TreeEdge() : levels_(tile_levels) {}

TreeEdge::TreeEdge(TreeSize size, std::vector<std::vector<Hash>> levels)
    : size_(size), levels_(std::move(levels)) {
    levels_.resize(std::max<std::size_t>(levels_.size(), tile_levels));
    for (unsigned level = 0; level < levels_.size(); ++level) {
        const std::size_t expected = edge_width(size, level);
        if (levels_[level].size() == expected) continue;
        throw Error(ErrorKind::malformed,
                    "The edge of a tree of size " + std::to_string(size.value) + " has " +
                        std::to_string(levels_[level].size()) + " hashes on level " +
                        std::to_string(level) + "; expected " + std::to_string(expected) + ".");
    }
}

void TreeEdge::append(const Hash& leaf, std::vector<FullTile>& completed) {
    CHECK(size_.value < tree_size_max);
    Hash carried = leaf;
    const std::uint64_t index = size_.value;
    ++size_.value;
    for (unsigned level = 0; level < tile_levels; ++level) {
        std::vector<Hash>& hashes = levels_[level];
        hashes.push_back(carried);
        if (hashes.size() < tile_hashes) return;
        carried = subtree_root(hashes);
        completed.push_back({{level, index >> (8 * (level + 1))}, std::move(hashes)});
        hashes.clear();
    }
}

Hash TreeEdge::root() const {
    CompactRange range;
    for (unsigned level = tile_levels; level-- > 0;) {
        for (const Hash& hash : levels_[level]) range.append_subtree(8 * level, hash);
    }
    return range.root();
}

std::span<const Hash> TreeEdge::level(unsigned level) const {
    if (level >= levels_.size()) return {};
    return levels_[level];
}

}  // namespace exhibit::ledger
