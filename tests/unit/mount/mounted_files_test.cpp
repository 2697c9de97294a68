#include "mount/mounted_files.hpp"

#include <gtest/gtest.h>

#include "../intake/fixture.hpp"

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
