// Order, number, names, attributes and datatypes.
#include "exhibit/validation.hpp"

#include <gtest/gtest.h>

#include "validation_samples.hpp"

namespace exhibit::exchange {
namespace {

constexpr std::string_view description = "<Description>x</Description>";

TEST(Validation, accepts_whole_reports) {
    for (const std::string& document : {report_v2(description), report_v1(description)}) {
        const ValidationReport report = validate_report(document);
        EXPECT_TRUE(report.valid());
        EXPECT_TRUE(report.messages.empty()) << report.messages[0].text;
        EXPECT_EQ(report.incidents, 1U);
        EXPECT_EQ(report.bytes, document.size());
    }
    EXPECT_EQ(validate_report(report_v1(description)).kind, "IODEF v1");
    EXPECT_EQ(validate_report(report_v2(description)).kind, "IODEF v2");
    EXPECT_EQ(validate_report(report_v2(description)).elements, 8U);
}

TEST(Validation, tells_what_is_wrong_with_an_element) {
    EXPECT_EQ(codes_of(report_v2("<StartTime>2026-01-01T00:00:00Z</StartTime><Description/>")),
              "element.order");
    EXPECT_EQ(codes_of(report_v2("<DetectTime>2026-01-01T00:00:00Z</DetectTime>"
                                 "<DetectTime>2026-01-01T00:00:00Z</DetectTime>")),
              "element.repeated");
    EXPECT_EQ(codes_of(report_v2("<Flow></Flow>")), "element.missing");
    EXPECT_EQ(codes_of(report_v2("<History/>")), "element.unknown");
    EXPECT_EQ(codes_of(report_v2("<a xmlns='urn:a'/>")), "element.foreign");
    EXPECT_EQ(codes_of(report_v2("<Description xmlns='urn:ietf:params:xml:ns:iodef-1.0'/>")),
              "element.namespace");
    EXPECT_EQ(codes_of(report_v2("text<Description/>")), "text.unexpected");
    EXPECT_EQ(codes_of(report_v2("<Description>a<b xmlns=''/></Description>")), "element.foreign");
}

TEST(Validation, goes_on_after_a_mistake_without_following_ones) {
    EXPECT_EQ(
        codes_of(report_v2("<Nothing/><Description/><Flow><System><Node><Address>::1</Address>"
                           "</Node></System></Flow><Contact role='irt' type='person'>"
                           "<ContactName/></Contact><Flow/>")),
        "element.unknown element.order element.missing");
}

TEST(Validation, names_the_place) {
    const std::string document = report_v2(
        "<Description/><Record><RecordData><URL>urn:a</URL></RecordData>\n"
        "<RecordData><DateTime>yesterday</DateTime><URL>urn:a</URL></RecordData></Record>");
    const ValidationReport report = validate_report(document);
    ASSERT_EQ(report.messages.size(), 1U);
    const ValidationMessage& message = report.messages[0];
    EXPECT_EQ(message.code, "value.datatype");
    EXPECT_EQ(message.path,
              "/IODEF-Document/Incident[1]/EventData[1]/Record/RecordData[2]/DateTime");
    EXPECT_EQ(message.line, 5U);
    EXPECT_EQ(message.column, 13U);
    EXPECT_EQ(document.substr(message.offset, 10), "<DateTime>");
    EXPECT_EQ(message.reference, "RFC 7970 section 8");
    EXPECT_EQ(message.text,
              "DateTime holds \"yesterday\", expected a date and time, as "
              "2026-02-03T09:10:00+01:00.");
}

TEST(Validation, checks_attributes) {
    const auto in_system = [](std::string_view attributes) {
        return codes_of(report_v2("<Flow><System " + std::string(attributes) +
                                  "><Node><Address>::1</Address></Node></System></Flow>"));
    };
    EXPECT_EQ(in_system("category='source'"), "");
    EXPECT_EQ(in_system("category=' source '"), "") << "blanks collapse";
    EXPECT_EQ(in_system("category='sauce'"), "attribute.enumeration");
    EXPECT_EQ(in_system("colour='red'"), "attribute.unknown");
    EXPECT_EQ(in_system("xml:lang='en'"), "attribute.unknown");
    EXPECT_EQ(in_system("xmlns:a='urn:a' a:b='c'"), "attribute.unknown");
    EXPECT_EQ(in_system("observable-id='1'"), "attribute.datatype");
    EXPECT_EQ(in_system("xsi:nil='true'"), "attribute.instance");
    EXPECT_EQ(codes_of(report_v2("<Contact role='irt'><ContactName/></Contact>")),
              "attribute.missing");
    std::string other = report_v2(description);
    other.replace(other.find("2.00"), 4, "3.00");
    EXPECT_EQ(codes_of(other), "attribute.fixed");
}

TEST(Validation, checks_that_extensions_go_with_ext_value) {
    const auto contact = [](std::string_view attributes, const ValidationRequest& request = {}) {
        return codes_of(report_v2("<Contact type='person' " + std::string(attributes) +
                                  "><ContactName/></Contact>"),
                        request);
    };
    EXPECT_EQ(contact("role='ext-value' ext-role='coroner'"), "");
    EXPECT_EQ(contact("role='irt' ext-role='coroner'"), "extension.unused");
    EXPECT_EQ(contact("role='ext-value'"), "extension.missing");
    EXPECT_EQ(contact("role='ext-value'", leniently()), "extension.missing?");
}

TEST(Validation, knows_identifiers_across_the_document) {
    const auto record = [](std::string_view id) {
        return "<RecordData observable-id=\"" + std::string(id) +
               "\"><URL>urn:a</URL></RecordData>";
    };
    EXPECT_EQ(codes_of(report_v2("<Record>" + record("a") + record("b") + "</Record>")), "");
    EXPECT_EQ(codes_of(report_v2("<Record>" + record("a") + record("a") + "</Record>")),
              "id.duplicate");
    EXPECT_EQ(codes_of(report_v2("<Record>" + record("a") + record("&#97;") + "</Record>")),
              "id.duplicate");
}

TEST(Validation, leaves_foreign_contents_alone_but_well_formed) {
    const auto extension = [](std::string_view content) {
        return codes_of(report_v2("<AdditionalData name='a' dtype='xml'>" + std::string(content) +
                                  "</AdditionalData>"));
    };
    EXPECT_EQ(extension("<a xmlns='urn:a' b='1'>text<c><d/></c></a>"), "");
    EXPECT_EQ(extension("<a xmlns='urn:a'><b></a>"), "xml.wrong_end_tag");
    EXPECT_EQ(extension("<a xmlns='urn:a'><ds:DigestValue>?</ds:DigestValue></a>"),
              "value.datatype")
        << "what is known is checked wherever it is";
    EXPECT_EQ(extension("<Flow/>"), "element.missing");
}

TEST(Validation, takes_any_of_the_schemas_when_lenient) {
    const std::string port = "<Service><ProtoCode>1</ProtoCode><ProtoType>1</ProtoType></Service>";
    const std::string document =
        report_v2("<Flow><System><Node><Address>::1</Address></Node>" + port + "</System></Flow>");
    EXPECT_EQ(codes_of(document), "element.order");
    EXPECT_EQ(codes_of(document, leniently()), "");
    ValidationRequest group;
    group.schema = IodefSchema::working_group;
    EXPECT_EQ(codes_of(document, group), "");
    EXPECT_EQ(codes_of(report_v2("<Expectation action='training'/>"), leniently()), "");
    EXPECT_EQ(codes_of(report_v2("<Expectation action='dancing'/>"), leniently()),
              "attribute.enumeration?")
        << "the registries of values grow";
}

TEST(Validation, refuses_other_documents) {
    EXPECT_EQ(codes_of("<a/>"), "root.unknown");
    EXPECT_EQ(codes_of("<IODEF-Document xmlns='urn:ietf:params:xml:ns:iodef-3.0'/>"),
              "root.unknown");
    EXPECT_EQ(validate_report("<a/>").kind, "");
    EXPECT_EQ(codes_of(""), "xml.no_root");
    EXPECT_EQ(codes_of(std::string("\xFF\xFE<\0", 4)), "xml.encoding");
    EXPECT_EQ(codes_of("<!DOCTYPE a><a/>"), "xml.doctype");
    const ValidationReport report = validate_report("\n\n<a>\xFF</a>");
    EXPECT_EQ(report.messages.at(0).code, "xml.utf8");
    EXPECT_EQ(report.messages.at(0).line, 3U);
    EXPECT_EQ(report.messages.at(0).column, 4U);
    EXPECT_EQ(report.bytes, 10U);
}

TEST(Validation, bounds_its_messages) {
    std::string flows;
    for (int i = 0; i < 50; ++i) flows += "<Flow/>";
    ValidationRequest request;
    request.messages_max = 7;
    const ValidationReport report = validate_report(report_v2(flows), request);
    EXPECT_EQ(report.messages.size(), 7U);
    EXPECT_EQ(report.errors, 50U);
    EXPECT_EQ(report.not_shown, 43U);
}

TEST(Validation, keeps_the_text_of_a_value_in_pieces) {
    EXPECT_EQ(
        codes_of(report_v2("<StartTime>2026-01-01<!-- -->T00:00:<![CDATA[00]]>Z</StartTime>")), "");
    EXPECT_EQ(codes_of(report_v2("<StartTime>2026&#45;01-01T00:00:00<?a?>Z</StartTime>")), "");
    EXPECT_EQ(codes_of(report_v2("<StartTime>2026-01-01<a/>T00:00:00Z</StartTime>")),
              "element.unknown");
}

}  // namespace
}  // namespace exhibit::exchange
