#include "ledger/merkle.hpp"

#include <array>
#include <bit>
#include <string>

#include "base/check.hpp"
#include "exhibit/error.hpp"

namespace exhibit::ledger {

namespace {

constexpr std::array<std::byte, 1> leaf_prefix{std::byte{0x00}};
constexpr std::array<std::byte, 1> node_prefix{std::byte{0x01}};

/// Leaves begin <= index < end.
struct LeafRange {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    std::uint64_t count() const noexcept { return end - begin; }
    /// Where RFC 6962 splits: the largest power of two below count(). REQUIRES: count() > 1.
    std::uint64_t middle() const noexcept { return begin + std::bit_floor(count() - 1); }
};

Hash range_root(LeafRange range, const SubtreeSource& source) {
    if (range.count() == 0) return empty_root();
    if (std::has_single_bit(range.count())) {
        const auto level = static_cast<unsigned>(std::countr_zero(range.count()));
        return source(level, range.begin >> level);
    }
    const std::uint64_t middle = range.middle();
    return node_hash(range_root({range.begin, middle}, source),
                     range_root({middle, range.end}, source));
}

/// PATH(m, D[n]) of RFC 6962 2.1.1: siblings from the leaf up.
void add_path(Proof& proof, std::uint64_t index, LeafRange range, const SubtreeSource& source) {
    if (range.count() <= 1) return;
    const std::uint64_t middle = range.middle();
    const LeafRange left{range.begin, middle};
    const LeafRange right{middle, range.end};
    const bool is_left = index < middle;
    add_path(proof, index, is_left ? left : right, source);
    proof.push_back(range_root(is_left ? right : left, source));
}

/// SUBPROOF(m, D[n], b) of RFC 6962 2.1.2. While b is true the range begins at leaf 0: then the
/// verifier knows the root of the old tree and needs no hash for it.
void add_subproof(Proof& proof, std::uint64_t old_end, LeafRange range,
                  const SubtreeSource& source) {
    if (old_end == range.end) {
        if (range.begin != 0) proof.push_back(range_root(range, source));
        return;
    }
    const std::uint64_t middle = range.middle();
    const LeafRange left{range.begin, middle};
    const LeafRange right{middle, range.end};
    if (old_end <= middle) {
        add_subproof(proof, old_end, left, source);
        proof.push_back(range_root(right, source));
    } else {
        add_subproof(proof, old_end, right, source);
        proof.push_back(range_root(left, source));
    }
}

/// Where a proof is verified: a node and the last node of its level (fn and sn in RFC 9162).
struct Place {
    std::uint64_t node = 0;
    std::uint64_t last = 0;

    bool has_left_sibling() const noexcept { return (node & 1) != 0 || node == last; }
    void climb() noexcept {
        node >>= 1;
        last >>= 1;
    }
    /// Up to where this node is a right child: the levels between have no sibling for it.
    void climb_to_right_child() noexcept {
        while ((node & 1) == 0 && node != 0) climb();
    }
};

}  // namespace

Hash leaf_hash(ByteView entry) {
    return crypto::sha256({leaf_prefix, entry});
}

Hash node_hash(const Hash& left, const Hash& right) {
    return crypto::sha256({node_prefix, left.view(), right.view()});
}

const Hash& empty_root() {
    static const Hash root = crypto::sha256(ByteView{});
    return root;
}

CompactRange::CompactRange(TreeSize size, std::vector<Hash> edge)
    : size_(size), edge_(std::move(edge)) {
    const auto expected = static_cast<std::size_t>(std::popcount(size.value));
    if (edge_.size() == expected) return;
    throw Error(ErrorKind::malformed, "The right edge of a tree of size " +
                                          std::to_string(size.value) + " has " +
                                          std::to_string(edge_.size()) + " hashes; expected " +
                                          std::to_string(expected) + ".");
}

void CompactRange::append(const Hash& leaf) {
    append_subtree(0, leaf);
}

void CompactRange::append_subtree(unsigned level, const Hash& hash) {
    CHECK(level < 64 && (size_.value & ((std::uint64_t{1} << level) - 1)) == 0);
    Hash merged = hash;
    // Each trailing one bit is a complete subtree of the same size as the one being added.
    for (std::uint64_t rest = size_.value >> level; (rest & 1) != 0; rest >>= 1) {
        merged = node_hash(edge_.back(), merged);
        edge_.pop_back();
    }
    edge_.push_back(merged);
    size_.value += std::uint64_t{1} << level;
}

Hash CompactRange::root() const {
    if (edge_.empty()) return empty_root();
    Hash root = edge_.back();
    for (std::size_t i = edge_.size() - 1; i > 0; --i) root = node_hash(edge_[i - 1], root);
    return root;
}

Hash root_at(TreeSize size, const SubtreeSource& source) {
    return range_root({0, size.value}, source);
}

Proof inclusion_proof(LeafIndex index, TreeSize size, const SubtreeSource& source) {
    if (index.value >= size.value) {
        throw Error(ErrorKind::usage, "No inclusion proof for entry " +
                                          std::to_string(index.value) + " in a tree of size " +
                                          std::to_string(size.value) + ".");
    }
    Proof proof;
    add_path(proof, index.value, {0, size.value}, source);
    return proof;
}

Proof consistency_proof(TreeSize old_size, TreeSize new_size, const SubtreeSource& source) {
    if (old_size > new_size) {
        throw Error(ErrorKind::usage, "No consistency proof from size " +
                                          std::to_string(old_size.value) + " to the smaller size " +
                                          std::to_string(new_size.value) + ".");
    }
    Proof proof;
    if (old_size.value == 0 || old_size == new_size) return proof;
    add_subproof(proof, old_size.value, {0, new_size.value}, source);
    return proof;
}

bool verify_inclusion(LeafIndex index, const Hash& leaf, const TreeHead& tree,
                      std::span<const Hash> proof) {
    if (index.value >= tree.size.value) return false;
    Place place{index.value, tree.size.value - 1};
    Hash root = leaf;
    for (const Hash& sibling : proof) {
        if (place.last == 0) return false;
        if (place.has_left_sibling()) {
            root = node_hash(sibling, root);
            place.climb_to_right_child();
        } else {
            root = node_hash(root, sibling);
        }
        place.climb();
    }
    return place.last == 0 && root == tree.root;
}

bool verify_consistency(const TreeHead& older, const TreeHead& newer, std::span<const Hash> proof) {
    if (older.size > newer.size) return false;
    if (older.size == newer.size) return proof.empty() && older.root == newer.root;
    if (older.size.value == 0) return proof.empty() && older.root == empty_root();

    // A tree whose size is a power of two is a node of the newer tree: its root begins the proof.
    const bool known_first = std::has_single_bit(older.size.value);
    if (!known_first && proof.empty()) return false;
    Hash old_root = known_first ? older.root : proof.front();
    Hash new_root = old_root;
    if (!known_first) proof = proof.subspan(1);

    Place place{older.size.value - 1, newer.size.value - 1};
    while ((place.node & 1) != 0) place.climb();
    for (const Hash& hash : proof) {
        if (place.last == 0) return false;
        if (place.has_left_sibling()) {
            old_root = node_hash(hash, old_root);
            new_root = node_hash(hash, new_root);
            place.climb_to_right_child();
        } else {
            new_root = node_hash(new_root, hash);
        }
        place.climb();
    }
    return place.last == 0 && old_root == older.root && new_root == newer.root;
}

}  // namespace exhibit::ledger
