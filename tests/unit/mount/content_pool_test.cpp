#include "mount/content_pool.hpp"

#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "../intake/fixture.hpp"
#include "blob/chunker.hpp"

namespace exhibit::mount {
namespace {

using intake::test::damage;
using intake::test::Depot;
using intake::test::kind_of_failure;
using intake::test::seeded_bytes;
using intake::test::TempFolder;
using intake::test::write_file;

constexpr std::size_t block = blob::fixed_block_bytes;

/// An image of eight blocks; the third can be damaged.
struct PoolOfAnImage : testing::Test {
    PoolOfAnImage() : content(seeded_bytes(3, 8 * block)) {
        write_file(folder / "disk.img", content);
        intake::IngestOptions options;
        options.kind = "image";
        item = depot.ingest(folder / "disk.img", options);
    }
    ContentPool pool() { return {depot.store(), depot.incident().read_keys(), depot.index()}; }
    blob::BlockId block_number(std::size_t number) const {
        return depot.incident().id(blob::BlockType::data,
                                   ByteView(content).subspan(number * block, block));
    }
    static Bytes read(ContentPool& pool, const blob::BlockId& root, std::uint64_t offset,
                      std::size_t length) {
        Bytes out(length);
        std::vector<blob::ByteRange> filled;
        ContentPool::Lease(pool).read(root, offset, out, std::nullopt, filled);
        return out;
    }

    TempFolder folder;
    Bytes content;
    Depot depot;
    intake::IngestOutcome item;
};

TEST_F(PoolOfAnImage, gives_the_same_bytes_to_many_threads) {
    ContentPool content_pool = pool();
    std::vector<std::thread> threads;
    std::vector<int> wrong(4, 0);
    for (std::size_t t = 0; t < wrong.size(); ++t) {
        threads.emplace_back([&, t] {
            std::mt19937_64 random(t);
            for (int i = 0; i < 200; ++i) {
                const std::uint64_t offset = random() % (content.size() - 5000);
                const Bytes got = read(content_pool, item.manifest, offset, 5000);
                const bool equal = std::equal(
                    got.begin(), got.end(), content.begin() + static_cast<std::ptrdiff_t>(offset));
                if (!equal) ++wrong[t];
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

TEST_F(PoolOfAnImage, refuses_damaged_ranges_and_gives_what_lies_beside_them) {
    damage(depot, block_number(2));
    ContentPool content_pool = pool();
    EXPECT_EQ(kind_of_failure(
                  [&] { static_cast<void>(read(content_pool, item.manifest, 3 * block - 1, 2)); }),
              ErrorKind::corrupt);
    const Bytes before = read(content_pool, item.manifest, 2 * block - 10, 10);
    EXPECT_TRUE(std::equal(before.begin(), before.end(), content.begin() + 2 * block - 10));
    const Bytes after = read(content_pool, item.manifest, 3 * block, 10);
    EXPECT_TRUE(std::equal(after.begin(), after.end(), content.begin() + 3 * block));
}

TEST_F(PoolOfAnImage, fills_damaged_ranges_only_when_told_to) {
    damage(depot, block_number(2));
    ContentPool content_pool = pool();
    Bytes out(3 * block);
    std::vector<blob::ByteRange> filled;
    ContentPool::Lease(content_pool).read(item.manifest, block + 5, out, std::byte{0xAA}, filled);
    ASSERT_EQ(filled.size(), 1U);
    EXPECT_EQ(filled.front(), (blob::ByteRange{2 * block, block}));
    Bytes expected(content.begin() + block + 5, content.begin() + 4 * block + 5);
    std::fill_n(expected.begin() + block - 5, block, std::byte{0xAA});
    EXPECT_EQ(out, expected);
}

TEST(BlockCache, forgets_what_was_used_longest_ago) {
    BlockCache cache(250);
    const auto id = [](const char* name) { return blob::BlockId{crypto::sha256(as_bytes(name))}; };
    const auto has = [&](const char* name) {
        Bytes content;
        return cache.find(id(name), content);
    };
    cache.put(id("a"), Bytes(100, std::byte{1}));
    cache.put(id("b"), Bytes(100, std::byte{2}));
    EXPECT_TRUE(has("a"));
    cache.put(id("c"), Bytes(100, std::byte{3}));
    EXPECT_TRUE(has("a"));
    EXPECT_FALSE(has("b"));
    Bytes content;
    ASSERT_TRUE(cache.find(id("c"), content));
    EXPECT_EQ(content, Bytes(100, std::byte{3}));
}

}  // namespace
}  // namespace exhibit::mount
