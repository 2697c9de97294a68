// What the RFCs say in words.
#include <gtest/gtest.h>

#include "validation_samples.hpp"

namespace exhibit::exchange {
namespace {

std::string record_data(std::string_view content) {
    return "<Record><RecordData>" + std::string(content) + "</RecordData></Record>";
}

std::string file(std::string_view content) {
    return record_data("<FileData><File>" + std::string(content) + "</File></FileData>");
}

std::string hash(std::string_view algorithm, std::string_view value) {
    return file("<HashData scope='file-contents'><Hash><ds:DigestMethod Algorithm='" +
                std::string(algorithm) + "'/><ds:DigestValue>" + std::string(value) +
                "</ds:DigestValue></Hash></HashData>");
}

TEST(ValidationRules, something_must_be_inside) {
    EXPECT_EQ(codes_of(report_v2("")), "class.empty");
    EXPECT_EQ(codes_of(report_v1("")), "class.empty");
    EXPECT_EQ(codes_of(report_v2("<Contact role='irt' type='person'/>")), "class.empty");
    EXPECT_EQ(codes_of(report_v2(record_data("<Description/>"))), "class.empty");
    EXPECT_EQ(codes_of(report_v2(record_data("<URL>urn:a</URL>"))), "");
    EXPECT_EQ(codes_of(report_v2(file("<HashData scope='file-contents'/>"))), "class.empty");
    EXPECT_EQ(codes_of(report_v2("<Flow><System><Node/></System></Flow>")), "class.empty");
    EXPECT_EQ(codes_of(report_v2("<Method/>")), "class.empty");
    EXPECT_EQ(codes_of(report_v2("<Expectation action='defined-coa'/>")), "class.incomplete");
    EXPECT_EQ(codes_of(report_v2("<Expectation action='defined-coa'><DefinedCOA/></Expectation>")),
              "");
    EXPECT_EQ(codes_of(report_v2(""), leniently()), "class.empty?");
}

TEST(ValidationRules, times_have_offsets_and_an_order) {
    const auto times = [](std::string_view start, std::string_view end) {
        return codes_of(report_v2("<StartTime>" + std::string(start) + "</StartTime><EndTime>" +
                                  std::string(end) + "</EndTime>"));
    };
    EXPECT_EQ(times("2026-01-01T10:00:00Z", "2026-01-01T10:00:00Z"), "");
    EXPECT_EQ(times("2026-01-01T10:00:01Z", "2026-01-01T10:00:00Z"), "time.order");
    EXPECT_EQ(times("2026-01-01T10:00:00Z", "2026-01-01T10:30:00+01:00"), "time.order")
        << "by the moment, not by the digits";
    EXPECT_EQ(times("2026-01-01T10:00:00", "2026-01-01T11:00:00Z"), "time.offset");
    EXPECT_EQ(times(" 2026-01-01T10:00:00Z\n", "2026-01-01T11:00:00Z"), "") << "blanks collapse";
}

TEST(ValidationRules, numbers_make_sense) {
    EXPECT_EQ(codes_of(report_v2(file("<FileSize>-1</FileSize>"))), "number.negative");
    EXPECT_EQ(codes_of(report_v2(file("<FileSize>-0</FileSize>"))), "");
    EXPECT_EQ(codes_of(report_v2(file("<FileType>text</FileType>"))), "media-type");
    EXPECT_EQ(codes_of(report_v2(file("<FileType>text/plain; charset=utf-8</FileType>"))), "");
    EXPECT_EQ(codes_of(report_v2(record_data("<RecordPattern type='regex' offset='-3'>a"
                                             "</RecordPattern><URL>urn:a</URL>"))),
              "number.negative");
    const auto service = [](std::string_view content) {
        return codes_of(report_v2("<Flow><System><Node><Address>::1</Address></Node><Service>" +
                                  std::string(content) + "</Service></System></Flow>"));
    };
    EXPECT_EQ(service("<Port>65535</Port>"), "");
    EXPECT_EQ(service("<Port>65536</Port>"), "port.range");
    EXPECT_EQ(service("<Port>-1</Port>"), "port.range");
    EXPECT_EQ(service("<Portlist>80-22</Portlist>"), "port.range");
    EXPECT_EQ(service("<Portlist>22,80-65535</Portlist>"), "");
}

TEST(ValidationRules, addresses_are_of_their_category) {
    const auto address = [](const char* attribute, const char* text, bool two) {
        const std::string flow = std::string("<Flow><System><Node><Address") + attribute + ">" +
                                 text + "</Address></Node></System></Flow>";
        return codes_of(two ? report_v2(flow) : report_v1(flow));
    };
    EXPECT_EQ(address("", "::1", true), "");
    EXPECT_EQ(address("", "192.0.2.1", true), "address.category") << "v2: ipv6-addr by default";
    EXPECT_EQ(address("", "192.0.2.1", false), "") << "v1: ipv4-addr by default";
    EXPECT_EQ(address(" category='mac'", "192.0.2.1", true), "address.category");
}

TEST(ValidationRules, digests_are_base64_of_the_octets) {
    const char* const sha256 = "http://www.w3.org/2001/04/xmlenc#sha256";
    EXPECT_EQ(codes_of(report_v2(hash(sha256, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="))),
              "");
    const std::string hexadecimal =
        report_v2(hash(sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    EXPECT_EQ(codes_of(hexadecimal), "hash.dialect");
    EXPECT_EQ(codes_of(hexadecimal, leniently()), "hash.dialect?");
    EXPECT_EQ(validate_report(hexadecimal).messages.at(0).text,
              "DigestValue is written as hex, expected base64 of the 32 octets of sha256.");
    EXPECT_EQ(codes_of(report_v2(
                  hash("http://www.w3.org/2001/04/xmlenc#md5", "1B2M2Y8AsgTpgAmY7PhCfg=="))),
              "hash.algorithm");
    EXPECT_EQ(codes_of(report_v2(hash("urn:other", "Zm9v"))), "");
}

TEST(ValidationRules, a_private_specification_is_named) {
    const auto weakness = [](const char* attributes) {
        return codes_of(
            report_v2(std::string("<Method><Weakness xmlns='urn:ietf:params:xml:ns:iodef-sci-1.0' "
                                  "ContentID='CWE-79' ") +
                      attributes + "/></Method>"));
    };
    EXPECT_EQ(weakness("SpecID='private' ext-SpecID='urn:a'"), "");
    EXPECT_EQ(weakness("SpecID='private'"), "extension.missing");
    EXPECT_EQ(weakness("SpecID='urn:a' ext-SpecID='urn:a'"), "extension.unused");
    EXPECT_EQ(weakness("SpecID='ext-value' ext-SpecID='urn:a'"), "extension.unused");
}
TEST(ValidationRules, extensions_hold_what_their_dtype_says) {
    const auto item = [](std::string_view dtype, std::string_view content) {
        return codes_of(report_v2(record_data("<RecordItem name='a' dtype='" + std::string(dtype) +
                                              "'>" + std::string(content) + "</RecordItem>")));
    };
    EXPECT_EQ(item("string", "anything &amp; all"), "");
    EXPECT_EQ(item("integer", "12"), "");
    EXPECT_EQ(item("integer", "twelve"), "extension.content");
    EXPECT_EQ(item("date-time", "2026-01-01T00:00:00Z"), "");
    EXPECT_EQ(item("file", "Zm9v"), "");
    EXPECT_EQ(item("file", "Zm9"), "extension.content");
    EXPECT_EQ(item("packet", "45g0"), "extension.content");
    EXPECT_EQ(item("xml", "<a xmlns='urn:a'/>"), "");
    EXPECT_EQ(item("xml", "<a xmlns='urn:a'/><b xmlns='urn:a'/>"), "extension.content");
    EXPECT_EQ(item("xml", ""), "extension.content");
    EXPECT_EQ(item("xml", "a<a xmlns='urn:a'/>"), "extension.content");
    EXPECT_EQ(item("string", "<a xmlns='urn:a'/>"), "extension.content");
    EXPECT_EQ(item("ext-value", "x"), "extension.missing");
}

TEST(ValidationRules, documents_begin_as_the_rfcs_say) {
    std::string document = report_v2("<Description/>");
    document.erase(0, document.find('\n') + 1);
    EXPECT_EQ(codes_of(document), "declaration.missing");
    EXPECT_EQ(codes_of("<?xml version=\"1.0\"?>" + document), "declaration.encoding");
    document = report_v2("<Description/>");
    const std::size_t at = document.find(" xsi:schemaLocation");
    document.erase(at, document.find('>', at) - at);
    EXPECT_EQ(codes_of(document), "schema-location.missing");
    document = report_v1("<Description/>");
    document.erase(0, document.find('\n') + 1);
    EXPECT_EQ(codes_of(document), "declaration.missing");
}

TEST(ValidationRules, an_incident_has_a_number_and_a_team) {
    std::string document = report_v2("<Description/>");
    document.replace(document.find(">1<"), 3, "> <");
    EXPECT_EQ(codes_of(document), "incident-id.empty");
    document = report_v2("<Description/>");
    document.replace(document.find("csirt.example.org"), 17, "our team");
    EXPECT_EQ(codes_of(document), "incident-id.name?");
}

TEST(ValidationRules, confidence_is_a_number_only_if_numeric) {
    const auto confidence = [](const char* rating, const char* text) {
        return codes_of(report_v1(std::string("<Assessment><Impact/><Confidence rating='") +
                                  rating + "'>" + text + "</Confidence></Assessment>"));
    };
    EXPECT_EQ(confidence("low", ""), "");
    EXPECT_EQ(confidence("numeric", "0.5"), "");
    EXPECT_EQ(confidence("numeric", ""), "confidence.value");
    EXPECT_EQ(confidence("low", "0.5"), "confidence.value");
}

TEST(ValidationRules, rid_messages_have_what_their_type_needs) {
    const auto message = [](std::string_view type, std::string_view incident,
                            std::string_view after) {
        return codes_of(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
            "<RID lang='en' xmlns='urn:ietf:params:xml:ns:iodef-rid-2.0' "
            "xmlns:i='urn:ietf:params:xml:ns:iodef-1.0'>"
            "<RIDPolicy MsgType='" +
            std::string(type) +
            "' MsgDestination='RIDSystem'><PolicyRegion region='PeerToPeer'/>"
            "<i:Node><i:Address>192.0.2.1</i:Address></i:Node><TrafficType type='Network'/>" +
            std::string(incident) + "</RIDPolicy>" + std::string(after) + "</RID>");
    };
    const char* const id = "<i:IncidentID name='a.example'>1</i:IncidentID>";
    EXPECT_EQ(message("Query", id, ""), "");
    EXPECT_EQ(message("Report", id, ""), "");
    EXPECT_EQ(message("Report", "", ""), "rid.incomplete");
    EXPECT_EQ(message("Acknowledgement", id, ""), "rid.incomplete");
    EXPECT_EQ(message("Acknowledgement", id, "<RequestStatus AuthorizationStatus='Approved'/>"),
              "");
    EXPECT_EQ(message("Result", id, ""), "rid.incomplete");
    EXPECT_EQ(
        message("Result", id, "<IncidentSource><SourceFound>false</SourceFound></IncidentSource>"),
        "");
    EXPECT_EQ(codes_of("<RID lang='en' xmlns='urn:ietf:params:xml:ns:iodef-rid-2.0'/>"),
              "rid.incomplete");
}

}  // namespace
}  // namespace exhibit::exchange
