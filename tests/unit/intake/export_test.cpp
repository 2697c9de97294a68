// Export of streams.
#include "intake/export.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "blob/chunker.hpp"
#include "crypto/digest.hpp"
#include "fixture.hpp"
#include "intake/ingest_source.hpp"

namespace exhibit::intake {
namespace {

using test::Depot;
using test::FailingDisk;
using test::file_bytes;
using test::kind_of_failure;
using test::names_in;
using test::pairs;
using test::Pairs;
using test::seeded_bytes;
using test::TempFolder;
using test::to;
using test::write_file;

namespace fs = std::filesystem;

constexpr std::size_t mib = std::size_t{1} << 20;

/// An image with data at both ends and zeros between.
Bytes image_bytes() {
    Bytes content(6 * mib);
    const Bytes data = seeded_bytes(4, mib + 777);
    std::copy(data.begin(), data.end(), content.begin());
    std::copy(data.rbegin(), data.rend(), content.end() - static_cast<std::ptrdiff_t>(data.size()));
    return content;
}

struct StreamExport : testing::Test {
    StreamExport() {
        write_file(folder / "in", content);
        item = depot.ingest(folder / "in", {"image", nullptr, nullptr, {}});
    }
    TempFolder folder;
    Bytes content = image_bytes();
    Depot depot;
    IngestOutcome item;
};

TEST_F(StreamExport, gives_the_bytes_back) {
    const ExportOutcome out = depot.export_item(item, to(folder / "out"));
    EXPECT_EQ(file_bytes(folder / "out"), content);
    EXPECT_EQ(out.bytes, content.size());
    EXPECT_EQ(out.sha256, item.digests.sha256);
    EXPECT_TRUE(out.whole);
    EXPECT_TRUE(out.findings.empty());
    EXPECT_EQ(names_in(folder.path()), (std::vector<std::string>{"in", "out"}));
}

/// Reads by seal give other bytes than the ids of the blocks say, as a writer who holds the keys
/// could have stored them.
class OtherUnderSeal final : public blob::BlockSource {
public:
    OtherUnderSeal(blob::BlockSource& below, bool sealed) : below_(below), sealed_(sealed) {}
    void read(const blob::BlockId& id, blob::BlockType type, Bytes& content) override {
        below_.read(id, type, content);
        if (type != blob::BlockType::data) return;
        if (!sealed_) throw Error(ErrorKind::corrupt, "reading a block: not its id");
        content.front() ^= std::byte{1};
    }
    std::unique_ptr<blob::BlockSource> by_seal() override {
        return std::make_unique<OtherUnderSeal>(below_, true);
    }

private:
    blob::BlockSource& below_;
    bool sealed_;
};

TEST_F(StreamExport, other_bytes_under_a_seal_are_found_by_the_recorded_digest) {
    blob::PackBlockSource below = depot.blocks();
    OtherUnderSeal source(below, false);
    ExportOptions options = to(folder / "out");
    options.recorded_sha256 = item.digests.sha256;
    try {
        export_item(source, item.kind, item.manifest, options);
        ADD_FAILURE() << "other bytes were exported";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::verification);
        EXPECT_NE(std::string(error.what()).find("not its id"), std::string::npos);
    }
    EXPECT_EQ(names_in(folder.path()), std::vector<std::string>{"in"});
}

TEST_F(StreamExport, a_file_is_the_same_whether_ids_or_the_digest_are_looked_at) {
    ExportOptions options = to(folder / "out");
    options.recorded_sha256 = item.digests.sha256;
    const ExportOutcome out = depot.export_item(item, options);
    EXPECT_EQ(file_bytes(folder / "out"), content);
    EXPECT_EQ(out.sha256, item.digests.sha256);
    EXPECT_TRUE(out.whole);
    EXPECT_EQ(out.bytes, content.size());
    // Where the record has another digest the export is written all the same, and says its own.
    ExportOptions other = to(folder / "other");
    other.recorded_sha256 = std::string(64, '0');
    const ExportOutcome differs = depot.export_item(item, other);
    EXPECT_EQ(file_bytes(folder / "other"), content);
    EXPECT_EQ(differs.sha256, item.digests.sha256);
    EXPECT_EQ(differs.bytes, content.size());
}

TEST_F(StreamExport, zeros_become_holes) {
    depot.export_item(item, to(folder / "out"));
    struct stat status {};
    ASSERT_EQ(::stat((folder / "out").c_str(), &status), 0);
    EXPECT_LT(static_cast<std::size_t>(status.st_blocks) * 512, 4 * mib);
}

TEST_F(StreamExport, a_file_that_ends_in_zeros_has_its_length) {
    write_file(folder / "zeros", Bytes(3 * mib + 5));
    const IngestOutcome zeros = depot.ingest(folder / "zeros");
    depot.export_item(zeros, to(folder / "out"));
    EXPECT_EQ(file_bytes(folder / "out"), Bytes(3 * mib + 5));
}

TEST_F(StreamExport, gives_any_range) {
    int number = 0;
    for (const ByteRange range :
         {ByteRange{0, 0}, ByteRange{0, 1}, ByteRange{mib - 3, 5000}, ByteRange{500'000, 5 * mib},
          ByteRange{6 * mib - 1, 1}, ByteRange{6 * mib, 0}}) {
        const std::string output = folder / std::to_string(++number);
        ExportOptions options = to(output);
        options.range = range;
        const ExportOutcome out = depot.export_item(item, options);
        const ByteView expected = ByteView(content).subspan(range.offset, range.length);
        EXPECT_TRUE(equal(file_bytes(output), expected));
        EXPECT_EQ(out.sha256, crypto::sha256(expected).hex());
        EXPECT_FALSE(out.whole);
    }
    ExportOptions past = to(folder / "past");
    past.range = ByteRange{6 * mib - 1, 2};
    EXPECT_EQ(kind_of_failure([&] { depot.export_item(item, past); }), ErrorKind::usage);
}

TEST_F(StreamExport, never_replaces_anything) {
    write_file(folder / "out", "mine");
    EXPECT_EQ(kind_of_failure([&] { depot.export_item(item, to(folder / "out")); }),
              ErrorKind::conflict);
    EXPECT_EQ(as_text(file_bytes(folder / "out")), "mine");
    fs::create_symlink("nowhere", folder / "dangling");
    EXPECT_EQ(kind_of_failure([&] { depot.export_item(item, to(folder / "dangling")); }),
              ErrorKind::conflict);
}

TEST_F(StreamExport, a_cancel_leaves_nothing_behind) {
    CancelFlag cancel;
    cancel.request();
    ExportOptions options = to(folder / "out");
    options.cancel = &cancel;
    EXPECT_EQ(kind_of_failure([&] { depot.export_item(item, options); }), ErrorKind::interrupted);
    EXPECT_EQ(names_in(folder.path()), (std::vector<std::string>{"in"}));
}

TEST_F(StreamExport, damage_is_refused_without_a_filler_and_told_exactly_with_one) {
    // One byte of the first frame of the pack: the first block of the image.
    const std::string name = blob::pack_object_name(*item.written.packs.begin());
    Bytes pack = *depot.store().get(name);
    pack[blob::pack_header_bytes + blob::frame_header_bytes + 5] ^= std::byte{1};
    depot.store().remove(name);
    depot.store().put_new(name, pack);

    EXPECT_EQ(kind_of_failure([&] { depot.export_item(item, to(folder / "out")); }),
              ErrorKind::verification);
    EXPECT_EQ(names_in(folder.path()), (std::vector<std::string>{"in"}));

    ExportOptions options = to(folder / "out");
    options.fill = 0x5a;
    const ExportOutcome out = depot.export_item(item, options);
    EXPECT_EQ(pairs(out.filled), (Pairs{{0, blob::fixed_block_bytes}}));
    ASSERT_EQ(out.findings.size(), 1U);
    EXPECT_EQ(out.findings[0].code, "BL-DAMAGED");
    Bytes expected = content;
    std::fill_n(expected.begin(), blob::fixed_block_bytes, std::byte{0x5a});
    EXPECT_EQ(file_bytes(folder / "out"), expected);
    EXPECT_EQ(out.sha256, crypto::sha256(expected).hex());
}

TEST(Export, what_was_unreadable_at_the_source_needs_a_filler) {
    const TempFolder folder;
    FailingDisk disk;
    disk.content = seeded_bytes(3, 3 * mib);
    disk.bad = {0, 400, 767};
    FileSource source = disk.source(folder);
    Depot depot;
    IngestOutcome item;
    {
        blob::BlobWriter writer(depot.store(), depot.incident().deposit_keys(), depot.index());
        item = ingest_source(source, "image", writer, {});
    }
    EXPECT_EQ(kind_of_failure([&] { depot.export_item(item, to(folder / "out")); }),
              ErrorKind::verification);
    ExportOptions options = to(folder / "out");
    options.fill = 0xff;
    const ExportOutcome out = depot.export_item(item, options);
    EXPECT_EQ(pairs(out.filled), pairs(item.unreadable));
    Bytes expected = disk.content;
    for (const auto& [offset, length] : pairs(item.unreadable)) {
        std::fill_n(expected.begin() + static_cast<std::ptrdiff_t>(offset), length,
                    std::byte{0xff});
    }
    EXPECT_EQ(file_bytes(folder / "out"), expected);
    // A range that does not touch them needs none.
    ExportOptions middle = to(folder / "middle");
    middle.range = ByteRange{4096, 4096 * 399};
    EXPECT_TRUE(depot.export_item(item, middle).filled.empty());
}

}  // namespace
}  // namespace exhibit::intake
