// Export of listings that no honest ingest writes: nothing outside the new folder is touched.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "blob/manifest.hpp"
#include "crypto/digest.hpp"
#include "fixture.hpp"
#include "intake/listing_writer.hpp"

namespace exhibit::intake {
namespace {

using test::Depot;
using test::kind_of_failure;
using test::names_in;
using test::TempFolder;
using test::to;
using test::write_file;

namespace fs = std::filesystem;

/// A listing as only a hostile depositor writes it.
class Hostile {
public:
    void add(MemberType type, const std::string& path, const std::string& target = "") {
        ListingEntry entry;
        entry.path = path;
        entry.type = type;
        entry.mode = 0755;
        entry.target = target;
        if (type == MemberType::file) entry.content = evil();
        listing_.add(entry);
    }
    void add_file(const std::string& path, const MemberContent& content) {
        ListingEntry entry;
        entry.path = path;
        entry.content = content;
        listing_.add(entry);
    }
    MemberContent evil() {
        blob::ManifestWriter manifest(
            [&](ByteView node) { return writer_.put(blob::BlockType::node, node); });
        manifest.data(writer_.put(blob::BlockType::data, as_bytes("evil")), 4);
        const std::string sha256 = crypto::sha256(as_bytes("evil")).hex();
        return {4, {std::string(32, '0'), std::string(40, '0'), sha256}, manifest.finish()};
    }
    ErrorKind export_to(const std::string& output) {
        const blob::BlockId manifest = listing_.finish().manifest;
        writer_.finish();
        blob::PackBlockSource blocks = depot_.blocks();
        return kind_of_failure(
            [&] { outcome = intake::export_item(blocks, "tree", manifest, to(output)); });
    }
    ExportOutcome outcome;

private:
    Depot depot_;
    blob::BlobWriter writer_{depot_.store(), depot_.incident().deposit_keys(), depot_.index()};
    ListingWriter listing_{writer_};
};

TEST(HostileTree, paths_that_climb_out_of_the_tree_are_refused) {
    for (const std::string path : {"../evil", "/evil", "a/../../evil"}) {
        const TempFolder folder;
        Hostile hostile;
        hostile.add(MemberType::file, path);
        EXPECT_EQ(hostile.export_to(folder / "out"), ErrorKind::malformed);
        EXPECT_TRUE(names_in(folder.path()).empty());
    }
}

TEST(HostileTree, nothing_is_written_through_a_link_of_the_tree) {
    const TempFolder folder;
    fs::create_directory(folder / "outside");
    Hostile hostile;
    hostile.add(MemberType::symlink, "a", folder / "outside");
    hostile.add(MemberType::file, "a/evil");
    EXPECT_EQ(hostile.export_to(folder / "out"), ErrorKind::malformed);
    EXPECT_TRUE(names_in(folder / "outside").empty());
    EXPECT_EQ(names_in(folder.path()), (std::vector<std::string>{"outside"}));
}

TEST(HostileTree, hard_links_lead_to_files_of_the_tree_only) {
    const TempFolder folder;
    write_file(folder / "outside", "mine");
    {
        Hostile hostile;
        hostile.add(MemberType::hardlink, "a", "../outside");
        EXPECT_EQ(hostile.export_to(folder / "out"), ErrorKind::malformed);
    }
    {
        Hostile hostile;
        hostile.add(MemberType::symlink, "a", folder / "outside");
        hostile.add(MemberType::hardlink, "b", "a");
        hostile.export_to(folder / "out");
        ASSERT_EQ(hostile.outcome.findings.size(), 1U);
        EXPECT_EQ(hostile.outcome.findings[0].code, "EX-MEMBER");
        EXPECT_EQ(names_in(folder / "out"), (std::vector<std::string>{"a"}));
    }
}

TEST(HostileTree, a_file_that_is_not_what_the_listing_says_is_told) {
    const TempFolder folder;
    Hostile hostile;
    MemberContent content = hostile.evil();
    content.digests.sha256 = std::string(64, '0');
    hostile.add_file("a", content);
    hostile.export_to(folder / "out");
    ASSERT_EQ(hostile.outcome.findings.size(), 1U);
    EXPECT_EQ(hostile.outcome.findings[0].code, "BL-DIGEST");
    EXPECT_EQ(hostile.outcome.findings[0].severity, Severity::violation);

    Hostile longer;
    content = longer.evil();
    content.size = 5;
    longer.add_file("a", content);
    EXPECT_EQ(longer.export_to(folder / "longer"), ErrorKind::verification);
}

TEST(HostileTree, special_files_are_told_and_not_made) {
    const TempFolder folder;
    Hostile hostile;
    hostile.add(MemberType::directory, ".");
    hostile.add(MemberType::fifo, "fifo");
    hostile.add(MemberType::block, "sda");
    hostile.add(MemberType::socket, "socket");
    hostile.export_to(folder / "out");
    EXPECT_EQ(hostile.outcome.findings.size(), 3U);
    EXPECT_TRUE(names_in(folder / "out").empty());
}

TEST(HostileTree, exported_files_never_keep_the_right_to_run_as_their_owner) {
    const TempFolder folder;
    fs::create_directory(folder / "in");
    write_file(folder / "in/program", "x");
    ASSERT_EQ(::chmod((folder / "in/program").c_str(), 04755), 0);
    Depot depot;
    depot.export_item(depot.ingest(folder / "in"), to(folder / "out"));
    EXPECT_EQ(fs::status(folder / "out/program").permissions(), fs::perms{0755});
}

}  // namespace
}  // namespace exhibit::intake
