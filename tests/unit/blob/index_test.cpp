#include "blob/index.hpp"

#include <gtest/gtest.h>

#include "fixture.hpp"

namespace exhibit::blob {
namespace {

BlockId numbered(std::uint64_t number) {
    Bytes text;
    put_u64(text, number);
    return BlockId{crypto::sha256(text)};
}

TableEntry entry(std::uint64_t number) {
    return {numbered(number), 104 + number * 100, 48, 32, BlockType::data, Encoding::plain};
}

TEST(MemoryBlockIndex, finds_each_of_many_blocks_where_it_lies) {
    MemoryBlockIndex index;
    constexpr std::uint64_t packs = 20;
    constexpr std::uint64_t blocks = 1000;
    for (std::uint64_t pack = 0; pack < packs; ++pack) {
        std::vector<TableEntry> entries;
        for (std::uint64_t i = 0; i < blocks; ++i) entries.push_back(entry(pack * blocks + i));
        index.add_pack(numbered(1000000 + pack).hash, entries);
    }
    EXPECT_EQ(index.size(), packs * blocks);
    for (std::uint64_t i = 0; i < packs * blocks; ++i) {
        const BlockLocation expected{numbered(1000000 + i / blocks).hash, 104 + i * 100, 48, 32};
        ASSERT_EQ(index.find(numbered(i)), expected) << i;
    }
    EXPECT_EQ(index.find(numbered(packs * blocks)), std::nullopt);
}

TEST(MemoryBlockIndex, keeps_the_first_place_of_a_block) {
    MemoryBlockIndex index;
    index.add_pack(numbered(1).hash, std::vector<TableEntry>{entry(5)});
    index.add_pack(numbered(2).hash, std::vector<TableEntry>{entry(5)});
    EXPECT_EQ(index.size(), 1U);
    EXPECT_EQ(index.find(numbered(5))->pack, numbered(1).hash);
}

TEST(MemoryBlockIndex, takes_at_most_64_bytes_a_block) {
    MemoryBlockIndex index;
    std::vector<TableEntry> entries;
    for (std::uint64_t i = 0; i < 100000; ++i) entries.push_back(entry(i % 1000));
    for (std::uint64_t i = 0; i < 100000; ++i) entries[i].id = numbered(i);
    index.add_pack(numbered(1).hash, entries);
    EXPECT_LE(index.memory_bytes(), 100000U * 64);
}

}  // namespace
}  // namespace exhibit::blob
