#include "blob/compress.hpp"

#include <gtest/gtest.h>

#include "fixture.hpp"

namespace exhibit::blob {
namespace {

using exhibit::test::seeded_bytes;
using test::prose;

TEST(Compressor, makes_what_the_decompressor_reads) {
    const Bytes content = prose(100000);
    Bytes encoded;
    ASSERT_TRUE(Compressor().compress(content, encoded));
    EXPECT_LT(encoded.size(), content.size() / 20);
    Bytes again(content.size());
    ASSERT_TRUE(Decompressor().decompress(encoded, again));
    EXPECT_EQ(again, content);
}

TEST(Compressor, leaves_alone_what_does_not_shrink_by_a_sixteenth) {
    Bytes encoded;
    // Random but for a run that saves one byte in twenty: below the limit.
    Bytes content = seeded_bytes(1, 8000);
    std::fill(content.begin(), content.begin() + 400, std::byte{'a'});
    EXPECT_FALSE(Compressor().compress(content, encoded));
    // One byte in ten: above it.
    std::fill(content.begin(), content.begin() + 800, std::byte{'a'});
    EXPECT_TRUE(Compressor().compress(content, encoded));
    EXPECT_LE(encoded.size(), content.size() - content.size() / 16);
}

TEST(Compressor, leaves_tiny_blocks_alone) {
    Bytes encoded;
    EXPECT_FALSE(Compressor().compress(prose(15), encoded));
}

TEST(LooksRandom, tells_random_bytes_from_text_and_sparse_data) {
    EXPECT_TRUE(looks_random(seeded_bytes(2, 131072)));
    EXPECT_FALSE(looks_random(prose(131072)));
    EXPECT_FALSE(looks_random(Bytes(131072)));
    Bytes half = seeded_bytes(2, 131072);
    std::fill(half.begin() + 65536, half.end(), std::byte{0});
    EXPECT_FALSE(looks_random(half));
}

TEST(Decompressor, refuses_anything_but_one_whole_frame_of_the_said_size) {
    const Bytes content = prose(1000);
    Bytes encoded;
    ASSERT_TRUE(Compressor().compress(content, encoded));
    Decompressor decompressor;
    Bytes out(content.size());
    EXPECT_FALSE(decompressor.decompress(ByteView(encoded).first(encoded.size() - 1), out));
    Bytes longer = encoded;
    longer.push_back(std::byte{0});
    EXPECT_FALSE(decompressor.decompress(longer, out));
    Bytes twice = encoded;
    append(twice, encoded);
    EXPECT_FALSE(decompressor.decompress(twice, out));
    // A skippable frame after it: zstd would pass over bytes that nobody has looked at.
    Bytes hiding = encoded;
    append(hiding, from_hex("502a4d18"
                            "04000000"
                            "deadbeef"));
    EXPECT_FALSE(decompressor.decompress(hiding, out));
    Bytes small(content.size() - 1);
    EXPECT_FALSE(decompressor.decompress(encoded, small));
    Bytes large(content.size() + 1);
    EXPECT_FALSE(decompressor.decompress(encoded, large));
    EXPECT_FALSE(decompressor.decompress(as_bytes("not zstd"), out));
    EXPECT_FALSE(decompressor.decompress({}, out));
}

}  // namespace
}  // namespace exhibit::blob
