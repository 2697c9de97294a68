#include "cli/file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "exhibit/error.hpp"
#include "support/temp_folder.hpp"

namespace exhibit::cli {
namespace {

std::string content_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void make(const std::string& path, const std::string& text) {
    std::ofstream(path) << text;
}

std::size_t entries(const test::TempFolder& folder) {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path())) {
        ++count;
    }
    return count;
}

ErrorKind kind_of(const auto& action) {
    try {
        action();
    } catch (const Error& error) {
        return error.kind();
    }
    ADD_FAILURE() << "nothing was thrown";
    return ErrorKind::internal;
}

TEST(NewFile, is_there_whole_after_close) {
    const test::TempFolder folder;
    NewFile file(folder / "card", Existing::refuse, Readers::everybody);
    file.write("one ");
    file.write("two");
    EXPECT_FALSE(std::filesystem::exists(folder / "card"));
    file.close();
    EXPECT_EQ(content_of(folder / "card"), "one two");
    EXPECT_EQ(entries(folder), 1U);
}

TEST(NewFile, leaves_nothing_without_close) {
    const test::TempFolder folder;
    { NewFile(folder / "card", Existing::refuse, Readers::everybody).write("half"); }
    EXPECT_EQ(entries(folder), 0U);
}

TEST(NewFile, refuses_a_name_that_is_taken) {
    const test::TempFolder folder;
    make(folder / "card", "precious");
    EXPECT_EQ(kind_of([&] { NewFile(folder / "card", Existing::refuse, Readers::everybody); }),
              ErrorKind::conflict);
    EXPECT_EQ(content_of(folder / "card"), "precious");
}

TEST(NewFile, refuses_a_name_taken_while_it_was_written) {
    const test::TempFolder folder;
    NewFile file(folder / "card", Existing::refuse, Readers::everybody);
    make(folder / "card", "precious");
    EXPECT_EQ(kind_of([&] { file.close(); }), ErrorKind::conflict);
    EXPECT_EQ(content_of(folder / "card"), "precious");
}

TEST(NewFile, replaces_a_file_when_told_to) {
    const test::TempFolder folder;
    make(folder / "card", "old");
    NewFile file(folder / "card", Existing::replace, Readers::everybody);
    file.write("new");
    file.close();
    EXPECT_EQ(content_of(folder / "card"), "new");
    EXPECT_EQ(entries(folder), 1U);
}

TEST(NewFile, does_not_follow_a_link_to_nothing) {
    const test::TempFolder folder;
    std::filesystem::create_symlink(folder / "elsewhere", folder / "card");
    EXPECT_EQ(kind_of([&] { NewFile(folder / "card", Existing::refuse, Readers::everybody); }),
              ErrorKind::conflict);
}

TEST(NewFile, keeps_secrets_to_its_owner) {
    const test::TempFolder folder;
    const mode_t before = umask(0);
    NewFile file(folder / "code", Existing::refuse, Readers::owner);
    umask(before);
    file.close();
    struct stat status {};
    ASSERT_EQ(stat((folder / "code").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST(NewFile, says_which_folder_is_missing) {
    const test::TempFolder folder;
    EXPECT_EQ(
        kind_of([&] { NewFile(folder / "no/such/card", Existing::refuse, Readers::everybody); }),
        ErrorKind::io);
}

TEST(ReadSmallFile, reads_up_to_its_limit) {
    const test::TempFolder folder;
    make(folder / "card", "12345");
    EXPECT_EQ(read_small_file(folder / "card", 5), "12345");
    EXPECT_EQ(kind_of([&] { read_small_file(folder / "card", 4); }), ErrorKind::malformed);
}

TEST(ReadSmallFile, tells_a_missing_file_from_one_that_cannot_be_read) {
    const test::TempFolder folder;
    EXPECT_EQ(kind_of([&] { read_small_file(folder / "card", 4); }), ErrorKind::not_found);
    EXPECT_EQ(kind_of([&] { read_small_file(folder.path(), 4); }), ErrorKind::io);
}

}  // namespace
}  // namespace exhibit::cli
