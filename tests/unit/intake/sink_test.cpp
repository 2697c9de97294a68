#include "intake/sink.hpp"

#include <gtest/gtest.h>

#include "fixture.hpp"

namespace exhibit::intake {
namespace {

using test::file_bytes;
using test::kind_of_failure;
using test::names_in;
using test::TempFolder;
using test::write_file;

TEST(NewOutput, is_not_seen_before_it_is_published) {
    const TempFolder folder;
    NewOutput output(folder / "out", NewOutput::What::file);
    FileSink sink(output.take_descriptor(), "out");
    sink.write(as_bytes("content"));
    sink.finish();
    sink.close();
    EXPECT_FALSE(std::filesystem::exists(folder / "out"));
    output.publish();
    EXPECT_EQ(names_in(folder.path()), (std::vector<std::string>{"out"}));
    EXPECT_EQ(as_text(file_bytes(folder / "out")), "content");
}

TEST(NewOutput, never_replaces_what_has_come_to_be_there_meanwhile) {
    const TempFolder folder;
    for (const NewOutput::What what : {NewOutput::What::file, NewOutput::What::folder}) {
        const std::string path = folder / (what == NewOutput::What::file ? "a file" : "a folder");
        {
            NewOutput output(path, what);
            if (what == NewOutput::What::file) {
                write_file(path, "mine");
            } else {
                std::filesystem::create_directory(path);  // empty: rename(2) would replace it
            }
            EXPECT_EQ(kind_of_failure([&] { output.publish(); }), ErrorKind::conflict);
        }
    }
    EXPECT_EQ(names_in(folder.path()), (std::vector<std::string>{"a file", "a folder"}));
    EXPECT_EQ(as_text(file_bytes(folder / "a file")), "mine");
}

TEST(NewOutput, a_folder_that_is_not_published_goes_with_all_it_holds) {
    const TempFolder folder;
    {
        NewOutput output(folder / "out/", NewOutput::What::folder);
        ASSERT_EQ(names_in(folder.path()).size(), 1U);
        std::filesystem::create_directory(folder / (names_in(folder.path())[0] + "/x"));
    }
    EXPECT_TRUE(names_in(folder.path()).empty());
}

TEST(FileSink, zeros_between_and_after_bytes_are_part_of_the_file) {
    const TempFolder folder;
    FileSink sink(open_file(folder / "a", O_WRONLY | O_CREAT), "a");
    sink.zeros(3);
    sink.write(as_bytes("x"));
    sink.zeros(2);
    sink.finish();
    EXPECT_EQ(as_text(file_bytes(folder / "a")), std::string_view("\0\0\0x\0\0", 6));
}

TEST(PipeSink, zeros_are_written) {
    const TempFolder folder;
    const FileDescriptor fd = open_file(folder / "a", O_WRONLY | O_CREAT);
    PipeSink sink(fd.get(), "a");
    sink.zeros(200'000);
    sink.write(as_bytes("x"));
    EXPECT_EQ(file_bytes(folder / "a").size(), 200'001U);
}

}  // namespace
}  // namespace exhibit::intake
