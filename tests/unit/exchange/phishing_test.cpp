// Phishing reports (RFC 5901): a mail, a captured site, and what the schemas say of the result.
#include <gtest/gtest.h>

#include <algorithm>

#include "exchange/report_statements.hpp"
#include "exchange/validate.hpp"
#include "spliced.hpp"
#include "xmllint.hpp"

namespace exhibit::exchange {
namespace {

const std::string mail =
    "Received: from a.internal by b.internal; Thu, 19 Nov 2026 09:14:06 +0100\r\n"
    "Received: from smtp.evil.example ([203.0.113.9]) by mx.example.org; Thu, 19 Nov 2026 "
    "09:14:05 +0100\r\n"
    "Received: from [2001:db8::7] ([IPv6:2001:db8::7]) by smtp.evil.example; Thu, 19 Nov 2026 "
    "08:14:00 +0000\r\n"
    "Authentication-Results: mx.example.org; spf=fail\r\n"
    "From: Bank <service@bank.example>\r\nSubject: Konto =?UTF-8?Q?gesch=C3=BCtzt?=\r\n"
    "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n"
    "http://evil.example/l?a=1&b=2 http://evil.example/{x} \x01\xff\r\n--b\r\n"
    "Content-Disposition: attachment; filename=x.pdf\r\n\r\nabc\r\n--b--\r\n";

IodefInput reported(IodefVersion version, IodefSection section) {
    IodefInput input = sample_input(version, section);
    input.items[0].phishing = mail;
    return input;
}

std::string report_of(const std::string& document) {
    const std::size_t begin = document.find("<phish:PhraudReport");
    const std::size_t end = document.find("</phish:PhraudReport>");
    return begin == std::string::npos ? "" : document.substr(begin, end + 21 - begin);
}

/// What is between the tags of the first element of that name; the tags decide the rest.
std::string inside(const std::string& document, const std::string& name) {
    const std::size_t tag = document.find('<' + name);
    if (tag == std::string::npos) return {};
    const std::size_t begin = document.find('>', tag) + 1;
    return document.substr(begin, document.find("</" + name + '>', begin) - begin);
}

void expect_valid(const std::string& document) {
    if (!have_xmllint() || !have_schemas()) return;
    for (const char* driver : {"/all.xsd", "/all-errata.xsd", "/all-milewg.xsd"}) {
        const Verdict verdict = xmllint(std::string(EXHIBIT_SCHEMAS) + driver, document);
        EXPECT_EQ(verdict.code, 0) << driver << verdict.text;
    }
}

TEST(Phishing, reports_a_mail_in_its_own_words) {
    for (const auto version : {IodefVersion::v1, IodefVersion::v2}) {
        const IodefDocument out = emit_iodef(reported(version, IodefSection::document));
        expect_valid(out.xml);
        EXPECT_EQ(inside(out.xml, "DetectTime"), inside(out.xml, "EndTime"));
        EXPECT_NE(inside(out.xml, "DetectTime"), "");
        const std::string report = report_of(out.xml);
        EXPECT_NE(out.xml.find("formatid=\"urn:ietf:params:xml:ns:iodef-phish-1.0\""),
                  std::string::npos);
        EXPECT_NE(report.find("FraudType=\"phishing\""), std::string::npos);
        EXPECT_EQ(inside(report, "phish:PhishNameLocalRef"), "INC-7/1");
        EXPECT_EQ(inside(report, "phish:FraudParameter"), "Konto gesch\xc3\xbctzt");
        EXPECT_NE(report.find("<iodef:Address category=\"ipv6-addr\">2001:db8::7<"),
                  std::string::npos);
        EXPECT_EQ(report.find("203.0.113.9</"), std::string::npos);
        EXPECT_EQ(inside(report, "phish:Name"), "bank.example");
        const std::string message = inside(report, "phish:EmailMessage");
        EXPECT_TRUE(message.starts_with("Received: from a.internal")) << message;
        EXPECT_NE(message.find("\\x{01}\\x{FF}"), std::string::npos) << message;
        EXPECT_EQ(inside(report, "phish:EmailComments"),
                  "spf fail by mx.example.org. Part 2 text/plain \"x.pdf\", 3 bytes, SHA-256 "
                  "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad.");
        EXPECT_EQ(inside(report, "phish:URL"),
                  item_uri(sample_input(version, IodefSection::document).origin, "INC-7/1"));
        EXPECT_EQ(inside(report, "phish:RelatedData"), "http://evil.example/l?a=1&amp;b=2");
        EXPECT_TRUE(std::ranges::any_of(out.omitted, [](const std::string& one) {
            return one.starts_with("1 link of INC-7/1 not in the phishing report");
        }));
        EXPECT_EQ(read_statements(out.xml, "report.xml").phishing, 1U);
    }
}

TEST(Phishing, keeps_the_line_ends_of_the_message) {
    const std::string out = emit_iodef(reported(IodefVersion::v2, IodefSection::document)).xml;
    EXPECT_NE(out.find("boundary=b&#13;\n&#13;\n--b"), std::string::npos) << report_of(out);
}

TEST(Phishing, gives_the_header_of_a_large_message) {
    IodefInput input = reported(IodefVersion::v2, IodefSection::document);
    input.items[0].phishing += std::string(std::size_t{1} << 20U, 'x');
    const IodefDocument out = emit_iodef(input);
    const std::string report = report_of(out.xml);
    EXPECT_NE(report.find("boundary=b</phish:EmailMessage>"), std::string::npos) << report;
    EXPECT_NE(report.find("Only the header is here: the message has 1,04"), std::string::npos);
    EXPECT_TRUE(std::ranges::any_of(out.omitted, [](const std::string& one) {
        return one == "The body of INC-7/1 is larger than 1 MiB and not in the phishing report.";
    }));
}

TEST(Phishing, reports_what_names_no_host_with_empty_elements) {
    for (const auto version : {IodefVersion::v1, IodefVersion::v2}) {
        IodefInput input = reported(version, IodefSection::document);
        input.items[0].phishing = "Subject: a\nDate: b\n\n";
        const std::string out = emit_iodef(input).xml;
        expect_valid(out);
        EXPECT_NE(report_of(out).find("<iodef:Node />"), std::string::npos) << report_of(out);
        EXPECT_EQ(report_of(out).find("iodef:Description"), std::string::npos);
    }
}

TEST(Phishing, reports_captures_of_sites_by_where_they_are_held) {
    for (const auto version : {IodefVersion::v1, IodefVersion::v2}) {
        IodefInput input = sample_input(version, IodefSection::document);
        input.items[0].capture = true;
        input.items[0].item.fields["collected_from"] = "http://evil.example/";
        input.items[1].phishing = "<!DOCTYPE HTML><form action='https://collect.example/p'>";
        const std::string out = emit_iodef(input).xml;
        expect_valid(out);
        EXPECT_EQ(read_statements(out, "report.xml").phishing, 2U);
        const std::string report = report_of(out);
        EXPECT_NE(report.find("FraudType=\"archive\""), std::string::npos) << report;
        EXPECT_NE(report.find("<phish:ArchivedData type=\"collectionsite\">"), std::string::npos);
        EXPECT_NE(report.find("<iodef:Description>http://evil.example/<"), std::string::npos);
        EXPECT_NE(report.find("<iodef:NodeName>db1.example.com<"), std::string::npos);
        EXPECT_NE(out.find("<phish:RelatedData>https://collect.example/p<"), std::string::npos);
    }
}

TEST(Phishing, is_not_reported_of_a_message_that_cannot_be_read) {
    IodefInput input = reported(IodefVersion::v2, IodefSection::document);
    input.items[0].phishing = "Subject: a\nTo: " + std::string(2000, ':') + "\nDate: b\n\n";
    const IodefDocument out = emit_iodef(input);
    expect_valid(out.xml);
    EXPECT_EQ(report_of(out.xml), "");
    EXPECT_TRUE(std::ranges::any_of(out.omitted, [](const std::string& one) {
        return one.starts_with(
            "INC-7/1 is not reported as phishing: reading an e-mail: it has 2,0");
    }));
}

TEST(Phishing, needs_an_event) {
    const IodefDocument out = emit_iodef(reported(IodefVersion::v2, IodefSection::record));
    EXPECT_EQ(report_of(out.xml), "");
    EXPECT_TRUE(std::ranges::any_of(out.omitted, [](const std::string& one) {
        return one == "A phishing report stands in an EventData: this section has none.";
    }));
}

}  // namespace
}  // namespace exhibit::exchange
