// The hashes behind LedgerReader: tiles verified against their parents, the edge verified against
// the root, and both made again from staged objects where tiles are missing.
#include <algorithm>

#include "base/check.hpp"
#include "exhibit/error.hpp"
#include "ledger/commit.hpp"
#include "ledger/object_names.hpp"
#include "ledger/reader.hpp"

namespace exhibit::ledger {

namespace {

constexpr std::size_t cached_tiles_max = 64;

[[noreturn]] void throw_corrupt(const std::string& what) {
    throw Error(ErrorKind::corrupt, what);
}

}  // namespace

StagedHeader LedgerReader::staged_header(const TreeHead& tree) {
    const std::string name = staged_name(tree);
    // Most transitions have one entry: then one read is enough.
    std::optional<Bytes> bytes = store_.get(name, {0, staged_header_bytes(1)});
    if (!bytes) throw_missing(name);
    const std::size_t count = staged_count(*bytes, name);
    if (count > 1) bytes = store_.get(name, {0, staged_header_bytes(count)});
    if (!bytes) throw_missing(name);

    StagedHeader header = decode_staged_header(*bytes, name);
    if (header.new_size() != tree.size) {
        throw_corrupt("The staged object " + name + " leads to size " +
                      std::to_string(header.new_size().value) + "; its name says otherwise.");
    }
    if (header.before.size.value == 0 && header.before.root != empty_root()) {
        throw_corrupt("The staged object " + name +
                      " begins at size 0 with another root than the empty one.");
    }
    return header;
}

const TreeEdge& LedgerReader::edge() {
    static_cast<void>(newest());
    if (!edge_) load_edge();
    return *edge_;
}

void LedgerReader::load_edge() {
    const TreeHead head = newest().checkpoint.head();
    std::vector<std::vector<Hash>> levels(tile_levels);
    for (unsigned level = 1; level < tile_levels; ++level) {
        const std::uint64_t first = full_tiles(head.size, level) * tile_hashes;
        const std::size_t width = edge_width(head.size, level);
        for (std::size_t i = 0; i < width; ++i) {
            levels[level].push_back(subtree_root(raw_tile({level - 1, first + i}).hashes));
        }
    }
    std::vector<Transition> transitions;
    levels[0] = edge_leaves(head, transitions);
    TreeEdge loaded(head.size, std::move(levels));
    if (loaded.root() != head.root) blame(head);
    edge_ = std::move(loaded);
    edge_transitions_ = std::move(transitions);
}

/// The leaves right of the last full tile, by walking back from the newest staged object. Fills
/// `transitions` with those that cover them, oldest first.
std::vector<Hash> LedgerReader::edge_leaves(const TreeHead& newest_head,
                                            std::vector<Transition>& transitions) {
    const std::uint64_t begin = full_tiles(newest_head.size, 0) * tile_hashes;
    std::vector<StagedHeader> headers;
    TreeHead head = newest_head;
    while (head.size.value > begin) {
        headers.push_back(staged_header(head));
        transitions.push_back({headers.back().before, head});
        head = headers.back().before;
    }
    std::reverse(headers.begin(), headers.end());
    std::reverse(transitions.begin(), transitions.end());

    std::vector<Hash> leaves;
    for (const StagedHeader& header : headers) {
        leaves.insert(leaves.end(), header.leaves.begin(), header.leaves.end());
    }
    // The oldest of them may begin in the tile before.
    const std::size_t wanted = edge_width(newest_head.size, 0);
    CHECK(leaves.size() >= wanted);
    leaves.erase(leaves.begin(), leaves.end() - static_cast<std::ptrdiff_t>(wanted));
    return leaves;
}

/// Takes the edge one transition further. Nothing changes when it throws.
void LedgerReader::extend_edge(const TreeHead& after) {
    const TreeHead before = newest_->checkpoint.head();
    const StagedHeader header = staged_header(after);
    const std::string name = staged_name(after);
    if (header.before != before) {
        throw_corrupt("The staged object " + name + " follows another tree than its commit does.");
    }
    TreeEdge extended = *edge_;
    std::vector<FullTile> completed;
    for (const Hash& leaf_of_entry : header.leaves) extended.append(leaf_of_entry, completed);
    if (extended.root() != after.root) {
        throw_corrupt("The leaf hashes in " + name + " do not give the root of its commit.");
    }
    edge_ = std::move(extended);
    edge_transitions_.push_back({before, after});
    const std::uint64_t begin = full_tiles(after.size, 0) * tile_hashes;
    std::erase_if(edge_transitions_, [begin](const Transition& transition) {
        return transition.after.size.value <= begin;
    });
}

void LedgerReader::require_stored_alike(const FullTile& full) {
    const std::string name = tile_name(full.id);
    const std::optional<Bytes> stored = store_.get(name);
    if (!stored || equal(*stored, encode_tile(full.hashes))) return;
    throw_corrupt("The tile " + name + " has other hashes than the staged objects it was made of.");
}

/// The tree's hashes do not give the root it is signed with: finds the object that is to blame, by
/// doing everything again from the first commit. Slow, and only on this way out.
void LedgerReader::blame(const TreeHead& newest_head) {
    TreeEdge tree;
    TreeHead head{TreeSize{0}, empty_root()};
    while (head.size < newest_head.size) {
        const std::optional<SignedCheckpoint> next = follow(head);
        if (!next) throw_missing(commit_name(head.size));
        const TreeHead after = next->checkpoint.head();
        const StagedHeader header = staged_header(after);
        std::vector<FullTile> completed;
        for (const Hash& leaf_of_entry : header.leaves) tree.append(leaf_of_entry, completed);
        if (header.before != head || tree.root() != after.root) {
            throw_corrupt("The staged object " + staged_name(after) +
                          " does not give the root of its commit.");
        }
        for (const FullTile& full : completed) require_stored_alike(full);
        head = after;
    }
    throw Error(ErrorKind::verification,
                "The hashes of the ledger do not give the root of its "
                "checkpoint of size " +
                    std::to_string(newest_head.size.value) + ".");
}

std::span<const Hash> LedgerReader::tile(TileId id) {
    const TreeSize size = newest().checkpoint.size;
    const std::uint64_t full = full_tiles(size, id.level);
    if (id.number == full) return edge().level(id.level);
    if (id.number > full || id.level >= tile_levels) {
        throw Error(ErrorKind::usage, "A ledger of " + std::to_string(size.value) +
                                          " entries has no tile " + tile_name(id) + ".");
    }
    if (const auto cached = tiles_.find(id); cached != tiles_.end()) return cached->second;

    const std::span<const Hash> parent = tile({id.level + 1, id.number / tile_hashes});
    const Hash expected = parent[static_cast<std::size_t>(id.number % tile_hashes)];
    RawTile raw = raw_tile(id);
    if (subtree_root(raw.hashes) != expected) {
        if (!raw.stored) blame(newest().checkpoint.head());
        throw_corrupt("The tile " + tile_name(id) + " has the root " +
                      subtree_root(raw.hashes).hex() + "; the tree has " + expected.hex() +
                      " there.");
    }
    if (tile_order_.size() >= cached_tiles_max) {
        tiles_.erase(tile_order_.front());
        tile_order_.pop_front();
    }
    tile_order_.push_back(id);
    return tiles_.emplace(id, std::move(raw.hashes)).first->second;
}

/// A full tile as it is stored, or made again; not verified.
LedgerReader::RawTile LedgerReader::raw_tile(TileId id) {
    const std::string name = tile_name(id);
    if (const std::optional<Bytes> object = store_.get(name)) {
        return {decode_tile(*object, name), true};
    }
    if (id.level == 0) return {staged_leaves(id.number), false};
    RawTile made{{}, false};
    for (std::uint64_t i = 0; i < tile_hashes; ++i) {
        const TileId child{id.level - 1, id.number * tile_hashes + i};
        made.hashes.push_back(subtree_root(raw_tile(child).hashes));
    }
    return made;
}

std::vector<Hash> LedgerReader::staged_leaves(std::uint64_t tile_number) {
    const std::uint64_t begin = tile_number * tile_hashes;
    const std::uint64_t end = begin + tile_hashes;
    std::vector<Hash> leaves;
    for (const Transition& transition : transitions_covering(begin, end)) {
        const StagedHeader header = staged_header(transition.after);
        for (std::size_t i = 0; i < header.leaves.size(); ++i) {
            const std::uint64_t index = transition.before.size.value + i;
            if (index >= begin && index < end) leaves.push_back(header.leaves[i]);
        }
    }
    if (leaves.size() != tile_hashes) {
        throw_corrupt("The staged objects of entries " + std::to_string(begin) + " to " +
                      std::to_string(end - 1) + " changed while they were read.");
    }
    return leaves;
}

/// The transitions that made begin <= index < end, oldest first. Their signatures are verified, but
/// not that they lie on the chain: whoever uses them compares with verified hashes.
std::vector<LedgerReader::Transition> LedgerReader::transitions_covering(std::uint64_t begin,
                                                                         std::uint64_t end) {
    // A transition has at most 256 entries: the one that made `begin` is found close below it.
    std::uint64_t size = begin;
    std::optional<Bytes> commit = store_.get(commit_name(TreeSize{size}));
    while (!commit && size > 0 && begin - size < transition_entries_max - 1) {
        commit = store_.get(commit_name(TreeSize{--size}));
    }
    std::vector<Transition> transitions;
    while (size < end) {
        const std::string name = commit_name(TreeSize{size});
        if (!commit) throw_missing(name);
        const Commit parsed = parse_commit(as_text(*commit), name);
        const TreeHead after =
            open_checkpoint(parsed.note, descriptor_.log_key, name).checkpoint.head();
        const TreeHead before = staged_header(after).before;
        if (before.size.value != size) {
            throw_corrupt("The staged object " + staged_name(after) +
                          " begins at another size than the commit " + name + ".");
        }
        transitions.push_back({before, after});
        size = after.size.value;
        commit = store_.get(commit_name(after.size));
    }
    return transitions;
}

}  // namespace exhibit::ledger
