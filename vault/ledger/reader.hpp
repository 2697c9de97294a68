// Reading a ledger. Nothing is handed out that the root of the newest checkpoint does not vouch
// for.
//
// How trust flows: the newest checkpoint is found by following commits, each signed by the log key
// and consistent with the one before. The hashes right of the last full tiles (TreeEdge) must give
// its root; each full tile must give the hash its parent (a verified tile or the edge) holds for
// it; each entry must give its leaf hash. A tile that is missing is made again from staged objects;
// one that differs is Error(corrupt) naming it.
//
// Thread rules: not shared between threads.
#pragma once

#include <functional>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "crypto/secret.hpp"
#include "ledger/checkpoint.hpp"
#include "ledger/descriptor.hpp"
#include "ledger/event.hpp"
#include "ledger/staged.hpp"
#include "ledger/tile.hpp"
#include "store/object_store.hpp"

namespace exhibit::ledger {

class LedgerReader {
public:
    /// `store` must outlive the reader. Without the record key everything but entries can be read.
    LedgerReader(store::ObjectStore& store, Descriptor descriptor,
                 std::optional<crypto::SecretBytes> record_key = std::nullopt);

    const Descriptor& descriptor() const noexcept { return descriptor_; }
    bool has_record_key() const noexcept { return record_key_.has_value(); }
    /// Error(denied) when the reader was made without it.
    const crypto::SecretBytes& record_key() const;

    /// The newest checkpoint as of the last refresh(); the first call refreshes. A ledger without
    /// entries has size 0, the empty root and an empty note.
    const SignedCheckpoint& newest();
    /// Follows commits that were added meanwhile (one read when there are none).
    const SignedCheckpoint& refresh();

    /// Verified entries from <= index < to, to at most newest().checkpoint.size.
    std::vector<Entry> entries(LeafIndex from, TreeSize to);
    /// The same one after the other, in bounded memory.
    void visit(LeafIndex from, TreeSize to, const std::function<void(Entry&&)>& visitor);
    /// The entries' texts, unparsed but with verified leaf hashes.
    void visit_texts(LeafIndex from, TreeSize to,
                     const std::function<void(LeafIndex, std::string&&)>& visitor);

    Hash leaf(LeafIndex index);
    Hash root_at(TreeSize size);
    Proof inclusion_proof(LeafIndex index, TreeSize size);
    Proof consistency_proof(TreeSize old_size, TreeSize new_size);

    /// The hashes of a full tile, or of the edge right of the last full one. Valid until the next
    /// call of a method that is not const.
    std::span<const Hash> tile(TileId id);
    const TreeEdge& edge();

    store::ObjectStore& store() noexcept { return store_; }

private:
    struct Transition {
        TreeHead before;
        TreeHead after;
    };

    struct RawTile {
        std::vector<Hash> hashes;
        bool stored = true;  ///< false when it was made again
    };

    std::optional<SignedCheckpoint> hint();
    std::optional<SignedCheckpoint> follow(const TreeHead& before);
    StagedHeader staged_header(const TreeHead& tree);
    void load_edge();
    std::vector<Hash> edge_leaves(const TreeHead& newest_head,
                                  std::vector<Transition>& transitions);
    void extend_edge(const TreeHead& after);
    void require_stored_alike(const FullTile& full);
    [[noreturn]] void blame(const TreeHead& newest_head);
    RawTile raw_tile(TileId id);
    std::vector<Hash> staged_leaves(std::uint64_t tile_number);
    std::vector<Transition> transitions_covering(std::uint64_t begin, std::uint64_t end);
    std::vector<std::string> range_texts(std::uint64_t begin, std::uint64_t end);
    std::vector<std::string> staged_texts(std::span<const Transition> transitions,
                                          std::uint64_t begin, std::uint64_t end);
    void require_leaf(const std::string& text, const Hash& leaf, const std::string& source) const;
    [[noreturn]] void throw_missing(const std::string& name) const;
    void require_inside(TreeSize size);
    SubtreeSource subtrees();

    store::ObjectStore& store_;
    Descriptor descriptor_;
    std::optional<crypto::SecretBytes> record_key_;
    std::optional<SignedCheckpoint> newest_;
    std::optional<TreeEdge> edge_;
    std::vector<Transition> edge_transitions_;   ///< cover the leaves of the edge, oldest first
    std::map<TileId, std::vector<Hash>> tiles_;  ///< verified full tiles
    std::list<TileId> tile_order_;               ///< oldest first, bounds the cache
};

}  // namespace exhibit::ledger
