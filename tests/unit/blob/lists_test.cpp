#include "blob/lists.hpp"

#include <gtest/gtest.h>

#include "exhibit/error.hpp"

namespace exhibit::blob {
namespace {

crypto::Hash hash_of(std::byte first) {
    crypto::Hash hash;
    hash.bytes[0] = first;
    return hash;
}

const std::string zeros62(62, '0');
const std::string line_1 = "01" + zeros62 + "  packs/01/01" + zeros62 + "\n";
const std::string line_2 = "a2" + zeros62 + "  packs/a2/a2" + zeros62 + "\n";

TEST(PackList, is_what_sha256sum_reads) {
    EXPECT_EQ(write_pack_list({hash_of(std::byte{0xa2}), hash_of(std::byte{1})}), line_1 + line_2);
}

TEST(PackList, reads_what_it_writes) {
    const std::set<crypto::Hash> packs{hash_of(std::byte{1}), hash_of(std::byte{0xa2})};
    EXPECT_EQ(parse_pack_list(line_1 + line_2, "list"), packs);
    EXPECT_TRUE(parse_pack_list("", "list").empty());
}

TEST(PackList, refuses_packs_out_of_order_or_twice) {
    EXPECT_THROW(parse_pack_list(line_2 + line_1, "list"), FormatError);
    EXPECT_THROW(parse_pack_list(line_1 + line_1, "list"), FormatError);
}

TEST(PackList, refuses_every_changed_byte) {
    // A changed digit of both places would be another pack: one byte cannot do that.
    for (std::size_t i = 0; i < line_1.size(); ++i) {
        std::string changed = line_1;
        changed[i] = changed[i] == 'x' ? 'y' : 'x';
        EXPECT_THROW(parse_pack_list(changed, "list"), FormatError) << i;
        changed[i] = changed[i] == '3' ? '4' : '3';
        if (changed == line_1) continue;
        EXPECT_THROW(parse_pack_list(changed, "list"), FormatError) << i;
    }
}

TEST(PackList, refuses_every_truncation) {
    for (std::size_t length = 1; length < line_1.size(); ++length) {
        EXPECT_THROW(parse_pack_list(line_1.substr(0, length), "list"), FormatError) << length;
    }
}

TEST(PackList, names_source_and_offset_of_what_it_refuses) {
    try {
        parse_pack_list(line_1 + "junk", "lists/ab");
        FAIL();
    } catch (const FormatError& error) {
        EXPECT_EQ(error.source(), "lists/ab");
        EXPECT_EQ(error.offset(), 140U);
    }
}

TEST(PackList, lies_in_lists_under_its_digest) {
    EXPECT_EQ(list_object_name(hash_of(std::byte{0xa2})), "lists/a2/a2" + zeros62);
}

}  // namespace
}  // namespace exhibit::blob
