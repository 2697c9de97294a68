#include "intake/attributes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/xattr.h>

#include "fixture.hpp"
#include "intake/left_attributes.hpp"
#include "intake/listing.hpp"
#include "intake/posix_acl.hpp"

namespace exhibit::intake {
namespace {

using test::kind_of_failure;
using test::TempFolder;
using test::write_file;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

ListingEntry entry_with(Attributes attributes) {
    ListingEntry entry;
    entry.path = "a";
    entry.type = MemberType::directory;
    entry.attributes = std::move(attributes);
    return entry;
}

TEST(Attributes, stand_in_the_line_of_their_member) {
    const std::string line =
        write_entry(entry_with({{"user.\xff", "x"}, {"user.comment", std::string("\0\xff", 2)}}));
    EXPECT_THAT(line, HasSubstr(R"("xattrs":[{"name_hex":"757365722eff","value":"eA=="},)"
                                R"({"name":"user.comment","value":"AP8="}])"));
    EXPECT_THAT(write_entry(entry_with({})), ::testing::Not(HasSubstr("xattrs")));
}

TEST(Attributes, are_read_back_as_they_were) {
    const std::string line = write_entry(entry_with(
        {{"user.comment", std::string("\0\xff", 2)}, {"user.empty", ""}, {"user.\xff", "x"}}));
    const ListingEntry again = parse_entry(line, "test");
    ASSERT_EQ(again.attributes.size(), 3U);
    EXPECT_EQ(again.attributes[0].name, "user.comment");
    EXPECT_EQ(again.attributes[0].value, std::string("\0\xff", 2));
    EXPECT_EQ(again.attributes[1].value, "");
    EXPECT_EQ(again.attributes[2].name, "user.\xff");
    EXPECT_EQ(write_entry(again), line);
}

TEST(Attributes, of_other_forms_are_refused) {
    const auto refused = [](const Attributes& attributes) {
        const std::string line = write_entry(entry_with(attributes));
        return kind_of_failure([&] { parse_entry(line, "test"); }) == ErrorKind::malformed;
    };
    EXPECT_TRUE(refused({{"b", ""}, {"a", ""}}));
    EXPECT_TRUE(refused({{"a", ""}, {"a", ""}}));
    EXPECT_TRUE(refused({{"", ""}}));
    EXPECT_TRUE(refused({{std::string("a\0", 2), ""}}));
    EXPECT_TRUE(refused({{std::string(256, 'a'), ""}}));
    EXPECT_TRUE(refused({{"a", std::string(65537, 'x')}}));
    EXPECT_FALSE(refused({{"a", std::string(65536, 'x')}}));
    Attributes many;
    for (char c = 'a'; c <= 'e'; ++c) many.push_back({std::string(1, c), std::string(60000, 'x')});
    EXPECT_TRUE(refused(many));
    many.pop_back();
    EXPECT_FALSE(refused(many));
    const std::string good = write_entry(entry_with({{"a", "x"}}));
    const auto with = [&](const std::string& from, const std::string& to) {
        std::string line = good;
        line.replace(line.find(from), from.size(), to);
        return kind_of_failure([&] { parse_entry(line, "test"); }) == ErrorKind::malformed;
    };
    EXPECT_TRUE(with(R"("name":"a")", R"("name_hex":"61")"));
    EXPECT_TRUE(with(R"("value":"eA==")", R"("value":"eA")"));
    EXPECT_TRUE(with(R"("value":"eA==")", R"("other":"eA==")"));
    EXPECT_TRUE(with(R"([{"name":"a","value":"eA=="}])", "[]"));
}

TEST(Attributes, of_files_and_of_entries_of_folders_are_read) {
    const TempFolder folder;
    write_file(folder / "file", "x");
    if (::setxattr((folder / "file").c_str(), "user.note", "value", 5, 0) != 0) {
        GTEST_SKIP() << "this file system has no extended attributes";
    }
    const FileDescriptor file = open_file(folder / "file", O_RDONLY);
    const FoundAttributes own = read_attributes(file.get());
    ASSERT_EQ(own.attributes.size(), 1U);
    EXPECT_EQ(own.attributes[0].name, "user.note");
    EXPECT_EQ(own.attributes[0].value, "value");
    std::filesystem::create_symlink("file", folder / "link");
    const FileDescriptor above = open_file(folder / ".", O_RDONLY);
    EXPECT_EQ(read_attributes(above.get(), "file").attributes.size(), 1U);
    EXPECT_THAT(read_attributes(above.get(), "link").attributes, IsEmpty());
    EXPECT_THAT(read_attributes(above.get(), "link").problems, IsEmpty());
    EXPECT_EQ(set_attribute(file.get(), {"user.note", "2"}), 0);
    EXPECT_EQ(read_attributes(file.get()).attributes[0].value, "2");
    EXPECT_EQ(set_attribute(file.get(), {"nonsense", "2"}), EOPNOTSUPP);
}

TEST(Attributes, of_the_system_are_not_given_again) {
    EXPECT_TRUE(is_restored("user.x"));
    EXPECT_TRUE(is_restored("system.posix_acl_access"));
    EXPECT_TRUE(is_restored("system.posix_acl_default"));
    for (const char* name : {"security.capability", "trusted.x", "system.nfs4_acl", "user", "x"}) {
        EXPECT_FALSE(is_restored(name)) << name;
    }
}

TEST(LeftAttributes, are_told_once_for_each_name_and_reason) {
    LeftAttributes left;
    left.add("security.selinux", "because", "a");
    left.add("security.selinux", "because", "b");
    left.add("user.x", "No space left on device", "c\n");
    EXPECT_THAT(left.sentences(),
                ElementsAre("The extended attribute security.selinux of 2 members (first a) was "
                            "not set: because.",
                            "The extended attribute user.x of 1 member (first c\\u{000A}) was not "
                            "set: No space left on device."));
    for (int i = 0; i < 100; ++i) left.add("user." + std::to_string(i), "because", "a");
    ASSERT_EQ(left.sentences().size(), 33U);
    EXPECT_EQ(left.sentences().back(), "70 more were not set, of other names.");
}

std::string acl(std::initializer_list<std::array<unsigned char, 8>> entries) {
    std::string out("\2\0\0\0", 4);
    for (const auto& entry : entries) out.append(entry.begin(), entry.end());
    return out;
}

TEST(PosixAcl, is_read_from_the_form_of_linux) {
    const auto read = parse_posix_acl(acl({{1, 0, 6, 0, 255, 255, 255, 255},
                                           {2, 0, 4, 0, 0x39, 0x30, 0, 0},
                                           {16, 0, 5, 0, 255, 255, 255, 255}}));
    ASSERT_TRUE(read);
    ASSERT_EQ(read->size(), 3U);
    EXPECT_EQ((*read)[0].tag, AclEntry::Tag::owner);
    EXPECT_EQ((*read)[0].permissions, 6U);
    EXPECT_EQ((*read)[1].tag, AclEntry::Tag::user);
    EXPECT_EQ((*read)[1].id, 12345U);
    EXPECT_EQ((*read)[2].tag, AclEntry::Tag::mask);
}

TEST(PosixAcl, of_another_form_is_none) {
    EXPECT_FALSE(parse_posix_acl(""));
    EXPECT_FALSE(parse_posix_acl(std::string("\1\0\0\0", 4)));
    EXPECT_FALSE(parse_posix_acl(acl({{3, 0, 6, 0, 0, 0, 0, 0}})));
    EXPECT_FALSE(parse_posix_acl(acl({{1, 0, 8, 0, 0, 0, 0, 0}})));
    EXPECT_FALSE(parse_posix_acl(acl({{1, 0, 6, 0, 0, 0, 0, 0}}) + "x"));
    EXPECT_TRUE(parse_posix_acl(acl({})));
}

}  // namespace
}  // namespace exhibit::intake
