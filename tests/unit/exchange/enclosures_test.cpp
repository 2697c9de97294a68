// Documents put whole into a report: their bytes, and what a reader makes of what they state.
#include "exchange/enclosures.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "exchange/report_statements.hpp"
#include "exchange/validate.hpp"
#include "exhibit/error.hpp"
#include "spliced.hpp"
#include "xmllint.hpp"

namespace exhibit::exchange {
namespace {

const std::string alert =
    "<m:IDMEF-Message  xmlns:m='http://iana.org/idmef' >\r\n<m:Alert messageid=\"7\"><!-- as is -->"
    "<m:Target><m:File category=\"current\"><m:name>x</m:name><m:path>/x</m:path>"
    "<m:Checksum algorithm=\"SHA2-256\"><m:value>"
    "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD</m:value></m:Checksum>"
    "<m:Checksum algorithm=\"MD5\"><m:value>900150983cd24fb0d6963f7d28e17f72</m:value>"
    "<m:key>k</m:key></m:Checksum></m:File></m:Target></m:Alert></m:IDMEF-Message >";

IodefInput input_with(const std::string& document, IodefVersion version, IodefSection section) {
    IodefInput input = sample_input(version, section);
    input.items[0].enclosed = document;
    return input;
}

TEST(Enclosures, hold_the_bytes_of_an_alert) {
    const std::string document = "\xef\xbb\xbf<?xml version=\"1.0\"?>\n" + alert + "<!-- end -->\n";
    for (const auto version : {IodefVersion::v1, IodefVersion::v2}) {
        const IodefDocument out = emit_iodef(input_with(document, version, IodefSection::document));
        const std::size_t at = out.xml.find(alert);
        ASSERT_NE(at, std::string::npos);
        EXPECT_EQ(out.xml.find(alert, at + 1), std::string::npos);
        const std::string before = out.xml.substr(0, at);
        EXPECT_TRUE(
            before.ends_with("dtype=\"xml\" meaning=\"xml\" formatid=\"http://iana.org/idmef\">"))
            << before.substr(before.size() - 120);
        EXPECT_TRUE(out.xml.substr(at + alert.size()).starts_with("</RecordItem>"));
        EXPECT_TRUE(std::ranges::none_of(out.omitted, [](const std::string& one) {
            return one.find("not put in") != std::string::npos;
        }));
        if (!have_xmllint() || !have_schemas()) continue;
        for (const char* driver : {"/all.xsd", "/all-errata.xsd", "/all-milewg.xsd"}) {
            const Verdict verdict = xmllint(std::string(EXHIBIT_SCHEMAS) + driver, out.xml);
            EXPECT_EQ(verdict.code, 0) << driver << verdict.text;
        }
    }
}

TEST(Enclosures, go_into_reports_of_others) {
    const std::string report =
        "<IODEF-Document xmlns=\"urn:ietf:params:xml:ns:iodef-2.0\" version=\"2.00\">\r\n"
        "<Incident purpose=\"reporting\"><IncidentID name=\"csirt.example.com\">INC-7</IncidentID>"
        "<GenerationTime>2026-01-01T00:00:00Z</GenerationTime><Contact role=\"irt\" "
        "type=\"organization\"><ContactName>a</ContactName></Contact></Incident>\r\n"
        "</IODEF-Document>";
    const ReportMap map = map_report(report, "report.xml");
    const SplicePlace place = find_place(report, map, request_for(IodefSection::event_data));
    const std::string part =
        emit_fragment(input_with(alert, place.version, IodefSection::event_data), place.layout).xml;
    EXPECT_NE(part.find(alert), std::string::npos);
    const std::string whole = splice(report, place, part);
    require_sound(report, whole, map, IodefSection::event_data, "report.xml");
}

TEST(Enclosures, say_what_is_left_out) {
    const auto left_out = [](const std::string& document) {
        const IodefDocument out =
            emit_iodef(input_with(document, IodefVersion::v2, IodefSection::document));
        EXPECT_EQ(out.xml.find("IDMEF-Message"), std::string::npos);
        for (const std::string& one : out.omitted)
            if (one.find("not put in") != std::string::npos) return one;
        return std::string();
    };
    EXPECT_EQ(left_out("just a log"),
              "The document INC-7/1 is not put in: it is of no form that a report can enclose.");
    EXPECT_EQ(left_out("<m:IDMEF-Message xmlns:m=\"http://iana.org/idmef\"><x/></m:IDMEF-Message>"),
              "The document INC-7/1 is not put in: an element without a prefix in it would come "
              "into the namespace of the report.");
    EXPECT_TRUE(left_out(alert.substr(0, 200)).starts_with("The document INC-7/1 is not put in: "))
        << left_out(alert.substr(0, 200));
}

TEST(Enclosures, state_checksums_that_are_not_of_the_item) {
    const IodefDocument out =
        emit_iodef(input_with(alert, IodefVersion::v2, IodefSection::document));
    const ReportStatements read = read_statements(out.xml, "report.xml");
    EXPECT_FALSE(read.idmef);
    EXPECT_EQ(read.alerts, 1U);
    const auto stated = std::ranges::find(read.statements, true, &Statement::apart);
    ASSERT_NE(stated, read.statements.end());
    EXPECT_EQ(stated->algorithm, "SHA2-256");
    EXPECT_TRUE(stated->about.empty());
    EXPECT_EQ(std::ranges::count(read.statements, true, &Statement::apart), 1);
}

TEST(Enclosures, are_read_alone_too) {
    const ReportStatements read = read_statements(alert, "alert.xml");
    EXPECT_TRUE(read.idmef);
    EXPECT_EQ(read.alerts, 1U);
    ASSERT_EQ(read.statements.size(), 1U);
    EXPECT_EQ(read.statements[0].kind, "digest");
    EXPECT_EQ(read.statements[0].line, 2U);
    EXPECT_TRUE(read.statements[0].text.starts_with("BA7816"));
    EXPECT_THROW((void)read_statements("<x>" + alert + "</x>", "alert.xml"), Error);
}

}  // namespace
}  // namespace exhibit::exchange
