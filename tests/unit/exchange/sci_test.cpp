// Results of security scans in reports (RFC 7203).
#include <gtest/gtest.h>

#include <pugixml.hpp>

#include "exhibit/conversion.hpp"
#include "exhibit/validation.hpp"
#include "sample_input.hpp"
#include "xmllint.hpp"

namespace exhibit::exchange {
namespace {

const std::string scan =
    "<TestResult  xmlns='http://checklists.nist.gov/xccdf/1.1' id='r' >\r\n<target>web1</target>"
    "<!-- as is --><score>1</score></TestResult >";

IodefInput input_with_scan(IodefVersion version, IodefSection section = IodefSection::document) {
    IodefInput input = sample_input(version, section);
    input.items[0].item.summary = DocumentSummary{"xccdf-results",
                                                  {{"format", "XCCDF 1.1"},
                                                   {"CVE", "CVE-2099-1"},
                                                   {"CVE", "CVE-2099-12"},
                                                   {"CVSS", "CVE-2099-12 7.5/CVSS:3.1/AV:N"},
                                                   {"affected", "CVE-2099-12 cpe:/a:example:b"},
                                                   {"CWE", "CWE-79"},
                                                   {"platform", "cpe:/o:example:os"}},
                                                  0,
                                                  {}};
    return input;
}

std::string omissions(const IodefDocument& document) {
    std::string out;
    for (const std::string& one : document.omitted)
        if (one.find("not put in") != std::string::npos) out += one;
    return out;
}

/// Strictly valid for our reader, and for xmllint by each copy of the schema.
void expect_valid(const std::string& xml) {
    const ValidationReport report = validate_report(xml);
    EXPECT_EQ(report.errors, 0U) << (report.messages.empty() ? "" : report.messages[0].text);
    if (!have_xmllint() || !have_schemas()) return;
    for (const char* driver : {"/all.xsd", "/all-errata.xsd", "/all-milewg.xsd"}) {
        const Verdict verdict = xmllint(std::string(EXHIBIT_SCHEMAS) + driver, xml);
        EXPECT_EQ(verdict.code, 0) << driver << verdict.text;
    }
}

/// The attributes of the classes in Method, in order: "Vulnerability CVE-2099-1".
std::string method_of(const pugi::xml_node& incident) {
    std::string out;
    for (const auto& found : incident.select_nodes("Method//*[starts-with(name(), 'sci:')]")) {
        const pugi::xml_node node = found.node();
        EXPECT_STREQ(node.attribute("SpecID").value(), "private");
        out += (out.empty() ? "" : ", ") + std::string(node.name() + 4) + ' ' +
               node.attribute("ContentID").value() + " of " + node.attribute("ext-SpecID").value();
    }
    return out;
}

TEST(Sci, scans_are_verifications_and_what_they_found_stands_in_method) {
    for (const auto version : {IodefVersion::v1, IodefVersion::v2}) {
        const IodefDocument out = emit_iodef(input_with_scan(version));
        pugi::xml_document document;
        ASSERT_TRUE(document.load_string(out.xml.c_str()));
        const pugi::xml_node incident = document.document_element().child("Incident");
        const auto verifications = incident.select_nodes("AdditionalData/sci:Verification");
        ASSERT_EQ(verifications.size(), 1U);
        const pugi::xml_node node = verifications[0].node();
        EXPECT_STREQ(node.attribute("SpecID").value(), "private");
        EXPECT_STREQ(node.attribute("ext-SpecID").value(), "http://checklists.nist.gov/xccdf/1.1");
        EXPECT_EQ(std::string(node.first_child().child_value("iodef1:URL")),
                  item_uri("csirt.example.com/0123456789abcdef0123456789abcdef",
                           input_with_scan(version).items[0].item.id));
        EXPECT_EQ(method_of(incident),
                  "Vulnerability CVE-2099-1 of http://cve.mitre.org, Platform cpe:/o:example:os of "
                  "http://cpe.mitre.org, Vulnerability CVE-2099-12 of http://cve.mitre.org, "
                  "Platform cpe:/a:example:b of http://cpe.mitre.org, Scoring "
                  "7.5/CVSS:3.1/AV:N of https://www.first.org/cvss, Weakness CWE-79 of "
                  "http://cwe.mitre.org");
        expect_valid(out.xml);
    }
}

TEST(Sci, documents_go_in_byte_for_byte) {
    for (const auto version : {IodefVersion::v1, IodefVersion::v2}) {
        IodefInput input = input_with_scan(version);
        input.items[0].enclosed = "<?xml version='1.0'?>\n" + scan + "<!-- end -->";
        const IodefDocument out = emit_iodef(input);
        EXPECT_EQ(omissions(out), "");
        EXPECT_NE(out.xml.find("<sci:RawData dtype=\"xml\" meaning=\"the document kept as " +
                               input.items[0].item.id + "\">" + scan + "</sci:RawData>"),
                  std::string::npos);
        std::size_t count = 0;
        for (std::size_t at = 0; (at = out.xml.find("<sci:Verification", at)) != std::string::npos;
             ++at)
            ++count;
        EXPECT_EQ(count, 2U) << "one refers, one holds";
        expect_valid(out.xml);
    }
}

TEST(Sci, elements_inside_may_bring_their_own_namespace) {
    IodefInput input = input_with_scan(IodefVersion::v2);
    const std::string arf =
        "<a:asset-report-collection "
        "xmlns:a='http://scap.nist.gov/schema/asset-reporting-format/1.1'><a:reports><a:report>"
        "<a:content>" +
        scan + "</a:content></a:report></a:reports></a:asset-report-collection>";
    input.items[0].enclosed = arf;
    const IodefDocument out = emit_iodef(input);
    EXPECT_EQ(omissions(out), "");
    EXPECT_NE(out.xml.find('>' + arf + "</sci:RawData>"), std::string::npos);
    EXPECT_NE(out.xml.find("ext-SpecID=\"http://scap.nist.gov/schema/asset-reporting-format/1.1\""),
              std::string::npos);
    expect_valid(out.xml);
}

TEST(Sci, what_is_left_out_is_said) {
    IodefInput input = input_with_scan(IodefVersion::v2);
    const std::string begin = "The document " + input.items[0].item.id + " is not put in: ";
    input.items[0].enclosed = "<Benchmark xmlns='http://checklists.nist.gov/xccdf/1.2'/>";
    const IodefDocument none = emit_iodef(input);
    EXPECT_EQ(omissions(none), begin +
                                   "reading XCCDF results: there is no TestResult in it, only "
                                   "what is to be tested.");
    EXPECT_EQ(none.xml.find("sci:RawData"), std::string::npos);
    input.items[0].enclosed = "<TestResult xmlns='http://checklists.nist.gov/xccdf/1.2'><target>" +
                              std::string(std::size_t{33} << 20U, 'a') + "</target></TestResult>";
    EXPECT_EQ(omissions(emit_iodef(input)),
              begin + "it is larger than 32 MiB, and only referred to.");
    IodefInput part = input_with_scan(IodefVersion::v2, IodefSection::event_data);
    part.items[0].enclosed = scan;
    const IodefDocument event = emit_iodef(part);
    EXPECT_EQ(omissions(event), begin +
                                    "results of scans go into an Incident, which this section is "
                                    "no part of.");
    EXPECT_EQ(event.xml.find("<sci:"), std::string::npos);
}

TEST(Sci, the_other_version_has_the_same_classes) {
    const auto classes = [](const std::string& xml) {
        pugi::xml_document document;
        EXPECT_TRUE(document.load_string(xml.c_str()));
        return method_of(document.document_element().child("Incident"));
    };
    for (const auto version : {IodefVersion::v1, IodefVersion::v2}) {
        const IodefForm other = version == IodefVersion::v1 ? IodefForm::v2 : IodefForm::v1;
        const std::string ours = emit_iodef(input_with_scan(version)).xml;
        const std::string theirs = convert_iodef(ours, "report.xml", other).document;
        EXPECT_EQ(classes(theirs), classes(ours));
        EXPECT_NE(classes(ours), "");
        expect_valid(theirs);
    }
    // Where v1 has two in one AdditionalData, and v2 no words.
    const std::string sci = "xmlns='urn:ietf:params:xml:ns:iodef-sci-1.0' SpecID='urn:a'";
    std::string ours = emit_iodef(input_with_scan(IodefVersion::v1)).xml;
    const std::size_t at = ours.find("<Contact");
    ours.insert(at, "<Method><Description>a</Description><AdditionalData dtype='xml'><Weakness " +
                        sci + " ContentID='1'/><AttackPattern " + sci +
                        " ContentID='2'/></AdditionalData></Method>");
    std::string theirs = convert_iodef(ours, "report.xml", IodefForm::v2).document;
    EXPECT_NE(theirs.find("ContentID=\"1\""), std::string::npos);
    EXPECT_NE(theirs.find("ContentID=\"2\""), std::string::npos);
    expect_valid(theirs);
    const std::size_t words = theirs.find("<Description>a</Description>");
    ASSERT_NE(words, std::string::npos);
    theirs.erase(words, std::string_view("<Description>a</Description>").size());
    expect_valid(convert_iodef(theirs, "report.xml", IodefForm::v1).document);
}

TEST(Sci, no_scan_no_verification) {
    IodefInput input = input_with_scan(IodefVersion::v2);
    input.items[0].item.summary->form = "mail";
    EXPECT_EQ(emit_iodef(input).xml.find("<sci:"), std::string::npos);
    input.items[0].item.summary.reset();
    EXPECT_EQ(emit_iodef(input).xml.find("<sci:"), std::string::npos);
}

}  // namespace
}  // namespace exhibit::exchange
