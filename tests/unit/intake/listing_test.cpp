#include "intake/listing.hpp"

#include <gtest/gtest.h>

#include "fixture.hpp"
#include "intake/listing_writer.hpp"

namespace exhibit::intake {
namespace {

using test::Depot;
using test::kind_of_failure;

const std::string hash_text(64, 'a');

ListingEntry file_entry(std::string path) {
    ListingEntry entry;
    entry.path = std::move(path);
    entry.mode = 0644;
    entry.uid = 1000;
    entry.gid = 100;
    entry.modified = {1795368600};
    entry.modified_ns = 7;
    entry.content = MemberContent{3,
                                  {std::string(32, 'b'), std::string(40, 'c'), hash_text},
                                  {crypto::Hash::from_hex(std::string(64, 'd'))}};
    return entry;
}

blob::BlockId put_listing(Depot& depot, const std::vector<ListingEntry>& entries) {
    blob::BlobWriter writer(depot.store(), depot.incident().deposit_keys(), depot.index());
    ListingWriter listing(writer);
    for (const ListingEntry& entry : entries) listing.add(entry);
    const blob::BlockId manifest = listing.finish().manifest;
    writer.finish();
    return manifest;
}

std::vector<std::string> paths_of(Depot& depot, const blob::BlockId& manifest) {
    std::vector<std::string> paths;
    blob::PackBlockSource blocks = depot.blocks();
    read_listing(blocks, manifest, [&](const ListingEntry& entry) { paths.push_back(entry.path); });
    return paths;
}

TEST(Listing, a_file_is_one_line_of_canonical_json) {
    EXPECT_EQ(write_entry(file_entry("logs/auth.log")),
              R"({"gid":100,"manifest":")" + std::string(64, 'd') + R"(","md5":")" +
                  std::string(32, 'b') +
                  R"(","mode":420,"mtime":"2026-11-22T17:30:00Z","mtime_ns":7,)" +
                  R"("path":"logs/auth.log","sha1":")" + std::string(40, 'c') + R"(","sha256":")" +
                  hash_text + R"(","size":3,"type":"file","uid":1000})");
}

TEST(Listing, lines_are_read_back_as_they_were) {
    const ListingEntry entry = file_entry("a");
    const ListingEntry again = parse_entry(write_entry(entry), "test");
    EXPECT_EQ(write_entry(again), write_entry(entry));
    EXPECT_EQ(again.content->size, 3U);
    EXPECT_EQ(again.modified_ns, 7U);
}

TEST(Listing, names_that_no_text_can_hold_are_written_in_hexadecimal) {
    for (const std::string name : {"\xff\xfe", "a\nb", "a\x7f", "\xc2\x85"}) {
        const std::string line = write_entry(file_entry(name));
        EXPECT_NE(line.find("\"path_hex\":"), std::string::npos) << line;
        EXPECT_EQ(line.find("\"path\":"), std::string::npos) << line;
        EXPECT_EQ(parse_entry(line, "test").path, name);
    }
    EXPECT_NE(write_entry(file_entry("gr\xc3\xbc\xc3\x9f")).find("\"path\":"), std::string::npos);
}

TEST(Listing, paths_that_leave_the_tree_are_refused) {
    const std::string too_long(4097, 'a');
    for (const std::string path : {"", "/etc/passwd", "..", "a/../../b", "a/..", "./a", "a//b",
                                   "a/", "a/.", too_long.c_str()}) {
        EXPECT_FALSE(is_member_path(path)) << path;
        EXPECT_EQ(kind_of_failure([&] { parse_entry(write_entry(file_entry(path)), "test"); }),
                  ErrorKind::malformed)
            << path;
    }
    EXPECT_FALSE(is_member_path(std::string_view("a\0b", 3)));
    for (const std::string path : {".", "a", "..a", "a..", ".a/b", "..."}) {
        EXPECT_TRUE(is_member_path(path)) << path;
    }
}

TEST(Listing, lines_that_the_format_does_not_know_are_refused) {
    const std::string good = write_entry(file_entry("a"));
    const auto refused = [&](const std::string& from, const std::string& to) {
        std::string line = good;
        const std::size_t place = line.find(from);
        if (place == std::string::npos) return false;
        line.replace(place, from.size(), to);
        return kind_of_failure([&] { parse_entry(line, "test"); }) == ErrorKind::malformed;
    };
    EXPECT_TRUE(refused("\"type\":\"file\"", "\"type\":\"door\""));
    EXPECT_TRUE(refused("\"mode\":420", "\"mode\":4096"));
    EXPECT_TRUE(refused("\"mtime_ns\":7", "\"mtime_ns\":1000000000"));
    EXPECT_TRUE(refused("\"size\":3", "\"size\":-3"));
    EXPECT_TRUE(refused("\"size\":3,", ""));
    EXPECT_TRUE(refused("\"sha256\":\"a", "\"sha256\":\""));
    EXPECT_TRUE(refused("\"uid\":1000", "\"uid\":1000,\"zone\":1"));
    EXPECT_TRUE(refused("{", "{ "));
    EXPECT_TRUE(refused("\"path\":\"a\"", "\"path_hex\":\"61\""));
    EXPECT_TRUE(refused("\"type\"", "\"target\":\"b\",\"type\""));
}

TEST(Listing, is_read_in_the_order_of_its_lines) {
    Depot depot;
    const blob::BlockId manifest =
        put_listing(depot, {file_entry("a"), file_entry("a-b"), file_entry("a/b")});
    EXPECT_EQ(paths_of(depot, manifest), (std::vector<std::string>{"a", "a-b", "a/b"}));
}

TEST(Listing, one_that_is_not_sorted_is_refused) {
    Depot depot;
    const blob::BlockId swapped = put_listing(depot, {file_entry("b"), file_entry("a")});
    EXPECT_EQ(kind_of_failure([&] { paths_of(depot, swapped); }), ErrorKind::malformed);
    const blob::BlockId twice = put_listing(depot, {file_entry("a"), file_entry("a")});
    EXPECT_EQ(kind_of_failure([&] { paths_of(depot, twice); }), ErrorKind::malformed);
}

TEST(Listing, long_ones_are_read_across_blocks) {
    Depot depot;
    std::vector<ListingEntry> entries;
    for (int i = 0; i < 2000; ++i) entries.push_back(file_entry(std::to_string(10'000 + i)));
    const std::vector<std::string> paths = paths_of(depot, put_listing(depot, entries));
    ASSERT_EQ(paths.size(), 2000U);
    EXPECT_EQ(paths.back(), "11999");
}

}  // namespace
}  // namespace exhibit::intake
