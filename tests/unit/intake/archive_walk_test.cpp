#include "intake/archive_walk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "archive_fixture.hpp"
#include "crypto/digest.hpp"

namespace exhibit::intake {
namespace {

using test::packed;
using test::PackedMember;
using test::PackForm;
using test::seeded_bytes;
using test::tar_form;
using test::walked;
using test::Walked;
using test::zip_form;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string sha256_of(std::string_view text) {
    return crypto::sha256(as_bytes(text)).hex();
}
std::string text_of(const Bytes& bytes) {
    return std::string(as_text(bytes));
}

void expect_content(const ArchiveMember& member, std::string_view content) {
    ASSERT_TRUE(member.content) << shown_path(member) << ": " << member.problem;
    EXPECT_EQ(member.content->size, content.size());
    EXPECT_EQ(member.content->digests.sha256, sha256_of(content));
    EXPECT_EQ(member.content->digests.sha1,
              to_hex(crypto::digest(crypto::Algorithm::sha1, as_bytes(content))));
    EXPECT_EQ(member.content->digests.md5,
              to_hex(crypto::digest(crypto::Algorithm::md5, as_bytes(content))));
}

struct NamedForm {
    PackForm form;
    std::string says;
};

const NamedForm all_forms[] = {
    {tar_form(), "tar"},
    {tar_form(ARCHIVE_FILTER_GZIP), "tar, gzip"},
    {tar_form(ARCHIVE_FILTER_BZIP2), "tar, bzip2"},
    {tar_form(ARCHIVE_FILTER_XZ), "tar, xz"},
    {tar_form(ARCHIVE_FILTER_ZSTD), "tar, zstd"},
    {tar_form(ARCHIVE_FILTER_LZ4), "tar, lz4"},
    {{ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_NONE, {}, {}}, "tar"},
    {{ARCHIVE_FORMAT_CPIO_SVR4_NOCRC, ARCHIVE_FILTER_NONE, {}, {}}, "cpio"},
    {{ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE, {}, {}}, "7z"},
    {{ARCHIVE_FORMAT_XAR, ARCHIVE_FILTER_NONE, {}, {}}, "xar"},
    {zip_form(), "zip"},
};

TEST(ArchiveWalk, lists_every_form_with_the_three_digests_of_each_member) {
    const std::string noise = text_of(seeded_bytes(1, 300'000));
    for (const NamedForm& one : all_forms) {
        SCOPED_TRACE(one.says);
        const Walked list =
            walked(packed(one.form, {{"a.txt", "alpha"}, {"d/noise", noise}, {"empty", ""}}));
        EXPECT_EQ(list.facts.format, one.says);
        EXPECT_THAT(list.facts.partial, IsEmpty());
        ASSERT_EQ(list.facts.listed, 3U);
        EXPECT_EQ(list.facts.files, 3U);
        EXPECT_EQ(list.facts.problems, 0U);
        EXPECT_EQ(list.facts.bytes, noise.size() + 5);
        expect_content(list.at("a.txt"), "alpha");
        expect_content(list.at("d/noise"), noise);
        expect_content(list.at("empty"), "");
        EXPECT_EQ(list.at("a.txt").modified->instant.seconds, 1'600'000'000);
    }
}

TEST(ArchiveWalk, keeps_owner_mode_and_nanoseconds_of_a_tar_file) {
    const Walked list =
        walked(packed({ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE, ARCHIVE_FILTER_NONE, {}, {}},
                      {{"f", "x", AE_IFREG, 04751, {}},
                       {"link", "", AE_IFLNK, 0777, "../../etc/passwd"},
                       {"same", "", AE_IFREG, 0640, "f"},
                       {"pipe", "", AE_IFIFO, 0600, {}},
                       {"dir/", "", AE_IFDIR, 0755, {}}}));
    const ArchiveMember& file = list.at("f");
    EXPECT_EQ(file.mode, 04751U);
    EXPECT_EQ(file.uid, 1000U);
    EXPECT_EQ(file.gid, 100U);
    EXPECT_EQ(file.user, "erika");
    EXPECT_EQ(file.modified->nanoseconds, 123'456'789U);
    EXPECT_EQ(list.at("link").type, MemberType::symlink);
    EXPECT_EQ(list.at("link").target, "../../etc/passwd");
    EXPECT_EQ(list.at("same").type, MemberType::hardlink);
    EXPECT_EQ(list.at("same").target, "f");
    EXPECT_EQ(list.at("pipe").type, MemberType::fifo);
    EXPECT_EQ(list.at("dir/").type, MemberType::directory);
    EXPECT_EQ(list.facts.problems, 0U);
}

TEST(ArchiveWalk, says_no_owner_where_the_format_has_none) {
    const Walked list =
        walked(packed({ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE, {}, {}}, {{"f", "x"}}));
    EXPECT_FALSE(list.at("f").uid);
    EXPECT_FALSE(list.at("f").gid);
}

TEST(ArchiveWalk, records_hostile_names_as_they_are) {
    const std::string long_name(255, '\xff');
    const std::vector<std::string> names{
        "../../etc/cron.d/x", "/etc/passwd", "a//b",  ".",      "caf\xe9",
        "line\nbreak",        "a\x1b[31m",   "C:\\x", long_name};
    std::vector<PackedMember> members;
    for (const std::string& name : names) members.push_back({name, name});
    const Walked list =
        walked(packed({ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_NONE, {}, {}}, members));
    EXPECT_EQ(list.paths(), names);
    for (const std::string& name : names) expect_content(list.at(name), name);
    EXPECT_THAT(write_member(list.at("caf\xe9")), HasSubstr(R"("path":[{"hex":"636166e9"}])"));
}

TEST(ArchiveWalk, lines_and_sentences_stay_short_whatever_the_names_are) {
    const std::string name(9000, '\x01');
    std::string content = "bottom";
    for (int level = 0; level < 5; ++level) {
        PackedMember member{name, content};
        member.user = name;
        content = text_of(packed({ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_NONE, {}, {}},
                                 {member, {name, "", AE_IFLNK, 0777, name}}));
    }
    const Walked list = walked(as_bytes(content));
    ASSERT_EQ(list.members.front().path.size(), 4U);
    for (const ArchiveMember& member : list.members) {
        EXPECT_LT(write_member(member).size(), listing_line_bytes_max);
        EXPECT_EQ(member.path.back(), name.substr(0, 4096));
        EXPECT_THAT(member.problem, HasSubstr("Its name has 9,000 bytes"));
    }
    for (const std::string& sentence : list.facts.partial) EXPECT_LT(sentence.size(), 1100U);
    EXPECT_FALSE(list.facts.partial.empty());
}

TEST(ArchiveWalk, lists_members_of_one_name_one_by_one) {
    const Walked list = walked(packed(tar_form(), {{"a", "first"}, {"a", "second"}}));
    ASSERT_EQ(list.members.size(), 2U);
    expect_content(list.members[0], "first");
    expect_content(list.members[1], "second");
    EXPECT_THAT(list.members[0].at, ElementsAre(1U));
    EXPECT_THAT(list.members[1].at, ElementsAre(2U));
}

TEST(ArchiveWalk, looks_into_nested_archives) {
    const std::string tar = text_of(packed(tar_form(ARCHIVE_FILTER_GZIP), {{"deep", "down"}}));
    const std::string zip = text_of(packed(zip_form(), {{"x", "1"}, {"in.tgz", tar}}));
    const std::string seven =
        text_of(packed({ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE, {}, {}}, {{"seven", "7"}}));
    const Walked list =
        walked(packed(tar_form(), {{"d/in.zip", zip}, {"in.7z", seven}, {"last", "z"}}));
    EXPECT_THAT(list.paths(),
                ElementsAre("d/in.zip!/x", "d/in.zip!/in.tgz!/deep", "d/in.zip!/in.tgz", "d/in.zip",
                            "in.7z!/seven", "in.7z", "last"));
    expect_content(list.at("d/in.zip!/in.tgz!/deep"), "down");
    EXPECT_THAT(list.at("d/in.zip!/in.tgz!/deep").at, ElementsAre(1U, 2U, 1U));
    expect_content(list.at("d/in.zip!/in.tgz"), tar);
    EXPECT_EQ(list.at("d/in.zip!/in.tgz").archive, "tar, gzip");
    expect_content(list.at("d/in.zip"), zip);
    EXPECT_EQ(list.at("d/in.zip").archive, "zip");
    EXPECT_EQ(list.at("in.7z").archive, "7z");
    expect_content(list.at("last"), "z");
    EXPECT_EQ(list.facts.problems, 0U);
    EXPECT_THAT(list.facts.partial, IsEmpty());
}

TEST(ArchiveWalk, a_compressed_file_that_is_no_archive_is_a_plain_member) {
    const Bytes alone =
        packed({ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_GZIP, {}, {}}, {{"data", "only text"}});
    const Walked list = walked(packed(tar_form(), {{"text.gz", text_of(alone)}}));
    EXPECT_THAT(list.paths(), ElementsAre("text.gz"));
    expect_content(list.at("text.gz"), as_text(alone));
    EXPECT_EQ(list.at("text.gz").archive, "");
    EXPECT_EQ(list.facts.problems, 0U);
    EXPECT_EQ(walked(alone, {}, ArchiveForms::compressed).facts.listed, 0U);
}

TEST(ArchiveWalk, goes_no_deeper_than_the_limit_and_says_so) {
    std::string content = "bottom";
    for (int level = 5; level > 0; --level) {
        content = text_of(packed(zip_form(), {{"l" + std::to_string(level), content}}));
    }
    const Walked list = walked(as_bytes(content));
    EXPECT_THAT(list.paths(), ElementsAre("l1!/l2!/l3!/l4", "l1!/l2!/l3", "l1!/l2", "l1"));
    EXPECT_THAT(list.at("l1!/l2!/l3!/l4").problem, HasSubstr("too deep"));
    ASSERT_EQ(list.facts.partial.size(), 1U);
    EXPECT_THAT(list.facts.partial[0], HasSubstr("l1!/l2!/l3!/l4: It looks like an archive"));
}

ArchiveLimits small_limits() {
    ArchiveLimits limits;
    limits.member_bytes_free = 1 << 20;
    limits.content_bytes_free = 8 << 20;
    return limits;
}

TEST(ArchiveWalk, stops_a_member_that_expands_beyond_measure_and_goes_on_in_a_zip_file) {
    const std::string zeros(16 << 20, '\0');
    const Walked list =
        walked(packed(zip_form(), {{"bomb", zeros}, {"after", "still here"}}), small_limits());
    EXPECT_FALSE(list.at("bomb").content);
    EXPECT_EQ(list.at("bomb").stated_size, zeros.size());
    EXPECT_THAT(list.at("bomb").problem, HasSubstr("more than 250 times"));
    expect_content(list.at("after"), "still here");
    EXPECT_LT(list.facts.bytes, 2U << 20);
    EXPECT_THAT(list.facts.partial, ElementsAre(HasSubstr("bomb: It expands to more than")));
}

TEST(ArchiveWalk, ends_at_such_a_member_where_only_expanding_leads_on) {
    const std::string zeros(16 << 20, '\0');
    const Walked list = walked(
        packed(tar_form(ARCHIVE_FILTER_GZIP), {{"before", "b"}, {"bomb", zeros}, {"after", "a"}}),
        small_limits());
    EXPECT_THAT(list.paths(), ElementsAre("before", "bomb"));
    ASSERT_EQ(list.facts.partial.size(), 1U);
    EXPECT_THAT(list.facts.partial[0], HasSubstr("Not all members are listed: It expands"));
    EXPECT_LT(list.facts.bytes, 2U << 20);
}

TEST(ArchiveWalk, a_file_that_shrinks_well_but_is_small_enough_is_read) {
    const std::string zeros(900'000, '\0');
    const Walked list = walked(packed(zip_form(), {{"zeros", zeros}}), small_limits());
    expect_content(list.at("zeros"), zeros);
}

// As 42.zip: each level is small and holds the next one many times.
TEST(ArchiveWalk, bounds_what_nested_archives_expand_to_in_all) {
    std::string content(900'000, '\0');
    for (int level = 0; level < 3; ++level) {
        std::vector<PackedMember> copies;
        for (int i = 0; i < 16; ++i) copies.push_back({"z" + std::to_string(i), content});
        content = text_of(packed(zip_form(), copies));
    }
    const Walked list = walked(as_bytes(content), small_limits());
    EXPECT_LE(list.facts.bytes, (8U << 20) + (1U << 20));
    ASSERT_FALSE(list.facts.partial.empty());
    EXPECT_THAT(list.facts.partial[0], HasSubstr("The members expand to more than 8.0 MiB."));
    EXPECT_LT(list.facts.listed, 20U);
    // The one in which it ended is there all the same, and those around it.
    EXPECT_EQ(shown_path(list.members.back()), "z0");
    EXPECT_TRUE(list.members.back().content);
    EXPECT_THAT(list.members.back().problem, HasSubstr("Not all of its members are listed: The"));
    EXPECT_EQ(list.facts.partial.size(), 1U);
}

TEST(ArchiveWalk, bounds_the_number_of_members) {
    std::vector<PackedMember> members;
    for (int i = 0; i < 10; ++i) members.push_back({"m" + std::to_string(i), "x"});
    ArchiveLimits limits;
    limits.members_max = 4;
    const Walked list = walked(packed(tar_form(), members), limits);
    EXPECT_EQ(list.facts.listed, 4U);
    EXPECT_THAT(list.facts.partial, ElementsAre(HasSubstr("more than 4 members")));
    limits.members_max = 10;
    EXPECT_THAT(walked(packed(tar_form(), members), limits).facts.partial, IsEmpty());
}

TEST(ArchiveWalk, lists_what_a_cut_archive_still_has) {
    const std::string noise = text_of(seeded_bytes(2, 200'000));
    for (const PackForm& form : {zip_form(), tar_form(ARCHIVE_FILTER_GZIP), tar_form()}) {
        const Bytes whole = packed(form, {{"first", "1"}, {"second", noise}, {"third", "3"}});
        const Walked list = walked(ByteView(whole).first(whole.size() / 2));
        EXPECT_THAT(list.paths(), ElementsAre("first", "second"));
        expect_content(list.at("first"), "1");
        EXPECT_FALSE(list.at("second").content);
        EXPECT_FALSE(list.at("second").problem.empty());
        EXPECT_EQ(list.facts.partial.size(), 1U);
    }
}

TEST(ArchiveWalk, says_what_is_wrong_with_a_member_whose_checksum_differs) {
    PackForm stored = zip_form();
    stored.options = "zip:compression=store";
    Bytes zip = packed(stored, {{"a", "some content"}, {"b", "other"}});
    const std::size_t place = as_text(zip).find("some content");
    zip[place] ^= std::byte{1};
    const Walked list = walked(zip);
    EXPECT_THAT(list.at("a").problem, HasSubstr("CRC"));
    expect_content(list.at("a"), as_text(ByteView(zip).subspan(place, 12)));
    expect_content(list.at("b"), "other");
    EXPECT_EQ(list.facts.problems, 1U);
}

/// Where the directory at the end of a zip file speaks of its first member.
std::size_t directory_of(const Bytes& zip) {
    return as_text(zip).find("PK\x01\x02");
}

TEST(ArchiveWalk, tells_a_zip_directory_that_states_another_size) {
    PackForm stored = zip_form();
    stored.options = "zip:compression=store";
    Bytes zip = packed(stored, {{"a", "some content"}, {"b", "other"}});
    constexpr std::size_t size_offset = 24;
    zip[directory_of(zip) + size_offset] = std::byte{99};
    const Walked list = walked(zip);
    EXPECT_FALSE(list.at("a").problem.empty());
    expect_content(list.at("b"), "other");
}

TEST(ArchiveWalk, tells_a_zip_directory_that_leads_nowhere) {
    Bytes zip = packed(zip_form(), {{"a", "some content"}, {"b", "other"}});
    constexpr std::size_t place_offset = 42;
    zip[directory_of(zip) + place_offset] = std::byte{7};
    const Walked list = walked(zip);
    EXPECT_FALSE(list.facts.partial.empty() && list.facts.problems == 0);
}

TEST(ArchiveWalk, lists_encrypted_members_without_their_content) {
    PackForm form = zip_form();
    form.password = "secret";
    const Walked list = walked(packed(form, {{"hidden", "text"}, {"other", "more"}}));
    EXPECT_THAT(list.paths(), ElementsAre("hidden", "other"));
    EXPECT_FALSE(list.at("hidden").content);
    EXPECT_THAT(list.at("hidden").problem, HasSubstr("It is encrypted."));
    EXPECT_EQ(list.at("hidden").stated_size, 4U);
    EXPECT_EQ(list.facts.problems, 2U);
}

TEST(ArchiveWalk, what_is_no_archive_has_no_members) {
    const Walked list = walked(as_bytes("PK\x03\x04 but nothing more of a zip file"));
    EXPECT_EQ(list.facts.listed, 0U);
    EXPECT_EQ(list.facts.partial.size(), 1U);
}

TEST(ArchiveWalk, tells_damage_of_the_source_and_throws_its_other_errors) {
    struct Failing final : ArchiveInput {
        ByteView next() override { throw Error(kind, "the disk is gone"); }
        ErrorKind kind = ErrorKind::corrupt;
    };
    Failing input;
    Monitor monitor("listing", "the test", nullptr, nullptr);
    const ArchiveInfo facts = walk_archive(input, ArchiveForms::all, 10, {}, monitor);
    EXPECT_THAT(facts.partial, ElementsAre(HasSubstr("the disk is gone")));
    input.kind = ErrorKind::io;
    EXPECT_EQ(
        test::kind_of_failure([&] { walk_archive(input, ArchiveForms::all, 10, {}, monitor); }),
        ErrorKind::io);
}

}  // namespace
}  // namespace exhibit::intake
