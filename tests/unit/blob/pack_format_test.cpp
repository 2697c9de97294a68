#include "blob/pack_format.hpp"

#include <gtest/gtest.h>

#include "fixture.hpp"

namespace exhibit::blob {
namespace {

FrameHeader sample_header() {
    FrameHeader header;
    header.type = BlockType::node;
    header.encoding = Encoding::zstd;
    header.content_bytes = 0x00012345;
    header.sealed_bytes = 0x00000456;
    header.ordinal = 7;
    header.id.hash.bytes.fill(std::byte{0xab});
    return header;
}

Bytes bytes_of(const FrameHeader& header) {
    Bytes out;
    write_frame_header(out, header);
    return out;
}

void refuses(FrameHeader header, const std::string& expected) {
    try {
        parse_frame_header(bytes_of(header), "p");
        FAIL() << expected;
    } catch (const FormatError& error) {
        EXPECT_EQ(error.expected(), expected);
    }
}

TEST(FrameHeader, has_the_52_bytes_of_the_format) {
    std::string id;
    for (int i = 0; i < 32; ++i) id += "ab";
    EXPECT_EQ(to_hex(bytes_of(sample_header())),
              "4558424b"
              "02"
              "01"
              "0000"
              "00012345"
              "00000456"
              "00000007" +
                  id);
}

TEST(FrameHeader, is_read_as_it_was_written) {
    const Bytes bytes = bytes_of(sample_header());
    EXPECT_EQ(bytes_of(parse_frame_header(bytes, "p")), bytes);
}

TEST(FrameHeader, refuses_unknown_types_and_encodings) {
    FrameHeader header = sample_header();
    header.type = BlockType{3};
    refuses(header, "block type 1 (data) or 2 (manifest node)");
    header.type = BlockType{0};
    refuses(header, "block type 1 (data) or 2 (manifest node)");
    header = sample_header();
    header.encoding = Encoding{2};
    refuses(header, "encoding 0 (as it is) or 1 (zstd)");
}

TEST(FrameHeader, refuses_lengths_no_block_has) {
    FrameHeader header = sample_header();
    header.content_bytes = 0;
    refuses(header, "a content length of 1 to 1048576 bytes");
    header.content_bytes = (1U << 20) + 1;
    refuses(header, "a content length of 1 to 1048576 bytes");
    header = sample_header();
    header.sealed_bytes = 16;
    refuses(header, "a sealed length that a block can have");
    header.sealed_bytes = (1U << 20) + 17;
    refuses(header, "a sealed length that a block can have");
    header = sample_header();
    header.encoding = Encoding::plain;
    header.sealed_bytes = header.content_bytes + 15;
    refuses(header, "a sealed length 16 bytes above the content length");
}

TEST(FrameHeader, refuses_non_zero_spare_bytes) {
    Bytes bytes = bytes_of(sample_header());
    bytes[7] = std::byte{1};
    EXPECT_THROW(parse_frame_header(bytes, "p"), FormatError);
}

std::vector<TableEntry> sample_entries() {
    BlockId id;
    return {{id, 104, 48, 32, BlockType::data, Encoding::plain},
            {id, 204, 20, 1000, BlockType::node, Encoding::zstd}};
}

Bytes table_of(const std::vector<TableEntry>& entries) {
    Bytes out;
    write_table(out, entries);
    return out;
}

TEST(PackTable, is_read_as_it_was_written) {
    const Bytes table = table_of(sample_entries());
    EXPECT_EQ(table.size(), 104U);
    EXPECT_EQ(parse_table(table, 276, "p"), sample_entries());
}

TEST(PackTable, refuses_gaps_overlaps_and_another_end) {
    const Bytes table = table_of(sample_entries());
    EXPECT_THROW(parse_table(table, 275, "p"), FormatError);
    EXPECT_THROW(parse_table(table, 277, "p"), FormatError);
    for (const int shift : {-1, 1}) {
        std::vector<TableEntry> entries = sample_entries();
        entries[1].offset += static_cast<std::uint64_t>(shift);
        EXPECT_THROW(parse_table(table_of(entries), 276, "p"), FormatError);
    }
    std::vector<TableEntry> entries = sample_entries();
    entries[0].offset = 0;
    EXPECT_THROW(parse_table(table_of(entries), 276, "p"), FormatError);
}

TEST(PackTable, refuses_a_part_of_an_entry) {
    const Bytes table = table_of(sample_entries());
    EXPECT_THROW(parse_table(ByteView(table).first(103), 276, "p"), FormatError);
}

constexpr std::uint64_t pack_bytes = 104 + 500 + (2 * 52 + 16) + 64;

PackTrailer sample_trailer() {
    return {604, 120, 2, 0, 0};
}

bool accepts(const PackTrailer& trailer, std::uint64_t size = pack_bytes) {
    Bytes bytes;
    write_pack_trailer(bytes, trailer);
    try {
        parse_pack_trailer(bytes, size, "p");
        return true;
    } catch (const FormatError&) {
        return false;
    }
}

TEST(PackTrailer, has_the_64_bytes_of_the_format) {
    Bytes bytes;
    write_pack_trailer(bytes, sample_trailer());
    EXPECT_EQ(to_hex(bytes),
              "000000000000025c"
              "0000000000000078"
              "0000000000000002"
              "0000000000000000"
              "0000000000000000"
              "0000000000000000"
              "0000000000000000"
              "45584850454e4431");
}

TEST(PackTrailer, accepts_only_bounds_that_fit_the_pack) {
    EXPECT_TRUE(accepts(sample_trailer()));
    EXPECT_FALSE(accepts(sample_trailer(), pack_bytes - 1));
    EXPECT_FALSE(accepts(sample_trailer(), pack_bytes + 1));
    EXPECT_FALSE(accepts({603, 120, 2, 0, 0}));
    EXPECT_FALSE(accepts({605, 120, 2, 0, 0}));
    EXPECT_FALSE(accepts({604, 120, 3, 0, 0}));
    EXPECT_FALSE(accepts({604, 68, 1, 0, 0}));
    EXPECT_FALSE(accepts({100, 624, 2, 0, 0}));
    EXPECT_FALSE(accepts({~std::uint64_t{0} - 10, 120, 2, 0, 0}));
    EXPECT_FALSE(accepts({604, ~std::uint64_t{0}, 2, 0, 0}));
    // 52 * count + 16 wraps around to 120: count = 2 + 2^62.
    EXPECT_FALSE(accepts({604, 120, 2 + (std::uint64_t{1} << 62), 0, 0}));
    EXPECT_FALSE(accepts(sample_trailer(), 167));
    EXPECT_FALSE(accepts(sample_trailer(), pack_bytes_max + 1));
}

TEST(PackTrailer, steps_over_parity_between_table_and_trailer) {
    EXPECT_TRUE(accepts({604, 120, 2, 724, 50}, pack_bytes + 50));
    EXPECT_FALSE(accepts({604, 120, 2, 723, 51}, pack_bytes + 50));
    EXPECT_FALSE(accepts({604, 120, 2, 724, 49}, pack_bytes + 50));
    EXPECT_FALSE(accepts({604, 120, 2, 724, 0}));
}

TEST(PackHeader, is_read_as_it_was_written) {
    PackHeader header;
    header.incident.bytes.fill(std::byte{1});
    header.key_box.fill(std::byte{2});
    Bytes bytes;
    write_pack_header(bytes, header);
    ASSERT_EQ(bytes.size(), pack_header_bytes);
    const PackHeader again = parse_pack_header(bytes, "p");
    EXPECT_EQ(again.incident, header.incident);
    EXPECT_EQ(again.key_box, header.key_box);
    bytes[7] = std::byte{'2'};
    EXPECT_THROW(parse_pack_header(bytes, "p"), FormatError);
}

TEST(PackObjectName, is_the_digest_under_its_first_two_digits) {
    const crypto::Hash hash = crypto::sha256(as_bytes("x"));
    const std::string name = pack_object_name(hash);
    EXPECT_EQ(name, "packs/" + hash.hex().substr(0, 2) + "/" + hash.hex());
    EXPECT_EQ(pack_of_object_name(name), hash);
}

TEST(PackObjectName, of_anything_else_is_no_pack) {
    const std::string hex = crypto::sha256(as_bytes("x")).hex();
    EXPECT_EQ(pack_of_object_name("packs/00/" + hex), std::nullopt);
    EXPECT_EQ(pack_of_object_name("lists/" + hex.substr(0, 2) + "/" + hex), std::nullopt);
    EXPECT_EQ(pack_of_object_name("packs/" + hex.substr(0, 2) + "/" + hex + "0"), std::nullopt);
    EXPECT_EQ(pack_of_object_name(""), std::nullopt);
}

}  // namespace
}  // namespace exhibit::blob
