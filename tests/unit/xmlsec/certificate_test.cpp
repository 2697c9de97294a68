// Certificates and keys of crypto/, over the same files as the signatures.
#include <gtest/gtest.h>

#include "crypto/private_key.hpp"
#include "exhibit/error.hpp"
#include "people.hpp"

namespace exhibit::crypto {
namespace {

using xmlsec::certificate;
using xmlsec::today;

CertificateFault fault(const std::string& who, CertificateUse use = CertificateUse::sign) {
    return judge_certificate(certificate(who), {}, xmlsec::trust(), use, today).fault;
}

TEST(Certificate, accepts_one_that_leads_to_an_anchor) {
    EXPECT_EQ(fault("erika"), CertificateFault::none);
    EXPECT_EQ(fault("erika", CertificateUse::decrypt), CertificateFault::none);
    EXPECT_EQ(fault("otto", CertificateUse::tls_server), CertificateFault::none);
    EXPECT_EQ(fault("otto", CertificateUse::tls_client), CertificateFault::none);
}

TEST(Certificate, refuses_each_wrong_one_for_its_own_reason) {
    EXPECT_EQ(fault("early"), CertificateFault::not_yet_valid);
    EXPECT_EQ(fault("late"), CertificateFault::expired);
    EXPECT_EQ(fault("gone"), CertificateFault::revoked);
    EXPECT_EQ(fault("mallory"), CertificateFault::unknown_issuer);
    EXPECT_EQ(fault("crypt"), CertificateFault::wrong_use);
    const Bytes broken(20, std::byte{7});
    EXPECT_EQ(judge_certificate(broken, {}, xmlsec::trust(), CertificateUse::sign, today).fault,
              CertificateFault::broken);
}

TEST(Certificate, never_passes_over_revocation) {
    CertificateTrust without = xmlsec::trust();
    without.revocation_lists.clear();
    EXPECT_EQ(
        judge_certificate(certificate("erika"), {}, without, CertificateUse::sign, today).fault,
        CertificateFault::no_revocation_list);
    const Instant later{2'400'000'000};  // the list ended in 2046
    EXPECT_EQ(
        judge_certificate(certificate("erika"), {}, xmlsec::trust(), CertificateUse::sign, later)
            .fault,
        CertificateFault::old_revocation_list);
}

TEST(Certificate, reads_what_it_says) {
    const CertificateFacts facts = read_certificate(certificate("erika"), "erika");
    EXPECT_EQ(facts.subject, "CN=erika");
    EXPECT_EQ(facts.issuer, "CN=Root good");
    EXPECT_EQ(facts.serial, "1001");
    EXPECT_EQ(facts.dns_names, std::vector<std::string>{"erika"});
    EXPECT_EQ(facts.begins.seconds, 1767225600);
    EXPECT_TRUE(facts.rsa);
    EXPECT_FALSE(read_certificate(certificate("otto"), "otto").rsa);
}

TEST(Certificate, goes_by_the_alternative_name_alone) {
    EXPECT_TRUE(certificate_names(certificate("erika"), "erika"));
    EXPECT_FALSE(certificate_names(certificate("erika"), "otto"));
    EXPECT_FALSE(certificate_names(certificate("ca"), "Root good"));
}

TEST(PrivateKey, opens_with_its_passphrase_only) {
    EXPECT_TRUE(key_fits(xmlsec::key("otto-locked", "sesame"), certificate("otto")));
    EXPECT_FALSE(key_fits(xmlsec::key("otto"), certificate("erika")));
    for (const std::string wrong : {"", "open"}) {
        try {
            static_cast<void>(xmlsec::key("otto-locked", wrong));
            FAIL() << "opened with '" << wrong << "'";
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::denied) << error.what();
        }
    }
    const SecretBytes none;
    const SecretBytes text = SecretBytes::copy_of(as_bytes("nothing"));
    EXPECT_THROW(static_cast<void>(private_key_from_pem(text, none, "x")), FormatError);
}

}  // namespace
}  // namespace exhibit::crypto
