// An image made here byte by byte: a table of the old kind with primary and logical partitions, a
// FAT file system in some of them. Real file systems: tests/interop/lost_blocks.sh.
#include "volumes/volumes.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/bytes.hpp"

namespace exhibit::volumes {
namespace {

constexpr std::uint64_t sector = 512;

class Image {
public:
    explicit Image(std::uint64_t sectors) : bytes_(sectors * sector) {}

    Image& number(std::uint64_t at, std::uint64_t value, std::size_t bytes) {
        for (std::size_t i = 0; i < bytes; ++i)
            bytes_[at + i] = static_cast<std::byte>(value >> (8 * i) & 0xff);
        return *this;
    }
    Image& text(std::uint64_t at, std::string_view text) {
        for (std::size_t i = 0; i < text.size(); ++i)
            bytes_[at + i] = static_cast<std::byte>(text[i]);
        return *this;
    }
    /// Entry `slot` of the table in the sector `table`; the start as that sector counts it.
    Image& partition(std::uint64_t table, unsigned slot, unsigned type, std::uint32_t start,
                     std::uint32_t sectors) {
        const std::uint64_t at = table * sector + 0x1be + slot * 16;
        number(at + 4, type, 1).number(at + 8, start, 4).number(at + 12, sectors, 4);
        return number(table * sector + 510, 0xaa55, 2);
    }
    Image& fat16(std::uint64_t start, std::uint32_t sectors) {
        const std::uint64_t at = start * sector;
        text(at + 3, "mkfs.fat").number(at, 0x903ceb, 3).number(at + 0x0b, sector, 2);
        number(at + 0x0d, 1, 1).number(at + 0x0e, 1, 2).number(at + 0x10, 2, 1);
        number(at + 0x11, 512, 2).number(at + 0x15, 0xf8, 1).number(at + 0x16, 32, 2);
        number(at + 0x20, sectors, 4).number(at + 0x26, 0x29, 1).text(at + 0x36, "FAT16   ");
        return number(at + 510, 0xaa55, 2);
    }

    std::vector<Volume> volumes() const {
        return find_volumes(bytes_.size(), [&](std::uint64_t offset, std::span<std::byte> out) {
            const bool lost = lost_.length > 0 && offset < lost_.offset + lost_.length &&
                              lost_.offset < offset + out.size();
            if (lost) return false;
            std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(offset), out.size(),
                        out.begin());
            return true;
        });
    }
    Image& lose(std::uint64_t offset, std::uint64_t length) {
        lost_ = {offset, length};
        return *this;
    }

private:
    Bytes bytes_;
    ByteRange lost_;
};

constexpr std::uint32_t fat_sectors = 8192;

/// Partition 1, and 5 and 6 in the extended partition 2.
Image disk() {
    Image image(65536);
    image.partition(0, 0, 0x06, 2048, fat_sectors).fat16(2048, fat_sectors);
    image.partition(0, 1, 0x05, 16384, 40000);
    image.partition(16384, 0, 0x06, 2048, fat_sectors).fat16(18432, fat_sectors);
    image.partition(16384, 1, 0x05, 16384, 16384);
    image.partition(32768, 0, 0x06, 2048, fat_sectors).fat16(34816, fat_sectors);
    return image;
}

LostRange lost(std::uint64_t offset, std::uint64_t length) {
    LostRange out;
    out.range = {offset, length};
    return out;
}

TEST(Volumes, finds_primary_and_logical_partitions) {
    const std::vector<Volume> found = disk().volumes();
    ASSERT_EQ(found.size(), 3u);
    EXPECT_EQ(found[0].type, "vfat");
    EXPECT_EQ(found[0].partition, 1u);
    EXPECT_EQ(found[0].offset, 2048 * sector);
    EXPECT_EQ(found[0].block_bytes, 512u);
    EXPECT_EQ(found[0].bytes, fat_sectors * sector);
    EXPECT_EQ(found[1].partition, 5u);
    EXPECT_EQ(found[1].offset, 18432 * sector);
    EXPECT_EQ(found[2].partition, 6u);
    EXPECT_EQ(found[2].offset, 34816 * sector);
}

TEST(Volumes, says_nothing_of_a_file_system_whose_beginning_is_lost) {
    const std::vector<Volume> found = disk().lose(2048 * sector, 512).volumes();
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].partition, 5u);
    EXPECT_TRUE(disk().lose(0, 512).volumes().empty());
}

TEST(Volumes, finds_a_file_system_without_a_table) {
    const std::vector<Volume> found = Image(fat_sectors).fat16(0, fat_sectors).volumes();
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].partition, 0u);
    EXPECT_EQ(found[0].offset, 0u);
    EXPECT_TRUE(Image(100).volumes().empty());
    EXPECT_TRUE(find_volumes(0, {}).empty());
}

TEST(Volumes, divides_a_range_between_volumes_and_counts_from_their_beginning) {
    const std::vector<Volume> volumes = disk().volumes();
    const auto one = locate(volumes, lost(2048 * sector + 1000, 600));
    ASSERT_EQ(one.size(), 1u);
    EXPECT_EQ(one[0].first_block, 1u);
    EXPECT_EQ(one[0].last_block, 3u);
    EXPECT_EQ(located_text(one[0], "INC-1/1"),
              "Bytes 1,049,576 to 1,050,175 of item INC-1/1: partition 1, vfat at byte 1,048,576, "
              "its blocks 1 to 3 of 512 bytes.");
    const auto two = locate(volumes, lost(10239 * sector, 8194 * sector));
    ASSERT_EQ(two.size(), 2u);
    EXPECT_EQ(two[0].partition, 1u);
    EXPECT_EQ(two[0].first_block, 8191u);
    EXPECT_EQ(two[0].last_block, 8191u);
    EXPECT_EQ(two[1].partition, 5u);
    EXPECT_EQ(two[1].first_block, 0u);
    EXPECT_EQ(two[1].range.length, sector);
    const auto between = locate(volumes, lost(512, 512));
    ASSERT_EQ(between.size(), 1u);
    EXPECT_EQ(between[0].range.offset, 512u);
    EXPECT_EQ(located_text(between[0], "INC-1/1"), "");
}

TEST(Volumes, says_nothing_when_an_image_is_two_things_at_once) {
    Image image = disk();
    image.number(1024 + 0x38, 0xef53, 2).number(1024 + 4, 8192, 4).number(1024 + 0x18, 0, 4);
    image.number(1024 + 0x4c, 1, 4).number(1024 + 0, 2048, 4).number(1024 + 0x60, 2, 4);
    EXPECT_TRUE(image.volumes().empty());
}

TEST(Volumes, a_chain_that_leads_back_ends) {
    Image image = disk();
    image.partition(32768, 1, 0x05, 16384, 16384);  // to itself
    EXPECT_LE(image.volumes().size(), 128u);
    EXPECT_GE(image.volumes().size(), 3u);
}

}  // namespace
}  // namespace exhibit::volumes
