#include "blob/stream.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "fixture.hpp"

namespace exhibit::blob {
namespace {

using exhibit::test::seeded_bytes;
using test::Incident;
using test::kind_of_failure;
using test::MapSource;

/// A stream of 3 blocks of 1,000 bytes, 500 zeros, 200 unreadable bytes and a block again.
class Stream : public ::testing::Test {
protected:
    Stream() {
        ManifestWriter writer([this](ByteView node) { return source_.add(BlockType::node, node); });
        for (std::uint64_t i = 0; i < 3; ++i) add(writer, seeded_bytes(i, 1000));
        writer.zeros(500);
        content_.resize(3500);
        writer.unreadable(200);
        content_.resize(3700);
        add(writer, seeded_bytes(9, 300));
        root_ = writer.finish();
    }
    void add(ManifestWriter& writer, const Bytes& bytes) {
        ids_.push_back(source_.add(BlockType::data, bytes));
        writer.data(ids_.back(), bytes.size());
        append(content_, bytes);
    }
    std::vector<std::string> parts(ByteRange range) {
        std::vector<std::string> out;
        StreamReader(source_, root_).for_each(range, [&](const StreamPart& part) {
            const char* const kinds[] = {"data", "zeros", "unreadable", "damaged"};
            out.push_back(std::string(kinds[static_cast<int>(part.kind)]) + " " +
                          std::to_string(part.range.offset) + "+" +
                          std::to_string(part.range.length));
            if (part.kind == PartKind::data) {
                EXPECT_TRUE(equal(
                    part.bytes, ByteView(content_).subspan(part.range.offset, part.range.length)));
            } else {
                EXPECT_TRUE(part.bytes.empty());
            }
        });
        return out;
    }

    Incident incident_;
    MapSource source_{incident_};
    std::vector<BlockId> ids_;
    Bytes content_;
    BlockId root_;
};

using Parts = std::vector<std::string>;

TEST_F(Stream, knows_its_length) {
    EXPECT_EQ(StreamReader(source_, root_).size(), 4000U);
}

TEST_F(Stream, reads_any_range_as_the_original) {
    StreamReader reader(source_, root_);
    for (std::uint64_t offset = 0; offset <= 4000; offset += 37) {
        for (const std::uint64_t wanted : {0U, 1U, 250U, 1000U, 2777U}) {
            Bytes out(std::min(wanted, 4000 - offset), std::byte{0xee});
            static_cast<void>(reader.read(offset, out));
            ASSERT_TRUE(equal(out, ByteView(content_).subspan(offset, out.size()))) << offset;
        }
    }
}

TEST_F(Stream, tells_what_was_unreadable_at_the_source) {
    StreamReader reader(source_, root_);
    Bytes out(100);
    EXPECT_TRUE(reader.read(3400, out).empty());
    EXPECT_EQ(reader.read(3450, out), (std::vector<ByteRange>{{3500, 50}}));
    EXPECT_EQ(reader.read(3650, out), (std::vector<ByteRange>{{3650, 50}}));
}

TEST_F(Stream, refuses_to_read_past_its_end) {
    StreamReader reader(source_, root_);
    Bytes out(2);
    EXPECT_EQ(kind_of_failure([&] { static_cast<void>(reader.read(3999, out)); }),
              ErrorKind::usage);
    EXPECT_EQ(kind_of_failure([&] { static_cast<void>(reader.read(~std::uint64_t{0}, out)); }),
              ErrorKind::usage);
    EXPECT_EQ(kind_of_failure([&] { reader.for_each({3999, 2}, {}); }), ErrorKind::usage);
}

TEST_F(Stream, is_handed_on_in_order_and_without_gaps) {
    EXPECT_EQ(parts({0, 4000}), (Parts{"data 0+1000", "data 1000+1000", "data 2000+1000",
                                       "zeros 3000+500", "unreadable 3500+200", "data 3700+300"}));
    EXPECT_EQ(parts({1500, 1600}), (Parts{"data 1500+500", "data 2000+1000", "zeros 3000+100"}));
    EXPECT_TRUE(parts({4000, 0}).empty());
}

TEST_F(Stream, tells_a_lost_block_as_the_range_it_costs) {
    source_.lose(BlockType::data, ids_[1]);
    EXPECT_EQ(parts({0, 4000}), (Parts{"data 0+1000", "damaged 1000+1000", "data 2000+1000",
                                       "zeros 3000+500", "unreadable 3500+200", "data 3700+300"}));
    EXPECT_EQ(parts({1900, 200}), (Parts{"damaged 1900+100", "data 2000+100"}));
    StreamReader reader(source_, root_);
    Bytes out(100);
    try {
        static_cast<void>(reader.read(1990, out));
        FAIL();
    } catch (const DamagedRange& damage) {
        EXPECT_EQ(damage.range(), (ByteRange{1000, 1000}));
        EXPECT_EQ(damage.kind(), ErrorKind::corrupt);
        EXPECT_NE(damage.reason().find("it is lost"), std::string::npos);
    }
    static_cast<void>(reader.read(2000, out));  // what is beside the damage can be read
    EXPECT_TRUE(equal(out, ByteView(content_).subspan(2000, 100)));
}

TEST_F(Stream, tells_a_block_of_the_wrong_length_as_damage) {
    ManifestWriter writer([this](ByteView node) { return source_.add(BlockType::node, node); });
    writer.data(ids_[0], 999);
    root_ = writer.finish();
    EXPECT_EQ(parts({0, 999}), Parts{"damaged 0+999"});
}

TEST_F(Stream, with_a_lost_root_cannot_be_opened) {
    source_.lose(BlockType::node, root_);
    EXPECT_EQ(kind_of_failure([&] { StreamReader(source_, root_); }), ErrorKind::not_found);
}

TEST_F(Stream, ends_when_the_sink_throws) {
    StreamReader reader(source_, root_);
    int calls = 0;
    EXPECT_EQ(kind_of_failure([&] {
                  reader.for_each({0, 4000}, [&](const StreamPart&) {
                      if (++calls == 2) throw Error(ErrorKind::interrupted, "stop");
                  });
              }),
              ErrorKind::interrupted);
    EXPECT_EQ(calls, 2);
}

TEST_F(Stream, passes_on_failures_that_are_not_damage) {
    struct Broken final : BlockSource {
        explicit Broken(BlockSource& below) : below_(below) {}
        void read(const BlockId& id, BlockType type, Bytes& content) override {
            if (type == BlockType::data) throw Error(ErrorKind::crypto, "the library failed");
            below_.read(id, type, content);
        }
        BlockSource& below_;
    } broken(source_);
    StreamReader reader(broken, root_);
    EXPECT_EQ(kind_of_failure([&] {
                  reader.for_each({0, 4000}, [](const StreamPart&) {});
              }),
              ErrorKind::crypto);
}

TEST_F(Stream, lists_its_blocks_in_order) {
    std::vector<BlockId> ids;
    std::vector<RefKind> kinds;
    StreamReader(source_, root_).for_each_block([&](const StreamBlock& block) {
        kinds.push_back(block.kind);
        if (block.kind == RefKind::data) ids.push_back(block.id);
        EXPECT_EQ(block.problem, "");
    });
    EXPECT_EQ(ids, ids_);
    EXPECT_EQ(kinds,
              (std::vector<RefKind>{RefKind::node, RefKind::data, RefKind::data, RefKind::data,
                                    RefKind::zeros, RefKind::unreadable, RefKind::data}));
}

TEST_F(Stream, of_no_bytes_has_no_parts) {
    ManifestWriter writer([this](ByteView node) { return source_.add(BlockType::node, node); });
    root_ = writer.finish();
    EXPECT_TRUE(parts({0, 0}).empty());
    StreamReader reader(source_, root_);
    EXPECT_TRUE(reader.read(0, {}).empty());
}

/// Trees of several levels made by hand, with nodes of few references.
class DeepStream : public Stream {
protected:
    BlockId node(std::uint8_t level, const std::vector<Ref>& refs) {
        std::uint64_t length = 0;
        for (const Ref& ref : refs) length += ref.length;
        return source_.add(BlockType::node, write_node({level, length, refs}));
    }
    Ref leaf(std::uint64_t seed) {
        const Bytes bytes = seeded_bytes(seed, 10);
        append(content_, bytes);
        const Ref block{RefKind::data, 10, source_.add(BlockType::data, bytes)};
        return {RefKind::node, 10, node(0, {block})};
    }
    Ref above(std::uint8_t level, const std::vector<Ref>& refs) {
        std::uint64_t length = 0;
        for (const Ref& ref : refs) length += ref.length;
        return {RefKind::node, length, node(level, refs)};
    }
};

TEST_F(DeepStream, of_six_levels_is_read) {
    content_.clear();
    Ref ref = above(1, {leaf(1), leaf(2)});
    for (std::uint8_t level = 2; level < 6; ++level) ref = above(level, {ref});
    root_ = ref.id;
    EXPECT_EQ(parts({0, 20}), (Parts{"data 0+10", "data 10+10"}));
}

TEST_F(DeepStream, loses_what_lies_below_a_lost_node_and_nothing_else) {
    content_.clear();
    const Ref lost = above(1, {leaf(1), leaf(2)});
    const Ref kept = above(1, {leaf(3)});
    root_ = node(2, {lost, kept});
    source_.lose(BlockType::node, lost.id);
    EXPECT_EQ(parts({0, 30}), (Parts{"damaged 0+20", "data 20+10"}));
    EXPECT_EQ(parts({5, 20}), (Parts{"damaged 5+15", "data 20+5"}));
    std::vector<std::string> problems;
    StreamReader(source_, root_).for_each_block([&](const StreamBlock& block) {
        if (!block.problem.empty())
            problems.push_back(std::to_string(block.range.offset) + "+" +
                               std::to_string(block.range.length));
    });
    EXPECT_EQ(problems, std::vector<std::string>{"0+20"});
}

TEST_F(DeepStream, refuses_a_child_of_the_wrong_level) {
    // The level rule is what makes cycles impossible: a child is always one level lower.
    content_.clear();
    const Ref child = above(1, {leaf(1)});
    root_ = node(3, {child});
    EXPECT_EQ(parts({0, 10}), Parts{"damaged 0+10"});
    root_ = node(1, {child});
    EXPECT_EQ(parts({0, 10}), Parts{"damaged 0+10"});
}

TEST_F(DeepStream, refuses_a_child_of_another_length) {
    content_.clear();
    Ref child = leaf(1);
    child.length = 11;
    root_ = node(1, {child});
    EXPECT_EQ(parts({0, 11}), Parts{"damaged 0+11"});
}

TEST_F(DeepStream, with_runs_of_2_to_the_63_bytes_is_read_at_its_ends) {
    // Hostile but well formed: arithmetic must not overflow, and nothing is allocated.
    const std::uint64_t half = std::uint64_t{1} << 63;
    root_ = node(0, {{RefKind::zeros, half, {}}, {RefKind::unreadable, half - 1, {}}});
    EXPECT_EQ(parts({half - 5, 10}),
              (Parts{"zeros 9223372036854775803+5", "unreadable 9223372036854775808+5"}));
    StreamReader reader(source_, root_);
    Bytes out(10);
    EXPECT_EQ(reader.read(~std::uint64_t{0} - 10, out),
              (std::vector<ByteRange>{{~std::uint64_t{0} - 10, 10}}));
}

}  // namespace
}  // namespace exhibit::blob
