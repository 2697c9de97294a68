#include "intake/ingest.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <thread>

#include "blob/chunker.hpp"
#include "crypto/digest.hpp"
#include "fixture.hpp"
#include "intake/ingest_source.hpp"
#include "support/fault_store.hpp"

namespace exhibit::intake {
namespace {

using exhibit::test::FaultStore;
using test::Depot;
using test::FailingDisk;
using test::kind_of_failure;
using test::pairs;
using test::Pairs;
using test::ScriptedSource;
using test::seeded_bytes;
using test::TempFolder;
using test::write_file;

constexpr std::size_t mib = std::size_t{1} << 20;

std::string hex_of(crypto::Algorithm algorithm, ByteView bytes) {
    return to_hex(crypto::digest(algorithm, bytes));
}

void expect_digests(const Digests& digests, ByteView content) {
    EXPECT_EQ(digests.md5, hex_of(crypto::Algorithm::md5, content));
    EXPECT_EQ(digests.sha1, hex_of(crypto::Algorithm::sha1, content));
    EXPECT_EQ(digests.sha256, hex_of(crypto::Algorithm::sha256, content));
}

Bytes half_zero(std::size_t size) {
    Bytes content = seeded_bytes(5, size);
    std::fill(content.begin() + static_cast<std::ptrdiff_t>(size / 4),
              content.begin() + static_cast<std::ptrdiff_t>(3 * size / 4), std::byte{0});
    return content;
}

IngestOutcome ingest_from(Depot& depot, Source& source, const IngestOptions& options = {}) {
    blob::BlobWriter writer(depot.store(), depot.incident().deposit_keys(), depot.index());
    return ingest_source(source, "file", writer, options);
}

TEST(Ingest, streams_of_all_lengths_come_back_with_the_three_digests) {
    for (const std::string kind : {"image", "file"}) {
        for (const std::size_t size : {std::size_t{1}, 128 * 1024 - std::size_t{1},
                                       128 * std::size_t{1024}, mib, mib + 1, 3 * mib + 12345}) {
            Depot depot;
            const Bytes content = half_zero(size);
            ScriptedSource source(content);
            const IngestOutcome item = ingest_from(depot, source, {kind, nullptr, nullptr, {}});
            EXPECT_EQ(item.size, size);
            EXPECT_EQ(item.bytes_read, size);
            EXPECT_EQ(depot.content(item.manifest), content) << kind << " " << size;
            expect_digests(item.digests, content);
        }
    }
}

TEST(Ingest, an_empty_file_has_the_digests_of_nothing) {
    const TempFolder folder;
    write_file(folder / "empty", "");
    Depot depot;
    const IngestOutcome item = depot.ingest(folder / "empty");
    EXPECT_EQ(item.size, 0U);
    EXPECT_EQ(item.kind, "file");
    expect_digests(item.digests, {});
    EXPECT_TRUE(depot.content(item.manifest).empty());
    EXPECT_EQ(item.written.packs.size(), 1U);  // its one node
}

TEST(Ingest, tells_name_kind_and_zeros_of_a_file) {
    const TempFolder folder;
    Bytes image(2 * mib);
    image[1080] = std::byte{0x53};
    image[1081] = std::byte{0xEF};
    write_file(folder / "disk.img", image);
    Depot depot;
    const IngestOutcome item = depot.ingest(folder / "disk.img");
    EXPECT_EQ(item.source_name, "disk.img");
    EXPECT_EQ(item.kind, "image");
    EXPECT_EQ(item.zero_bytes, 2 * mib - blob::fixed_block_bytes);
    EXPECT_FALSE(item.partial());
    EXPECT_TRUE(item.notes.empty());
}

TEST(Ingest, the_kind_the_handler_says_goes_before_the_content) {
    const TempFolder folder;
    write_file(folder / "a", "EMiL and more");
    Depot depot;
    EXPECT_EQ(depot.ingest(folder / "a").kind, "memory");
    EXPECT_EQ(depot.ingest(folder / "a", {"file", nullptr, nullptr, {}}).kind, "file");
    EXPECT_EQ(kind_of_failure([&] {
                  depot.ingest(folder / "a", {"tree", nullptr, nullptr, {}});
              }),
              ErrorKind::usage);
    EXPECT_EQ(kind_of_failure([&] {
                  depot.ingest(folder.path(), {"image", nullptr, nullptr, {}});
              }),
              ErrorKind::usage);
    EXPECT_EQ(kind_of_failure([&] {
                  depot.ingest(folder / "a", {"ewf", nullptr, nullptr, {}});
              }),
              ErrorKind::usage);
}

TEST(Ingest, a_sparse_file_is_cut_into_the_same_blocks_as_a_full_one) {
    const TempFolder folder;
    Bytes content = half_zero(4 * mib);
    write_file(folder / "full", content);
    write_file(folder / "sparse", ByteView(content).first(mib));
    {
        const FileDescriptor fd = open_file(folder / "sparse", O_WRONLY);
        const ByteView end = ByteView(content).subspan(3 * mib);
        ASSERT_EQ(::pwrite(fd.get(), end.data(), end.size(), 3 * mib),
                  static_cast<ssize_t>(end.size()));
    }
    Depot depot;
    const IngestOptions image{"image", nullptr, nullptr, {}};
    const IngestOutcome full = depot.ingest(folder / "full", image);
    const IngestOutcome sparse = depot.ingest(folder / "sparse", image);
    EXPECT_EQ(full.manifest, sparse.manifest);
    EXPECT_EQ(full.digests.sha256, sparse.digests.sha256);
    EXPECT_EQ(sparse.zero_bytes, 2 * mib);
    EXPECT_EQ(sparse.written.counts.blocks_new, 0U);
}

TEST(Ingest, unreadable_ranges_are_recorded_and_digested_as_zeros) {
    const TempFolder folder;
    FailingDisk disk;
    disk.content = seeded_bytes(9, 2 * mib + 100);
    disk.bad = {0, 300, 301, 512};  // the last one has 100 bytes
    disk.all_or_nothing = true;
    FileSource source = disk.source(folder);
    Depot depot;
    const IngestOutcome item = ingest_from(depot, source, {"image", nullptr, nullptr, {}});
    EXPECT_EQ(pairs(item.unreadable), (Pairs{{0, 4096}, {300 * 4096, 8192}, {2 * mib, 100}}));
    EXPECT_EQ(item.unreadable_bytes, 4096U + 8192U + 100U);
    EXPECT_EQ(item.unreadable_ranges, 3U);
    EXPECT_EQ(item.bytes_read, item.size - item.unreadable_bytes);
    EXPECT_TRUE(item.partial());
    ASSERT_EQ(item.notes.size(), 1U);
    Bytes with_zeros = disk.content;
    for (const auto& [offset, length] : pairs(item.unreadable)) {
        std::fill_n(with_zeros.begin() + static_cast<std::ptrdiff_t>(offset), length, std::byte{0});
    }
    expect_digests(item.digests, with_zeros);
    blob::PackBlockSource blocks = depot.blocks();
    blob::StreamReader reader(blocks, item.manifest);
    Bytes read(reader.size());
    const std::vector<blob::ByteRange> told = reader.read(0, read);
    EXPECT_EQ(told.size(), 3U);
    EXPECT_EQ(read, with_zeros);
}

TEST(Ingest, blocks_keep_their_places_after_an_unreadable_range) {
    const TempFolder folder;
    FailingDisk disk;
    disk.content = seeded_bytes(9, 4 * mib);
    Depot depot;
    FileSource whole = disk.source(folder);
    ingest_from(depot, whole, {"image", nullptr, nullptr, {}});
    disk.bad = {3};
    FileSource failing = disk.source(folder);
    const IngestOutcome item = ingest_from(depot, failing, {"image", nullptr, nullptr, {}});
    // All blocks but the one with the bad sector were there already.
    EXPECT_EQ(item.written.counts.bytes_known, 4 * mib - blob::fixed_block_bytes);
}

TEST(Ingest, standard_input_is_a_stream_unless_its_content_says_more) {
    for (const std::string_view content : {"just text", "EMiL memory"}) {
        std::array<int, 2> ends{};
        ASSERT_EQ(::pipe(ends.data()), 0);
        write_all(ends[1], as_bytes(content), "pipe");
        ::close(ends[1]);
        const int before = ::dup(STDIN_FILENO);
        ASSERT_GE(::dup2(ends[0], STDIN_FILENO), 0);
        Depot depot;
        const IngestOutcome item = depot.ingest("-");
        ASSERT_GE(::dup2(before, STDIN_FILENO), 0);
        ::close(before);
        ::close(ends[0]);
        EXPECT_EQ(item.source_name, "-");
        EXPECT_EQ(item.kind, content[0] == 'E' ? "memory" : "stream");
        EXPECT_EQ(as_text(depot.content(item.manifest)), content);
    }
}

TEST(Ingest, what_is_not_there_is_not_found) {
    const TempFolder folder;
    Depot depot;
    EXPECT_EQ(kind_of_failure([&] { depot.ingest(folder / "none"); }), ErrorKind::not_found);
}

TEST(Ingest, a_source_that_became_shorter_records_nothing) {
    const TempFolder folder;
    write_file(folder / "a", seeded_bytes(1, 3 * mib));
    FileSource source(open_file(folder / "a", O_RDONLY), "the file");
    std::filesystem::resize_file(folder / "a", mib);
    Depot depot;
    try {
        ingest_from(depot, source);
        FAIL() << "it was ingested";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::io);
        EXPECT_NE(std::string(error.what()).find("Nothing was recorded"), std::string::npos);
    }
}

TEST(Ingest, a_cancel_ends_it_wherever_it_is) {
    for (const std::size_t where : {std::size_t{0}, mib, 20 * mib}) {
        Depot depot;
        CancelFlag cancel;
        ScriptedSource source(seeded_bytes(1, 24 * mib));
        source.at(where, [&] { cancel.request(); });
        EXPECT_EQ(kind_of_failure([&] {
                      ingest_from(depot, source, {"image", nullptr, &cancel, {}});
                  }),
                  ErrorKind::interrupted);
    }
}

TEST(Ingest, what_a_source_throws_in_the_middle_comes_out) {
    Depot depot;
    ScriptedSource source(seeded_bytes(1, 24 * mib));
    source.at(18 * mib, [] { throw Error(ErrorKind::io, "reading the script: it is torn"); });
    EXPECT_EQ(kind_of_failure([&] { ingest_from(depot, source); }), ErrorKind::io);
}

TEST(Ingest, what_the_store_refuses_comes_out) {
    const auto below = store::memory_store();
    FaultStore faulty(*below, {.call = 1, .when = exhibit::test::When::before, .dies = true});
    Depot depot(faulty);
    ScriptedSource source(seeded_bytes(1, mib));
    EXPECT_EQ(kind_of_failure([&] { ingest_from(depot, source); }), ErrorKind::io);
}

TEST(Ingest, what_fails_on_another_thread_comes_out) {
    const auto below = store::memory_store();
    FaultStore faulty(*below, {.call = 2, .when = exhibit::test::When::before, .dies = true});
    Depot depot(faulty);
    ScriptedSource source(seeded_bytes(1, mib));
    ingest_from(depot, source);
    EXPECT_THROW(faulty.put_new("last", {}), Error);
    // The index knows the blocks; that the store still has them is asked where they are prepared.
    ScriptedSource again(seeded_bytes(1, mib));
    EXPECT_EQ(kind_of_failure([&] { ingest_from(depot, again); }), ErrorKind::io);
}

TEST(Ingest, tells_its_progress_at_once_and_at_the_end) {
    class Last final : public Progress {
    public:
        void update(const ProgressState& state) noexcept override {
            if (updates++ == 0) at_first = state.bytes_done;
            last = state;
        }
        int updates = 0;
        std::uint64_t at_first = 1;
        ProgressState last;
    } progress;
    Depot depot;
    ScriptedSource source(half_zero(4 * mib));
    const IngestOutcome item = ingest_from(depot, source, {"image", &progress, nullptr, {}});
    EXPECT_GE(progress.updates, 2);
    EXPECT_EQ(progress.at_first, 0U);
    EXPECT_EQ(progress.last.phase, "reading");
    EXPECT_EQ(progress.last.bytes_done, 4 * mib);
    EXPECT_EQ(progress.last.bytes_total, 4 * mib);
    EXPECT_EQ(progress.last.bytes_zero, 2 * mib);
    EXPECT_EQ(progress.last.bytes_stored, item.written.counts.bytes_stored);
}

}  // namespace
}  // namespace exhibit::intake
