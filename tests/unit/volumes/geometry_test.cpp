// The numbers of superblocks, written by hand from their descriptions.
#include "volumes/geometry.hpp"

#include <gtest/gtest.h>

namespace exhibit::volumes {
namespace {

class Head {
public:
    Head& put(std::size_t at, std::uint64_t value, std::size_t bytes) {
        for (std::size_t i = 0; i < bytes; ++i)
            bytes_[at + i] = static_cast<std::byte>(value >> (8 * i) & 0xff);
        return *this;
    }
    std::optional<Geometry> as(std::string_view type) const { return geometry_of(type, bytes_); }

private:
    Bytes bytes_ = Bytes(2048);
};

TEST(Geometry, of_ext_takes_the_upper_half_only_with_its_flag) {
    Head head;
    head.put(1024 + 0x18, 2, 4).put(1024 + 0x04, 1000, 4).put(1024 + 0x150, 1, 4);
    ASSERT_TRUE(head.as("ext4"));
    EXPECT_EQ(head.as("ext4")->block_bytes, 4096u);
    EXPECT_EQ(head.as("ext4")->blocks, 1000u);
    head.put(1024 + 0x60, 0x80, 4);
    EXPECT_EQ(head.as("ext2")->blocks, 0x1000003e8u);
}

TEST(Geometry, of_ntfs_counts_clusters_also_large_ones) {
    Head head;
    head.put(0x0b, 512, 2).put(0x0d, 8, 1).put(0x28, 8000, 8);
    ASSERT_TRUE(head.as("ntfs"));
    EXPECT_EQ(head.as("ntfs")->block_bytes, 4096u);
    EXPECT_EQ(head.as("ntfs")->blocks, 1000u);
    head.put(0x0d, 256 - 8, 1);  // 2^8 sectors
    EXPECT_EQ(head.as("ntfs")->block_bytes, 131072u);
}

TEST(Geometry, of_fat_and_exfat_counts_sectors) {
    Head fat;
    fat.put(0x0b, 512, 2).put(0x13, 0, 2).put(0x20, 70000, 4);
    ASSERT_TRUE(fat.as("vfat"));
    EXPECT_EQ(fat.as("vfat")->block_bytes, 512u);
    EXPECT_EQ(fat.as("vfat")->blocks, 70000u);
    EXPECT_EQ(fat.put(0x13, 2880, 2).as("vfat")->blocks, 2880u);
    Head exfat;
    exfat.put(0x6c, 12, 1).put(0x48, 4096, 8);
    ASSERT_TRUE(exfat.as("exfat"));
    EXPECT_EQ(exfat.as("exfat")->block_bytes, 4096u);
}

TEST(Geometry, refuses_numbers_without_sense_and_systems_that_count_otherwise) {
    EXPECT_FALSE(Head().as("ext4"));
    EXPECT_FALSE(Head().put(1024 + 0x18, 60, 4).put(1024 + 4, 1, 4).as("ext4"));
    EXPECT_FALSE(Head().put(0x0b, 513, 2).put(0x13, 2880, 2).as("vfat"));
    EXPECT_FALSE(Head().put(0x0b, 512, 2).put(0x0d, 131, 1).put(0x28, 800, 8).as("ntfs"));
    EXPECT_FALSE(Head().put(0x0b, 512, 2).put(0x13, 2880, 2).as("btrfs"));
    EXPECT_FALSE(geometry_of("vfat", Bytes(512)));
}

}  // namespace
}  // namespace exhibit::volumes
