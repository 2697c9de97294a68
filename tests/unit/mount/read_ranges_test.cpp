#include "mount/read_ranges.hpp"

#include <gtest/gtest.h>

#include <random>

namespace exhibit::mount {
namespace {

using Pairs = std::vector<std::pair<std::uint64_t, std::uint64_t>>;

Pairs listed(const ReadRanges& ranges, std::size_t count_max) {
    Pairs out;
    for (const ByteRange& range : ranges.list(count_max)) {
        out.emplace_back(range.offset, range.length);
    }
    return out;
}

TEST(ReadRanges, joins_what_overlaps_or_touches) {
    ReadRanges ranges;
    EXPECT_TRUE(ranges.empty());
    ranges.add({100, 50});
    ranges.add({300, 10});
    ranges.add({150, 20});
    ranges.add({90, 15});
    ranges.add({0, 0});
    EXPECT_EQ(listed(ranges, 256), (Pairs{{90, 80}, {300, 10}}));
    ranges.add({160, 150});
    EXPECT_EQ(listed(ranges, 256), (Pairs{{90, 220}}));
}

TEST(ReadRanges, are_rounded_outwards_when_the_list_is_shorter) {
    ReadRanges ranges;
    for (std::uint64_t i = 0; i < 8; ++i) ranges.add({i * 1000 + 1, 2});
    EXPECT_EQ(listed(ranges, 8).size(), 8U);
    const Pairs coarse = listed(ranges, 1);
    ASSERT_EQ(coarse.size(), 1U);
    EXPECT_EQ(coarse.front().first, 0U);
    EXPECT_EQ(coarse.front().second, 7003U) << "never beyond the last byte read";
    EXPECT_EQ(listed(ranges, 8).size(), 8U) << "listing changes nothing";
}

// However many there are, each byte that was read is told, in bounded memory.
TEST(ReadRanges, tell_never_less_than_what_was_read) {
    std::mt19937_64 random(7);
    ReadRanges ranges;
    std::vector<ByteRange> all;
    for (int i = 0; i < 20000; ++i) {
        all.push_back({random() % (std::uint64_t{1} << 40), 1 + random() % 4096});
        ranges.add(all.back());
    }
    const std::vector<ByteRange> told = ranges.list(256);
    ASSERT_LE(told.size(), 256U);
    for (std::size_t i = 1; i < told.size(); ++i) {
        ASSERT_GT(told[i].offset, told[i - 1].offset + told[i - 1].length);
    }
    for (const ByteRange& range : all) {
        bool covered = false;
        for (const ByteRange& one : told) {
            covered = covered || (one.offset <= range.offset &&
                                  range.offset + range.length <= one.offset + one.length);
        }
        ASSERT_TRUE(covered) << range.offset;
    }
}

}  // namespace
}  // namespace exhibit::mount
