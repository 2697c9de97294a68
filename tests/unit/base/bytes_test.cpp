#include "base/bytes.hpp"

#include <gtest/gtest.h>

#include "base/codec.hpp"
#include "exhibit/error.hpp"

namespace exhibit {
namespace {

TEST(Bytes, text_and_bytes_are_the_same_memory) {
    const std::string text("a\0b", 3);
    EXPECT_EQ(to_hex(as_bytes(text)), "610062");
    EXPECT_EQ(as_text(as_bytes(text)), text);
    EXPECT_EQ(to_string(to_bytes(text)), text);
}

TEST(Bytes, integers_are_written_big_endian) {
    Bytes out;
    put_u16(out, 0x0102);
    put_u32(out, 0x03040506);
    put_u64(out, 0xf708090a0b0c0d0e);
    EXPECT_EQ(to_hex(out), "010203040506f708090a0b0c0d0e");
}

TEST(Bytes, store_writes_over_the_first_bytes_only) {
    Bytes bytes(10, std::byte{0xff});
    store_u32(bytes, 0x01020304);
    EXPECT_EQ(to_hex(bytes), "01020304ffffffffffff");
    store_u64(bytes, 0x8000000000000001);
    EXPECT_EQ(to_hex(bytes), "8000000000000001ffff");
}

TEST(Bytes, append_keeps_what_was_there) {
    Bytes out = to_bytes("ab");
    append(out, "cd");
    append(out, as_bytes("ef"));
    EXPECT_EQ(as_text(out), "abcdef");
}

TEST(Bytes, equal_needs_equal_lengths) {
    EXPECT_TRUE(equal(as_bytes("ab"), as_bytes("ab")));
    EXPECT_FALSE(equal(as_bytes("ab"), as_bytes("abc")));
    EXPECT_FALSE(equal(as_bytes("ab"), as_bytes("ac")));
    EXPECT_TRUE(equal({}, {}));
}

TEST(Bytes, all_zero_finds_a_single_set_bit_anywhere) {
    Bytes bytes(4096);
    EXPECT_TRUE(all_zero(bytes));
    EXPECT_TRUE(all_zero({}));
    for (const std::size_t at :
         {std::size_t{0}, std::size_t{1}, std::size_t{2047}, std::size_t{4095}}) {
        bytes[at] = std::byte{0x80};
        EXPECT_FALSE(all_zero(bytes)) << at;
        bytes[at] = std::byte{0};
    }
    bytes.assign(64, std::byte{1});
    EXPECT_FALSE(all_zero(bytes));
}

TEST(ByteReader, reads_front_to_back) {
    const Bytes bytes = from_hex("0102030405060708090a0b0c0d0e0f1011");
    ByteReader reader(bytes, "sample");
    EXPECT_EQ(reader.u8("a"), 0x01);
    EXPECT_EQ(reader.u16("b"), 0x0203);
    EXPECT_EQ(reader.u32("c"), 0x04050607U);
    EXPECT_EQ(reader.u64("d"), 0x08090a0b0c0d0e0fU);
    EXPECT_EQ(reader.offset(), 15U);
    EXPECT_EQ(to_hex(reader.rest()), "1011");
    EXPECT_EQ(to_hex(reader.array<2>("e")), "1011");
    reader.finish();
}

TEST(ByteReader, refuses_to_pass_the_end_naming_source_offset_and_expectation) {
    const Bytes bytes(5);
    ByteReader reader(bytes, "packs/ab/abcd");
    reader.u16("a version");
    try {
        reader.u32("the length of the table");
        FAIL() << "read past the end";
    } catch (const FormatError& error) {
        EXPECT_EQ(error.kind(), ErrorKind::malformed);
        EXPECT_EQ(error.source(), "packs/ab/abcd");
        EXPECT_EQ(error.offset(), 2U);
        EXPECT_STREQ(error.what(),
                     "packs/ab/abcd, at byte 2: expected the length of the table "
                     "(4 bytes, but only 3 are left)");
    }
    EXPECT_EQ(reader.offset(), 2U);
}

TEST(ByteReader, refuses_a_length_near_the_largest_integer) {
    const Bytes bytes(8);
    ByteReader reader(bytes, "sample");
    reader.u32("a");
    EXPECT_THROW(reader.take(~std::uint64_t{0}, "a block"), FormatError);
    EXPECT_THROW(reader.take(~std::uint64_t{0} - 3, "a block"), FormatError);
    EXPECT_EQ(reader.take(4, "a block").size(), 4U);
}

TEST(ByteReader, expect_takes_exactly_the_magic) {
    const Bytes bytes = to_bytes("EXHPACK1!");
    ByteReader reader(bytes, "sample");
    reader.expect("EXHPACK1");
    EXPECT_EQ(reader.left(), 1U);
    EXPECT_THROW(reader.expect("!!"), FormatError);
    EXPECT_THROW(reader.expect("?"), FormatError);
    reader.expect("!");
}

TEST(ByteReader, finish_refuses_trailing_bytes) {
    const Bytes bytes(1);
    ByteReader reader(bytes, "sample");
    EXPECT_THROW(reader.finish(), FormatError);
    reader.u8("a");
    EXPECT_NO_THROW(reader.finish());
}

}  // namespace
}  // namespace exhibit
