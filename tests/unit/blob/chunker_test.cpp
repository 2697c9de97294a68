#include "blob/chunker.hpp"

#include <gtest/gtest.h>

#include "blob/block.hpp"
#include "support/seeded_random.hpp"

namespace exhibit::blob {
namespace {

using exhibit::test::seeded_bytes;

std::vector<ByteRange> blocks_of(Chunker chunker, ByteView bytes, std::size_t piece_bytes) {
    std::vector<ByteRange> blocks;
    ChunkStream stream(chunker, [&](std::uint64_t offset, ByteView block) {
        blocks.push_back({offset, block.size()});
    });
    while (!bytes.empty()) {
        const std::size_t count = std::min(piece_bytes, bytes.size());
        stream.push(bytes.first(count));
        bytes = bytes.subspan(count);
    }
    stream.flush();
    return blocks;
}

TEST(FixedChunker, cuts_at_multiples_of_64_kib_of_the_stream) {
    const FixedChunker chunker;
    const Bytes bytes(fixed_block_bytes + 1);
    EXPECT_EQ(chunker.cut(0, bytes), 65536U);
    EXPECT_EQ(chunker.cut(65536, bytes), 65536U);
    EXPECT_EQ(chunker.cut(65536 - 512, bytes), 512U);
    EXPECT_EQ(chunker.cut(0, ByteView(bytes).first(77)), 77U);
}

TEST(ContentChunker, keeps_the_cuts_of_the_first_release) {
    // The cuts decide what an older vault's blocks are shared with: they must not move. Values from
    // an independent implementation in Python.
    const Bytes bytes = seeded_bytes(11, 400000);
    const std::vector<ByteRange> expected{{0, 45969},       {45969, 67722},  {113691, 65768},
                                          {179459, 138475}, {317934, 53277}, {371211, 28789}};
    EXPECT_EQ(blocks_of(ContentChunker{}, bytes, bytes.size()), expected);
}

TEST(ContentChunker, cuts_uniform_bytes_at_the_maximum) {
    const Bytes bytes(600000, std::byte{0x41});
    const std::vector<ByteRange> expected{{0, 262144}, {262144, 262144}, {524288, 75712}};
    EXPECT_EQ(blocks_of(ContentChunker{}, bytes, 1000), expected);
}

TEST(ContentChunker, averages_about_64_kib_on_random_bytes) {
    const Bytes bytes = seeded_bytes(3, std::size_t{24} << 20);
    const std::size_t count = blocks_of(ContentChunker{}, bytes, bytes.size()).size();
    const std::size_t average = bytes.size() / count;
    EXPECT_GT(average, std::size_t{52} << 10);
    EXPECT_LT(average, std::size_t{80} << 10);
}

TEST(ChunkStream, cuts_alike_however_the_stream_arrives) {
    const Bytes bytes = seeded_bytes(5, 1500000);
    for (const Chunker chunker : {Chunker{FixedChunker{}}, Chunker{ContentChunker{}}}) {
        const std::vector<ByteRange> whole = blocks_of(chunker, bytes, bytes.size());
        for (const std::size_t piece_bytes :
             {std::size_t{4093}, std::size_t{65536}, std::size_t{262143}, std::size_t{300000}}) {
            EXPECT_EQ(blocks_of(chunker, bytes, piece_bytes), whole) << piece_bytes;
        }
    }
}

TEST(ChunkStream, hands_on_a_block_within_one_piece_without_copying) {
    const Bytes bytes = seeded_bytes(5, 3 * fixed_block_bytes);
    std::vector<const std::byte*> places;
    ChunkStream stream(FixedChunker{},
                       [&](std::uint64_t, ByteView block) { places.push_back(block.data()); });
    stream.push(bytes);
    const std::vector<const std::byte*> expected{bytes.data(), bytes.data() + fixed_block_bytes,
                                                 bytes.data() + 2 * fixed_block_bytes};
    EXPECT_EQ(places, expected);
}

TEST(ChunkStream, aligns_blocks_again_after_an_unreadable_range) {
    std::vector<ByteRange> blocks;
    ChunkStream stream(FixedChunker{}, [&](std::uint64_t offset, ByteView block) {
        blocks.push_back({offset, block.size()});
    });
    const Bytes bytes(fixed_block_bytes);
    stream.push(ByteView(bytes).first(1000));
    stream.skip(4096);
    EXPECT_EQ(stream.offset(), 5096U);
    stream.push(bytes);
    stream.flush();
    const std::vector<ByteRange> expected{
        {0, 1000}, {5096, fixed_block_bytes - 5096}, {fixed_block_bytes, 5096}};
    EXPECT_EQ(blocks, expected);
}

}  // namespace
}  // namespace exhibit::blob
