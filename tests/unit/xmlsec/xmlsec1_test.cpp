// The program xmlsec1 as an oracle, both ways: it verifies and decrypts what we make, and we accept
// what it makes.
#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include "base/file.hpp"
#include "exhibit/error.hpp"
#include "people.hpp"
#include "support/temp_folder.hpp"
#include "xmlsec/encrypt.hpp"

namespace exhibit::xmlsec {
namespace {

/// Its exit code; 127 when there is no xmlsec1.
int xmlsec1(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "xmlsec1");
    std::vector<char*> raw;
    for (std::string& one : arguments) raw.push_back(one.data());
    raw.push_back(nullptr);
    const pid_t child = fork();
    if (child == 0) {
        execvp("xmlsec1", raw.data());
        _exit(127);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string path(const std::string& name) {
    return EXHIBIT_SOURCE_DIR "/tests/golden/rid/" + name;
}

class Xmlsec1 : public testing::Test {
protected:
    void SetUp() override {
        if (xmlsec1({"--version"}) == 127) GTEST_SKIP() << "xmlsec1 is not installed";
    }
    std::string put(const std::string& name, const std::string& text) {
        replace_file(folder_ / name, as_bytes(text));
        return folder_ / name;
    }
    std::string get(const std::string& name) {
        return exhibit::to_string(read_file(folder_ / name, 1 << 20).value());
    }
    int verify_with_it(const std::string& xml) {
        return xmlsec1({"--verify", "--trusted-pem", path("ca.pem"), "--verification-gmt-time",
                        "2026-11-26 00:00:00", put("in.xml", xml)});
    }
    test::TempFolder folder_;
};

TEST_F(Xmlsec1, verifies_what_we_sign) {
    for (const std::string who : {"erika", "otto"}) {
        const std::string xml = sign_document(message(report), Person(who).signer());
        EXPECT_EQ(verify_with_it(xml), 0) << xml;
        EXPECT_NE(verify_with_it(replaced(xml, ">first<", ">other<")), 0);
        EXPECT_EQ(verify_with_it(sign_parts(message(report), Person(who).signer())), 0);
    }
}

TEST_F(Xmlsec1, decrypts_what_we_encrypt) {
    const std::string xml = encrypt_report(message(report), certificate("erika"));
    ASSERT_EQ(xmlsec1({"--decrypt", "--privkey-pem", path("erika.key"), "--output",
                       folder_ / "plain.xml", put("secret.xml", xml)}),
              0);
    EXPECT_NE(get("plain.xml").find(report), std::string::npos) << get("plain.xml");
}

std::string signature_template(const std::string& transform) {
    return R"(<iodef-rid:Signature dtype="xml" meaning="xml">
<Signature xmlns="http://www.w3.org/2000/09/xmldsig#" Id="dsig-1"><SignedInfo>
<CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>
<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha512"/>
<Reference URI=""><Transforms>)" +
           transform + R"(
<Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></Transforms>
<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha512"/><DigestValue/></Reference>
</SignedInfo><SignatureValue/><KeyInfo><X509Data/></KeyInfo></Signature></iodef-rid:Signature>)";
}

TEST_F(Xmlsec1, signs_what_we_accept) {
    const std::string whole = signature_template(
        R"(<Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>)");
    // As RFC 6545 section 7.1.1 points at a RecordItem, with line breaks and all.
    const std::string part = signature_template(
        R"(<Transform Algorithm="http://www.w3.org/2002/06/xmldsig-filter2">
<XPath xmlns="http://www.w3.org/2002/06/xmldsig-filter2" Filter="intersect"
 xmlns:dsig="http://www.w3.org/2000/09/xmldsig#" xmlns:i="urn:ietf:params:xml:ns:iodef-2.0">
 //dsig:Signature[@Id = 'dsig-1']/
 ancestor::iodef-rid:ReportSchema/
 iodef-rid:XMLDocument/i:IODEF-Document[1]/i:Incident[1]/
 i:EventData[1]/i:Record[1]/i:RecordData[1]/i:RecordItem[2]</XPath></Transform>)");
    const std::string end = "\n  </iodef-rid:ReportSchema>";
    const auto sign = [&](const std::string& text) {
        EXPECT_EQ(xmlsec1({"--sign", "--privkey-pem", path("erika.key") + "," + path("erika.pem"),
                           "--output", folder_ / "signed.xml", put("template.xml", text)}),
                  0);
        return get("signed.xml");
    };
    const auto parts = verify_each(sign(replaced(message(report), end, part + end)));
    ASSERT_EQ(parts.size(), 1u);
    EXPECT_TRUE(parts[0].holds()) << parts[0].why;
    EXPECT_NE(parts[0].canonical.find(">second<"), std::string::npos);

    const std::string xml = sign(replaced(message(report), end, whole + end));
    EXPECT_TRUE(verify(xml).holds()) << verify(xml).why;
    EXPECT_EQ(verify(xml).certificate, certificate("erika"));
}

TEST_F(Xmlsec1, encrypts_what_we_open) {
    for (const std::string cipher : {"http://www.w3.org/2009/xmlenc11#aes256-gcm",
                                     "http://www.w3.org/2001/04/xmlenc#aes256-cbc"}) {
        const std::string form = R"(<EncryptedData xmlns="http://www.w3.org/2001/04/xmlenc#"
 Type="http://www.w3.org/2001/04/xmlenc#Element"><EncryptionMethod Algorithm=")" +
                                 cipher + R"("/>
<KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><EncryptedKey
 xmlns="http://www.w3.org/2001/04/xmlenc#">
<EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"/>
<CipherData><CipherValue/></CipherData></EncryptedKey></KeyInfo>
<CipherData><CipherValue/></CipherData></EncryptedData>)";
        // A class of the report, whose prefixes are bound further up.
        ASSERT_EQ(xmlsec1({"--encrypt", "--pubkey-cert-pem", path("erika.pem"), "--session-key",
                           "aes-256", "--xml-data", put("plain.xml", message(report)),
                           "--node-xpath", "//*[local-name()='RecordData']", "--output",
                           folder_ / "secret.xml", put("form.xml", form)}),
                  0);
        EXPECT_EQ(get("secret.xml").find("first"), std::string::npos);
        const Decrypted plain = decrypt(get("secret.xml"), key("erika"), Ciphers::all);
        EXPECT_EQ(plain.parts, 1u);
        if (cipher.ends_with("cbc")) {
            EXPECT_THROW(static_cast<void>(decrypt(get("secret.xml"), key("erika"))), Error);
        }
        EXPECT_NE(plain.xml.find("<RecordItem dtype=\"string\">first</RecordItem>"),
                  std::string::npos)
            << plain.xml;
    }
}

TEST_F(Xmlsec1, encrypts_what_the_reader_then_refuses) {
    const std::string form = R"(<EncryptedData xmlns="http://www.w3.org/2001/04/xmlenc#"
 Type="http://www.w3.org/2001/04/xmlenc#Element"><EncryptionMethod
 Algorithm="http://www.w3.org/2009/xmlenc11#aes256-gcm"/>
<KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><EncryptedKey
 xmlns="http://www.w3.org/2001/04/xmlenc#">
<EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"/>
<CipherData><CipherValue/></CipherData></EncryptedKey></KeyInfo>
<CipherData><CipherValue/></CipherData></EncryptedData>)";
    const auto kind = [&](const std::string& plain) {
        EXPECT_EQ(xmlsec1({"--encrypt", "--pubkey-cert-pem", path("erika.pem"), "--session-key",
                           "aes-256", "--binary-data", put("plain", plain), "--output",
                           folder_ / "secret.xml", put("form.xml", form)}),
                  0);
        try {
            static_cast<void>(decrypt(get("secret.xml"), key("erika")));
        } catch (const Error& error) {
            return std::string(to_string(error.kind()));
        }
        return std::string("none");
    };
    EXPECT_EQ(kind("<a/>"), "none");
    EXPECT_EQ(kind("<?xml version=\"1.0\"?><a/>"), "none");
    EXPECT_EQ(kind("<a/><b/>"), "malformed");
    EXPECT_EQ(kind("</part><part>"), "malformed");
    EXPECT_EQ(kind("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "malformed");
    EXPECT_EQ(kind("<a>"), "malformed");
    EXPECT_EQ(kind("\x01"), "malformed");
}

}  // namespace
}  // namespace exhibit::xmlsec
