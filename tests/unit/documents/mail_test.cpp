// E-mail: what its header and its parts say, and mails that are broken on purpose.
#include "documents/mail.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "documents/summary.hpp"
#include "exhibit/error.hpp"

namespace exhibit::documents {
namespace {

using Texts = std::vector<std::string>;

Texts facts_of(const DocumentSummary& summary, std::string_view name) {
    Texts out;
    for (const DocumentFact& one : summary.facts)
        if (one.name == name) out.push_back(one.value);
    return out;
}

const std::string phish =
    "Return-Path: <bounce@evil.example>\r\n"
    "Received: from smtp.evil.example ([203.0.113.9]) by mx.example.org (Postfix)\r\n"
    "\twith ESMTP id 1; Thu, 19 Nov 2026 09:14:05 +0100\r\n"
    "Received: from pc (dyn [198.51.100.4]) by smtp.evil.example; Thu, 19 Nov 2026 08:14 UT\r\n"
    "Authentication-Results: mx.example.org; spf=fail; dmarc=fail; iprev=pass\r\n"
    "Received-SPF: Softfail (mx.example.org: x)\r\n"
    "From: =?UTF-8?Q?Deine_B=C3=A4nk?= <service@bank.example>\r\n"
    "To: anna@example.org, \"Boris B.\" <boris@example.org>\r\n"
    "Reply-To: <collect@evil.example>\r\n"
    "Subject: =?UTF-8?B?S29udG8gZ2VzcGVycnQg4oCT?= jetzt\r\n"
    " handeln\r\n"
    "Date: Thu, 19 Nov 2026 08:13:59 +0000\r\n"
    "Message-ID: <1@evil.example>\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: multipart/mixed; boundary=b\r\n"
    "\r\n"
    "--b\r\n"
    "Content-Type: text/html; charset=iso-8859-1\r\n"
    "Content-Transfer-Encoding: base64\r\n"
    "\r\n"
    "PGEgaHJlZj0iaHR0cDovL2V2aWwuZXhhbXBsZS9sb2dpbiI+aHR0cHM6Ly9iYW5rLmV4YW1wbGU8\r\n"
    "L2E+\r\n"
    "--b\r\n"
    "Content-Type: application/pdf; name=\"Rechnung.pdf\"\r\n"
    "Content-Disposition: attachment; filename*=utf-8''Rechnung%20%E2%82%AC.pdf\r\n"
    "\r\n"
    "abc\r\n"
    "--b--\r\n";

TEST(Mail, says_what_it_says) {
    ASSERT_EQ(form_of(as_bytes(phish)), "mail");
    const DocumentSummary summary = summarise("mail", phish);
    EXPECT_EQ(summary.problem, "");
    const std::vector<std::pair<std::string, std::string>> expected{
        {"from", "Deine B\xc3\xa4nk <service@bank.example>"},
        {"to", "anna@example.org, \"Boris B.\" <boris@example.org>"},
        {"reply-to", "collect@evil.example"},
        {"return-path", "<bounce@evil.example>"},
        {"subject", "Konto gesperrt \xe2\x80\x93 jetzt handeln"},
        {"date", "2026-11-19T08:13:59+00:00"},
        {"message-id", "1@evil.example"},
        {"hop",
         "by mx.example.org (Postfix) from smtp.evil.example ([203.0.113.9]) at "
         "2026-11-19T09:14:05+01:00"},
        {"hop", "by smtp.evil.example from pc (dyn [198.51.100.4]) at 2026-11-19T08:14:00+00:00"},
        {"spf", "fail, by mx.example.org"},
        {"dmarc", "fail, by mx.example.org"},
        {"authentication", "iprev pass, by mx.example.org"},
        {"spf", "softfail, by Received-SPF"},
        {"part",
         "1 text/html, 60 bytes, SHA-256 "
         "a23c915403a95069a9d12e8437b50c3a3ad7255dea4c1fc40bd9723c2a7745c1"},
        {"part",
         "2 application/pdf, 3 bytes, SHA-256 "
         "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad, attachment, named "
         "Rechnung \xe2\x82\xac.pdf"},
        {"url", "http://evil.example/login"},
        {"url", "https://bank.example"}};
    ASSERT_EQ(summary.facts.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_EQ(summary.facts[i].name, expected[i].first) << i;
        EXPECT_EQ(summary.facts[i].value, expected[i].second) << i;
    }
    EXPECT_EQ(read_mail(phish).from_domain, "bank.example");
    EXPECT_EQ(read_mail(phish).hops.at(1).address, "198.51.100.4");
}

TEST(Mail, without_parts_is_its_own_part) {
    const Mail mail = read_mail("From: a@b.example\nDate: yesterday\n\nsee http://c.example\n");
    ASSERT_EQ(mail.parts.size(), 1U);
    EXPECT_EQ(mail.parts[0].path, "1");
    EXPECT_EQ(mail.parts[0].type, "text/plain");
    EXPECT_EQ(mail.parts[0].size, 21U);
    EXPECT_EQ(mail.date, "yesterday");
    EXPECT_EQ(mail.links, Texts{"http://c.example"});
}

TEST(Mail, in_a_mail_is_read_too) {
    const Mail mail = read_mail(
        "From: a@b.example\nSubject: fwd\nContent-Type: multipart/mixed; boundary=o\n\n--o\n"
        "Content-Type: message/rfc822\n\nFrom: c@d.example\nSubject: in\n"
        "Content-Type: multipart/alternative; boundary=i\n\n--i\n\nhttp://e.example\n--i\n"
        "Content-Type: text/html\n\n<a href=http://f.example>\n--i--\n--o--\n");
    Texts told;
    for (const MailPart& part : mail.parts) told.push_back(part.path + ' ' + part.type);
    EXPECT_EQ(mail.subject, "fwd");
    EXPECT_EQ(told.size(), 3U) << testing::PrintToString(told);
    EXPECT_EQ(mail.links, (Texts{"http://e.example", "http://f.example"}));
}

TEST(Mail, that_is_broken_says_how) {
    const std::string cut = phish.substr(0, phish.find("abc"));
    const DocumentSummary summary = summarise("mail", cut);
    EXPECT_EQ(summary.problem, "");
    EXPECT_FALSE(facts_of(summary, "defect").empty());
    EXPECT_EQ(facts_of(summary, "part").size(), 2U);

    const Mail bytes =
        read_mail("From: \xff\xfe <a@b.example>\nSubject: \xe9t\xe9\nDate: x\n\n\xff");
    EXPECT_EQ(bytes.from_domain, "b.example");
    EXPECT_EQ(bytes.parts.at(0).size, 1U);
    EXPECT_TRUE(std::ranges::none_of(bytes.subject, [](char c) { return c == '\xe9'; }) ||
                bytes.subject == "\xc3\xa9t\xc3\xa9");
}

TEST(Mail, that_would_take_much_memory_is_not_read) {
    const auto problem = [](const std::string& more) {
        const DocumentSummary summary = summarise("mail", "Subject: b\n" + more);
        EXPECT_TRUE(summary.facts.empty());
        return summary.problem;
    };
    const auto repeated = [](const std::string& text, int count) {
        std::string out;
        for (int i = 0; i < count; ++i) out += text;
        return out;
    };
    EXPECT_EQ(problem(repeated("--x\n", 50'001)),
              "reading an e-mail: it has 50,001 lines that look like boundaries; expected at most "
              "50,000");
    EXPECT_NE(problem(repeated("X:\n", 200'000)).find("200,001 lines that look like fields"),
              std::string::npos);
    EXPECT_NE(
        problem(repeated("Cc: " + std::string(60'000, 'a') + '\n', 18)).find("1,080,082 bytes"),
        std::string::npos);
    EXPECT_NE(problem("Cc: " + repeated("a,\n ", 30'000)).find("in one field"), std::string::npos);
}

TEST(Mail, with_groups_of_addresses_in_groups_is_not_read) {
    // GMime 3.2 calls itself for each: a megabyte of these ends the stack.
    std::string groups;
    for (int i = 0; i < 1000; ++i) groups += "a:";
    EXPECT_NE(summarise("mail", "From: b@c.example\nDate: d\nTo: " + groups + "\n\n")
                  .problem.find("1,001 colons in one field"),
              std::string::npos);
    const Mail mail = read_mail("From: b@c.example\nTo: " + groups.substr(2) + ";\n\n");
    EXPECT_EQ(mail.from, "b@c.example");
}

TEST(Mail, nested_deeply_ends) {
    std::string deep = "From: a\nSubject: b\n";
    for (int i = 0; i < 20'000; ++i)
        deep += "Content-Type: multipart/mixed; boundary=x" + std::to_string(i) + "\n\n--x" +
                std::to_string(i) + "\n";
    const Mail mail = read_mail(deep);
    EXPECT_FALSE(mail.defects.empty());
    std::string messages = "From: a\nSubject: b\n";
    for (int i = 0; i < 20'000; ++i) messages += "Content-Type: message/rfc822\n\n";
    EXPECT_LE(read_mail(messages).parts.size(), 64U);
}

// GMime wrote to standard error that there was no buffer.
TEST(Mail, of_no_bytes_at_all_is_refused_in_silence) {
    testing::internal::CaptureStderr();
    EXPECT_THROW(read_mail({}), Error);
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace exhibit::documents
