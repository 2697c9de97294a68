// Fields of e-mail: the hosts that passed it on, what receivers found, and how a mail is told.
#include "documents/mail_fields.hpp"

#include <gtest/gtest.h>

namespace exhibit::documents {
namespace {

TEST(MailFields, read_a_hop) {
    const MailHop hop = read_received(
        "from smtp.evil.example (unknown [203.0.113.9] (may be \\) forged))\r\n\tby mx.example.org "
        "(Postfix) with ESMTPS id 4F1 for <anna@example.org>; Thu, 19 Nov 2026 09:14:05 +0100 "
        "(CET)");
    EXPECT_EQ(hop.from, "smtp.evil.example (unknown [203.0.113.9] (may be \\) forged))");
    EXPECT_EQ(hop.address, "203.0.113.9");
    EXPECT_EQ(hop.by, "mx.example.org (Postfix)");
    EXPECT_EQ(hop.time, "Thu, 19 Nov 2026 09:14:05 +0100 (CET)");
}

TEST(MailFields, find_the_address_of_a_hop) {
    const auto address = [](const std::string& from) {
        return read_received("from " + from + " by b; x").address;
    };
    EXPECT_EQ(address("[192.0.2.1]"), "192.0.2.1");
    EXPECT_EQ(address("a ([IPv6:2001:db8::1])"), "2001:db8::1");
    EXPECT_EQ(address("a (198.51.100.7)"), "198.51.100.7");
    EXPECT_EQ(address("a (HELO [b]) (192.0.2.3)"), "192.0.2.3");
    EXPECT_EQ(address("a (1.2.3 build 1.2.3.4.5)"), "");
    EXPECT_EQ(address("a"), "");
    EXPECT_EQ(read_received("by me; now").from, "");
    EXPECT_EQ(read_received("(from [192.0.2.1]").by, "");
    EXPECT_EQ(read_received("").time, "");
}

TEST(MailFields, read_what_checks_found) {
    const auto checks = read_authentication_results(
        "MX.example.org 1; spf=FAIL (no; really=pass) smtp.mailfrom=evil.example;\r\n dkim/1 = "
        "none; "
        "dmarc=fail (p=\"reject\") header.from=\"bank;x=y\"; none; arc=");
    ASSERT_EQ(checks.size(), 3U);
    EXPECT_EQ(checks[0].method + checks[0].result + checks[0].by, "spffailmx.example.org");
    EXPECT_EQ(checks[1].method + checks[1].result, "dkimnone");
    EXPECT_EQ(checks[2].method + checks[2].result, "dmarcfail");
    EXPECT_TRUE(read_authentication_results("mx.example.org; none").empty());
    EXPECT_TRUE(read_authentication_results("").empty());
    EXPECT_EQ(read_authentication_results("; spf=pass").at(0).by, "an unnamed host");
}

TEST(MailFields, tell_a_mail_by_its_first_fields) {
    const auto looks = [](std::string_view text) { return looks_like_mail(as_bytes(text)); };
    EXPECT_TRUE(looks("Return-Path: <>\nReceived: from a\n by b; c\n\nbody"));
    EXPECT_TRUE(looks("X-Spam: no\r\nFROM: a\r\nsubject: b\r\n\r\n"));
    EXPECT_TRUE(looks("From: a\nDate: b"));
    EXPECT_FALSE(looks("From: a\nFrom: b\n\nDate: c"));
    EXPECT_FALSE(looks("From anna@example.org Thu Nov 19\nFrom: a\nDate: b\n"));
    EXPECT_FALSE(looks("From: a\nthis is a letter\nDate: b\n"));
    EXPECT_FALSE(looks(" From: a\nDate: b\n"));
    EXPECT_FALSE(looks("\nFrom: a\nDate: b\n"));
    EXPECT_FALSE(looks("HTTP/1.1 200 OK\nDate: a\nFrom: b\n"));
    EXPECT_FALSE(looks("Date: a\nServer: b\n\n"));
    EXPECT_FALSE(looks(""));
}

TEST(MailFields, count_what_takes_memory) {
    const MailBurden found = burden_of(
        "A: b\r\n c: d\n--x\n\n--\nE:f\nhttp://g\nno field: h\nTO : a:b:\r\n\tc:d\nX: to:::::::\n");
    EXPECT_EQ(found.fields, 4U);
    EXPECT_EQ(found.boundaries, 2U);
    EXPECT_EQ(found.structured_bytes, 13U);
    EXPECT_EQ(found.longest, 13U);
    EXPECT_EQ(found.most_colons, 4U);
    const MailBurden two =
        burden_of(std::string("to\0x: a\ncc: b:\n\n c:::\ntowards nobody\n", 37));
    EXPECT_EQ(two.structured_bytes, 13U);
    EXPECT_EQ(two.longest, 7U);
    EXPECT_EQ(two.most_colons, 2U);
}

TEST(MailFields, of_great_length_are_cut) {
    EXPECT_EQ(read_received("from " + std::string(1'000'000, '[')).from.size(), 4091U);
    EXPECT_TRUE(read_authentication_results("a;" + std::string(20'000, ' ') + "spf=pass").empty());
}

}  // namespace
}  // namespace exhibit::documents
