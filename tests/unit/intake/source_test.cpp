#include "intake/source.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <thread>

#include "fixture.hpp"

namespace exhibit::intake {
namespace {

using test::FailingDisk;
using test::file_bytes;
using test::kind_of_failure;
using test::Pairs;
using test::seeded_bytes;
using test::TempFolder;
using test::write_file;

constexpr std::uint64_t kib = 1024;
constexpr std::uint64_t sector = 4096;

/// What a source gave, front to back.
struct Read {
    Bytes bytes;  ///< with zeros where there were none
    Pairs zeros;
    Pairs unreadable;
};

void add_run(Pairs& runs, std::uint64_t offset, std::uint64_t length) {
    if (!runs.empty() && runs.back().first + runs.back().second == offset) {
        runs.back().second += length;
    } else {
        runs.emplace_back(offset, length);
    }
}

Read read_all(Source& source, std::size_t step = 1 << 20) {
    Read out;
    Bytes buffer(step);
    for (SourceRun run = source.next(buffer); run.kind != RunKind::end; run = source.next(buffer)) {
        const std::uint64_t offset = out.bytes.size();
        out.bytes.resize(offset + run.length);
        if (run.kind == RunKind::data) {
            std::copy_n(buffer.begin(), run.length,
                        out.bytes.begin() + static_cast<std::ptrdiff_t>(offset));
        } else {
            add_run(run.kind == RunKind::zeros ? out.zeros : out.unreadable, offset, run.length);
        }
    }
    return out;
}

FileSource file_source(const std::string& path) {
    return FileSource(open_file(path, O_RDONLY), "the file");
}

TEST(FileSource, gives_the_bytes_of_a_file) {
    const TempFolder folder;
    const Bytes content = seeded_bytes(1, 300'000);
    write_file(folder / "a", content);
    FileSource source = file_source(folder / "a");
    EXPECT_EQ(source.size(), 300'000U);
    EXPECT_EQ(read_all(source, 1000).bytes, content);
    EXPECT_FALSE(source.cut_short());
    EXPECT_TRUE(source.notes().empty());
}

TEST(FileSource, an_empty_file_ends_at_once) {
    const TempFolder folder;
    write_file(folder / "a", "");
    FileSource source = file_source(folder / "a");
    EXPECT_TRUE(read_all(source).bytes.empty());
    EXPECT_FALSE(source.cut_short());
}

TEST(FileSource, that_answers_nothing_any_more_is_gone) {
    const TempFolder folder;
    FailingDisk disk{seeded_bytes(1, 8 << 20), {}, {}};
    for (std::uint64_t i = 512; i < 2048; ++i) disk.bad.insert(i);  // 2 MiB to the end
    FileSource all_bad_from_there = disk.source(folder);
    EXPECT_EQ(read_all(all_bad_from_there).unreadable, (Pairs{{2 << 20, 6 << 20}}));

    FileSource source = disk.source(folder);
    Bytes buffer(1 << 20);
    EXPECT_EQ(source.next(buffer).length, buffer.size());
    EXPECT_EQ(source.next(buffer).length, buffer.size());
    for (std::uint64_t i = 0; i < 2048; ++i) disk.bad.insert(i);  // and before, too
    try {
        while (source.next(buffer).kind != RunKind::end) {
        }
        FAIL() << "the source ended";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::io);
        EXPECT_THAT(error.what(),
                    ::testing::HasSubstr("nothing can be read from offset 2097152 on, "
                                         "nor at offset"));
    }
}

TEST(FileSource, that_gave_nothing_from_the_beginning_is_a_bad_medium) {
    const TempFolder folder;
    FailingDisk disk{seeded_bytes(1, 4 << 20), {}, {}};
    for (std::uint64_t i = 0; i < 1024; ++i) disk.bad.insert(i);
    FileSource source = disk.source(folder);
    EXPECT_EQ(read_all(source).unreadable, (Pairs{{0, 4 << 20}}));
}

TEST(FileSource, reads_files_that_do_not_tell_their_size) {
    FileSource source = file_source("/proc/self/status");
    EXPECT_EQ(source.size(), std::nullopt);
    EXPECT_EQ(as_text(read_all(source).bytes).substr(0, 5), "Name:");
}

TEST(FileSource, the_head_stays_part_of_the_stream) {
    const TempFolder folder;
    const Bytes content = seeded_bytes(1, 100'000);
    write_file(folder / "a", content);
    FileSource source = file_source(folder / "a");
    EXPECT_TRUE(equal(source.head(), ByteView(content).first(head_bytes)));
    EXPECT_EQ(read_all(source).bytes, content);
}

TEST(FileSource, holes_are_told_in_whole_aligned_pieces) {
    const TempFolder folder;
    const std::string path = folder / "sparse";
    const Bytes piece = seeded_bytes(1, 4096);
    {
        const FileDescriptor fd = open_file(path, O_RDWR | O_CREAT);
        ASSERT_EQ(::pwrite(fd.get(), piece.data(), piece.size(), 0), 4096);
        ASSERT_EQ(::pwrite(fd.get(), piece.data(), piece.size(), 1000 * kib), 4096);
        ASSERT_EQ(::ftruncate(fd.get(), 3000 * kib), 0);
    }
    FileSource source = file_source(path);
    const Read read = read_all(source);
    EXPECT_EQ(read.bytes, file_bytes(path));
    EXPECT_EQ(read.zeros, (Pairs{{64 * kib, 896 * kib}, {1024 * kib, 1976 * kib}}));
}

TEST(FileSource, a_file_that_is_one_hole_is_not_read) {
    const TempFolder folder;
    write_file(folder / "a", "");
    std::filesystem::resize_file(folder / "a", 5'000'000);
    FileSource source(open_file(folder / "a", O_RDONLY), "the file",
                      [](int, std::span<std::byte>, std::uint64_t) -> ssize_t {
                          ADD_FAILURE() << "read";
                          return 0;
                      });
    EXPECT_EQ(read_all(source).zeros, (Pairs{{0, 5'000'000}}));
}

struct BadSectors {
    std::set<std::uint64_t> sectors;
    Pairs ranges;
};

class BadSectorTest : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(FileSource, BadSectorTest, testing::Bool(),
                         [](const auto& bad) { return bad.param ? "all_or_nothing" : "partial"; });

TEST_P(BadSectorTest, ranges_are_exact_at_the_beginning_in_the_middle_and_at_the_end) {
    constexpr std::uint64_t last = 999;
    const std::vector<BadSectors> cases{
        {{0}, {{0, sector}}},
        {{500}, {{500 * sector, sector}}},
        {{last}, {{last * sector, 100}}},
        {{0, 1, 7, 300, 301, 302, last},
         {{0, 2 * sector}, {7 * sector, sector}, {300 * sector, 3 * sector}, {last * sector, 100}}},
    };
    for (const BadSectors& expected : cases) {
        const TempFolder folder;
        FailingDisk disk;
        disk.content = seeded_bytes(2, last * sector + 100);
        disk.bad = expected.sectors;
        disk.all_or_nothing = GetParam();
        FileSource source = disk.source(folder);
        const Read read = read_all(source);
        EXPECT_EQ(read.unreadable, expected.ranges);
        Bytes with_zeros = disk.content;
        for (const auto& [offset, length] : expected.ranges) {
            std::fill_n(with_zeros.begin() + static_cast<std::ptrdiff_t>(offset), length,
                        std::byte{0});
        }
        EXPECT_EQ(read.bytes, with_zeros);
    }
}

TEST(FileSource, a_disk_without_one_good_sector_is_one_range) {
    const TempFolder folder;
    FailingDisk disk;
    disk.content = seeded_bytes(2, 300 * sector);
    for (std::uint64_t i = 0; i < 300; ++i) disk.bad.insert(i);
    FileSource source = disk.source(folder);
    EXPECT_EQ(read_all(source).unreadable, (Pairs{{0, 300 * sector}}));
}

TEST(FileSource, a_sector_that_is_read_at_the_second_try_is_data) {
    const TempFolder folder;
    FailingDisk disk;
    disk.content = seeded_bytes(2, 100 * sector);
    // The read of many sectors, then the first try at the one.
    disk.bad_at_first = {{0, 2}, {50, 2}, {99, 2}};
    FileSource source = disk.source(folder);
    const Read read = read_all(source);
    EXPECT_TRUE(read.unreadable.empty());
    EXPECT_EQ(read.bytes, disk.content);
}

TEST(FileSource, a_source_that_is_gone_ends_with_an_error) {
    const TempFolder folder;
    FailingDisk disk;
    disk.content = seeded_bytes(2, 100 * sector);
    disk.bad = {50};
    disk.error = ENODEV;
    FileSource source = disk.source(folder);
    EXPECT_EQ(kind_of_failure([&] { read_all(source); }), ErrorKind::io);
}

TEST(FileSource, says_that_the_file_became_shorter) {
    const TempFolder folder;
    write_file(folder / "a", seeded_bytes(1, 100'000));
    FileSource source = file_source(folder / "a");
    std::filesystem::resize_file(folder / "a", 40'000);
    EXPECT_EQ(read_all(source).bytes.size(), 40'000U);
    EXPECT_TRUE(source.cut_short());
    ASSERT_EQ(source.notes().size(), 1U);
    EXPECT_NE(source.notes()[0].find("100000 bytes"), std::string::npos) << source.notes()[0];
    EXPECT_NE(source.notes()[0].find("ended at 40000"), std::string::npos) << source.notes()[0];
}

TEST(FileSource, reads_what_there_was_of_a_file_that_grew_and_says_so) {
    const TempFolder folder;
    write_file(folder / "a", seeded_bytes(1, 10'000));
    FileSource source = file_source(folder / "a");
    write_file(folder / "a", seeded_bytes(1, 20'000));
    EXPECT_EQ(read_all(source).bytes, seeded_bytes(1, 10'000));
    EXPECT_FALSE(source.cut_short());
    ASSERT_EQ(source.notes().size(), 1U);
    EXPECT_NE(source.notes()[0].find("20000 afterwards"), std::string::npos) << source.notes()[0];
}

TEST(FileSource, says_that_the_file_was_deleted) {
    const TempFolder folder;
    write_file(folder / "a", seeded_bytes(1, 10'000));
    FileSource source = file_source(folder / "a");
    std::filesystem::remove(folder / "a");
    EXPECT_EQ(read_all(source).bytes, seeded_bytes(1, 10'000));
    ASSERT_EQ(source.notes().size(), 1U);
    EXPECT_NE(source.notes()[0].find("deleted"), std::string::npos);
}

TEST(FileSource, says_that_the_file_was_modified) {
    const TempFolder folder;
    write_file(folder / "a", seeded_bytes(1, 10'000));
    FileSource source = file_source(folder / "a");
    std::filesystem::last_write_time(folder / "a", std::filesystem::file_time_type{});
    read_all(source);
    ASSERT_EQ(source.notes().size(), 1U);
    EXPECT_NE(source.notes()[0].find("modified"), std::string::npos);
}

struct Pipe {
    Pipe() {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw_errno("making a pipe", errno);
        out = FileDescriptor(ends[0]);
        in = FileDescriptor(ends[1]);
    }
    FileDescriptor in;
    FileDescriptor out;
};

TEST(PipeSource, fills_the_buffer_however_the_bytes_come) {
    Pipe pipe;
    const Bytes content = seeded_bytes(3, 100'000);
    std::thread feeder([&] {
        ByteView left = content;
        for (std::size_t step = 1; !left.empty(); ++step) {
            const std::size_t now = std::min(step, left.size());
            write_all(pipe.in.get(), left.first(now), "pipe");
            left = left.subspan(now);
        }
        pipe.in = FileDescriptor();
    });
    PipeSource source(std::move(pipe.out), "pipe", nullptr);
    EXPECT_TRUE(equal(source.head(), ByteView(content).first(head_bytes)));
    Bytes buffer(90'000);
    const SourceRun first = source.next(buffer);
    EXPECT_EQ(first.length, 90'000U);
    EXPECT_TRUE(equal(buffer, ByteView(content).first(90'000)));
    const SourceRun second = source.next(buffer);
    EXPECT_EQ(second.length, 10'000U);
    EXPECT_EQ(source.next(buffer).kind, RunKind::end);
    feeder.join();
}

TEST(PipeSource, a_cancel_ends_the_wait) {
    Pipe pipe;
    CancelFlag cancel;
    cancel.request();
    PipeSource source(std::move(pipe.out), "pipe", &cancel);
    EXPECT_EQ(kind_of_failure([&] { source.head(); }), ErrorKind::interrupted);
}

}  // namespace
}  // namespace exhibit::intake
