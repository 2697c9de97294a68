#include "intake/archive_listing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "archive_fixture.hpp"
#include "encode/json.hpp"
#include "intake/listing_writer.hpp"

namespace exhibit::intake {
namespace {

using test::Depot;
using test::kind_of_failure;
using ::testing::HasSubstr;

ArchiveMember full_member() {
    ArchiveMember member;
    member.path = {"d/in.zip", "caf\xe9"};
    member.at = {3, 1};
    member.mode = 0640;
    member.uid = 0;
    member.gid = 100;
    member.user = "erika";
    member.group = "staff\n";
    member.modified = MemberTime{{1'600'000'000}, 5};
    member.accessed = MemberTime{{1'600'000'001}, 0};
    member.content =
        DigestedContent{1, {std::string(32, 'a'), std::string(40, 'b'), std::string(64, 'c')}};
    member.stated_size = 2;
    member.archive = "zip";
    member.problem = "Something.";
    return member;
}

TEST(ArchiveListing, a_line_is_written_as_the_format_says) {
    EXPECT_EQ(
        write_member(full_member()),
        R"({"archive":"zip","at":[3,1],"atime":"2020-09-13T12:26:41Z","gid":100,)"
        R"("group":{"hex":"73746166660a"},"md5":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","mode":416,)"
        R"("mtime":"2020-09-13T12:26:40Z","mtime_ns":5,)"
        R"("path":["d/in.zip",{"hex":"636166e9"}],"problem":"Something.",)"
        R"("sha1":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",)"
        R"("sha256":"cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc",)"
        R"("size":1,"stated_size":2,"type":"file","uid":0,"user":"erika"})");
    EXPECT_EQ(shown_path(full_member()), "d/in.zip!/caf\xe9");
}

TEST(ArchiveListing, refuses_lines_that_are_not_of_the_format) {
    const std::vector<std::string> lines{
        "",
        "[]",
        R"({"at":[1],"mode":0,"path":[],"type":"file"})",
        R"({"at":[1,1],"mode":0,"path":["a"],"type":"file"})",
        R"({"at":[0],"mode":0,"path":["a"],"type":"file"})",
        R"({"at":[1,1,1,1,1],"mode":0,"path":["a","b","c","d","e"],"type":"file"})",
        R"({"at":[1],"mode":4096,"path":["a"],"type":"file"})",
        R"({"at":[1],"mode":0,"path":["a"],"type":"door"})",
        R"({"at":[1],"mode":0,"path":[{"hex":"61"}],"type":"file"})",  // is text
        R"({"at":[1],"mode":0,"mtime":"2020-09-13","path":["a"],"type":"file"})",
        R"({"at":[1],"mode":0,"path":["a"],"size":1,"type":"file"})",  // no digests
        R"({"at":[1],"mode":0,"path":["a"],"problem":"","type":"file"})",
        R"({"at":[1],"mode":0,"new":1,"path":["a"],"type":"file"})",
    };
    for (const std::string& line : lines) {
        EXPECT_EQ(kind_of_failure([&] { parse_member(line, "a line"); }), ErrorKind::malformed)
            << line;
    }
}

TEST(ArchiveListing, reads_a_line_as_it_was_written) {
    const std::string line = write_member(full_member());
    const ArchiveMember member = parse_member(line, "a line");
    EXPECT_EQ(member.path, full_member().path);
    EXPECT_EQ(member.group, "staff\n");
    EXPECT_EQ(write_member(member), line);
}

/// A listing in a store.
class StoredListing {
public:
    explicit StoredListing(const std::vector<std::vector<std::string>>& paths) {
        blob::BlobWriter writer(depot_.store(), depot_.incident().deposit_keys(), depot_.index());
        ListingWriter lines(writer);
        std::uint64_t at = 0;
        for (const auto& path : paths) {
            ArchiveMember member;
            member.path = path;
            member.at.assign(path.size(), ++at);
            lines.add_line(write_member(member) + "\n");
        }
        listing_ = lines.finish().manifest;
        writer.finish();
    }
    std::uint64_t chosen(const std::string& text) {
        blob::PackBlockSource blocks = depot_.blocks();
        return choose_member(blocks, listing_, text).at.front();
    }
    std::string refusal(const std::string& text, ErrorKind kind) {
        try {
            chosen(text);
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), kind);
            return error.what();
        }
        ADD_FAILURE() << text << " was found";
        return {};
    }

private:
    Depot depot_;
    blob::BlockId listing_;
};

TEST(ArchiveListing, a_member_is_chosen_by_path_or_number_and_never_guessed) {
    StoredListing list({{"a"}, {"b", "c"}, {"b!/c"}, {"a"}, {"!#1"}, {"d"}, {"d!#1"}});
    EXPECT_EQ(list.chosen("d"), 6U);
    EXPECT_EQ(list.chosen("!#2"), 2U);
    EXPECT_EQ(list.chosen("a!#4"), 4U);
    EXPECT_EQ(list.chosen("d!#1"), 7U) << "a path goes before a number with a path";
    EXPECT_EQ(list.chosen("!#1"), 1U) << "a number alone goes before a path";
    EXPECT_EQ(list.chosen("!#5"), 5U);
    EXPECT_THAT(list.refusal("a", ErrorKind::conflict), HasSubstr("the numbers are 1, 4"));
    EXPECT_THAT(list.refusal("b!/c", ErrorKind::conflict), HasSubstr("the numbers are 2, 3"));
    list.refusal("a!#2", ErrorKind::not_found);
    list.refusal("!#8", ErrorKind::not_found);
    list.refusal("", ErrorKind::not_found);
}

}  // namespace
}  // namespace exhibit::intake
