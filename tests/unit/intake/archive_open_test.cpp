#include "intake/archive_open.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "archive_fixture.hpp"
#include "intake/archive_export.hpp"

namespace exhibit::intake {
namespace {

using test::Depot;
using test::kind_of_failure;
using test::packed;
using test::seeded_bytes;
using test::tar_form;
using test::TempFolder;
using test::write_file;
using test::zip_form;
using ::testing::HasSubstr;

std::string text_of(const Bytes& bytes) {
    return std::string(as_text(bytes));
}

/// An archive that was taken in, and its members.
class Taken {
public:
    explicit Taken(const Bytes& archive) {
        write_file(folder_ / "archive", archive);
        blob::PackBlockSource read_back = depot_.blocks();
        IngestOptions options;
        options.read_back = &read_back;
        item_ = depot_.ingest(folder_ / "archive", options);
    }

    ArchiveMember member(const std::string& text) {
        blob::PackBlockSource blocks = depot_.blocks();
        return choose_member(blocks, item_.members.value(), text);
    }
    std::string content(const ArchiveMember& member) {
        blob::PackBlockSource blocks = depot_.blocks();
        OpenMember open(blocks, item_.manifest, member);
        std::string out;
        for (ByteView more = open.next(); !more.empty(); more = open.next()) {
            EXPECT_EQ(open.offset(), out.size() + more.size());
            out += as_text(more);
        }
        return out;
    }
    ExportOutcome write(ExportOptions options) {
        options.output = folder_ / "out";
        blob::PackBlockSource blocks = depot_.blocks();
        return export_archive_member(blocks, item_.manifest, item_.members.value(), options);
    }
    Bytes written() { return test::file_bytes(folder_ / "out"); }
    bool nothing_written() { return test::names_in(folder_.path()).size() == 1; }

    Depot& depot() { return depot_; }
    const IngestOutcome& item() const { return item_; }

private:
    TempFolder folder_;
    Depot depot_;
    IngestOutcome item_;
};

ExportOptions of(const std::string& member) {
    ExportOptions options;
    options.member = member;
    return options;
}

TEST(ArchiveOpen, gives_members_of_all_depths_again) {
    const std::string noise = text_of(seeded_bytes(3, 700'000));
    const std::string tar =
        text_of(packed(tar_form(ARCHIVE_FILTER_XZ), {{"first", "1"}, {"noise", noise}}));
    const std::string zip = text_of(packed(zip_form(), {{"in.txz", tar}, {"empty", ""}}));
    Taken taken(packed(tar_form(ARCHIVE_FILTER_GZIP), {{"x", "y"}, {"in.zip", zip}}));
    EXPECT_EQ(taken.item().kind, "archive");
    EXPECT_EQ(taken.content(taken.member("in.zip!/in.txz!/noise")), noise);
    EXPECT_EQ(taken.content(taken.member("in.zip!/in.txz")), tar);
    EXPECT_EQ(taken.content(taken.member("in.zip!/empty")), "");
    EXPECT_EQ(taken.content(taken.member("in.zip")), zip);
    EXPECT_EQ(taken.content(taken.member("x")), "y");
}

TEST(ArchiveOpen, what_is_not_what_was_listed_is_an_error_before_the_last_bytes) {
    Taken taken(packed(zip_form(), {{"a", "alpha"}, {"b", "beta"}, {"e", ""}}));
    const ArchiveMember member = taken.member("a");
    const auto fails = [&](ArchiveMember other, const std::string& why) {
        try {
            taken.content(other);
            ADD_FAILURE() << "was read: " << why;
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::verification);
            EXPECT_THAT(error.what(), HasSubstr(why));
        }
    };
    ArchiveMember other = member;
    other.content->digests.sha256 = std::string(64, '0');
    fails(other, "its SHA-256 is 8ed3f6ad685b959ead7022518e1af76cd816f8e8ec7ccdda1ed4018e8f2223f8");
    other = member;
    other.content->size = 4;
    fails(other, "more than the 4 bytes");
    other = member;
    other.content->size = 6;
    fails(other, "it ends after 5 bytes");
    other = member;
    other.at = {2};
    fails(other, "the archive has \"b\"");
    other = member;
    other.at = {4};
    fails(other, "the archive ends before it");
    other = member;
    other.at = {1, 1};
    other.path = {"a", "b"};
    fails(other, "\"a\" is no archive");
    other = taken.member("e");
    other.content->digests.sha256 = std::string(64, '0');
    fails(other, "its SHA-256 is e3b0c442");
}

TEST(ArchiveOpen, exports_a_member_or_a_range_of_it) {
    const std::string noise = text_of(seeded_bytes(4, 300'000)) + std::string(100'000, '\0');
    Taken taken(packed(zip_form(), {{"noise", noise}}));
    const ExportOutcome outcome = taken.write(of("noise"));
    EXPECT_EQ(as_text(taken.written()), noise);
    EXPECT_TRUE(outcome.matches_listing);
    EXPECT_EQ(outcome.bytes, noise.size());
    EXPECT_EQ(outcome.sha256, taken.member("noise").content->digests.sha256);

    Taken again(packed(zip_form(), {{"noise", noise}}));
    ExportOptions part = of("noise");
    part.range = ByteRange{123'456, 200'001};
    EXPECT_FALSE(again.write(part).matches_listing);
    EXPECT_EQ(as_text(again.written()), noise.substr(123'456, 200'001));
    part.range = ByteRange{400'000, 1};
    EXPECT_EQ(kind_of_failure([&] { again.write(part); }), ErrorKind::usage);
}

TEST(ArchiveOpen, exports_nothing_of_what_it_cannot_vouch_for) {
    const std::string noise = text_of(seeded_bytes(4, 300'000));
    Taken taken(packed(zip_form(), {{"noise", noise}, {"link", "", AE_IFLNK, 0777, "noise"}}));
    EXPECT_EQ(kind_of_failure([&] { taken.write(of("link")); }), ErrorKind::usage);
    EXPECT_EQ(kind_of_failure([&] { taken.write(of("other")); }), ErrorKind::not_found);
    ExportOptions filled = of("noise");
    filled.fill = 0;
    EXPECT_EQ(kind_of_failure([&] { taken.write(filled); }), ErrorKind::usage);
    blob::PackBlockSource blocks = taken.depot().blocks();
    blob::StreamReader stream(blocks, taken.item().manifest);
    std::vector<blob::BlockId> data;
    stream.for_each_block([&](const blob::StreamBlock& block) {
        if (block.kind == blob::RefKind::data) data.push_back(block.id);
    });
    ASSERT_GT(data.size(), 2U);
    test::damage(taken.depot(), data[1]);
    EXPECT_EQ(kind_of_failure([&] { taken.write(of("noise")); }), ErrorKind::verification);
    EXPECT_TRUE(taken.nothing_written());
}

TEST(ArchiveIngest, a_file_is_read_again_where_the_vault_may_not_be_read) {
    const Bytes archive = packed(tar_form(ARCHIVE_FILTER_GZIP), {{"a", "alpha"}});
    const TempFolder folder;
    write_file(folder / "a.tgz", archive);
    Depot depot;
    const IngestOutcome item = depot.ingest(folder / "a.tgz");
    EXPECT_EQ(item.kind, "archive");
    ASSERT_TRUE(item.archive);
    EXPECT_EQ(item.archive->files, 1U);
    ASSERT_TRUE(item.members);
    EXPECT_TRUE(item.notes.empty());
    EXPECT_EQ(depot.content(item.manifest), archive);
}

TEST(ArchiveIngest, the_kind_someone_says_decides) {
    const TempFolder folder;
    write_file(folder / "a.zip", packed(zip_form(), {{"a", "alpha"}}));
    write_file(folder / "text", "no archive");
    Depot depot;
    IngestOptions options;
    options.kind = "file";
    const IngestOutcome file = depot.ingest(folder / "a.zip", options);
    EXPECT_EQ(file.kind, "file");
    EXPECT_FALSE(file.archive);
    EXPECT_FALSE(file.members);
    options.kind = "archive";
    const IngestOutcome text = depot.ingest(folder / "text", options);
    EXPECT_EQ(text.kind, "archive");
    ASSERT_TRUE(text.archive);
    EXPECT_EQ(text.archive->listed, 0U);
    EXPECT_FALSE(text.members);
    ASSERT_EQ(text.notes.size(), 1U);
    EXPECT_THAT(text.notes[0], HasSubstr("No member could be listed"));
    EXPECT_EQ(depot.ingest(folder / "text").kind, "file");
}

TEST(ArchiveIngest, all_packs_of_stream_and_listing_are_named) {
    Taken taken(packed(zip_form(), {{"a", text_of(seeded_bytes(9, 100'000))}}));
    std::set<std::string> named;
    for (const crypto::Hash& pack : taken.item().written.packs) {
        named.insert(blob::pack_object_name(pack));
    }
    const auto all = taken.depot().store().list("packs/");
    EXPECT_EQ(named, std::set<std::string>(all.begin(), all.end()));
    EXPECT_EQ(named.size(), 2U);
}

}  // namespace
}  // namespace exhibit::intake
