// What a report states, found in our own documents and in foreign ones.
#include "exchange/report_statements.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "exhibit/error.hpp"
#include "sample_input.hpp"

namespace exhibit::exchange {
namespace {

std::size_t count(const ReportStatements& read, const std::string& kind) {
    return static_cast<std::size_t>(std::ranges::count(read.statements, kind, &Statement::kind));
}

TEST(ReportStatements, finds_ids_locators_and_digests_of_what_we_emit) {
    for (const auto version : {IodefVersion::v1, IodefVersion::v2}) {
        const IodefInput input = sample_input(version, IodefSection::document);
        const ReportStatements read = read_statements(emit_iodef(input).xml, "report.xml");
        EXPECT_EQ(read.version, version);
        EXPECT_EQ(read.incidents, 1U);
        EXPECT_EQ(read.events, 2U);
        EXPECT_EQ(read.records, 3U);
        EXPECT_EQ(read.signatures, 0U);
        EXPECT_EQ(count(read, "incident"), 1U);
        EXPECT_EQ(count(read, "item"), 2U);
        EXPECT_EQ(count(read, "digest"), 3U);
        // Of the disk, of its excerpt and of the laptop; in version 2 of the File too.
        EXPECT_EQ(count(read, "locator"), version == IodefVersion::v1 ? 3U : 4U);
        for (const Statement& one : read.statements) {
            if (one.kind != "digest") continue;
            ASSERT_FALSE(one.about.empty());
            EXPECT_EQ(std::ranges::count(one.about, item_uri(input.origin, "INC-7/2")), 0);
            EXPECT_EQ(std::ranges::count(one.about, item_uri(input.origin, "INC-7/1")) > 0, true);
        }
    }
}

TEST(ReportStatements, leaves_digests_of_signatures_alone) {
    const auto read = read_statements(
        "<IODEF-Document xmlns=\"urn:ietf:params:xml:ns:iodef-1.0\" "
        "xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><Incident><IncidentID name=\"a\"> 7\n"
        "</IncidentID><EventData><Record><RecordData><RecordItem dtype=\"string\" "
        "meaning=\"SHA-1\">a9993e364706816aba3e25717850c26c9cd0d89d</RecordItem></RecordData>"
        "</Record></EventData></Incident>\n<ds:Signature><ds:SignedInfo><ds:Reference>"
        "<ds:DigestMethod Algorithm=\"x\"/><ds:DigestValue>AA==</ds:DigestValue></ds:Reference>"
        "</ds:SignedInfo></ds:Signature></IODEF-Document>",
        "report.xml");
    EXPECT_EQ(read.signatures, 1U);
    ASSERT_EQ(read.statements.size(), 2U);
    EXPECT_EQ(read.statements[0].text, "7");
    EXPECT_EQ(read.statements[0].issuer, "a");
    EXPECT_EQ(read.statements[1].algorithm, "SHA-1");
    EXPECT_EQ(read.statements[1].line, 2U);
    EXPECT_TRUE(read.statements[1].about.empty());
}

TEST(ReportStatements, refuses_what_is_no_report) {
    for (const char* text : {"", "<x/>", "<IODEF-Document xmlns=\"urn:x\"/>", "{}"}) {
        EXPECT_THROW((void)read_statements(text, "report.xml"), Error) << text;
    }
}

}  // namespace
}  // namespace exhibit::exchange
