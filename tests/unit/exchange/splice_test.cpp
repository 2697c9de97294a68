// Evidence put into other people's reports: where it goes, what stays, what is refused.
#include "exchange/splice.hpp"

#include <gtest/gtest.h>

#include "exhibit/error.hpp"
#include "sample_input.hpp"
#include "spliced.hpp"

namespace exhibit::exchange {
namespace {

const std::string v1 =
    "<?xml version=\"1.0\"?>\r\n"
    "<x:IODEF-Document xmlns:x=\"urn:ietf:params:xml:ns:iodef-1.0\" version=\"1.00\" "
    "lang=\"en\">\r\n"
    "\t<x:Incident purpose='reporting'>\r\n"
    "\t\t<x:IncidentID name=\"csirt.example.com\"> INC-7 </x:IncidentID>\r\n"
    "\t\t<x:ReportTime>2026-01-01T00:00:00Z</x:ReportTime>\r\n"
    "\t\t<x:Contact role=\"irt\" type=\"person\"/><!-- <EventData/> -->\r\n"
    "\t\t<x:AdditionalData dtype=\"xml\"><y "
    "xmlns=\"urn:y\"><![CDATA[<EventData>]]></y></x:AdditionalData>\r\n"
    "\t</x:Incident>\r\n"
    "</x:IODEF-Document>\r\n";

std::string v2(const std::string& inside, const std::string& after = {}) {
    return "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<IODEF-Document xmlns=\"urn:ietf:params:xml:ns:iodef-2.0\" version=\"2.00\">\n"
           "  <Incident purpose=\"reporting\">\n"
           "    <IncidentID name=\"other.example\">42</IncidentID>\n"
           "    <AlternativeID><IncidentID name=\"csirt.example.com\">INC-7</IncidentID>"
           "</AlternativeID>\n"
           "    <GenerationTime>2026-01-01T00:00:00Z</GenerationTime>\n"
           "    <Contact role=\"irt\" type=\"person\"><ContactName>A</ContactName></Contact>\n" +
           inside + "  </Incident>\n" + after + "</IODEF-Document>\n";
}

const std::string event =
    "    <EventData><Description>first</Description><Flow><System><Node/></System></Flow>"
    "<AdditionalData dtype=\"string\">x</AdditionalData></EventData>\n";
const std::string recorded =
    "    <EventData>\n      <Description>second</Description>\n      <Record>\n"
    "        <RecordData observable-id=\"record-INC-7_1\">\n          <URL>u</URL>\n"
    "        </RecordData>\n      </Record>\n    </EventData>\n";

ErrorKind refusal(const std::string& document, const IodefAttachRequest& request) {
    try {
        (void)attach(document, request);
    } catch (const Error& error) {
        return error.kind();
    }
    return ErrorKind::internal;
}

TEST(Splice, stands_after_the_last_contact_in_the_lines_and_blanks_of_the_document) {
    const Spliced out = attach(v1, request_for(IodefSection::event_data));
    expect_only_inserted(v1, out);
    EXPECT_TRUE(out.before().ends_with("<x:Contact role=\"irt\" type=\"person\"/>"));
    EXPECT_TRUE(out.inserted().starts_with(
        "\r\n\t\t<EventData xmlns=\"urn:ietf:params:xml:ns:iodef-1.0\" xmlns:ds="))
        << out.inserted();
    EXPECT_NE(out.inserted().find("\r\n\t\t\t<Description>Evidence"), std::string::npos);
    EXPECT_TRUE(out.inserted().ends_with("\r\n\t\t</EventData>"));
    std::string lines = out.inserted();
    std::erase(lines, '\r');
    EXPECT_EQ(out.inserted().size() - lines.size(), std::ranges::count(lines, '\n'));
}

TEST(Splice, goes_after_the_last_event_data_and_before_what_must_follow) {
    const std::string document =
        v2(event + event + "    <History><HistoryItem action=\"other\"/></History>\n");
    const Spliced out = attach(document, request_for(IodefSection::event_data));
    expect_only_inserted(document, out);
    EXPECT_TRUE(out.before().ends_with("</EventData>"));
    EXPECT_TRUE(out.after().starts_with("\n    <History>"));
}

TEST(Splice, puts_a_record_before_nested_event_data_and_additional_data) {
    const std::string document = v2(event);
    const Spliced out = attach(document, request_for(IodefSection::record));
    expect_only_inserted(document, out);
    EXPECT_TRUE(out.before().ends_with("</Flow>"));
    // Its neighbours stand in one line, and so does it, but for line ends in texts.
    EXPECT_TRUE(out.inserted().starts_with("<Record xmlns=\"urn:ietf:params:xml:ns:iodef-2.0\""));
    EXPECT_NE(out.inserted().find("><RecordData "), std::string::npos);
    EXPECT_TRUE(out.after().starts_with("<AdditionalData"));
}

TEST(Splice, appends_record_data_with_ids_that_are_new_in_the_document) {
    const std::string document = v2(event + recorded);
    const Spliced out = attach(document, request_for(IodefSection::record_data));
    expect_only_inserted(document, out);
    EXPECT_TRUE(out.before().ends_with("</RecordData>"));
    EXPECT_NE(out.inserted().find("observable-id=\"record-INC-7_1-2\""), std::string::npos);
    EXPECT_EQ(out.inserted().find("observable-id=\"record-INC-7_1\""), std::string::npos);
    EXPECT_TRUE(out.after().starts_with("\n      </Record>"));
}

TEST(Splice, never_makes_a_second_record) {
    IodefAttachRequest request = request_for(IodefSection::record);
    EXPECT_EQ(refusal(v2(recorded), request), ErrorKind::not_found);
    request.event_data = 2;
    EXPECT_EQ(refusal(v2(event + recorded), request), ErrorKind::conflict);
}

TEST(Splice, asks_when_several_would_do) {
    IodefAttachRequest request = request_for(IodefSection::record);
    const std::string document = v2(event + event);
    EXPECT_EQ(refusal(document, request), ErrorKind::conflict);
    request.event_data = 2;
    const Spliced out = attach(document, request);
    expect_only_inserted(document, out);
    EXPECT_GT(out.offset, document.rfind("<Flow>"));
    request.event_data = 3;
    EXPECT_EQ(refusal(document, request), ErrorKind::not_found);
}

TEST(Splice, takes_the_incident_that_is_named_as_ours) {
    IodefAttachRequest request = request_for(IodefSection::event_data);
    request.evidence.csirt_name = "csirt.example.org";
    EXPECT_EQ(refusal(v2({}), request), ErrorKind::not_found);
    request.report_incident = 1;
    expect_only_inserted(v2({}), attach(v2({}), request));
    request.report_incident = 2;
    EXPECT_EQ(refusal(v2({}), request), ErrorKind::not_found);
    // A related incident is another one.
    std::string related = v2({});
    for (const char* tag : {"<AlternativeID>", "</AlternativeID>"}) {
        std::string other = tag;
        other.replace(other.find("AlternativeID"), 13, "RelatedActivity");
        related.replace(related.find(tag), std::string(tag).size(), other);
    }
    EXPECT_EQ(refusal(related, request_for(IodefSection::event_data)), ErrorKind::not_found);
}

TEST(Splice, counts_names_with_their_namespaces) {
    std::string other = v2({});
    other.replace(other.find("iodef-2.0"), 9, "iodef-3.0");
    EXPECT_EQ(refusal(other, request_for(IodefSection::event_data)), ErrorKind::malformed);
    const std::string foreign =
        v2("    <Contact role=\"irt\" type=\"person\"/>\n"
           "    <EventData xmlns=\"urn:ietf:params:xml:ns:iodef-1.0\"/>\n");
    const Spliced out = attach(foreign, request_for(IodefSection::event_data));
    EXPECT_TRUE(out.before().ends_with("type=\"person\"/>"));
}

TEST(Splice, adds_no_event_data_to_a_fraud_report) {
    const std::string document =
        v2("    <EventData><AdditionalData dtype=\"xml\"><FraudEventPayment "
           "xmlns=\"urn:ietf:params:xml:ns:thraud-1.0\"/></AdditionalData></EventData>\n");
    EXPECT_EQ(refusal(document, request_for(IodefSection::event_data)), ErrorKind::conflict);
    const Spliced out = attach(document, request_for(IodefSection::record));
    EXPECT_TRUE(out.before().ends_with("<EventData>"));
    expect_only_inserted(document, out);
}

std::string signature(const std::string& uri, const std::string& transform) {
    return "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><SignedInfo><Reference " + uri +
           "><Transforms><Transform Algorithm=\"" + transform +
           "\"/></Transforms></Reference></SignedInfo></Signature>\n";
}

TEST(Splice, tells_the_signatures_it_breaks) {
    const std::string enveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
    const auto told = [&](const std::string& uri, const std::string& transform) {
        return attach(v2(recorded, signature(uri, transform)),
                      request_for(IodefSection::record_data))
            .signatures;
    };
    ASSERT_EQ(told("URI=\"\"", enveloped).size(), 1U);
    EXPECT_NE(told("URI=\"\"", enveloped).front().find("breaks: it covers the whole document"),
              std::string::npos);
    ASSERT_EQ(told("URI=\"\"", "http://www.w3.org/2002/06/xmldsig-filter2").size(), 1U);
    EXPECT_NE(told("URI=\"\"", "http://www.w3.org/TR/1999/REC-xpath-19991116").front().find("may"),
              std::string::npos);
    EXPECT_TRUE(told("URI=\"#record-INC-7_1\"", enveloped).empty());
    EXPECT_EQ(told("URI=\"#nowhere\"", enveloped).size(), 1U);
    EXPECT_TRUE(told("URI=\"https://example.com/x\"", enveloped).empty());
    EXPECT_EQ(told("", enveloped).size(), 1U);
}

TEST(Splice, finds_the_report_inside_a_message) {
    const std::string message =
        "<r:RID xmlns:r=\"urn:ietf:params:xml:ns:iodef-rid-2.0\" "
        "xmlns=\"urn:ietf:params:xml:ns:iodef-1.0\"><r:ReportSchema><r:XMLDocument>"
        "<IODEF-Document><Incident><IncidentID name=\"csirt.example.com\">INC-7</IncidentID>"
        "<Contact/></Incident></IODEF-Document></r:XMLDocument></r:ReportSchema></r:RID>";
    const Spliced out = attach(message, request_for(IodefSection::event_data));
    expect_only_inserted(message, out);
    EXPECT_TRUE(out.before().ends_with("<Contact/>"));
}

// Found by the fuzzer: it was called our own fault.
TEST(Splice, that_makes_a_wrong_report_worse_is_refused_as_the_fault_of_the_report) {
    IodefAttachRequest request = request_for(IodefSection::event_data);
    request.report_incident = 1;
    try {
        attach(
            "<r xmlns=\"urn:ietf:params:xml:ns:iodef-2.0\"><IODEF-Document><Incident>"
            "<EventDa0a/><IndicatorID>x</IndicatorID></Incident></IODEF-Document></r>",
            request);
        FAIL() << "taken";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::malformed);
        EXPECT_NE(std::string(error.what()).find("put the report right first"), std::string::npos);
    }
}

TEST(Splice, refuses_what_is_no_strict_document_or_has_no_place) {
    EXPECT_EQ(refusal("<!DOCTYPE x><x/>", request_for(IodefSection::event_data)),
              ErrorKind::malformed);
    EXPECT_EQ(refusal("<x/>", request_for(IodefSection::event_data)), ErrorKind::malformed);
    EXPECT_EQ(refusal(v2("    <EventData/>\n"), request_for(IodefSection::record)),
              ErrorKind::malformed);
    EXPECT_EQ(refusal(v2("    <EventData><Record><RecordData/></Record><Record/></EventData>\n"),
                      request_for(IodefSection::record_data)),
              ErrorKind::malformed);
}

}  // namespace
}  // namespace exhibit::exchange
