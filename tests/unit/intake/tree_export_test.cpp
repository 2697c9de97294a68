// Export of trees, as folders and as tar streams.
#include "intake/tree_export.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

#include "blob/stream.hpp"
#include "crypto/digest.hpp"
#include "fixture.hpp"
#include "intake/member_reader.hpp"

namespace exhibit::intake {
namespace {

using test::damage;
using test::Depot;
using test::file_bytes;
using test::kind_of_failure;
using test::names_in;
using test::seeded_bytes;
using test::TempFolder;
using test::to;
using test::write_file;

namespace fs = std::filesystem;

/// A folder with everything a tree can have.
void make_tree(const std::string& root) {
    fs::create_directories(root + "/d/e");
    write_file(root + "/a", "alpha");
    write_file(root + "/d/big", seeded_bytes(6, 2'500'000));
    write_file(root + "/d/e/empty", "");
    write_file(root + "/d/\xff\xfe\n", "odd name");
    fs::create_symlink("/etc/passwd", root + "/d/link");
    fs::create_hard_link(root + "/a", root + "/d/same");
    fs::permissions(root + "/a", fs::perms{0640});
    fs::permissions(root + "/d/e", fs::perms{0500});
    const std::array<struct timespec, 2> times{{{0, 0}, {1'600'000'000, 5}}};
    for (const char* name : {"/a", "/d/link", "/d/e", ""}) {
        ASSERT_EQ(::utimensat(AT_FDCWD, (root + name).c_str(), times.data(), AT_SYMLINK_NOFOLLOW),
                  0);
    }
}

struct TreeExport : testing::Test {
    TreeExport() {
        fs::create_directory(folder / "in");
        make_tree(folder / "in");
        item = depot.ingest(folder / "in");
    }
    TempFolder folder;
    Depot depot;
    IngestOutcome item;
};

TEST_F(TreeExport, the_exported_folder_ingests_to_the_same_listing) {
    const ExportOutcome out = depot.export_item(item, to(folder / "out"));
    EXPECT_TRUE(out.findings.empty());
    EXPECT_EQ(out.bytes, 2'500'013U);
    EXPECT_TRUE(out.sha256.empty());
    // Same names, bytes, modes, times, owners, links.
    EXPECT_EQ(as_text(file_bytes(folder / "out/d/\xff\xfe\n")), "odd name");
    const IngestOutcome again = depot.ingest(folder / "out");
    EXPECT_EQ(as_text(depot.content(item.manifest)), as_text(depot.content(again.manifest)));
    EXPECT_EQ(names_in(folder.path()), (std::vector<std::string>{"in", "out"}));
}

TEST_F(TreeExport, one_member_comes_alone) {
    ExportOptions options = to(folder / "big");
    options.member = "d/big";
    EXPECT_EQ(depot.export_item(item, options).sha256,
              crypto::sha256(seeded_bytes(6, 2'500'000)).hex());
    options = to(folder / "same");
    options.member = "d/same";
    depot.export_item(item, options);
    EXPECT_EQ(as_text(file_bytes(folder / "same")), "alpha");
}

TEST_F(TreeExport, members_that_are_not_there_or_no_files_are_refused) {
    ExportOptions options = to(folder / "x");
    options.member = "d/none";
    EXPECT_EQ(kind_of_failure([&] { depot.export_item(item, options); }), ErrorKind::not_found);
    options.member = "d";
    EXPECT_EQ(kind_of_failure([&] { depot.export_item(item, options); }), ErrorKind::usage);
    options.member = "d/link";
    EXPECT_EQ(kind_of_failure([&] { depot.export_item(item, options); }), ErrorKind::usage);
    EXPECT_FALSE(fs::exists(folder / "x"));
}

TEST_F(TreeExport, a_range_of_a_whole_tree_is_refused) {
    ExportOptions options = to(folder / "x");
    options.range = ByteRange{0, 1};
    EXPECT_EQ(kind_of_failure([&] { depot.export_item(item, options); }), ErrorKind::usage);
}

TEST_F(TreeExport, damage_leaves_nothing_behind) {
    const std::string name = blob::pack_object_name(*item.written.packs.begin());
    Bytes pack = *depot.store().get(name);
    pack[blob::pack_header_bytes + blob::frame_header_bytes] ^= std::byte{1};
    depot.store().remove(name);
    depot.store().put_new(name, pack);
    EXPECT_EQ(kind_of_failure([&] { depot.export_item(item, to(folder / "out")); }),
              ErrorKind::verification);
    EXPECT_EQ(names_in(folder.path()), (std::vector<std::string>{"in"}));
}

TEST(MembersExport, members_are_saved_from_a_listing_that_is_damaged_in_places) {
    const TempFolder folder;
    fs::create_directories(folder / "in/d");
    for (int i = 1000; i < 1600; ++i) {
        write_file(folder / ("in/d/" + std::to_string(i)), std::to_string(i));
    }
    Depot depot;
    const IngestOutcome item = depot.ingest(folder / "in");
    // One byte of the first block of the listing, which names the folder too.
    std::optional<blob::StreamBlock> first;
    {
        blob::PackBlockSource blocks = depot.blocks();
        blob::StreamReader reader(blocks, item.manifest);
        reader.for_each_block([&](const blob::StreamBlock& block) {
            if (!first && block.kind == blob::RefKind::data) first = block;
        });
        ASSERT_LT(first->range.length, reader.size());
    }
    damage(depot, first->id);

    EXPECT_EQ(kind_of_failure([&] { depot.export_item(item, to(folder / "out")); }),
              ErrorKind::verification);
    EXPECT_EQ(names_in(folder.path()), (std::vector<std::string>{"in"}));
    ExportOptions options = to(folder / "out");
    options.fill = 0;
    const ExportOutcome out = depot.export_item(item, options);
    ASSERT_EQ(out.findings.size(), 1U);
    EXPECT_EQ(out.findings[0].code, "BL-DAMAGED");
    EXPECT_FALSE(out.whole);
    const std::vector<std::string> saved = names_in(folder / "out/d");
    EXPECT_GT(saved.size(), 200U);
    EXPECT_LT(saved.size(), 600U);
    EXPECT_EQ(saved.back(), "1599");
    EXPECT_EQ(as_text(file_bytes(folder / "out/d/1599")), "1599");
}

TEST_F(TreeExport, a_file_whose_manifest_is_damaged_is_left_out_when_there_is_a_filler) {
    std::optional<blob::BlockId> manifest;
    {
        blob::PackBlockSource blocks = depot.blocks();
        read_listing(blocks, item.manifest, [&](const ListingEntry& entry) {
            if (entry.path == "a") manifest = entry.content->manifest;
        });
    }
    damage(depot, *manifest);
    EXPECT_EQ(kind_of_failure([&] { depot.export_item(item, to(folder / "out")); }),
              ErrorKind::verification);
    ExportOptions options = to(folder / "out");
    options.fill = 0;
    const ExportOutcome out = depot.export_item(item, options);
    EXPECT_FALSE(out.whole);
    // The file itself, and the second name it had.
    ASSERT_EQ(out.findings.size(), 2U);
    EXPECT_EQ(out.findings[0].code, "BL-DAMAGED");
    EXPECT_EQ(out.findings[1].code, "EX-MEMBER");
    EXPECT_EQ(names_in(folder / "out"), (std::vector<std::string>{"d"}));
    EXPECT_EQ(file_bytes(folder / "out/d/big"), seeded_bytes(6, 2'500'000));
}

struct TarMember {
    std::string content;
    mode_t type = 0;
    mode_t mode = 0;
    std::string link;
    std::int64_t seconds = 0;
    long nanoseconds = 0;
};

std::map<std::string, TarMember> read_tar(const std::string& path) {
    std::map<std::string, TarMember> members;
    struct archive* tar = archive_read_new();
    archive_read_support_format_tar(tar);
    EXPECT_EQ(archive_read_open_filename(tar, path.c_str(), 65536), ARCHIVE_OK);
    struct archive_entry* entry = nullptr;
    while (archive_read_next_header(tar, &entry) == ARCHIVE_OK) {
        TarMember& member = members[archive_entry_pathname(entry)];
        member.type = archive_entry_filetype(entry);
        member.mode = archive_entry_perm(entry);
        member.seconds = archive_entry_mtime(entry);
        member.nanoseconds = archive_entry_mtime_nsec(entry);
        if (archive_entry_symlink(entry) != nullptr) member.link = archive_entry_symlink(entry);
        if (archive_entry_hardlink(entry) != nullptr) member.link = archive_entry_hardlink(entry);
        member.content.resize(static_cast<std::size_t>(archive_entry_size(entry)));
        EXPECT_EQ(archive_read_data(tar, member.content.data(), member.content.size()),
                  static_cast<la_ssize_t>(member.content.size()));
    }
    archive_read_free(tar);
    return members;
}

TEST_F(TreeExport, a_tar_stream_has_every_member) {
    const ExportOutcome out = depot.export_item(item, to(folder / "out.tar"));
    EXPECT_TRUE(out.findings.empty());
    const auto members = read_tar(folder / "out.tar");
    EXPECT_EQ(members.at("a").content, "alpha");
    EXPECT_EQ(members.at("a").mode, 0640U);
    EXPECT_EQ(members.at("a").seconds, 1'600'000'000);
    EXPECT_EQ(members.at("a").nanoseconds, 5);
    EXPECT_EQ(members.at("d/big").content, as_text(seeded_bytes(6, 2'500'000)));
    EXPECT_EQ(members.at("d/\xff\xfe\n").content, "odd name");
    EXPECT_EQ(members.at("d/link").link, "/etc/passwd");
    EXPECT_EQ(members.at("d/same").link, "a");
    EXPECT_TRUE(members.contains("d/e/empty"));
}

/// Counts the reads that other threads make.
class WatchedSource final : public blob::BlockSource {
public:
    explicit WatchedSource(blob::BlockSource& below) : below_(below) {}
    void read(const blob::BlockId& id, blob::BlockType type, Bytes& content) override {
        if (std::this_thread::get_id() != owner_) ++others;
        const std::lock_guard lock(mutex_);
        below_.read(id, type, content);
    }
    std::atomic<int> others{0};

private:
    blob::BlockSource& below_;
    std::mutex mutex_;
    const std::thread::id owner_ = std::this_thread::get_id();
};

TEST(ReadMembers, the_block_source_is_lent_with_a_file_that_is_too_long_to_come_along) {
    const TempFolder folder;
    write_file(folder / "a", seeded_bytes(1, 2'000'000));
    for (int i = 100; i < 200; ++i) write_file(folder / std::to_string(i), std::to_string(i));
    write_file(folder / "b", seeded_bytes(2, 2'000'000));
    for (int i = 100; i < 200; ++i) write_file(folder / ("c" + std::to_string(i)), "x");
    Depot depot;
    const IngestOutcome item = depot.ingest(folder.path());
    blob::PackBlockSource blocks = depot.blocks();
    WatchedSource source(blocks);
    int lent = 0;
    read_members(source, item.manifest, [&](const ReadMember& member) {
        if (!member.entry.content || member.content) return;
        ++lent;
        const int before = source.others;
        Bytes all(2'000'000);
        for (int times = 0; times < 5; ++times) {
            blob::StreamReader reader(source, member.entry.content->manifest);
            EXPECT_TRUE(reader.read(0, all).empty());
        }
        EXPECT_EQ(source.others, before);
    });
    EXPECT_EQ(lent, 2);
    EXPECT_GT(source.others, 200);
}

TEST(ReadMembers, what_the_taker_throws_ends_the_reading) {
    const TempFolder folder;
    for (int i = 1000; i < 2000; ++i) write_file(folder / std::to_string(i), std::to_string(i));
    Depot depot;
    const IngestOutcome item = depot.ingest(folder.path());
    blob::PackBlockSource blocks = depot.blocks();
    EXPECT_EQ(kind_of_failure([&] {
                  read_members(blocks, item.manifest, [](const ReadMember&) {
                      throw Error(ErrorKind::interrupted, "taking a member: cancelled");
                  });
              }),
              ErrorKind::interrupted);
}

}  // namespace
}  // namespace exhibit::intake
