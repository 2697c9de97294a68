#include "ledger/staged.hpp"

#include <gtest/gtest.h>

#include "exhibit/error.hpp"
#include "fixture.hpp"
#include "ledger/object_names.hpp"

namespace exhibit::ledger {
namespace {

const std::vector<std::string> entries{"one", "", "three"};

StagedHeader header() {
    StagedHeader made{{TreeSize{300}, leaf_hash(as_bytes("before"))}, {}};
    for (const std::string& entry : entries) made.leaves.push_back(leaf_hash(as_bytes(entry)));
    return made;
}

std::string name() {
    return staged_name({TreeSize{303}, leaf_hash(as_bytes("after"))});
}

Bytes object() {
    exhibit::test::SeededRandom random(5);
    return encode_staged(name(), header(), entries, {test::record_key(), random});
}

TEST(Staged, is_laid_out_as_the_format_says) {
    const Bytes bytes = object();
    EXPECT_EQ(as_text(ByteView(bytes).first(8)), "EXHSTG01");
    ByteReader reader(ByteView(bytes).subspan(8), "staged");
    EXPECT_EQ(reader.u64("old size"), 300U);
    EXPECT_EQ(reader.array<32>("old root"), header().before.root.bytes);
    EXPECT_EQ(reader.u32("count"), 3U);
    EXPECT_EQ(reader.array<32>("leaf"), header().leaves[0].bytes);
    const std::size_t framed = 3 * 2 + 3 + 0 + 5;
    EXPECT_EQ(bytes.size(), 52 + 3 * 32 + 24 + framed + 16);
}

TEST(Staged, is_read_back) {
    EXPECT_EQ(staged_count(object(), name()), 3U);
    EXPECT_EQ(decode_staged_header(object(), name()), header());
    EXPECT_EQ(header().new_size(), TreeSize{303});
    EXPECT_EQ(open_staged(name(), object(), test::record_key()), entries);
}

TEST(Staged, header_is_readable_from_the_beginning_alone) {
    const Bytes bytes = object();
    EXPECT_EQ(decode_staged_header(ByteView(bytes).first(staged_header_bytes(3)), name()),
              header());
    EXPECT_THROW(decode_staged_header(ByteView(bytes).first(staged_header_bytes(3) - 1), name()),
                 FormatError);
}

TEST(Staged, does_not_open_under_another_name_or_key) {
    const std::string other = staged_name({TreeSize{303}, leaf_hash(as_bytes("other"))});
    EXPECT_THROW(open_staged(other, object(), test::record_key()), Error);
    const auto key = crypto::SecretBytes::copy_of(Bytes(32, std::byte{1}));
    EXPECT_THROW(open_staged(name(), object(), key), Error);
}

TEST(Staged, with_any_byte_changed_does_not_open) {
    const Bytes good = object();
    for (std::size_t i = 0; i < good.size(); ++i) {
        Bytes changed = good;
        changed[i] ^= std::byte{0x80};
        EXPECT_THROW(open_staged(name(), changed, test::record_key()), Error) << i;
    }
}

TEST(Staged, cut_short_does_not_open) {
    const Bytes good = object();
    for (std::size_t size = 0; size < good.size(); ++size) {
        EXPECT_THROW(open_staged(name(), ByteView(good).first(size), test::record_key()), Error)
            << size;
    }
}

TEST(Staged, has_1_to_256_entries) {
    for (const std::uint32_t count : {0U, 257U, 0xffffffffU}) {
        Bytes changed = object();
        store_u32(std::span(changed).subspan(48, 4), count);
        EXPECT_THROW(staged_count(changed, name()), FormatError) << count;
    }
}

TEST(Staged, refuses_an_old_size_that_overflows) {
    Bytes changed = object();
    store_u64(std::span(changed).subspan(8, 8), ~std::uint64_t{0});
    EXPECT_THROW(decode_staged_header(changed, name()), FormatError);
}

TEST(EntriesTile, is_read_back) {
    exhibit::test::SeededRandom random(6);
    const std::vector<std::string> all(256, "entry");
    const Bytes tile = encode_entries_tile(7, all, {test::record_key(), random});
    EXPECT_EQ(as_text(ByteView(tile).first(8)), "EXHENT01");
    EXPECT_EQ(open_entries_tile(7, tile, test::record_key()), all);
}

TEST(EntriesTile, of_another_number_does_not_open) {
    exhibit::test::SeededRandom random(6);
    const std::vector<std::string> all(256, "entry");
    const Bytes tile = encode_entries_tile(7, all, {test::record_key(), random});
    EXPECT_THROW(open_entries_tile(8, tile, test::record_key()), Error);
}

TEST(FramedEntries, are_length_and_text) {
    EXPECT_EQ(as_text(frame_entries(entries)), std::string("\0\3one\0\0\0\5three", 14));
    EXPECT_EQ(unframe_entries(frame_entries(entries), 3, "sample"), entries);
}

TEST(FramedEntries, of_another_number_or_length_are_refused) {
    const Bytes framed = frame_entries(entries);
    EXPECT_THROW(unframe_entries(framed, 2, "sample"), FormatError);
    EXPECT_THROW(unframe_entries(framed, 4, "sample"), FormatError);
    EXPECT_THROW(unframe_entries(ByteView(framed).first(13), 3, "sample"), FormatError);
}

TEST(FramedEntries, hold_the_longest_entry) {
    const std::vector<std::string> longest{std::string(65535, 'a')};
    EXPECT_EQ(unframe_entries(frame_entries(longest), 1, "sample"), longest);
}

}  // namespace
}  // namespace exhibit::ledger
