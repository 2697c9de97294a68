// Packs written again under the newest keys of their incident. FORMAT.md 8.3. Nothing is removed
// here: who rewrites records it first.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "blob/pack_reader.hpp"
#include "blob/writer.hpp"
#include "crypto/digest.hpp"
#include "store/object_store.hpp"

namespace exhibit::blob {

/// The packs of an incident that are in a store.
struct PackAges {
    std::vector<crypto::Hash> newest;   ///< sealed to `keys.content`
    std::vector<crypto::Hash> older;    ///< to another key, or to none that is known
    std::vector<crypto::Hash> unknown;  ///< whose they are cannot be told: the header is damaged
};
PackAges pack_ages(store::ObjectStore& store, const ReadKeys& keys);

class PackRewriter {
public:
    /// All references must outlive the rewriter; new packs are sealed to `keys.content`.
    PackRewriter(store::ObjectStore& store, const ReadKeys& keys, const WriterSettings& settings);

    /// Packs under the newest keys that no event names: one with the blocks of an old pack is what
    /// a call that was cut off wrote, and is used.
    void offer(const std::vector<crypto::Hash>& packs);

    struct Rewritten {
        crypto::Hash by;
        std::uint64_t bytes = 0;  ///< of the new pack
        bool reused = false;
    };
    /// Writes the blocks of `pack` again, or finds that done, and reads the new pack back.
    /// Error(corrupt, malformed, denied) when the old pack cannot be read whole.
    Rewritten rewrite(const crypto::Hash& pack);

private:
    crypto::Hash write(PackReader& old, const crypto::Hash& pack);
    /// Whether every block of the table can be read from a pack, in this order.
    bool holds(const crypto::Hash& pack, const std::vector<TableEntry>& table);

    store::ObjectStore& store_;
    ReadKeys keys_;
    ReadKeys newest_;
    WriterSettings settings_;
    std::map<crypto::Hash, crypto::Hash> offered_;  ///< by a digest of the blocks
};

}  // namespace exhibit::blob
