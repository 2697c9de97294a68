// Trees and proofs against RFC 6962 section 2.1 written down as it stands there: recursive, over
// all leaves, slow and plain.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <bit>

#include "ledger/merkle.hpp"
#include "ledger/tile.hpp"

namespace exhibit::ledger {
namespace {

using Leaves = std::span<const Hash>;

Hash reference_root(Leaves leaves) {
    if (leaves.empty()) return crypto::sha256(ByteView{});
    if (leaves.size() == 1) return leaves[0];
    const std::size_t k = std::bit_floor(leaves.size() - 1);
    return node_hash(reference_root(leaves.first(k)), reference_root(leaves.subspan(k)));
}

/// PATH(m, D[n]).
Proof reference_path(std::size_t m, Leaves leaves) {
    if (leaves.size() <= 1) return {};
    const std::size_t k = std::bit_floor(leaves.size() - 1);
    Proof path =
        m < k ? reference_path(m, leaves.first(k)) : reference_path(m - k, leaves.subspan(k));
    path.push_back(m < k ? reference_root(leaves.subspan(k)) : reference_root(leaves.first(k)));
    return path;
}

/// SUBPROOF(m, D[n], b).
Proof reference_subproof(std::size_t m, Leaves leaves, bool known) {
    if (m == leaves.size()) return known ? Proof{} : Proof{reference_root(leaves)};
    const std::size_t k = std::bit_floor(leaves.size() - 1);
    Proof proof = m <= k ? reference_subproof(m, leaves.first(k), known)
                         : reference_subproof(m - k, leaves.subspan(k), false);
    proof.push_back(m <= k ? reference_root(leaves.subspan(k)) : reference_root(leaves.first(k)));
    return proof;
}

std::vector<Hash> numbered_leaves(std::size_t count) {
    std::vector<Hash> leaves;
    for (std::size_t i = 0; i < count; ++i) {
        leaves.push_back(leaf_hash(as_bytes("leaf " + std::to_string(i))));
    }
    return leaves;
}

SubtreeSource source_of(Leaves leaves) {
    return [leaves](unsigned level, std::uint64_t index) {
        const std::size_t width = std::size_t{1} << level;
        return subtree_root(leaves.subspan(static_cast<std::size_t>(index) * width, width));
    };
}

TreeHead head_of(Leaves leaves) {
    return {TreeSize{leaves.size()}, reference_root(leaves)};
}

TEST(MerkleProperty, roots_are_those_of_the_definition_for_sizes_0_to_300) {
    const std::vector<Hash> leaves = numbered_leaves(300);
    CompactRange range;
    TreeEdge edge;
    std::vector<FullTile> completed;
    for (std::size_t size = 0; size <= leaves.size(); ++size) {
        const Hash expected = reference_root(Leaves(leaves).first(size));
        ASSERT_EQ(range.root(), expected) << size;
        ASSERT_EQ(edge.root(), expected) << size;
        ASSERT_EQ(root_at(TreeSize{size}, source_of(leaves)), expected) << size;
        if (size == leaves.size()) break;
        range.append(leaves[size]);
        edge.append(leaves[size], completed);
    }
}

TEST(MerkleProperty, inclusion_proofs_are_those_of_the_definition_and_hold) {
    const std::vector<Hash> all = numbered_leaves(300);
    for (std::size_t size = 1; size <= 300; size = size < 64 ? size + 1 : size + 59) {
        const Leaves leaves = Leaves(all).first(size);
        const TreeHead head = head_of(leaves);
        for (std::size_t index = 0; index < size; ++index) {
            const Proof proof =
                inclusion_proof(LeafIndex{index}, TreeSize{size}, source_of(leaves));
            ASSERT_EQ(proof, reference_path(index, leaves)) << index << " of " << size;
            ASSERT_TRUE(verify_inclusion(LeafIndex{index}, leaves[index], head, proof));
        }
    }
}

TEST(MerkleProperty, consistency_proofs_are_those_of_the_definition_and_hold) {
    const std::vector<Hash> all = numbered_leaves(300);
    for (std::size_t size = 1; size <= 300; size = size < 64 ? size + 1 : size + 59) {
        const Leaves leaves = Leaves(all).first(size);
        const TreeHead newer = head_of(leaves);
        for (std::size_t old_size = 1; old_size <= size; ++old_size) {
            const TreeHead older = head_of(leaves.first(old_size));
            const Proof proof = consistency_proof(older.size, newer.size, source_of(leaves));
            ASSERT_EQ(proof, reference_subproof(old_size, leaves, true)) << old_size << " " << size;
            ASSERT_TRUE(verify_consistency(older, newer, proof));
        }
    }
}

/// Every bit of every hash flipped, one hash more, one less.
template <typename Verify>
void expect_no_change_holds(const Proof& proof, const Verify& verify) {
    for (std::size_t i = 0; i < proof.size(); ++i) {
        for (std::size_t bit = 0; bit < 256; ++bit) {
            Proof changed = proof;
            changed[i].bytes[bit / 8] ^= std::byte{1} << (bit % 8);
            ASSERT_FALSE(verify(changed)) << "hash " << i << " bit " << bit;
        }
    }
    Proof longer = proof;
    longer.push_back(empty_root());
    ASSERT_FALSE(verify(longer));
    if (proof.empty()) return;
    ASSERT_FALSE(verify(Proof(proof.begin(), proof.end() - 1)));
    ASSERT_FALSE(verify(Proof(proof.begin() + 1, proof.end())));
}

TEST(MerkleProperty, no_changed_inclusion_proof_holds_up_to_size_24) {
    const std::vector<Hash> all = numbered_leaves(24);
    for (std::size_t size = 1; size <= all.size(); ++size) {
        const Leaves leaves = Leaves(all).first(size);
        const TreeHead head = head_of(leaves);
        for (std::size_t index = 0; index < size; ++index) {
            expect_no_change_holds(reference_path(index, leaves), [&](const Proof& proof) {
                return verify_inclusion(LeafIndex{index}, leaves[index], head, proof);
            });
        }
    }
}

// From 25 to 64 one bit of each byte of each hash.
TEST(MerkleProperty, no_changed_byte_of_an_inclusion_proof_holds_up_to_size_64) {
    const std::vector<Hash> all = numbered_leaves(64);
    for (std::size_t size = 25; size <= all.size(); ++size) {
        const Leaves leaves = Leaves(all).first(size);
        const TreeHead head = head_of(leaves);
        for (std::size_t index = 0; index < size; ++index) {
            Proof proof = reference_path(index, leaves);
            for (Hash& hash : proof) {
                for (std::size_t i = 0; i < hash.bytes.size(); ++i) {
                    const std::byte flip{std::byte{1} << ((size + index + i) % 8)};
                    hash.bytes[i] ^= flip;
                    ASSERT_FALSE(verify_inclusion(LeafIndex{index}, leaves[index], head, proof));
                    hash.bytes[i] ^= flip;
                }
            }
        }
    }
}

TEST(MerkleProperty, a_proof_holds_for_its_own_index_size_and_leaf_only) {
    const std::vector<Hash> all = numbered_leaves(64);
    for (std::size_t size = 1; size <= all.size(); size += 3) {
        const Leaves leaves = Leaves(all).first(size);
        const TreeHead head = head_of(leaves);
        for (std::size_t index = 0; index < size; ++index) {
            const Proof proof = reference_path(index, leaves);
            for (std::size_t other = 0; other < size; ++other) {
                const LeafIndex claimed{other};
                ASSERT_EQ(verify_inclusion(claimed, leaves[index], head, proof), other == index);
                ASSERT_EQ(verify_inclusion(LeafIndex{index}, leaves[other], head, proof),
                          other == index);
            }
        }
    }
}

TEST(MerkleProperty, no_changed_consistency_proof_holds_up_to_size_20) {
    const std::vector<Hash> all = numbered_leaves(20);
    for (std::size_t size = 1; size <= all.size(); ++size) {
        const Leaves leaves = Leaves(all).first(size);
        const TreeHead newer = head_of(leaves);
        for (std::size_t old_size = 1; old_size <= size; ++old_size) {
            const TreeHead older = head_of(leaves.first(old_size));
            const Proof proof = reference_subproof(old_size, leaves, true);
            expect_no_change_holds(proof, [&](const Proof& changed) {
                return verify_consistency(older, newer, changed);
            });
            ASSERT_FALSE(verify_consistency({older.size, empty_root()}, newer, proof));
            ASSERT_FALSE(verify_consistency(older, {newer.size, empty_root()}, proof));
        }
    }
}

RC_GTEST_PROP(MerkleProperty, proofs_between_random_sizes_hold, ()) {
    static const std::vector<Hash> all = numbered_leaves(1500);
    const auto size = *rc::gen::inRange<std::size_t>(1, all.size() + 1);
    const auto old_size = *rc::gen::inRange<std::size_t>(0, size + 1);
    const auto index = *rc::gen::inRange<std::size_t>(0, size);
    const Leaves leaves = Leaves(all).first(size);
    const TreeHead newer = head_of(leaves);
    const TreeHead older = head_of(leaves.first(old_size));
    RC_ASSERT(verify_consistency(older, newer,
                                 consistency_proof(older.size, newer.size, source_of(leaves))));
    RC_ASSERT(verify_inclusion(LeafIndex{index}, leaves[index], newer,
                               inclusion_proof(LeafIndex{index}, newer.size, source_of(leaves))));
}

RC_GTEST_PROP(TileProperty, paths_are_read_back_and_have_no_other_spelling,
              (std::uint64_t number)) {
    const std::string path = tlog_path(number);
    RC_ASSERT(parse_tlog_path(path) == number);
    std::string other = path;
    other[*rc::gen::inRange<std::size_t>(0, other.size())] = *rc::gen::arbitrary<char>();
    const auto parsed = parse_tlog_path(other);
    if (parsed) RC_ASSERT(tlog_path(*parsed) == other);
}

RC_GTEST_PROP(TileProperty, exported_tiles_hold_each_hash_once, ()) {
    const TreeSize size{*rc::gen::inRange<std::uint64_t>(0, 300'000)};
    std::vector<std::uint64_t> held(tile_levels);
    for (const ExportedTile& tile : exported_tiles(size)) {
        RC_ASSERT(tile.width > 0);
        RC_ASSERT(tile.width <= tile_hashes);
        RC_ASSERT(tile.id.number * tile_hashes == held[tile.id.level]);
        held[tile.id.level] += tile.width;
    }
    for (unsigned level = 0; level < tile_levels; ++level) {
        RC_ASSERT(held[level] == size.value >> (8 * level));
    }
}

}  // namespace
}  // namespace exhibit::ledger
