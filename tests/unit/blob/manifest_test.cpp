#include "blob/manifest.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "exhibit/error.hpp"
#include "fixture.hpp"

namespace exhibit::blob {
namespace {

using test::Incident;
using test::MapSource;

BlockId some_id(int number) {
    return BlockId{crypto::sha256(to_bytes("block " + std::to_string(number)))};
}

Node sample() {
    return {0,
            1000 + 5000 + 24,
            {{RefKind::data, 1000, some_id(1)},
             {RefKind::zeros, 5000, {}},
             {RefKind::unreadable, 24, {}}}};
}

void refuses(const std::function<void(Bytes&)>& change, const std::string& expected) {
    Bytes bytes = write_node(sample());
    change(bytes);
    try {
        parse_node(bytes, "n");
        FAIL() << expected;
    } catch (const FormatError& error) {
        EXPECT_EQ(error.expected(), expected);
    }
}

void set(Bytes& bytes, std::size_t at, int value) {
    bytes[at] = static_cast<std::byte>(value);
}

TEST(ManifestNode, has_the_bytes_of_the_format) {
    const Bytes bytes = write_node(sample());
    const std::string zeros(64, '0');
    EXPECT_EQ(to_hex(bytes),
              "4558484d414e3031"
              "00"
              "000000"
              "00000003"
              "0000000000001788"
              "0100000000000000"
              "00000000000003e8" +
                  some_id(1).hex() +
                  "0200000000000000"
                  "0000000000001388" +
                  zeros +
                  "0300000000000000"
                  "0000000000000018" +
                  zeros);
}

TEST(ManifestNode, is_read_as_it_was_written) {
    const Node node = parse_node(write_node(sample()), "n");
    EXPECT_EQ(node.level, 0);
    EXPECT_EQ(node.length, 6024U);
    EXPECT_EQ(node.refs, sample().refs);
}

TEST(ManifestNode, of_an_empty_stream_has_no_references) {
    const Node node = parse_node(write_node({0, 0, {}}), "n");
    EXPECT_EQ(node.length, 0U);
    EXPECT_TRUE(node.refs.empty());
}

TEST(ManifestNode, above_level_0_is_never_empty) {
    EXPECT_THROW(parse_node(write_node({1, 0, {}}), "n"), FormatError);
}

TEST(ManifestNode, refuses_what_the_format_does_not_allow) {
    refuses([](Bytes& b) { set(b, 0, 'X'); }, "the bytes \"EXHMAN01\"");
    refuses([](Bytes& b) { set(b, 8, 6); }, "a level of 0 to 5");
    refuses([](Bytes& b) { set(b, 9, 1); }, "3 zero bytes");
    refuses([](Bytes& b) { set(b, 11, 1); }, "3 zero bytes");
    refuses([](Bytes& b) { set(b, 15, 2); }, "2 references of 48 bytes each");
}

TEST(ManifestNode, refuses_references_of_the_wrong_kind_for_the_level) {
    refuses([](Bytes& b) { set(b, 24, 4); }, "kind 1, 2 or 3 at level 0");
    refuses([](Bytes& b) { set(b, 24, 0); }, "kind 1, 2 or 3 at level 0");
    refuses([](Bytes& b) { set(b, 8, 1); }, "kind 4 above level 0");
}

TEST(ManifestNode, refuses_hostile_references) {
    refuses([](Bytes& b) { set(b, 25, 1); }, "7 zero bytes");
    refuses([](Bytes& b) { set(b, 72 + 16, 1); }, "32 zero bytes, no id");
    refuses([](Bytes& b) { set(b, 24, 2); }, "32 zero bytes, no id");
    refuses([](Bytes& b) { set(b, 24 + 13, 0x11); }, "a block of at most 1048576 bytes");
    refuses([](Bytes& b) { store_u64(std::span(b).subspan(24 + 8, 8), 0); },
            "a length of at least 1 byte");
    refuses([](Bytes& b) { set(b, 120, 2); }, "neighbouring runs of one kind merged into one");
}

TEST(ManifestNode, refuses_lengths_that_do_not_add_up) {
    refuses([](Bytes& b) { set(b, 23, 0x89); }, "lengths that add up to the node's");
    refuses([](Bytes& b) { set(b, 23, 0x87); }, "lengths that add up to the node's");
    // Two runs that wrap around to what the header says.
    const std::uint64_t half = std::uint64_t{1} << 63;
    const auto wrap = [](Bytes& b) {
        store_u64(std::span(b).subspan(72 + 8, 8), half + 5000);
        store_u64(std::span(b).subspan(120 + 8, 8), half + 24);
    };
    refuses(wrap, "lengths that add up to the node's");
}

TEST(ManifestNode, refuses_counts_that_do_not_fit_its_bytes) {
    refuses([](Bytes& b) { store_u32(std::span(b).subspan(12, 4), 2); },
            "2 references of 48 bytes each");
    refuses([](Bytes& b) { store_u32(std::span(b).subspan(12, 4), 2049); },
            "at most 2,048 references");
    refuses([](Bytes& b) { store_u32(std::span(b).subspan(12, 4), ~std::uint32_t{0}); },
            "at most 2,048 references");
    refuses([](Bytes& b) { b.push_back(std::byte{0}); }, "3 references of 48 bytes each");
}

TEST(ManifestNode, refuses_every_truncation) {
    const Bytes bytes = write_node(sample());
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        EXPECT_THROW(parse_node(ByteView(bytes).first(length), "n"), FormatError) << length;
    }
}

struct Tree {
    std::vector<Node> nodes;  // as stored, the root last
    std::vector<BlockId> ids;

    ManifestWriter::StoreNode sink() {
        return [this](ByteView bytes) {
            nodes.push_back(parse_node(bytes, "n"));
            ids.push_back(BlockId{crypto::sha256(bytes)});
            return ids.back();
        };
    }
};

TEST(ManifestWriter, of_an_empty_stream_writes_one_empty_node) {
    Tree tree;
    const BlockId root = ManifestWriter(tree.sink()).finish();
    ASSERT_EQ(tree.nodes.size(), 1U);
    EXPECT_EQ(root, tree.ids[0]);
    EXPECT_EQ(tree.nodes[0].length, 0U);
}

TEST(ManifestWriter, merges_neighbouring_runs_of_one_kind_only) {
    Tree tree;
    ManifestWriter writer(tree.sink());
    writer.zeros(10);
    writer.zeros(5);
    writer.unreadable(0);
    writer.unreadable(3);
    writer.unreadable(4);
    writer.zeros(1);
    EXPECT_EQ(writer.length(), 23U);
    writer.finish();
    const std::vector<Ref> expected{
        {RefKind::zeros, 15, {}}, {RefKind::unreadable, 7, {}}, {RefKind::zeros, 1, {}}};
    EXPECT_EQ(tree.nodes[0].refs, expected);
}

std::vector<std::size_t> levels_of_stream(int blocks) {
    Tree tree;
    ManifestWriter writer(tree.sink());
    for (int i = 0; i < blocks; ++i) writer.data(some_id(1), 100);
    writer.finish();
    std::vector<std::size_t> counts;
    for (const Node& node : tree.nodes) {
        if (counts.size() <= node.level) counts.resize(node.level + 1U);
        ++counts[node.level];
    }
    EXPECT_EQ(tree.nodes.back().length, static_cast<std::uint64_t>(blocks) * 100);
    return counts;
}

TEST(ManifestWriter, puts_2048_references_in_a_node_and_no_level_too_many) {
    using Counts = std::vector<std::size_t>;
    EXPECT_EQ(levels_of_stream(1), Counts{1});
    EXPECT_EQ(levels_of_stream(2048), Counts{1});
    EXPECT_EQ(levels_of_stream(2049), (Counts{2, 1}));
    EXPECT_EQ(levels_of_stream(3 * 2048), (Counts{3, 1}));
}

TEST(ManifestWriter, puts_a_third_level_above_a_full_second) {
    Tree tree;
    const BlockId id = some_id(1);
    ManifestWriter writer([&](ByteView bytes) {
        if (bytes[8] != std::byte{0}) tree.nodes.push_back(parse_node(bytes, "n"));
        return id;
    });
    for (int i = 0; i < 2048 * 2048 + 1; ++i) writer.data(id, 1);
    writer.finish();
    ASSERT_EQ(tree.nodes.size(), 3U);
    EXPECT_EQ(tree.nodes[0].level, 1);
    EXPECT_EQ(tree.nodes[0].length, 2048U * 2048U);
    EXPECT_EQ(tree.nodes[1].refs.size(), 1U);
    EXPECT_EQ(tree.nodes[2].level, 2);
    EXPECT_EQ(tree.nodes[2].refs.size(), 2U);
}

TEST(ManifestWriter, refuses_a_stream_longer_than_its_lengths_can_tell) {
    Tree tree;
    ManifestWriter writer(tree.sink());
    writer.zeros(~std::uint64_t{0} - 10);
    writer.data(some_id(1), 10);
    EXPECT_THROW(writer.zeros(1), Error);
}

}  // namespace
}  // namespace exhibit::blob
