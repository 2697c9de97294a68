// The Merkle tree of RFC 6962 section 2.1: hashes, compact ranges, proofs.
//
// A complete subtree of 2^level leaves that begins at leaf index * 2^level is named (level, index).
// Everything a proof needs is made of such hashes, so whoever can give them (tiles, an array in a
// test) can have proofs built. Verification follows the loops of RFC 9162, 2.1.3.2 and 2.1.4.2.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "crypto/digest.hpp"

namespace exhibit::ledger {

using crypto::Hash;

/// How many entries a tree has.
struct TreeSize {
    std::uint64_t value = 0;
    auto operator<=>(const TreeSize&) const = default;
};

/// The number of an entry, from 0.
struct LeafIndex {
    std::uint64_t value = 0;
    auto operator<=>(const LeafIndex&) const = default;
};

/// Sizes and indexes also stand in JSON, which ends at 2^53-1.
inline constexpr std::uint64_t tree_size_max = (std::uint64_t{1} << 53) - 1;
inline constexpr std::size_t proof_hashes_max = 63;

Hash leaf_hash(ByteView entry);
Hash node_hash(const Hash& left, const Hash& right);
/// H(""), the root of the tree without entries.
const Hash& empty_root();

/// The right edge of a tree: the roots of its complete subtrees, largest first.
class CompactRange {
public:
    CompactRange() = default;
    /// `edge` has one hash for each bit set in `size`, largest subtree first; Error(malformed)
    /// otherwise.
    CompactRange(TreeSize size, std::vector<Hash> edge);

    void append(const Hash& leaf);
    /// Appends a complete subtree of 2^level leaves. REQUIRES: size() is a multiple of 2^level.
    void append_subtree(unsigned level, const Hash& hash);

    TreeSize size() const noexcept { return size_; }
    Hash root() const;
    const std::vector<Hash>& edge() const noexcept { return edge_; }

private:
    TreeSize size_;
    std::vector<Hash> edge_;
};

using Proof = std::vector<Hash>;
/// Gives the hash of the complete subtree (level, index).
using SubtreeSource = std::function<Hash(unsigned level, std::uint64_t index)>;

Hash root_at(TreeSize size, const SubtreeSource& source);
/// Error(usage) unless index < size.
Proof inclusion_proof(LeafIndex index, TreeSize size, const SubtreeSource& source);
/// Error(usage) unless old_size <= new_size. Empty for old size 0 and for equal sizes.
Proof consistency_proof(TreeSize old_size, TreeSize new_size, const SubtreeSource& source);

/// A tree of some size as a checkpoint states it.
struct TreeHead {
    TreeSize size;
    Hash root;
    bool operator==(const TreeHead&) const = default;
};

[[nodiscard]] bool verify_inclusion(LeafIndex index, const Hash& leaf, const TreeHead& tree,
                                    std::span<const Hash> proof);
/// True when the older tree is a beginning of the newer. From size 0: the empty root and no proof.
[[nodiscard]] bool verify_consistency(const TreeHead& older, const TreeHead& newer,
                                      std::span<const Hash> proof);

}  // namespace exhibit::ledger
