#include "blob/writer.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "fixture.hpp"
#include "support/fault_store.hpp"

namespace exhibit::blob {
namespace {

using exhibit::test::FaultStore;
using exhibit::test::seeded_bytes;
using exhibit::test::When;
using test::Incident;
using test::kind_of_failure;
using test::prose;

class Writer : public ::testing::Test {
protected:
    Bytes read(const BlockId& id, BlockType type = BlockType::data) {
        MemoryBlockIndex index;
        EXPECT_TRUE(index_all_packs(*store_, incident_.read_keys(), index).empty());
        PackBlockSource source(*store_, incident_.read_keys(), index);
        Bytes content;
        source.read(id, type, content);
        return content;
    }

    Incident incident_;
    std::unique_ptr<store::ObjectStore> store_ = store::memory_store();
    MemoryBlockIndex index_;
};

TEST_F(Writer, stores_blocks_that_can_be_read_back) {
    BlobWriter writer(*store_, incident_.deposit_keys(), index_);
    const BlockId text = writer.put(BlockType::data, prose(5000));
    const BlockId noise = writer.put(BlockType::data, seeded_bytes(1, 5000));
    const BlockId node = writer.put(BlockType::node, prose(5000));
    EXPECT_NE(text, node);
    const WriteResult result = writer.finish();
    EXPECT_EQ(result.packs.size(), 1U);
    EXPECT_EQ(read(text), prose(5000));
    EXPECT_EQ(read(noise), seeded_bytes(1, 5000));
    EXPECT_EQ(read(node, BlockType::node), prose(5000));
}

TEST_F(Writer, stores_equal_content_once) {
    BlobWriter writer(*store_, incident_.deposit_keys(), index_);
    const BlockId first = writer.put(BlockType::data, prose(5000));
    EXPECT_EQ(writer.put(BlockType::data, prose(5000)), first);
    const WriteResult result = writer.finish();
    EXPECT_EQ(result.counts.blocks_new, 1U);
    EXPECT_EQ(result.counts.blocks_known, 1U);
    EXPECT_EQ(result.counts.bytes_new, 5000U);
    EXPECT_EQ(result.counts.bytes_known, 5000U);
    EXPECT_EQ(result.counts.bytes_stored, *store_->size(pack_object_name(*result.packs.begin())));
}

TEST_F(Writer, lists_the_older_pack_a_known_block_lies_in) {
    BlobWriter writer(*store_, incident_.deposit_keys(), index_);
    writer.put(BlockType::data, prose(5000));
    const std::set<crypto::Hash> older = writer.finish().packs;
    writer.put(BlockType::data, prose(5000));
    EXPECT_EQ(writer.finish().packs, older);
    writer.put(BlockType::data, prose(5000));
    writer.put(BlockType::data, prose(6000));
    const std::set<crypto::Hash> both = writer.finish().packs;
    EXPECT_EQ(both.size(), 2U);
    EXPECT_TRUE(both.contains(*older.begin()));
    EXPECT_TRUE(writer.finish().packs.empty());
}

TEST_F(Writer, of_the_next_process_finds_the_blocks_of_an_ingest_that_was_cut_off) {
    {
        BlobWriter writer(*store_, incident_.deposit_keys(), index_);
        writer.put(BlockType::data, prose(5000));
        writer.finish();
    }
    MemoryBlockIndex index;
    index_all_packs(*store_, incident_.read_keys(), index);
    BlobWriter writer(*store_, incident_.deposit_keys(), index);
    writer.put(BlockType::data, prose(5000));
    const WriteResult result = writer.finish();
    EXPECT_EQ(result.counts.blocks_known, 1U);
    EXPECT_EQ(result.counts.packs, 0U);
}

TEST_F(Writer, stores_again_what_the_index_promises_and_the_store_lacks) {
    BlobWriter first(*store_, incident_.deposit_keys(), index_);
    const BlockId id = first.put(BlockType::data, prose(5000));
    const crypto::Hash pack = *first.finish().packs.begin();
    ASSERT_TRUE(store_->remove(pack_object_name(pack)));
    BlobWriter second(*store_, incident_.deposit_keys(), index_);
    second.put(BlockType::data, prose(5000));
    EXPECT_EQ(second.finish().counts.blocks_new, 1U);
    EXPECT_EQ(read(id), prose(5000));
}

TEST_F(Writer, does_not_rely_on_a_truncated_pack) {
    BlobWriter first(*store_, incident_.deposit_keys(), index_);
    first.put(BlockType::data, seeded_bytes(1, 5000));
    const std::string object = pack_object_name(*first.finish().packs.begin());
    const Bytes whole = *store_->get(object);
    store_->remove(object);
    store_->put_new(object, ByteView(whole).first(3000));
    BlobWriter second(*store_, incident_.deposit_keys(), index_);
    second.put(BlockType::data, seeded_bytes(1, 5000));
    EXPECT_EQ(second.finish().counts.blocks_new, 1U);
}

TEST_F(Writer, spreads_a_long_stream_over_packs_of_32_mib) {
    BlobWriter writer(*store_, incident_.deposit_keys(), index_);
    std::vector<BlockId> ids;
    for (std::uint64_t i = 0; i < 70; ++i) {
        ids.push_back(writer.put(BlockType::data, seeded_bytes(i, block_bytes_max)));
    }
    const WriteResult result = writer.finish();
    EXPECT_EQ(result.packs.size(), 3U);
    EXPECT_EQ(result.counts.blocks_new, 70U);
    const std::uint64_t covered = pack_frames_bytes_target + pack_header_bytes + 16 + 32 * 52;
    for (const crypto::Hash& pack : result.packs) {
        EXPECT_LE(
            *store_->size(pack_object_name(pack)),
            covered + parity_room_bytes(covered, parity_permille_default) + pack_trailer_bytes);
    }
    EXPECT_EQ(index_.size(), 70U);
    for (std::uint64_t i : {0U, 31U, 69U}) {
        EXPECT_EQ(read(ids[i]), seeded_bytes(i, block_bytes_max));
    }
}

TEST_F(Writer, knows_blocks_of_the_pack_being_stored) {
    BlobWriter writer(*store_, incident_.deposit_keys(), index_);
    for (std::uint64_t i = 0; i < 40; ++i) {
        writer.put(BlockType::data, seeded_bytes(i, block_bytes_max));
    }
    writer.put(BlockType::data, seeded_bytes(0, block_bytes_max));
    writer.put(BlockType::data, seeded_bytes(39, block_bytes_max));
    const WriteResult result = writer.finish();
    EXPECT_EQ(result.counts.blocks_known, 2U);
    EXPECT_EQ(result.packs.size(), 2U);
}

TEST_F(Writer, takes_blocks_prepared_by_several_threads) {
    BlobWriter writer(*store_, incident_.deposit_keys(), index_);
    constexpr std::size_t count = 200;
    std::vector<Bytes> contents;
    for (std::size_t i = 0; i < count; ++i) {
        contents.push_back(i % 3 == 0 ? prose(20000 + i % 2) : seeded_bytes(i, 20000));
    }
    std::vector<PreparedBlock> prepared(count);
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < 3; ++t) {
        threads.emplace_back([&, t] {
            BlobWriter::Preparer preparer(writer);
            for (std::size_t i = t; i < count; i += 3) {
                preparer.prepare(BlockType::data, contents[i], prepared[i]);
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    std::vector<BlockId> ids;
    for (const PreparedBlock& block : prepared) ids.push_back(writer.commit(block));
    const WriteResult result = writer.finish();
    EXPECT_EQ(result.counts.blocks_new, 133U + 2U);
    for (std::size_t i = 0; i < count; i += 7) EXPECT_EQ(read(ids[i]), contents[i]);
}

// Whatever happened to equal content between the two steps, it is stored once and its pack listed.
TEST_F(Writer, stores_once_what_was_stored_after_it_was_prepared) {
    const Bytes content = prose(5000);
    const Bytes other = seeded_bytes(5, 5000);
    BlobWriter writer(*store_, incident_.deposit_keys(), index_);
    BlobWriter::Preparer preparer(writer);
    PreparedBlock early;
    preparer.prepare(BlockType::data, content, early);
    EXPECT_FALSE(early.known);
    writer.put(BlockType::data, content);
    PreparedBlock unstored;  // known, and in no stored pack yet
    preparer.prepare(BlockType::data, content, unstored);
    EXPECT_TRUE(unstored.known);
    const std::set<crypto::Hash> first = writer.finish().packs;
    PreparedBlock stored;
    preparer.prepare(BlockType::data, content, stored);
    EXPECT_TRUE(stored.known);

    for (const PreparedBlock* block : {&early, &unstored, &stored}) {
        writer.commit(*block);
        EXPECT_EQ(writer.finish().packs, first);
    }
    writer.put(BlockType::data, other);
    const WriteResult result = writer.finish();
    EXPECT_EQ(result.counts.blocks_new, 2U);
    EXPECT_EQ(result.counts.blocks_known, 3U);
}

TEST_F(Writer, that_is_dropped_leaves_no_part_of_a_pack) {
    {
        BlobWriter writer(*store_, incident_.deposit_keys(), index_);
        writer.put(BlockType::data, prose(5000));
    }
    EXPECT_TRUE(store_->list("").empty());
    EXPECT_EQ(index_.size(), 0U);
}

TEST_F(Writer, never_succeeds_after_a_pack_could_not_be_stored) {
    for (const When when : {When::before, When::after}) {
        FaultStore faulty(*store_, {.call = 1, .when = when});
        MemoryBlockIndex index;
        BlobWriter writer(faulty, incident_.deposit_keys(), index);
        writer.put(BlockType::data, prose(5000));
        EXPECT_EQ(kind_of_failure([&] { writer.finish(); }), ErrorKind::io);
        // The block counts as known by now: going on would tell of a block that is not there.
        EXPECT_EQ(kind_of_failure([&] { writer.put(BlockType::data, prose(5000)); }),
                  ErrorKind::io);
        EXPECT_EQ(kind_of_failure([&] { writer.finish(); }), ErrorKind::io);
        EXPECT_EQ(index.size(), 0U);
    }
}

}  // namespace
}  // namespace exhibit::blob
