#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "../intake/archive_fixture.hpp"
#include "mount/member_pool.hpp"
#include "mount/mounted_files.hpp"

namespace exhibit::mount {
namespace {

using intake::test::Depot;
using intake::test::kind_of_failure;
using intake::test::packed;
using intake::test::PackedMember;
using intake::test::seeded_bytes;
using intake::test::tar_form;
using intake::test::TempFolder;
using intake::test::write_file;
using intake::test::zip_form;
using ::testing::UnorderedElementsAreArray;

/// An archive that was taken in, as a mount shows it.
class Shown {
public:
    explicit Shown(const Bytes& archive, const std::string& name = "a.tar") {
        write_file(folder_ / name, archive);
        blob::PackBlockSource blocks = depot_.blocks();
        intake::IngestOptions options;
        options.read_back = &blocks;
        const intake::IngestOutcome item = depot_.ingest(folder_ / name, options);
        files_.emplace(MountedFiles::of_archive(
            blocks, item.members.value(),
            MountedFiles::of_stream(item.source_name, item.manifest, item.size, {})));
    }

    std::vector<std::string> paths() const {
        std::vector<std::string> out;
        for (std::size_t i = 1; i < files_->size(); ++i) out.push_back(files_->at(i).path);
        return out;
    }
    const MountedFile& at(const std::string& path) const {
        for (std::size_t i = 0; i < files_->size(); ++i) {
            if (files_->at(i).path == path) return files_->at(i);
        }
        throw std::runtime_error("not shown: " + path);
    }
    const MountedFiles& files() const { return *files_; }
    Depot& depot() { return depot_; }

private:
    TempFolder folder_;
    Depot depot_;
    std::optional<MountedFiles> files_;
};

std::string text_of(const Bytes& bytes) {
    return std::string(as_text(bytes));
}

TEST(MountedArchive, shows_the_file_and_beside_it_its_members) {
    const std::string zip = text_of(packed(zip_form(), {{"x/y", "deep"}}));
    const Shown shown(packed(tar_form(), {{"./", "", AE_IFDIR, 0755},
                                          {"./d/", "", AE_IFDIR, 0700},
                                          {"./d/f", "text", AE_IFREG, 0640},
                                          {"./d/in.zip", zip},
                                          {"./d/same", "", AE_IFREG, 0640, "./d/f"},
                                          {"./d/link", "", AE_IFLNK, 0777, "/etc/passwd"}}));
    EXPECT_THAT(shown.paths(),
                UnorderedElementsAreArray(std::vector<std::string>{
                    "a.tar", "a.tar.members", "a.tar.members/d", "a.tar.members/d/f",
                    "a.tar.members/d/in.zip", "a.tar.members/d/in.zip.members",
                    "a.tar.members/d/in.zip.members/x", "a.tar.members/d/in.zip.members/x/y",
                    "a.tar.members/d/same", "a.tar.members/d/link"}));
    EXPECT_EQ(shown.files().at(0).entries.size(), 2U);
    EXPECT_EQ(shown.at("a.tar").member, nullptr);
    EXPECT_EQ(shown.at("a.tar.members/d").mode, 0700U);
    const MountedFile& file = shown.at("a.tar.members/d/f");
    EXPECT_EQ(file.size, 4U);
    EXPECT_EQ(file.mode, 0640U);
    EXPECT_EQ(file.uid, 1000U);
    EXPECT_EQ(file.modified_ns, 0U);
    EXPECT_EQ(shown.at("a.tar.members/d/same").same_as, shown.files().number_of(file));
    EXPECT_EQ(shown.at("a.tar.members/d/link").target, "/etc/passwd");
}

TEST(MountedArchive, keeps_every_name_in_its_folder_and_apart_from_others) {
    const std::string long_name(300, 'n');
    const Shown shown(
        packed({ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_NONE}, {{"../../up", "1"},
                                                                  {"/etc/passwd", "2"},
                                                                  {"twice", "3"},
                                                                  {"twice", "4"},
                                                                  {"both", "5"},
                                                                  {"both/inside", "6"},
                                                                  {"a//./b", "7"},
                                                                  {long_name, "8"},
                                                                  {".", "9"}}));
    EXPECT_THAT(shown.paths(),
                UnorderedElementsAreArray(std::vector<std::string>{
                    "a.tar", "a.tar.members", "a.tar.members/..~", "a.tar.members/..~/..~",
                    "a.tar.members/..~/..~/up", "a.tar.members/etc", "a.tar.members/etc/passwd",
                    "a.tar.members/twice", "a.tar.members/twice~4", "a.tar.members/both",
                    "a.tar.members/both~", "a.tar.members/both~/inside", "a.tar.members/a",
                    "a.tar.members/a/b", "a.tar.members/" + std::string(220, 'n') + "~",
                    "a.tar.members/member"}));
    for (const std::string& path : shown.paths()) {
        const std::string_view name = std::string_view(path).substr(path.rfind('/') + 1);
        EXPECT_LE(name.size(), 255U);
    }
}

class MemberReads : public ::testing::Test {
protected:
    std::string read(const MountedFile& file, std::uint64_t offset, std::size_t count) {
        Bytes out(count);
        members_.read(file, offset, out);
        return text_of(out);
    }

    const std::string noise_ = text_of(seeded_bytes(6, 12'000'000));
    Shown shown_{packed(tar_form(ARCHIVE_FILTER_GZIP), {{"n", noise_}, {"m", noise_}, {"e", ""}}),
                 "a.tgz"};
    blob::ReadKeys keys_ = shown_.depot().incident().read_keys();
    ContentPool pool_{shown_.depot().store(), keys_, shown_.depot().index()};
    MemberPool members_{pool_};
    const MountedFile& n_ = shown_.at("a.tgz.members/n");
};

TEST_F(MemberReads, give_the_same_bytes_in_any_order) {
    for (const std::uint64_t offset :
         {0UL, 11'999'000UL, 5UL, 6'000'000UL, 5'900'000UL, 9'000'000UL, 1UL}) {
        EXPECT_EQ(read(n_, offset, 1000), noise_.substr(offset, 1000)) << offset;
    }
    EXPECT_EQ(read(n_, 0, noise_.size()), noise_);
}

TEST_F(MemberReads, serve_many_threads_and_more_members_than_stay_open) {
    std::vector<std::thread> threads;
    std::atomic<int> wrong = 0;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&, i] {
            for (std::uint64_t at = 0; at < 4; ++at) {
                const MountedFile& file = i % 2 == 0 ? n_ : shown_.at("a.tgz.members/m");
                const std::uint64_t offset = at * 2'900'000 + static_cast<std::uint64_t>(i);
                if (read(file, offset, 4096) != noise_.substr(offset, 4096)) ++wrong;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(wrong, 0);
}

TEST_F(MemberReads, fail_where_the_vault_is_damaged_and_never_give_zeros) {
    blob::PackBlockSource blocks = shown_.depot().blocks();
    blob::StreamReader stream(blocks, *n_.manifest);
    std::vector<blob::BlockId> data;
    stream.for_each_block([&](const blob::StreamBlock& block) {
        if (block.kind == blob::RefKind::data) data.push_back(block.id);
    });
    intake::test::damage(shown_.depot(), data[data.size() / 4]);
    EXPECT_EQ(read(n_, 0, 1000), noise_.substr(0, 1000));
    for (int again = 0; again < 2; ++again) {
        EXPECT_EQ(kind_of_failure([&] { read(n_, 11'000'000, 1000); }), ErrorKind::verification);
    }
}

}  // namespace
}  // namespace exhibit::mount
