#include <gtest/gtest.h>

#include "exhibit/error.hpp"
#include "people.hpp"
#include "xmlsec/encrypt.hpp"

namespace exhibit::xmlsec {
namespace {

ErrorKind refusal(const std::string& xml, const std::string& who) {
    try {
        static_cast<void>(decrypt(xml, key(who)));
    } catch (const Error& error) {
        return error.kind();
    }
    return ErrorKind::internal;
}

TEST(Encryption, of_the_report_leaves_the_policy_readable) {
    const std::string xml = encrypt_report(message(report), certificate("erika"));
    EXPECT_NE(xml.find("MsgType=\"Report\""), std::string::npos);
    EXPECT_EQ(xml.find("first"), std::string::npos);
    EXPECT_TRUE(is_encrypted(xml));
    const Decrypted plain = decrypt(xml, key("erika"));
    EXPECT_EQ(plain.parts, 1u);
    EXPECT_NE(plain.xml.find(report), std::string::npos) << plain.xml;
}

TEST(Encryption, of_the_whole_message) {
    const std::string xml = encrypt_whole(message(report), certificate("erika"));
    EXPECT_EQ(xml.find("RIDPolicy"), std::string::npos);
    const Decrypted plain = decrypt(xml, key("erika"));
    EXPECT_NE(plain.xml.find("MsgType=\"Report\""), std::string::npos);
    EXPECT_NE(plain.xml.find(report), std::string::npos);
}

TEST(Encryption, under_a_signature_keeps_those_inside) {
    const Person erika("erika");
    const std::string sent = sign_document(
        encrypt_report(sign_parts(message(report), erika.signer()), certificate("erika")),
        erika.signer());
    const SignatureVerdict whole = verify(sent);
    ASSERT_TRUE(whole.holds()) << whole.why;
    const auto parts = verify_each(decrypt(sent, erika.secret).xml);
    ASSERT_EQ(parts.size(), 2u);
    EXPECT_TRUE(parts[0].holds()) << parts[0].why;
    EXPECT_TRUE(parts[1].holds()) << parts[1].why;
}

TEST(Encryption, is_not_for_others) {
    const std::string xml = encrypt_report(message(report), certificate("erika"));
    EXPECT_EQ(refusal(xml, "otto"), ErrorKind::denied);
    EXPECT_THROW(static_cast<void>(encrypt_report(message(report), certificate("otto"))), Error);
    EXPECT_THROW(static_cast<void>(encrypt_report(message(""), certificate("erika"))), Error);
}

TEST(Encryption, that_was_changed_is_refused) {
    std::string xml = encrypt_report(message(report), certificate("erika"));
    const std::size_t at = xml.rfind("CipherValue>", xml.rfind("CipherValue>") - 1) + 100;
    xml[at] = xml[at] == 'A' ? 'B' : 'A';
    EXPECT_EQ(refusal(xml, "erika"), ErrorKind::verification);
}

TEST(Encryption, of_a_refused_form) {
    const std::string xml = encrypt_report(message(report), certificate("erika"));
    EXPECT_EQ(refusal(replaced(xml, "xmlenc#rsa-oaep-mgf1p", "xmlenc#rsa-1_5"), "erika"),
              ErrorKind::malformed);
    EXPECT_EQ(refusal(replaced(xml, "xmlenc11#aes256-gcm", "xmlenc#tripledes-cbc"), "erika"),
              ErrorKind::malformed);
    EXPECT_EQ(
        refusal(replaced(xml, "Type=\"http://www.w3.org/2001/04/xmlenc#Element\"", ""), "erika"),
        ErrorKind::malformed);
    const std::size_t data = xml.rfind("<CipherData>");
    ASSERT_NE(data, std::string::npos) << xml;
    const std::string by_reference = xml.substr(0, data) +
                                     "<CipherData><CipherReference URI=\"http://127.0.0.1/\"/>" +
                                     xml.substr(xml.rfind("</CipherData>"));
    EXPECT_EQ(refusal(by_reference, "erika"), ErrorKind::malformed);
}

TEST(Encryption, keeps_an_element_without_a_namespace) {
    const std::string xml = encrypt_report(message("<x>A</x>"), certificate("erika"));
    const std::string plain = decrypt(xml, key("erika")).xml;
    EXPECT_NE(plain.find("<x>A</x>"), std::string::npos) << plain;
}

}  // namespace
}  // namespace exhibit::xmlsec
