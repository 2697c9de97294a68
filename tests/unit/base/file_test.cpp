#include "base/file.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <future>
#include <thread>

#include "exhibit/error.hpp"
#include "support/temp_folder.hpp"

namespace exhibit {
namespace {

namespace fs = std::filesystem;

class File : public ::testing::Test {
protected:
    std::string text_of(const std::string& path) {
        const std::optional<Bytes> content = read_file(path, 1 << 20);
        return content ? to_string(*content) : "absent";
    }
    unsigned mode_of(const std::string& path) {
        struct stat status {};
        EXPECT_EQ(::stat(path.c_str(), &status), 0);
        return status.st_mode & 07777U;
    }
    std::size_t entries() {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator()));
    }

    test::TempFolder folder_;
};

TEST_F(File, create_writes_once_and_leaves_an_existing_file_alone) {
    const std::string path = folder_ / "a";
    EXPECT_TRUE(create_file(path, as_bytes("first"), 0640));
    EXPECT_FALSE(create_file(path, as_bytes("second")));
    EXPECT_EQ(text_of(path), "first");
    EXPECT_EQ(mode_of(path), 0640U);
    EXPECT_EQ(entries(), 1U) << "a temporary file was left behind";
}

TEST_F(File, create_by_many_threads_succeeds_once) {
    const std::string path = folder_ / "a";
    std::vector<std::future<bool>> racers;
    for (int i = 0; i < 8; ++i) {
        racers.push_back(std::async(std::launch::async, [&path, i] {
            return create_file(path, as_bytes(std::to_string(i)));
        }));
    }
    int winners = 0;
    std::string winner;
    for (std::size_t i = 0; i < racers.size(); ++i) {
        if (!racers[i].get()) continue;
        ++winners;
        winner = std::to_string(i);
    }
    EXPECT_EQ(winners, 1);
    EXPECT_EQ(text_of(path), winner);
    EXPECT_EQ(entries(), 1U);
}

TEST_F(File, replace_puts_new_content_and_mode) {
    const std::string path = folder_ / "a";
    replace_file(path, as_bytes("old"));
    EXPECT_EQ(mode_of(path), 0600U);
    replace_file(path, as_bytes("new"), 0644);
    EXPECT_EQ(text_of(path), "new");
    EXPECT_EQ(mode_of(path), 0644U);
    EXPECT_EQ(entries(), 1U);
}

TEST_F(File, failed_replace_leaves_no_temporary_file) {
    const std::string path = folder_ / "a";
    fs::create_directory(path);
    EXPECT_THROW(replace_file(path, as_bytes("x")), Error);
    EXPECT_EQ(entries(), 1U);
    EXPECT_THROW(replace_file(folder_ / "absent/a", as_bytes("x")), Error);
}

TEST_F(File, read_is_absent_or_whole_or_refused) {
    const std::string path = folder_ / "a";
    EXPECT_EQ(read_file(path, 10), std::nullopt);
    create_file(path, as_bytes("0123456789"));
    EXPECT_EQ(read_file(path, 10)->size(), 10U);
    try {
        read_file(path, 9);
        FAIL() << "read past the bound";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::malformed);
        EXPECT_EQ(std::string(error.what()),
                  "reading " + path + ": it is longer than 9 bytes, the most that is expected");
    }
    EXPECT_THROW(read_file(folder_.path(), 10), Error) << "a folder is no file";
}

TEST_F(File, read_of_more_than_one_step_keeps_every_byte) {
    const std::string path = folder_ / "a";
    Bytes content(200'000);
    for (std::size_t i = 0; i < content.size(); ++i) content[i] = static_cast<std::byte>(i % 251);
    create_file(path, content);
    EXPECT_EQ(read_file(path, content.size()), content);
    EXPECT_EQ(read_file(path, ~std::uint64_t{0}), content);
    EXPECT_THROW(read_file(path, content.size() - 1), Error);
}

TEST_F(File, read_takes_a_pipe_in_pieces) {
    const std::string path = folder_ / "pipe";
    ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
    std::thread writer([&path] {
        const FileDescriptor fd = open_file(path, O_WRONLY);
        for (const std::string_view piece : {"pass", "phrase", "\n"}) {
            write_all(fd.get(), as_bytes(piece), path);
        }
    });
    EXPECT_EQ(text_of(path), "passphrase\n");
    writer.join();
}

TEST_F(File, open_tells_absent_from_other_failures) {
    try {
        open_file(folder_ / "absent", O_RDONLY);
        FAIL() << "opened an absent file";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::not_found);
        EXPECT_EQ(std::string(error.what()),
                  "opening " + (folder_ / "absent") + ": No such file or directory");
    }
    try {
        open_file(folder_.path(), O_WRONLY);
        FAIL() << "opened a folder for writing";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::io);
    }
}

TEST_F(File, read_up_to_stops_at_the_end) {
    create_file(folder_ / "a", as_bytes("abc"));
    const FileDescriptor fd = open_file(folder_ / "a", O_RDONLY);
    Bytes into(8);
    EXPECT_EQ(read_up_to(fd.get(), into, "a"), 3U);
    EXPECT_EQ(read_up_to(fd.get(), into, "a"), 0U);
}

TEST_F(File, write_error_names_the_path) {
    const FileDescriptor full = open_file("/dev/full", O_WRONLY);
    try {
        write_all(full.get(), as_bytes("x"), "/dev/full");
        FAIL() << "wrote to a full device";
    } catch (const Error& error) {
        EXPECT_STREQ(error.what(), "writing /dev/full: No space left on device");
    }
}

TEST_F(File, descriptor_is_closed_once_by_its_last_owner) {
    FileDescriptor first = open_file(folder_.path(), O_RDONLY);
    const int number = first.get();
    FileDescriptor second = std::move(first);
    EXPECT_FALSE(static_cast<bool>(first));
    EXPECT_EQ(second.get(), number);
    second = FileDescriptor();
    EXPECT_EQ(::fcntl(number, F_GETFD), -1);
    FileDescriptor bad(::open("/dev/null", O_RDONLY));
    ::close(bad.get());
    EXPECT_THROW(bad.close("x"), Error);
    EXPECT_EQ(bad.get(), -1);
}

TEST_F(File, folders_are_made_private_with_their_parents) {
    const std::string path = folder_ / "a//b/c/";
    make_private_folders(path);
    EXPECT_EQ(mode_of(folder_ / "a"), 0700U);
    EXPECT_EQ(mode_of(folder_ / "a/b/c"), 0700U);
    EXPECT_NO_THROW(make_private_folders(path));
    create_file(folder_ / "file", {});
    EXPECT_THROW(make_private_folders(folder_ / "file"), Error);
    EXPECT_THROW(make_private_folders(folder_ / "file/x"), Error);
}

TEST_F(File, lock_keeps_a_second_owner_out_until_it_is_released) {
    const std::string path = folder_ / "lock";
    const FileDescriptor other = open_file(path, O_RDWR | O_CREAT);
    {
        const FileLock lock(path);
        EXPECT_EQ(::flock(other.get(), LOCK_EX | LOCK_NB), -1);
    }
    EXPECT_EQ(::flock(other.get(), LOCK_EX | LOCK_NB), 0);
}

}  // namespace
}  // namespace exhibit
