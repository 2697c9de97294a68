#include "intake/kind.hpp"

#include <gtest/gtest.h>

#include "base/bytes.hpp"

namespace exhibit::intake {
namespace {

Bytes with(std::size_t offset, std::string_view text, std::size_t size = 70000) {
    Bytes head(size);
    for (std::size_t i = 0; i < text.size(); ++i) head[offset + i] = as_bytes(text)[i];
    return head;
}

Bytes boot_sector(std::byte status, std::byte type, std::byte sectors) {
    Bytes head = with(510, "\x55\xAA");
    head[446] = status;
    head[450] = type;
    head[458] = sectors;
    return head;
}

TEST(Kind, file_systems_are_images) {
    EXPECT_EQ(detect_kind(with(1080, "\x53\xEF")), kind_image);
    EXPECT_EQ(detect_kind(with(3, "NTFS    ")), kind_image);
    EXPECT_EQ(detect_kind(with(82, "FAT32   ")), kind_image);
    EXPECT_EQ(detect_kind(with(54, "FAT16   ")), kind_image);
    EXPECT_EQ(detect_kind(with(512, "EFI PART")), kind_image);
    EXPECT_EQ(detect_kind(with(65600, "_BHRfS_M")), kind_image);
}

TEST(Kind, a_sensible_partition_table_is_an_image) {
    EXPECT_EQ(detect_kind(boot_sector(std::byte{0x80}, std::byte{0x83}, std::byte{1})), kind_image);
}

TEST(Kind, the_end_of_a_boot_sector_alone_is_no_image) {
    EXPECT_EQ(detect_kind(with(510, "\x55\xAA")), std::nullopt);
    EXPECT_EQ(detect_kind(boot_sector(std::byte{0x41}, std::byte{0x83}, std::byte{1})),
              std::nullopt);
    EXPECT_EQ(detect_kind(boot_sector(std::byte{0x80}, std::byte{0x83}, std::byte{0})),
              std::nullopt);
}

TEST(Kind, memory_captures_are_memory) {
    EXPECT_EQ(detect_kind(with(0, "EMiL")), kind_memory);
    EXPECT_EQ(detect_kind(with(0, "PAGEDU64")), kind_memory);
    EXPECT_EQ(detect_kind(with(0, std::string_view("\x7F"
                                                   "ELF\2\1\1\0\0\0\0\0\0\0\0\0\4\0",
                                                   18))),
              kind_memory);
}

TEST(Kind, a_program_is_no_memory) {
    EXPECT_EQ(detect_kind(with(0, std::string_view("\x7F"
                                                   "ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0",
                                                   18))),
              std::nullopt);
}

TEST(Kind, short_and_empty_heads_are_nothing) {
    EXPECT_EQ(detect_kind({}), std::nullopt);
    EXPECT_EQ(detect_kind(to_bytes("EMi")), std::nullopt);
    EXPECT_EQ(detect_kind(to_bytes("\x7F"
                                   "ELF")),
              std::nullopt);
}

TEST(Kind, only_files_are_cut_by_content) {
    EXPECT_EQ(blob::chunk_bytes_max(chunker_of("image")), blob::fixed_block_bytes);
    EXPECT_EQ(blob::chunk_bytes_max(chunker_of("memory")), blob::fixed_block_bytes);
    EXPECT_EQ(blob::chunk_bytes_max(chunker_of("stream")), blob::fixed_block_bytes);
    EXPECT_EQ(blob::chunk_bytes_max(chunker_of("file")), blob::content_block_bytes_max);
}

}  // namespace
}  // namespace exhibit::intake
