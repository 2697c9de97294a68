// Ingest of folders: what the listing says of them.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <map>

#include "crypto/digest.hpp"
#include "fixture.hpp"
#include "intake/listing.hpp"

namespace exhibit::intake {
namespace {

using test::Depot;
using test::kind_of_failure;
using test::seeded_bytes;
using test::TempFolder;
using test::write_file;

namespace fs = std::filesystem;

/// The members by path, as the vault has them; checks that they are sorted.
std::map<std::string, ListingEntry> members_of(Depot& depot, const IngestOutcome& item) {
    std::map<std::string, ListingEntry> out;
    blob::PackBlockSource blocks = depot.blocks();
    read_listing(blocks, item.manifest,
                 [&](const ListingEntry& entry) { out.emplace(entry.path, entry); });
    return out;
}

std::vector<std::string> paths_of(Depot& depot, const IngestOutcome& item) {
    std::vector<std::string> out;
    for (const auto& [path, entry] : members_of(depot, item)) out.push_back(path);
    return out;
}

TEST(Tree, files_have_content_digests_mode_owner_and_time) {
    const TempFolder folder;
    const Bytes content = seeded_bytes(1, 300'000);
    write_file(folder / "a", content);
    ASSERT_EQ(::chmod((folder / "a").c_str(), 0640), 0);
    const std::array<struct timespec, 2> times{{{1'700'000'000, 0}, {1'700'000'001, 123'456'789}}};
    ASSERT_EQ(::utimensat(AT_FDCWD, (folder / "a").c_str(), times.data(), 0), 0);
    Depot depot;
    const IngestOutcome item = depot.ingest(folder.path());
    EXPECT_EQ(item.kind, "tree");
    EXPECT_EQ(item.files, 1U);
    EXPECT_EQ(item.bytes_read, 300'000U);
    EXPECT_FALSE(item.partial());
    const ListingEntry entry = members_of(depot, item).at("a");
    EXPECT_EQ(entry.type, MemberType::file);
    EXPECT_EQ(entry.mode, 0640U);
    EXPECT_EQ(entry.uid, ::getuid());
    EXPECT_EQ(entry.modified.seconds, 1'700'000'001);
    EXPECT_EQ(entry.modified_ns, 123'456'789U);
    ASSERT_TRUE(entry.content);
    EXPECT_EQ(entry.content->digests.sha256, crypto::sha256(content).hex());
    EXPECT_EQ(depot.content(entry.content->manifest), content);
}

TEST(Tree, the_digests_of_the_item_are_those_of_the_listing) {
    const TempFolder folder;
    write_file(folder / "a", "a");
    Depot depot;
    const IngestOutcome item = depot.ingest(folder.path());
    const Bytes listing = depot.content(item.manifest);
    EXPECT_EQ(item.size, listing.size());
    EXPECT_EQ(item.digests.sha256, crypto::sha256(listing).hex());
    EXPECT_EQ(item.digests.md5, to_hex(crypto::digest(crypto::Algorithm::md5, listing)));
    EXPECT_EQ(std::count(listing.begin(), listing.end(), std::byte{'\n'}), 2);
}

TEST(Tree, members_are_sorted_by_their_paths_as_bytes) {
    const TempFolder folder;
    for (const char* name : {"a", "a-b", "a-b/x", "a/c"}) fs::create_directory(folder / name);
    for (const char* name : {"!", "a-b.txt", "a.txt", "a/b", "a0", "a-b/x/z", "\xff", "a/c/\x01"}) {
        write_file(folder / name, "x");
    }
    Depot depot;
    // read_listing refuses what is not sorted.
    EXPECT_EQ(paths_of(depot, depot.ingest(folder.path())),
              (std::vector<std::string>{"!", ".", "a", "a-b", "a-b.txt", "a-b/x", "a-b/x/z",
                                        "a.txt", "a/b", "a/c", "a/c/\x01", "a0", "\xff"}));
}

TEST(Tree, links_and_special_files_are_told_and_not_read) {
    const TempFolder folder;
    write_file(folder / "file", "content");
    fs::create_hard_link(folder / "file", folder / "zz");
    fs::create_symlink("/etc/passwd", folder / "link");
    fs::create_directory_symlink("..", folder / "up");
    ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
    const FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM, 0));
    struct sockaddr_un address {};
    address.sun_family = AF_UNIX;
    const std::string path = folder / "socket";
    ASSERT_LT(path.size(), sizeof address.sun_path);
    std::copy(path.begin(), path.end(), &address.sun_path[0]);
    // The one cast that the sockets of POSIX ask for.
    ASSERT_EQ(
        ::bind(socket.get(), reinterpret_cast<const struct sockaddr*>(&address), sizeof address),
        0);
    Depot depot;
    const IngestOutcome item = depot.ingest(folder.path());
    const auto members = members_of(depot, item);
    EXPECT_EQ(members.size(), 7U);
    EXPECT_EQ(members.at("link").type, MemberType::symlink);
    EXPECT_EQ(members.at("link").target, "/etc/passwd");
    EXPECT_EQ(members.at("up").type, MemberType::symlink);
    EXPECT_EQ(members.at("zz").type, MemberType::hardlink);
    EXPECT_EQ(members.at("zz").target, "file");
    EXPECT_EQ(members.at("fifo").type, MemberType::fifo);
    EXPECT_EQ(members.at("socket").type, MemberType::socket);
    EXPECT_EQ(item.files, 1U);
    EXPECT_EQ(item.files_problem, 0U);
}

TEST(Tree, tells_each_file_and_lists_the_same_afterwards) {
    const TempFolder folder;
    write_file(folder / "b", "bb");
    write_file(folder / "a", "a");
    fs::create_hard_link(folder / "b", folder / "c");
    Depot depot;
    std::vector<TreeMember> told;
    IngestOptions options;
    options.on_member = [&](const TreeMember& member) { told.push_back(member); };
    const IngestOutcome item = depot.ingest(folder.path(), options);
    blob::PackBlockSource blocks = depot.blocks();
    const std::vector<TreeMember> listed = list_members(blocks, item.manifest);
    ASSERT_EQ(told.size(), 3U);
    ASSERT_EQ(listed.size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(told[i].path, std::string(1, static_cast<char>('a' + i)));
        EXPECT_EQ(told[i].path, listed[i].path);
        EXPECT_EQ(told[i].size, listed[i].size);
        EXPECT_EQ(told[i].digests.sha256, listed[i].digests.sha256);
    }
    EXPECT_EQ(told[2].digests.sha256, crypto::sha256(as_bytes("bb")).hex());
}

TEST(Tree, a_file_that_changes_while_it_is_read_has_a_problem) {
    const TempFolder folder;
    write_file(folder / "a", "a");
    write_file(folder / "big", seeded_bytes(1, 2'000'000));
    Depot depot;
    IngestOptions options;
    // Small members end before larger ones are read.
    options.on_member = [&](const TreeMember& member) {
        if (member.path == "a") write_file(folder / "big", seeded_bytes(2, 3'000'000));
    };
    const IngestOutcome item = depot.ingest(folder.path(), options);
    EXPECT_EQ(item.files_problem, 1U);
    EXPECT_TRUE(item.partial());
    ASSERT_FALSE(item.notes.empty());
    const ListingEntry entry = members_of(depot, item).at("big");
    EXPECT_NE(entry.problem.find("2000000 bytes before, 3000000 bytes after"), std::string::npos)
        << entry.problem;
    ASSERT_TRUE(entry.content);
    EXPECT_EQ(depot.content(entry.content->manifest), seeded_bytes(2, 3'000'000));
}

/// As somebody who may not read everything, when the tests run as root.
class Unprivileged {
public:
    Unprivileged() : changed_(::geteuid() == 0 && ::seteuid(65534) == 0) {}
    ~Unprivileged() {
        if (changed_ && ::seteuid(0) != 0) ADD_FAILURE() << "still not root";
    }

private:
    bool changed_;
};

TEST(Tree, what_may_not_be_read_is_recorded_and_the_rest_is_read) {
    const TempFolder folder;
    write_file(folder / "good", "good");
    write_file(folder / "secret", "secret");
    fs::create_directory(folder / "closed");
    write_file(folder / "closed/inside", "x");
    ASSERT_EQ(::chmod((folder / "secret").c_str(), 0), 0);
    ASSERT_EQ(::chmod((folder / "closed").c_str(), 0), 0);
    ASSERT_EQ(::chmod(folder.path().c_str(), 0755), 0);
    Depot depot;
    const IngestOutcome item = [&] {
        const Unprivileged unprivileged;
        return depot.ingest(folder.path());
    }();
    ASSERT_EQ(::chmod((folder / "closed").c_str(), 0755), 0);
    EXPECT_EQ(item.files, 2U);
    EXPECT_EQ(item.files_problem, 2U);
    const auto members = members_of(depot, item);
    EXPECT_EQ(members.size(), 4U);
    EXPECT_FALSE(members.at("secret").content);
    EXPECT_NE(members.at("secret").problem.find("Permission denied"), std::string::npos);
    EXPECT_NE(members.at("closed").problem.find("Permission denied"), std::string::npos);
    EXPECT_TRUE(members.at("good").content);
}

TEST(Tree, depth_needs_no_more_descriptors_than_the_walk_keeps) {
    const TempFolder folder;
    // Deeper than the folders kept open, with members on the way back up.
    std::string path;
    for (int depth = 0; depth < 200; ++depth) {
        path += depth == 0 ? "d" : "/d";
        fs::create_directory(folder / path);
        write_file(folder / (path + "/z"), "x");
    }
    Depot depot;
    struct rlimit before {};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    const struct rlimit few { 150, before.rlim_max };
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
    const IngestOutcome item = depot.ingest(folder.path());
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
    EXPECT_EQ(item.files, 200U);
    EXPECT_EQ(item.files_problem, 0U);
    EXPECT_EQ(members_of(depot, item).size(), 401U);
}

TEST(Tree, paths_that_are_too_long_are_left_out_and_counted) {
    const TempFolder folder;
    const std::string part(250, 'p');
    FileDescriptor at = open_file(folder.path(), O_RDONLY | O_DIRECTORY);
    for (int depth = 0; depth < 17; ++depth) {  // 17 * 251 > 4,096
        ASSERT_EQ(::mkdirat(at.get(), part.c_str(), 0700), 0);
        at = FileDescriptor(::openat(at.get(), part.c_str(), O_RDONLY | O_DIRECTORY));
        ASSERT_TRUE(at);
    }
    Depot depot;
    const IngestOutcome item = depot.ingest(folder.path());
    EXPECT_EQ(item.files_problem, 1U);
    EXPECT_EQ(members_of(depot, item).size(), 17U);
    ASSERT_EQ(item.notes.size(), 2U);
    EXPECT_NE(item.notes[1].find("4,096"), std::string::npos) << item.notes[1];
}

TEST(Tree, a_cancel_between_members_ends_it) {
    const TempFolder folder;
    for (int i = 0; i < 200; ++i) write_file(folder / std::to_string(i), "x" + std::to_string(i));
    Depot depot;
    CancelFlag cancel;
    IngestOptions options;
    options.cancel = &cancel;
    options.on_member = [&](const TreeMember&) { cancel.request(); };
    EXPECT_EQ(kind_of_failure([&] { depot.ingest(folder.path(), options); }),
              ErrorKind::interrupted);
}

TEST(Tree, equal_files_are_stored_once) {
    const TempFolder folder;
    for (int i = 0; i < 20; ++i) write_file(folder / std::to_string(i), seeded_bytes(1, 50'000));
    Depot depot;
    const IngestOutcome item = depot.ingest(folder.path());
    EXPECT_EQ(item.files, 20U);
    EXPECT_LT(item.written.counts.bytes_new, 70'000U);
}

}  // namespace
}  // namespace exhibit::intake
