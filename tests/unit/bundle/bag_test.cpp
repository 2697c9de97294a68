// The bag around a bundle: what its names, manifests and digests let through.
#include "bundle/bag.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "bundle/contents.hpp"
#include "exhibit/error.hpp"

namespace exhibit::bundle {
namespace {

Member member(const std::string& path, const std::string& content) {
    return {"INC-1/" + path, content.size(), crypto::sha256(as_bytes(content)), to_bytes(content)};
}

std::vector<Member> sound_bag() {
    const std::string data = "hello\n";
    const std::vector<File> tags = make_tags(
        {{"data/a", crypto::sha256(as_bytes(data)), data.size()}}, {}, "A bag", "2026-11-22");
    std::vector<Member> members{member("data/a", data)};
    for (const File& file : tags) members.push_back(member(file.path, file.content));
    return members;
}

std::vector<std::string> codes_of(const std::vector<Member>& members) {
    verify::Report report;
    check_bag(members, report);
    std::vector<std::string> codes;
    for (const Finding& finding : report.take()) codes.push_back(finding.code);
    std::ranges::sort(codes);
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
    return codes;
}

using Codes = std::vector<std::string>;

TEST(Bag, WhatIsWrittenIsTaken) {
    verify::Report report;
    const std::vector<Member> members = sound_bag();
    const FilesByPath files = check_bag(members, report);
    EXPECT_EQ(report.count(), 0U);
    ASSERT_EQ(files.size(), 5U);
    EXPECT_EQ(to_string(files.find("data/a")->second->bytes), "hello\n");
}

TEST(Bag, TheOrderOfMembersMeansNothing) {
    std::vector<Member> members = sound_bag();
    std::ranges::reverse(members);
    EXPECT_EQ(codes_of(members), Codes{});
}

TEST(Bag, OtherBytesAreNamed) {
    std::vector<Member> members = sound_bag();
    members.front() = member("data/a", "hallo\n");
    EXPECT_EQ(codes_of(members), Codes{"BN-DIGEST"});
}

TEST(Bag, WhatIsUnsoundIsNotGivenOut) {
    std::vector<Member> members = sound_bag();
    members.front() = member("data/a", "hallo\n");
    verify::Report report;
    const FilesByPath files = check_bag(members, report);
    EXPECT_FALSE(files.contains("data/a"));
    EXPECT_TRUE(files.contains("bagit.txt"));
}

TEST(Bag, AMissingFileADoubleOneAndAForeignOne) {
    std::vector<Member> members = sound_bag();
    members.erase(members.begin());
    EXPECT_EQ(codes_of(members), (Codes{"BN-BAG", "BN-MISSING"}));
    members = sound_bag();
    members.push_back(members.front());
    EXPECT_EQ(codes_of(members), Codes{"BN-DUPLICATE"});
    members = sound_bag();
    members.push_back(member("data/b", ""));
    EXPECT_EQ(codes_of(members), (Codes{"BN-BAG", "BN-FOREIGN"}));
}

TEST(Bag, HostileNames) {
    for (const char* name :
         {"/etc/passwd", "INC-1/../x", "INC-1/data/../../x", "INC-1//x", "x", "INC-1/", "../x/y",
          "INC-1/a b", "INC-1/a\nb", "INC-1/a\\b", "INC-2/x", "-x/y", ".x/y"}) {
        std::vector<Member> members = sound_bag();
        Member hostile = member("x", "");
        hostile.name = name;
        members.push_back(hostile);
        EXPECT_EQ(codes_of(members), Codes{"BN-NAME"}) << name;
    }
}

TEST(Info, RoundTripAndRefusals) {
    const custody::IncidentId incident = custody::IncidentId::parse("INC-1");
    const Info info{incident,        custody::ItemId(incident, 3), {1795368600}, {60}, {},
                    "exhibit 0.1.0", {"phone", "serial"}};
    const std::string text = dump_info(info);
    EXPECT_EQ(text,
              "{\"format\":\"exhibit-bundle-v1\",\"incident\":\"INC-1\",\"item\":\"INC-1/3\","
              "\"made\":\"2026-11-22T17:30:00Z\",\"maker\":\"" +
                  std::string(64, '0') +
                  "\",\"tool\":\"exhibit 0.1.0\",\"withheld\":[\"phone\",\"serial\"],"
                  "\"zone\":\"+01:00\"}\n");
    EXPECT_EQ(parse_info(text, "bundle.json"), info);
    EXPECT_THROW(parse_info(text.substr(0, text.size() - 1), "bundle.json"), FormatError);
    std::string other = text;
    other.replace(other.find("INC-1/3"), 7, "INC-2/3");
    EXPECT_THROW(parse_info(other, "bundle.json"), FormatError);
    other = text;
    other.replace(other.find("bundle-v1"), 9, "bundle-v2");
    EXPECT_THROW(parse_info(other, "bundle.json"), Error);
}

TEST(Disclosed, RoundTripAndRefusals) {
    const Disclosed disclosed{{"item:INC-1/1", {"YQ", "Yg"}}};
    const std::string text = dump_disclosed(disclosed);
    EXPECT_EQ(text, "{\"item:INC-1/1\":[\"YQ\",\"Yg\"]}\n");
    EXPECT_EQ(parse_disclosed(text, "x"), disclosed);
    EXPECT_THROW(parse_disclosed("{\"item:INC-1/1\":[\"Yg\",\"YQ\"]}\n", "x"), FormatError);
    EXPECT_THROW(parse_disclosed("{\"item:INC-1/1\":[]}\n", "x"), FormatError);
    EXPECT_THROW(parse_disclosed("{\"person:x\":[\"YQ\"]}\n", "x"), FormatError);
}

}  // namespace
}  // namespace exhibit::bundle
