// What is left of a damaged pack is found by its frames.
#include <gtest/gtest.h>

#include "fixture.hpp"

namespace exhibit::blob {
namespace {

using test::Incident;
using test::SmallPack;

class Recovery : public ::testing::Test {
protected:
    Incident incident_;
    SmallPack small_{incident_};
    std::unique_ptr<store::ObjectStore> store_ = store::memory_store();
    MemoryBlockIndex index_;

    std::vector<FoundFrame> scan(ByteView bytes) {
        FrameOpener opener(parse_pack_header(ByteView(small_.pack.bytes).first(104), "p"),
                           incident_.read_keys(), "p");
        return scan_frames(bytes, &opener);
    }
    std::string index_of(ByteView bytes) {
        small_.put(*store_, bytes);
        return index_pack(*store_, small_.pack.name, incident_.read_keys(), index_);
    }
    bool readable(std::size_t number) {
        PackBlockSource source(*store_, incident_.read_keys(), index_);
        Bytes content;
        try {
            source.read(small_.ids[number], BlockType::data, content);
        } catch (const Error&) {
            return false;
        }
        return content == small_.contents[number];
    }
};

TEST_F(Recovery, finds_every_frame_of_a_whole_pack) {
    const std::vector<FoundFrame> found = scan(small_.pack.bytes);
    ASSERT_EQ(found.size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(found[i].offset, small_.pack.entries[i].offset);
        EXPECT_EQ(found[i].header.id, small_.ids[i]);
        EXPECT_TRUE(found[i].readable);
    }
}

TEST_F(Recovery, without_keys_lists_frames_but_calls_none_readable) {
    const std::vector<FoundFrame> found = scan_frames(small_.pack.bytes, nullptr);
    ASSERT_EQ(found.size(), 3U);
    for (const FoundFrame& frame : found) EXPECT_FALSE(frame.readable);
}

TEST_F(Recovery, loses_one_block_to_one_bad_length) {
    Bytes bytes = small_.pack.bytes;
    bytes[small_.pack.entries[0].offset + 14] ^= std::byte{0x01};  // of the sealed length
    const std::vector<FoundFrame> found = scan(bytes);
    std::vector<BlockId> readable;
    for (const FoundFrame& frame : found) {
        if (frame.readable) readable.push_back(frame.header.id);
    }
    EXPECT_EQ(readable, (std::vector<BlockId>{small_.ids[1], small_.ids[2]}));
}

TEST_F(Recovery, takes_frames_when_the_trailer_is_gone) {
    const std::string problem =
        index_of(ByteView(small_.pack.bytes).first(small_.pack.bytes.size() - 10));
    EXPECT_NE(problem.find("blocks found by looking for frames: 3"), std::string::npos) << problem;
    EXPECT_TRUE(readable(0) && readable(1) && readable(2));
}

TEST_F(Recovery, takes_frames_when_the_table_is_damaged) {
    Bytes bytes = small_.pack.bytes;
    bytes[bytes.size() - pack_trailer_bytes - 1] ^= std::byte{1};
    EXPECT_NE(index_of(bytes), "");
    EXPECT_TRUE(readable(0) && readable(1) && readable(2));
}

TEST_F(Recovery, takes_the_frames_a_truncation_left) {
    index_of(ByteView(small_.pack.bytes).first(small_.pack.entries[2].offset + 5));
    EXPECT_TRUE(readable(0) && readable(1));
    EXPECT_FALSE(readable(2));
}

TEST_F(Recovery, of_a_pack_with_a_damaged_key_box_says_so) {
    Bytes bytes = small_.pack.bytes;
    bytes[50] ^= std::byte{1};
    EXPECT_NE(index_of(bytes).find("key box does not open"), std::string::npos);
    EXPECT_EQ(index_.size(), 0U);
}

TEST_F(Recovery, finds_nothing_in_hostile_bytes) {
    EXPECT_TRUE(scan_frames({}, nullptr).empty());
    EXPECT_TRUE(scan_frames(as_bytes("EXBK"), nullptr).empty());
    Bytes magics;
    for (int i = 0; i < 1000; ++i) append(magics, frame_magic);
    EXPECT_TRUE(scan_frames(magics, nullptr).empty());
}

TEST(IndexAllPacks, takes_this_incident_and_tells_what_is_damaged) {
    const Incident incident;
    const Incident other("another incident");
    const SmallPack mine(incident);
    const SmallPack damaged(incident);
    const SmallPack theirs(other);
    const auto store = store::memory_store();
    mine.put(*store, mine.pack.bytes);
    theirs.put(*store, theirs.pack.bytes);
    damaged.put(*store, ByteView(damaged.pack.bytes).first(20));
    store->put_new("packs/readme", as_bytes("not a pack"));
    MemoryBlockIndex index;
    const std::vector<PackProblem> problems = index_all_packs(*store, incident.read_keys(), index);
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems[0].pack, damaged.pack.name);
    EXPECT_EQ(index.size(), 3U);
    EXPECT_EQ(index.find(theirs.ids[0]), std::nullopt);
}

}  // namespace
}  // namespace exhibit::blob
