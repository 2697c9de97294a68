// Known answers: the test tree of Certificate Transparency (RFC 6962 implementations share it).
#include "ledger/merkle.hpp"

#include <gtest/gtest.h>

#include <array>

#include "base/codec.hpp"
#include "exhibit/error.hpp"

namespace exhibit::ledger {
namespace {

constexpr std::array<std::string_view, 8> leaf_inputs{"",
                                                      "00",
                                                      "10",
                                                      "2021",
                                                      "3031",
                                                      "40414243",
                                                      "5051525354555657",
                                                      "606162636465666768696a6b6c6d6e6f"};

constexpr std::array<std::string_view, 9> known_roots{
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

Hash known_leaf(std::size_t index) {
    return leaf_hash(from_hex(leaf_inputs[index]));
}

/// Complete subtrees of the known tree.
Hash known_subtree(unsigned level, std::uint64_t index) {
    if (level == 0) return known_leaf(static_cast<std::size_t>(index));
    return node_hash(known_subtree(level - 1, 2 * index), known_subtree(level - 1, 2 * index + 1));
}

TreeHead known_tree(std::uint64_t size) {
    return {TreeSize{size}, Hash::from_hex(known_roots[static_cast<std::size_t>(size)])};
}

std::vector<std::string> hex_of(const Proof& proof) {
    std::vector<std::string> texts;
    for (const Hash& hash : proof) texts.push_back(hash.hex());
    return texts;
}

TEST(Merkle, compact_range_gives_the_known_roots) {
    CompactRange range;
    for (std::size_t size = 0; size < known_roots.size(); ++size) {
        EXPECT_EQ(range.root().hex(), known_roots[size]);
        EXPECT_EQ(range.size().value, size);
        if (size < leaf_inputs.size()) range.append(known_leaf(size));
    }
}

TEST(Merkle, root_at_gives_the_known_roots) {
    for (std::uint64_t size = 0; size < known_roots.size(); ++size) {
        EXPECT_EQ(root_at(TreeSize{size}, known_subtree), known_tree(size).root);
    }
}

TEST(Merkle, inclusion_proof_of_the_first_leaf_is_the_known_one) {
    EXPECT_EQ(hex_of(inclusion_proof(LeafIndex{0}, TreeSize{8}, known_subtree)),
              (std::vector<std::string>{
                  "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                  "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                  "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}));
}

TEST(Merkle, consistency_proof_from_six_to_eight_is_the_known_one) {
    EXPECT_EQ(hex_of(consistency_proof(TreeSize{6}, TreeSize{8}, known_subtree)),
              (std::vector<std::string>{
                  "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                  "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
}

TEST(Merkle, consistency_from_the_empty_tree_needs_the_empty_root_and_no_proof) {
    const TreeHead empty{TreeSize{0}, empty_root()};
    EXPECT_TRUE(verify_consistency(empty, known_tree(8), {}));
    EXPECT_FALSE(verify_consistency({TreeSize{0}, known_tree(1).root}, known_tree(8), {}));
    EXPECT_FALSE(verify_consistency(empty, known_tree(8), Proof{known_tree(8).root}));
}

TEST(Merkle, equal_sizes_are_consistent_only_with_equal_roots_and_no_proof) {
    EXPECT_TRUE(verify_consistency(known_tree(5), known_tree(5), {}));
    EXPECT_FALSE(verify_consistency(known_tree(5), {TreeSize{5}, known_tree(4).root}, {}));
    EXPECT_FALSE(verify_consistency(known_tree(5), known_tree(5), Proof{known_tree(5).root}));
}

TEST(Merkle, a_larger_tree_is_no_beginning_of_a_smaller_one) {
    EXPECT_FALSE(verify_consistency(known_tree(5), known_tree(4), {}));
    EXPECT_THROW(consistency_proof(TreeSize{5}, TreeSize{4}, known_subtree), Error);
}

TEST(Merkle, a_consistency_proof_without_hashes_is_refused) {
    EXPECT_FALSE(verify_consistency(known_tree(6), known_tree(8), {}));
    EXPECT_FALSE(verify_consistency(known_tree(4), known_tree(8), {}));
}

TEST(Merkle, an_index_outside_the_tree_has_no_proof) {
    EXPECT_FALSE(verify_inclusion(LeafIndex{1}, known_leaf(0), known_tree(1), {}));
    EXPECT_FALSE(verify_inclusion(LeafIndex{0}, empty_root(), known_tree(0), {}));
    EXPECT_THROW(inclusion_proof(LeafIndex{8}, TreeSize{8}, known_subtree), Error);
}

TEST(Merkle, a_proof_must_reach_the_root_of_the_size_it_is_for) {
    // The hashes fit, but a tree of two leaves needs one more.
    EXPECT_FALSE(verify_inclusion(LeafIndex{0}, known_leaf(0), {TreeSize{2}, known_leaf(0)}, {}));
    EXPECT_TRUE(verify_inclusion(LeafIndex{0}, known_leaf(0), {TreeSize{1}, known_leaf(0)}, {}));
}

TEST(Merkle, a_consistency_proof_is_for_both_roots) {
    const Proof proof = consistency_proof(TreeSize{6}, TreeSize{8}, known_subtree);
    EXPECT_TRUE(verify_consistency(known_tree(6), known_tree(8), proof));
    EXPECT_FALSE(verify_consistency({TreeSize{6}, known_tree(7).root}, known_tree(8), proof));
    EXPECT_FALSE(verify_consistency(known_tree(6), {TreeSize{8}, known_tree(7).root}, proof));
}

TEST(Merkle, a_leaf_cannot_pass_for_a_node) {
    // Without the prefix bytes the concatenation of two hashes would be a leaf with their parent's
    // hash.
    Bytes both = to_bytes(known_leaf(0).view());
    append(both, known_leaf(1).view());
    EXPECT_NE(leaf_hash(both), node_hash(known_leaf(0), known_leaf(1)));
}

TEST(CompactRange, begins_from_right_edge_hashes) {
    CompactRange range(TreeSize{6}, {known_subtree(2, 0), known_subtree(1, 2)});
    EXPECT_EQ(range.root().hex(), known_roots[6]);
    range.append(known_leaf(6));
    range.append(known_leaf(7));
    EXPECT_EQ(range.root().hex(), known_roots[8]);
    EXPECT_EQ(range.edge(), std::vector<Hash>{known_tree(8).root});
}

TEST(CompactRange, refuses_an_edge_that_does_not_fit_the_size) {
    EXPECT_THROW(CompactRange(TreeSize{6}, {known_leaf(0)}), Error);
    EXPECT_THROW(CompactRange(TreeSize{0}, {known_leaf(0)}), Error);
}

TEST(CompactRange, appends_whole_subtrees) {
    CompactRange range;
    range.append_subtree(2, known_subtree(2, 0));
    range.append_subtree(1, known_subtree(1, 2));
    range.append_subtree(1, known_subtree(1, 3));
    EXPECT_EQ(range.root().hex(), known_roots[8]);
}

}  // namespace
}  // namespace exhibit::ledger
