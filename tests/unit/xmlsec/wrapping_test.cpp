// Signature wrapping and its relatives: true signatures in documents that say something else.
#include <gtest/gtest.h>

#include "people.hpp"

namespace exhibit::xmlsec {
namespace {

std::string whole() {
    static const std::string xml = sign_document(message(report), Person("erika").signer());
    return xml;
}
std::string parts() {
    static const std::string xml = sign_parts(message(report), Person("erika").signer());
    return xml;
}

std::string signature_of(const std::string& xml) {
    const std::size_t begin = xml.find("<iodef-rid:Signature");
    const std::string end = "</iodef-rid:Signature>";
    return xml.substr(begin, xml.find(end) + end.size() - begin);
}
std::string root_of(const std::string& xml) {
    return xml.substr(xml.find("<iodef-rid:RID "));
}

SignatureFault fault(const std::string& xml) {
    return verify(xml).fault;
}
/// Of the first of them.
SignatureFault part_fault(const std::string& xml) {
    const auto verdicts = verify_each(xml);
    return verdicts.empty() ? SignatureFault::missing : verdicts.front().fault;
}

TEST(Wrapping, the_signed_document_inside_another) {
    // The old message is carried whole, signature and all, in the place of a report.
    EXPECT_EQ(fault(message(root_of(whole()))), SignatureFault::missing);
}

TEST(Wrapping, the_signature_taken_out_of_the_document_inside) {
    const std::string signature = signature_of(whole());
    const std::string inner = replaced(root_of(whole()), signature, "");
    const std::string outer =
        replaced(message(inner),
                 "</iodef-rid:XMLDocument>\n  </iodef-rid:ReportSchema>\n "
                 "</iodef-rid:RIDPolicy>\n</iodef-rid:RID>\n</iodef-rid:XMLDocument>",
                 "</iodef-rid:XMLDocument>\n  </iodef-rid:ReportSchema>\n "
                 "</iodef-rid:RIDPolicy>\n</iodef-rid:RID>\n</iodef-rid:XMLDocument>" +
                     signature);
    EXPECT_EQ(fault(outer), SignatureFault::digest);
}

TEST(Wrapping, a_reference_to_an_id) {
    const std::string by_id =
        replaced(whole(), "<ds:Reference URI=\"\">", "<ds:Reference URI=\"#old\">");
    EXPECT_EQ(fault(by_id), SignatureFault::reference);
    const std::string outside =
        replaced(whole(), "<ds:Reference URI=\"\">", "<ds:Reference URI=\"http://127.0.0.1/\">");
    EXPECT_EQ(fault(outside), SignatureFault::reference);
    const std::string without = replaced(whole(), "<ds:Reference URI=\"\">", "<ds:Reference>");
    EXPECT_EQ(fault(without), SignatureFault::reference);
}

TEST(Wrapping, two_references) {
    const std::string xml = whole();
    const std::size_t begin = xml.find("<ds:Reference");
    const std::string end = "</ds:Reference>";
    const std::string reference = xml.substr(begin, xml.find(end) + end.size() - begin);
    EXPECT_EQ(fault(replaced(xml, reference, reference + reference)), SignatureFault::reference);
}

TEST(Wrapping, transforms_that_choose_something_else) {
    const std::string enveloped =
        "<ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/>";
    const std::string xslt =
        "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\">"
        "<xsl:stylesheet xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\" version=\"1.0\"/>"
        "</ds:Transform>";
    const std::string filter =
        "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\">"
        "<ds:XPath>self::text()</ds:XPath></ds:Transform>";
    EXPECT_EQ(fault(replaced(whole(), enveloped, xslt)), SignatureFault::transform);
    EXPECT_EQ(fault(replaced(whole(), enveloped, enveloped + xslt)), SignatureFault::transform);
    EXPECT_EQ(fault(replaced(whole(), enveloped, filter)), SignatureFault::transform);
    EXPECT_EQ(fault(replaced(whole(), enveloped, "")), SignatureFault::transform);
    const std::string inclusive =
        replaced(whole(), "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>",
                 "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\">"
                 "<e:InclusiveNamespaces xmlns:e=\"http://www.w3.org/2001/10/xml-exc-c14n#\" "
                 "PrefixList=\"iodef\"/></ds:Transform>");
    EXPECT_EQ(fault(inclusive), SignatureFault::transform);
}

TEST(Wrapping, weak_algorithms) {
    EXPECT_EQ(fault(replaced(whole(), "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
                             "http://www.w3.org/2000/09/xmldsig#rsa-sha1")),
              SignatureFault::algorithm);
    EXPECT_EQ(fault(replaced(whole(), "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
                             "http://www.w3.org/2000/09/xmldsig#hmac-sha1")),
              SignatureFault::algorithm);
    EXPECT_EQ(fault(replaced(whole(), "http://www.w3.org/2001/04/xmlenc#sha256",
                             "http://www.w3.org/2000/09/xmldsig#sha1")),
              SignatureFault::algorithm);
}

TEST(Wrapping, keys_from_elsewhere) {
    const std::string xml = whole();
    const std::size_t begin = xml.find("<ds:X509Data>");
    const std::string end = "</ds:X509Data>";
    const std::string data = xml.substr(begin, xml.find(end) + end.size() - begin);
    EXPECT_EQ(
        fault(replaced(xml, data, "<ds:RetrievalMethod URI=\"http://127.0.0.1/key\"/>" + data)),
        SignatureFault::key_info);
    EXPECT_EQ(fault(replaced(xml, data, "<ds:KeyName>erika</ds:KeyName>")),
              SignatureFault::key_info);
    EXPECT_EQ(fault(replaced(xml, data, data + data + data + data + data)),
              SignatureFault::key_info);
    // A certificate of somebody else does not make it hers.
    const std::string hers = sign_document(message(report), Person("otto").signer());
    const std::size_t at = hers.find("<ds:X509Data>");
    const std::string other = hers.substr(at, hers.find(end) + end.size() - at);
    EXPECT_EQ(fault(replaced(xml, data, other)), SignatureFault::signature);
}

TEST(Wrapping, two_over_the_document) {
    const std::string signature = signature_of(whole());
    EXPECT_EQ(fault(replaced(whole(), signature, signature + signature)), SignatureFault::twice);
    const std::string twice = sign_document(whole(), Person("otto").signer());
    EXPECT_EQ(fault(twice), SignatureFault::twice);
}

TEST(Wrapping, another_item_in_the_place_of_the_signed_one) {
    const std::string item = "<RecordItem dtype=\"string\">first</RecordItem>";
    const std::string evil = "<RecordItem dtype=\"string\">planted</RecordItem>";
    EXPECT_EQ(part_fault(replaced(parts(), item, evil + item)), SignatureFault::digest);
    const std::string moved =
        replaced(replaced(parts(), item, evil), "</Incident>",
                 "<AdditionalData dtype=\"xml\">" + item + "</AdditionalData></Incident>");
    EXPECT_EQ(part_fault(moved), SignatureFault::digest);
}

TEST(Wrapping, a_path_that_searches) {
    const std::string first =
        ">/rid:RID[1]/rid:RIDPolicy[1]/rid:ReportSchema[1]/rid:XMLDocument[1]/v2:IODEF-Document[1]/"
        "v2:Incident[1]/v2:EventData[1]/v2:Record[1]/v2:RecordData[1]/v2:RecordItem[1]<";
    EXPECT_EQ(part_fault(parts()), SignatureFault::none);
    for (const std::string other :
         {">//v2:RecordItem<", ">/rid:RID[1]/*<", ">id('x')<", ">/rid:RID[count(//*)]<",
          ">//rid:XMLDocument/v2:IODEF-Document[1]<", "><", ">/<", ">/rid:RID[0]<",
          ">/rid:RID[1]/rid:RIDPolicy[2]<", ">/rid:RID[1] | //v2:RecordItem<",
          ">document('x')/rid:RID<", ">/x:RID[1]<"}) {
        EXPECT_EQ(part_fault(replaced(parts(), first, other)), SignatureFault::reference) << other;
    }
    EXPECT_EQ(part_fault(replaced(parts(), first, ">/rid:RID[1]/rid:RIDPolicy[1]<")),
              SignatureFault::place);
    EXPECT_EQ(part_fault(replaced(parts(), "Filter=\"intersect\"", "Filter=\"union\"")),
              SignatureFault::transform);
}

}  // namespace
}  // namespace exhibit::xmlsec
