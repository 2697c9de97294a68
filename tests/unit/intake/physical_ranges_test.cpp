#include "intake/physical_ranges.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fixture.hpp"
#include "intake/snappy_frames.hpp"

namespace exhibit::intake {
namespace {

using test::Pairs;
using test::pairs;
using ::testing::HasSubstr;

std::string little(std::uint64_t value, int bytes) {
    std::string out;
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xffU);
    return out;
}

std::string header(std::string_view magic, std::uint64_t version, std::uint64_t start,
                   std::uint64_t length) {
    return std::string(magic) + little(version, 4) + little(start, 8) +
           little(start + length - 1, 8) + little(0, 8);
}

std::string chunk(int type, const std::string& content) {
    return little(static_cast<std::uint64_t>(type), 1) + little(content.size(), 3) + content;
}

std::string plain(std::size_t length) {
    return chunk(1, "sums" + std::string(length, 'x'));
}

/// A compressed chunk that says it holds so much; what it holds is of no interest.
std::string packed(std::uint64_t length) {
    std::string varint;
    for (; length >= 128; length >>= 7U) varint += static_cast<char>(length % 128 + 128);
    return chunk(0, "sums" + varint + static_cast<char>(length) + "zz");
}

const std::string begin = chunk(0xff, "sNaPpY");

/// A range of AVML 2 with these chunks.
std::string avml(std::uint64_t start, std::uint64_t length, const std::string& chunks) {
    return header("AVML", 2, start, length) + chunks + little(chunks.size(), 8);
}

MemoryRanges ranges_of(const std::string& file) {
    return read_memory_ranges(
        [&](std::uint64_t offset, std::span<std::byte> into) {
            if (offset >= file.size()) return std::size_t{0};
            const std::string part = file.substr(offset, into.size());
            std::copy_n(as_bytes(part).begin(), part.size(), into.begin());
            return part.size();
        },
        file.size());
}

TEST(PhysicalRanges, of_avml_2_are_all_told) {
    const std::string file =
        avml(4096, 200'000,
             begin + packed(65'536) + packed(65'536) + packed(65'536) + packed(3392)) +
        avml(1 << 20, 8192, begin + plain(4096) + chunk(0xfe, "padding") + packed(4096)) +
        avml(1 << 30, 4096, begin + plain(4096));
    const MemoryRanges ranges = ranges_of(file);
    EXPECT_EQ(ranges.format, "AVML 2");
    EXPECT_EQ(ranges.problem, "");
    EXPECT_EQ(pairs(ranges.ranges), (Pairs{{4096, 200'000}, {1 << 20, 8192}, {1 << 30, 4096}}));
}

TEST(PhysicalRanges, of_lime_and_avml_1_are_told) {
    const std::string file = header("EMiL", 1, 0, 512) + std::string(512, 'x') +
                             header("EMiL", 1, 4096, 64) + std::string(64, 'x');
    EXPECT_EQ(ranges_of(file).format, "LiME");
    EXPECT_EQ(pairs(ranges_of(file).ranges), (Pairs{{0, 512}, {4096, 64}}));
}

struct Misfit {
    std::string file;
    std::string problem;
};

TEST(PhysicalRanges, of_avml_2_that_do_not_fit_say_where) {
    const std::string first = avml(4096, 4096, begin + plain(4096));
    const std::string at = "at byte " + std::to_string(first.size() + 32) + " ";
    const std::string head = header("AVML", 2, 1 << 20, 4096);
    for (const Misfit& misfit : std::vector<Misfit>{
             {head + plain(4096), at + "no compressed range begins"},
             {head, at + "the file ends in a compressed chunk"},
             {head + begin, "the file ends in a compressed chunk"},
             {head + begin + plain(4096).substr(0, 4000), "the file ends in a compressed chunk"},
             {head + begin + plain(4096), "is missing or another"},
             {head + begin + plain(4096) + little(1, 8), "is missing or another"},
             {head + begin + plain(4097), "holds more than it says"},
             {head + begin + packed(65'537), "there is no compressed chunk"},
             {head + begin + chunk(2, "sumsxxxxxxxxxxxx"), "there is no compressed chunk"},
             {head + begin + chunk(1, "xx") + "xxxxxxxxxxxx", "there is no compressed chunk"},
             {head + begin + chunk(0, "sums\xff\xff\xff\xff\xff\xff"), "there is no compressed"},
             {head + chunk(0xff, "sNaPpX"), "there is no compressed chunk"}}) {
        const MemoryRanges ranges = ranges_of(first + misfit.file);
        EXPECT_THAT(ranges.problem, HasSubstr(misfit.problem));
        EXPECT_EQ(pairs(ranges.ranges), (Pairs{{4096, 4096}, {1 << 20, 4096}}));
    }
}

TEST(PhysicalRanges, of_avml_2_are_looked_for_in_bounds) {
    std::uint64_t left = 3;
    const std::string chunks = begin + plain(1) + plain(1) + plain(1);
    const auto read = [&](std::uint64_t offset, std::span<std::byte> into) {
        const std::string part = chunks.substr(offset, into.size());
        std::copy_n(as_bytes(part).begin(), part.size(), into.begin());
        return part.size();
    };
    const SnappyWalk walk = walk_snappy(read, chunks.size(), 0, 3, left);
    EXPECT_THAT(walk.problem, HasSubstr("more compressed chunks"));
    EXPECT_EQ(left, 0U);
    left = 4;
    EXPECT_EQ(walk_snappy(read, chunks.size(), 0, 3, left).problem, "");
}

}  // namespace
}  // namespace exhibit::intake
