#include "intake/copy.hpp"

#include <gtest/gtest.h>

#include "blob/manifest.hpp"
#include "fixture.hpp"

namespace exhibit::intake {
namespace {

using test::Depot;
using test::kind_of_failure;
using test::seeded_bytes;

class CountingSink final : public Sink {
public:
    void write(ByteView bytes) override { written += bytes.size(); }
    void zeros(std::uint64_t count) override { zeroed += count; }
    std::uint64_t written = 0;
    std::uint64_t zeroed = 0;
};

/// 2 MiB of data, 1,000 bytes that could not be read, 3 MiB of zeros.
blob::BlockId put_stream(Depot& depot) {
    blob::BlobWriter writer(depot.store(), depot.incident().deposit_keys(), depot.index());
    blob::ManifestWriter manifest(
        [&](ByteView node) { return writer.put(blob::BlockType::node, node); });
    for (std::uint64_t seed = 0; seed < 2; ++seed) {
        const Bytes block = seeded_bytes(seed, blob::block_bytes_max);
        manifest.data(writer.put(blob::BlockType::data, block), block.size());
    }
    manifest.unreadable(1000);
    manifest.zeros(3 * blob::block_bytes_max);
    const blob::BlockId root = manifest.finish();
    writer.finish();
    return root;
}

struct CopyStream : testing::Test {
    CopyStream() : root(put_stream(depot)), blocks(depot.blocks()), reader(blocks, root) {}

    CopyOutcome copy(blob::ByteRange range, std::optional<std::uint8_t> fill) {
        return copy_stream(reader, range, sink, {"the stream", fill}, monitor);
    }
    Depot depot;
    blob::BlockId root;
    blob::PackBlockSource blocks;
    blob::StreamReader reader;
    CountingSink sink;
    Monitor monitor{"exporting", "the stream", nullptr, nullptr};
};

TEST_F(CopyStream, refuses_before_the_first_byte_what_the_manifest_shows_as_unreadable) {
    EXPECT_EQ(kind_of_failure([&] {
                  copy({0, reader.size()}, std::nullopt);
              }),
              ErrorKind::verification);
    EXPECT_EQ(sink.written, 0U);
}

TEST_F(CopyStream, zeros_are_told_apart_from_bytes) {
    copy({0, reader.size()}, 1);
    EXPECT_EQ(sink.written, 2 * blob::block_bytes_max + 1000);
    EXPECT_EQ(sink.zeroed, 3 * blob::block_bytes_max);
}

TEST_F(CopyStream, a_range_beside_the_unreadable_one_needs_no_filler) {
    EXPECT_TRUE(copy({0, 2 * blob::block_bytes_max}, std::nullopt).filled.empty());
    EXPECT_TRUE(copy({2 * blob::block_bytes_max + 1000, 50}, std::nullopt).filled.empty());
}

TEST_F(CopyStream, what_is_filled_is_clipped_to_the_range) {
    const CopyOutcome out = copy({2 * blob::block_bytes_max + 990, 2'000'000}, 7);
    ASSERT_EQ(out.filled.size(), 1U);
    EXPECT_EQ(out.filled[0].offset, 2 * blob::block_bytes_max + 990);
    EXPECT_EQ(out.filled[0].length, 10U);
    EXPECT_EQ(sink.written, 10U);
    ASSERT_EQ(out.findings.size(), 1U);
    EXPECT_EQ(out.findings[0].code, "BL-UNREADABLE");
}

}  // namespace
}  // namespace exhibit::intake
