#include "intake/resumed_source.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <cerrno>

#include "blob/chunker.hpp"
#include "fixture.hpp"
#include "intake/ingest_source.hpp"
#include "intake/pipeline.hpp"

namespace exhibit::intake {
namespace {

using test::Depot;
using test::FailingDisk;
using test::kind_of_failure;
using test::pairs;
using test::Pairs;
using test::seeded_bytes;
using test::TempFolder;
using test::write_file;

constexpr std::size_t mib = std::size_t{1} << 20;
constexpr std::uint64_t sector = 4096;

/// A disk that fails altogether from some sector on, at first, and an incident it goes into.
struct Resume : testing::Test {
    Resume() {
        disk.content = seeded_bytes(11, 6 * mib + 1000);
        std::fill_n(disk.content.begin() + mib, mib, std::byte{0});
    }

    FileSource medium() {
        write_file(folder / "disk.img", disk.content);
        return FileSource(open_file(folder / "disk.img", O_RDONLY), "the disk",
                          [this](int, std::span<std::byte> into, std::uint64_t offset) {
                              const ssize_t got = disk.read(into, offset);
                              if (got > 0) {
                                  asked += static_cast<std::uint64_t>(got);
                                  first_asked = std::min(first_asked, offset);
                              }
                              return got;
                          });
    }
    IngestOutcome ingest(Source& source) {
        blob::BlobWriter writer(depot.store(), depot.incident().deposit_keys(), depot.index());
        IngestOptions options;
        options.kind = "image";
        options.on_bookmark = [this](const Bookmark& bookmark) { bookmarks.push_back(bookmark); };
        options.bookmark_every = every;
        return ingest_source(source, "image", writer, options);
    }
    /// The first sitting, which ends at that sector. Returns its bookmark.
    Bookmark cut_off(std::uint64_t at) {
        disk.bad = {at};
        disk.error = ENODEV;
        FileSource source = medium();
        EXPECT_EQ(kind_of_failure([&] { ingest(source); }), ErrorKind::io);
        disk.bad.clear();
        disk.error = EIO;
        asked = 0;
        EXPECT_FALSE(bookmarks.empty());
        return bookmarks.empty() ? Bookmark() : bookmarks.back();
    }
    IngestOutcome go_on(const ResumeOptions& options) {
        FileSource source = medium();
        blob::PackBlockSource kept = depot.blocks();
        ResumedSource both(source, kept, options);
        compared = both.places_compared();
        both.head();
        first_asked = disk.content.size();
        return ingest(both);
    }
    /// What one ingest in one go makes of the same bytes.
    IngestOutcome in_one_go() {
        write_file(folder / "whole", disk.content);
        IngestOptions options;
        options.kind = "image";
        return Depot().ingest(folder / "whole", options);
    }
    void expect_same(const IngestOutcome& item, const IngestOutcome& whole) {
        EXPECT_EQ(item.digests.md5, whole.digests.md5);
        EXPECT_EQ(item.digests.sha1, whole.digests.sha1);
        EXPECT_EQ(item.digests.sha256, whole.digests.sha256);
        EXPECT_EQ(item.size, whole.size);
        EXPECT_TRUE(depot.content(item.manifest) == disk.content);
    }

    TempFolder folder;
    Depot depot;
    FailingDisk disk;
    std::vector<Bookmark> bookmarks;
    std::chrono::steady_clock::duration every = std::chrono::hours(24);
    std::uint64_t asked = 0;
    std::uint64_t first_asked = 0;
    std::uint64_t compared = 0;
};

TEST_F(Resume, reads_from_the_medium_what_was_not_read_before) {
    const Bookmark bookmark = cut_off(1100);
    EXPECT_EQ(bookmark.length, 1100 * sector / batch_bytes * batch_bytes);
    const IngestOutcome item = go_on({bookmark});
    expect_same(item, in_one_go());
    EXPECT_EQ(compared, ResumedSource::places_compared_max);
    EXPECT_EQ(item.unreadable_ranges, 0U);
    // Beside the rest, 64 places and the beginning, by which its kind is told.
    EXPECT_LE(asked, disk.content.size() - bookmark.length + 64 * sector + head_bytes);
}

TEST_F(Resume, what_could_not_be_read_stays_so_unless_it_is_asked_for) {
    disk.bad = {20, 21, 1100};
    disk.error = EIO;
    FileSource source = medium();
    every = std::chrono::steady_clock::duration::zero();
    ingest(source);
    const Bookmark bookmark = bookmarks.back();
    ASSERT_GT(bookmark.length, 1101 * sector);
    disk.bad.clear();
    const IngestOutcome kept = go_on({bookmark});
    EXPECT_EQ(pairs(kept.unreadable), (Pairs{{20 * sector, 2 * sector}, {1100 * sector, sector}}));
    const IngestOutcome item = go_on({bookmark, true});
    EXPECT_EQ(item.unreadable_ranges, 0U);
    expect_same(item, in_one_go());
    EXPECT_EQ(first_asked, 20 * sector);
}

TEST_F(Resume, a_range_refused_at_the_end_is_not_taken_for_read) {
    // Nothing is given from there on, nor what was given before: the medium is gone.
    FileSource source = FileSource(
        [&] {
            write_file(folder / "disk.img", disk.content);
            return open_file(folder / "disk.img", O_RDONLY);
        }(),
        "the disk",
        [&](int, std::span<std::byte> into, std::uint64_t offset) -> ssize_t {
            if (asked > 3 * mib) {
                errno = EIO;
                return -1;
            }
            const ssize_t got = disk.read(into, offset);
            asked += static_cast<std::uint64_t>(std::max<ssize_t>(got, 0));
            return got;
        });
    EXPECT_EQ(kind_of_failure([&] { ingest(source); }), ErrorKind::io);
    ASSERT_FALSE(bookmarks.empty());
    EXPECT_LE(bookmarks.back().length, 4 * mib);
    const IngestOutcome item = go_on({bookmarks.back()});
    EXPECT_EQ(item.unreadable_ranges, 0U);
    expect_same(item, in_one_go());
}

TEST_F(Resume, another_medium_is_refused) {
    const Bookmark bookmark = cut_off(1100);
    disk.content = seeded_bytes(12, disk.content.size());
    EXPECT_EQ(kind_of_failure([&] { go_on({bookmark}); }), ErrorKind::verification);
}

TEST_F(Resume, a_medium_that_gives_nothing_of_it_again_is_refused) {
    const Bookmark bookmark = cut_off(1100);
    for (std::uint64_t i = 0; i < bookmark.length / sector; ++i) disk.bad.insert(i);
    EXPECT_EQ(kind_of_failure([&] { go_on({bookmark}); }), ErrorKind::verification);
    disk.bad.erase(0);  // one place is enough
    expect_same(go_on({bookmark}), in_one_go());
    EXPECT_EQ(compared, 1U);
}

TEST_F(Resume, a_shorter_medium_is_refused) {
    const Bookmark bookmark = cut_off(1100);
    disk.content.resize(bookmark.length - 1);
    EXPECT_EQ(kind_of_failure([&] { go_on({bookmark}); }), ErrorKind::verification);
}

TEST_F(Resume, a_block_that_was_lost_since_is_read_from_the_medium) {
    const Bookmark bookmark = cut_off(1100);
    blob::PackBlockSource blocks = depot.blocks();
    blob::StreamReader reader(blocks, bookmark.manifest);
    std::vector<blob::BlockId> ids;
    reader.for_each_block([&](const blob::StreamBlock& block) {
        if (block.kind == blob::RefKind::data) ids.push_back(block.id);
    });
    ASSERT_GT(ids.size(), 10U);
    test::damage(depot, ids[3]);
    const IngestOutcome item = go_on({bookmark});
    EXPECT_EQ(item.digests.sha256, in_one_go().digests.sha256);
    EXPECT_EQ(first_asked, 3 * blob::fixed_block_bytes);
    EXPECT_LT(compared, ResumedSource::places_compared_max);
}

TEST_F(Resume, without_its_manifest_nothing_is_known) {
    const Bookmark bookmark = cut_off(1100);
    test::damage(depot, bookmark.manifest);
    EXPECT_EQ(kind_of_failure([&] { go_on({bookmark}); }), ErrorKind::conflict);
}

TEST_F(Resume, each_bookmark_has_all_that_lies_before_it) {
    every = std::chrono::steady_clock::duration::zero();
    FileSource source = medium();
    ingest(source);
    ASSERT_GE(bookmarks.size(), 6U);
    for (const Bookmark& bookmark : bookmarks) {
        const Bytes content = depot.content(bookmark.manifest);
        ASSERT_GE(content.size(), bookmark.length);
        EXPECT_TRUE(std::equal(content.begin(), content.end(), disk.content.begin()));
    }
    EXPECT_EQ(bookmarks.back().length, disk.content.size());
}

}  // namespace
}  // namespace exhibit::intake
