#include "mount/mounted_files.hpp"

#include <gtest/gtest.h>

#include "../intake/fixture.hpp"
#include "intake/listing_writer.hpp"

namespace exhibit::mount {
namespace {

using intake::MemberType;
using intake::test::Depot;
using intake::test::TempFolder;
using intake::test::write_file;

namespace fs = std::filesystem;

std::vector<std::string> entries(const MountedFiles& files, const MountedFile& folder) {
    std::vector<std::string> names;
    for (const std::size_t i : folder.entries) names.emplace_back(files.at(i).name);
    return names;
}

TEST(MountedFiles, show_a_stream_under_the_name_of_its_source) {
    const auto files = MountedFiles::of_stream("disk 1.img", {}, 4096, {1'700'000'000});
    ASSERT_EQ(entries(files, files.at(0)), std::vector<std::string>{"disk 1.img"});
    const MountedFile* file = files.find(0, "disk 1.img");
    ASSERT_NE(file, nullptr);
    EXPECT_EQ(file->size, 4096U);
    EXPECT_EQ(file->type, MemberType::file);
    EXPECT_EQ(file->mode, 0444U);
    EXPECT_EQ(files.find(0, "disk"), nullptr);
}

TEST(MountedFiles, call_a_stream_content_when_its_name_can_be_no_file) {
    for (const char* name : {"-", "", "..", ".", "a/b"}) {
        const auto files = MountedFiles::of_stream(name, {}, 1, {});
        EXPECT_EQ(entries(files, files.at(0)), std::vector<std::string>{"content"}) << name;
    }
    const auto long_name = MountedFiles::of_stream(std::string(256, 'x'), {}, 1, {});
    EXPECT_EQ(entries(long_name, long_name.at(0)), std::vector<std::string>{"content"});
}

/// The listing of a container with these segment files, of one byte each.
blob::BlockId put_segments(Depot& depot, const std::vector<std::string>& names) {
    blob::BlobWriter writer(depot.store(), depot.incident().deposit_keys(), depot.index());
    intake::ListingWriter listing(writer);
    for (const std::string& name : names) {
        intake::ListingEntry entry;
        entry.path = name;
        entry.content = intake::MemberContent{
            1, {std::string(32, 'a'), std::string(40, 'b'), std::string(64, 'c')}, {}};
        listing.add(entry);
    }
    const blob::BlockId manifest = listing.finish().manifest;
    writer.finish();
    return manifest;
}

TEST(MountedFiles, have_the_extended_attributes_of_their_members) {
    Depot depot;
    blob::BlobWriter writer(depot.store(), depot.incident().deposit_keys(), depot.index());
    intake::ListingWriter listing(writer);
    intake::ListingEntry entry;
    entry.path = "a.txt";
    entry.attributes = {{"user.one", std::string("\0\xff", 2)}, {"user.two", ""}};
    listing.add(entry);
    const blob::BlockId manifest = listing.finish().manifest;
    writer.finish();
    blob::PackBlockSource blocks = depot.blocks();
    const auto files = MountedFiles::of_tree(blocks, manifest);
    const MountedFile* file = files.find(0, "a.txt");
    ASSERT_NE(file, nullptr);
    ASSERT_EQ(file->attributes.size(), 2U);
    EXPECT_EQ(file->attributes[0].name, "user.one");
    EXPECT_EQ(file->attributes[0].value, std::string("\0\xff", 2));
    EXPECT_EQ(file->attributes[1].value, "");
}

TEST(MountedFiles, show_the_media_of_a_container_beside_its_segments) {
    Depot depot;
    const blob::BlockId listing = put_segments(depot, {"disk.E01", "disk.E02"});
    blob::PackBlockSource blocks = depot.blocks();
    const auto files = MountedFiles::of_container(blocks, listing, "disk.E01", 4096, {1'700'000});
    EXPECT_EQ(entries(files, files.at(0)), (std::vector<std::string>{"disk.raw", "segments"}));
    const MountedFile* media = files.find(0, "disk.raw");
    ASSERT_NE(media, nullptr);
    EXPECT_TRUE(media->media);
    EXPECT_EQ(media->size, 4096U);
    EXPECT_EQ(media->listed, "");
    const MountedFile* folder = files.find(0, "segments");
    ASSERT_NE(folder, nullptr);
    EXPECT_EQ(entries(files, *folder), (std::vector<std::string>{"disk.E01", "disk.E02"}));
    const MountedFile* segment = files.find(files.number_of(*folder), "disk.E02");
    ASSERT_NE(segment, nullptr);
    EXPECT_EQ(segment->listed, "disk.E02");
    EXPECT_FALSE(segment->media);
    EXPECT_TRUE(segment->manifest);
}

TEST(MountedFiles, show_no_media_of_a_container_that_could_not_be_opened) {
    Depot depot;
    const blob::BlockId listing = put_segments(depot, {"disk.E01"});
    blob::PackBlockSource blocks = depot.blocks();
    const auto files = MountedFiles::of_container(blocks, listing, "disk.E01", std::nullopt, {});
    EXPECT_EQ(entries(files, files.at(0)), (std::vector<std::string>{"segments"}));
}

TEST(MountedFiles, call_media_after_the_first_segment_where_that_can_be) {
    Depot depot;
    const blob::BlockId listing = put_segments(depot, {"x.E01"});
    blob::PackBlockSource blocks = depot.blocks();
    const std::string long_name(255, 'y');
    for (const auto& [name, shown] :
         std::vector<std::pair<std::string, std::string>>{{"a.b.E01", "a.b.raw"},
                                                          {"x", "x.raw"},
                                                          {".E01", "media.raw"},
                                                          {"", "media.raw"},
                                                          {"a/b.E01", "media.raw"},
                                                          {long_name, "media.raw"}}) {
        const auto files = MountedFiles::of_container(blocks, listing, name, 1, {});
        EXPECT_NE(files.find(0, shown), nullptr) << name;
    }
}

TEST(MountedFiles, show_a_tree_as_it_was) {
    const TempFolder folder;
    const std::string root = folder / "in";
    fs::create_directories(root + "/d/e");
    write_file(root + "/a", "alpha");
    write_file(root + "/d/\xff\n", "odd");
    fs::create_symlink("/etc/passwd", root + "/d/link");
    fs::create_hard_link(root + "/a", root + "/d/same");
    fs::permissions(root + "/a", fs::perms{0640});
    Depot depot;
    const intake::IngestOutcome item = depot.ingest(root);
    blob::PackBlockSource blocks = depot.blocks();
    const MountedFiles files = MountedFiles::of_tree(blocks, item.manifest);

    EXPECT_EQ(entries(files, files.at(0)), (std::vector<std::string>{"a", "d"}));
    const MountedFile* d = files.find(0, "d");
    ASSERT_NE(d, nullptr);
    EXPECT_EQ(entries(files, *d), (std::vector<std::string>{"e", "link", "same", "\xff\n"}));
    const MountedFile* a = files.find(0, "a");
    ASSERT_NE(a, nullptr);
    EXPECT_EQ(a->mode, 0640U);
    EXPECT_EQ(a->size, 5U);
    const MountedFile* same = files.find(files.number_of(*d), "same");
    ASSERT_NE(same, nullptr);
    EXPECT_EQ(same->same_as, files.number_of(*a)) << "a hard link is its target";
    const MountedFile* link = files.find(files.number_of(*d), "link");
    ASSERT_NE(link, nullptr);
    EXPECT_EQ(link->type, MemberType::symlink);
    EXPECT_EQ(link->target, "/etc/passwd");
    EXPECT_EQ(link->size, 11U);
}

TEST(MountedFiles, stay_right_when_they_are_moved) {
    MountedFiles files = MountedFiles::of_stream("x", {}, 1, {});
    const MountedFiles moved = std::move(files);
    EXPECT_EQ(moved.at(1).name, "x");
    EXPECT_NE(moved.find(0, "x"), nullptr);
}

}  // namespace
}  // namespace exhibit::mount
