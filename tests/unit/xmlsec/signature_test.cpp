#include <gtest/gtest.h>

#include "exhibit/error.hpp"
#include "people.hpp"

namespace exhibit::xmlsec {
namespace {

TEST(Signature, holds_over_the_whole_document_for_both_kinds_of_key) {
    for (const std::string who : {"erika", "otto"}) {
        const std::string xml = sign_document(message(report), Person(who).signer());
        const SignatureVerdict verdict = verify(xml);
        ASSERT_TRUE(verdict.holds()) << verdict.why;
        EXPECT_EQ(verdict.certificate, certificate(who));
        EXPECT_EQ(verdict.path, "/");
        EXPECT_NE(verdict.canonical.find("<RecordItem dtype=\"string\">first</RecordItem>"),
                  std::string::npos);
        EXPECT_EQ(verdict.canonical.find("SignatureValue"), std::string::npos);
    }
}

TEST(Signature, of_a_message_without_a_report) {
    const std::string xml = sign_document(message(""), Person("otto").signer());
    EXPECT_TRUE(verify(xml).holds()) << verify(xml).why;
}

TEST(Signature, over_each_record_item_says_exactly_what_was_signed) {
    const Person otto("otto");
    const Person erika("erika");
    const std::string xml =
        sign_document(sign_parts(message(report), otto.signer()), erika.signer());
    const SignatureVerdict whole = verify(xml);
    ASSERT_TRUE(whole.holds()) << whole.why;
    EXPECT_EQ(whole.certificate, certificate("erika"));
    const auto parts = verify_each(xml);
    ASSERT_EQ(parts.size(), 2u);
    ASSERT_TRUE(parts[0].holds()) << parts[0].why;
    ASSERT_TRUE(parts[1].holds()) << parts[1].why;
    EXPECT_EQ(parts[0].canonical,
              R"(<RecordItem xmlns="urn:ietf:params:xml:ns:iodef-2.0" dtype="string">)"
              R"(first</RecordItem>)");
    EXPECT_EQ(parts[1].path,
              "/RID/RIDPolicy/ReportSchema/XMLDocument/IODEF-Document/Incident/EventData/Record/"
              "RecordData/RecordItem[2]");
    EXPECT_EQ(parts[1].certificate, certificate("otto"));
}

TEST(Signature, over_the_time_where_there_is_no_record_item) {
    std::string bare = report;
    for (const std::string item : {"first", "second"})
        bare = replaced(bare, "<RecordItem dtype=\"string\">" + item + "</RecordItem>", "");
    const auto parts = verify_each(sign_parts(message(bare), Person("otto").signer()));
    ASSERT_EQ(parts.size(), 1u);
    EXPECT_TRUE(parts[0].holds()) << parts[0].why;
    EXPECT_EQ(
        parts[0].canonical,
        R"(<DateTime xmlns="urn:ietf:params:xml:ns:iodef-2.0">2026-02-03T10:00:00Z</DateTime>)");
}

TEST(Signature, is_missing_where_there_is_none) {
    EXPECT_EQ(verify(message(report)).fault, SignatureFault::missing);
    EXPECT_EQ(verify("<a/>").fault, SignatureFault::missing);
}

TEST(Signature, does_not_outlive_a_change) {
    const std::string xml = sign_document(message(report), Person("erika").signer());
    EXPECT_EQ(verify(replaced(xml, ">first<", ">other<")).fault, SignatureFault::digest);
    EXPECT_EQ(verify(replaced(xml, "MsgType=\"Report\"", "MsgType=\"Query\"")).fault,
              SignatureFault::digest);
    const std::size_t value = xml.find("SignatureValue>") + 20;
    std::string other = xml;
    other[value] = other[value] == 'A' ? 'B' : 'A';
    EXPECT_EQ(verify(other).fault, SignatureFault::signature);
}

TEST(Signature, by_somebody_not_trusted_is_refused_for_the_reason) {
    const auto refusal = [](const std::string& who) {
        const std::string xml = sign_document(message(report), Person(who).signer());
        const SignatureVerdict verdict = verify(xml);
        EXPECT_EQ(verdict.fault, SignatureFault::certificate);
        EXPECT_TRUE(verdict.canonical.empty());
        EXPECT_TRUE(verdict.certificate.empty());
        return verdict.certificate_fault;
    };
    EXPECT_EQ(refusal("early"), crypto::CertificateFault::not_yet_valid);
    EXPECT_EQ(refusal("late"), crypto::CertificateFault::expired);
    EXPECT_EQ(refusal("gone"), crypto::CertificateFault::revoked);
    EXPECT_EQ(refusal("mallory"), crypto::CertificateFault::unknown_issuer);
    EXPECT_EQ(refusal("crypt"), crypto::CertificateFault::wrong_use);
}

TEST(Signature, is_not_read_in_what_is_no_document) {
    EXPECT_THROW(static_cast<void>(verify("")), Error);
    EXPECT_THROW(static_cast<void>(verify("<a>")), Error);
    EXPECT_THROW(static_cast<void>(verify("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")), Error);
    EXPECT_THROW(static_cast<void>(verify("<p:a/>")), Error);
}

}  // namespace
}  // namespace exhibit::xmlsec
