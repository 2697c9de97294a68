#include "blob/source.hpp"

#include <gtest/gtest.h>

#include "fixture.hpp"

namespace exhibit::blob {
namespace {

using exhibit::test::seeded_bytes;
using test::Incident;
using test::kind_of_failure;
using test::SmallPack;

class PackSource : public ::testing::Test {
protected:
    Incident incident_;
    std::unique_ptr<store::ObjectStore> store_ = store::memory_store();
    MemoryBlockIndex index_;
    Bytes content_;
};

TEST_F(PackSource, reads_blocks_of_many_packs_in_any_order) {
    std::vector<BlockId> ids;
    for (std::uint64_t pack = 0; pack < 40; ++pack) {
        PackBuilder builder(incident_.tag, incident_.content.public_key());
        for (std::uint64_t i = 0; i < 5; ++i) {
            ids.push_back(
                test::add_block(builder, incident_, seeded_bytes(pack * 5 + i, 1000 + i)));
        }
        const FinishedPack finished = builder.finish();
        store_->put_new(pack_object_name(finished.name), finished.bytes);
        index_.add_pack(finished.name, finished.entries);
    }
    PackBlockSource source(*store_, incident_.read_keys(), index_);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const std::size_t number = i * 83 % ids.size();
        source.read(ids[number], BlockType::data, content_);
        ASSERT_EQ(content_, seeded_bytes(number, 1000 + number % 5)) << number;
    }
    for (std::size_t number = 0; number < ids.size(); ++number) {
        source.read(ids[number], BlockType::data, content_);
        ASSERT_EQ(content_, seeded_bytes(number, 1000 + number % 5)) << number;
    }
}

TEST_F(PackSource, does_not_find_what_no_pack_holds) {
    PackBlockSource source(*store_, incident_.read_keys(), index_);
    EXPECT_EQ(kind_of_failure([&] { source.read({}, BlockType::data, content_); }),
              ErrorKind::not_found);
}

TEST_F(PackSource, refuses_a_block_of_another_type) {
    const SmallPack small(incident_);
    small.put(*store_, small.pack.bytes);
    index_.add_pack(small.pack.name, small.pack.entries);
    PackBlockSource source(*store_, incident_.read_keys(), index_);
    EXPECT_EQ(kind_of_failure([&] { source.read(small.ids[0], BlockType::node, content_); }),
              ErrorKind::corrupt);
}

TEST_F(PackSource, does_not_believe_the_index) {
    const SmallPack small(incident_);
    small.put(*store_, small.pack.bytes);
    std::vector<TableEntry> wrong = small.pack.entries;
    std::swap(wrong[0].offset, wrong[1].offset);
    std::swap(wrong[0].sealed_bytes, wrong[1].sealed_bytes);
    wrong[2].offset = small.pack.bytes.size() - 10;
    index_.add_pack(small.pack.name, wrong);
    PackBlockSource source(*store_, incident_.read_keys(), index_);
    for (const BlockId& id : small.ids) {
        EXPECT_EQ(kind_of_failure([&] { source.read(id, BlockType::data, content_); }),
                  ErrorKind::corrupt);
    }
}

}  // namespace
}  // namespace exhibit::blob
