#include "crypto/certificate.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "base/text.hpp"
#include "crypto/owned.hpp"
#include "crypto/timestamp.hpp"
#include "exhibit/error.hpp"

namespace exhibit::crypto {
namespace {

void free_names(GENERAL_NAMES* names) noexcept {
    GENERAL_NAMES_free(names);
}
using RevocationList = std::unique_ptr<X509_CRL, FreeWith<X509_CRL_free>>;
using Names = std::unique_ptr<GENERAL_NAMES, FreeWith<free_names>>;

// 112 bits of strength: no SHA-1 signatures, no RSA keys under 2048 bits.
constexpr int security_level = 2;
constexpr int chain_certificates_max = 8;

std::vector<std::string> dns_names_of(X509* certificate) {
    std::vector<std::string> out;
    const Names names(static_cast<GENERAL_NAMES*>(
        X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    ERR_clear_error();
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
        int type = 0;
        const void* value = GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(names.get(), i), &type);
        if (type != GEN_DNS) continue;
        const auto* text = static_cast<const ASN1_STRING*>(value);
        const auto* begin = reinterpret_cast<const char*>(ASN1_STRING_get0_data(text));
        out.emplace_back(begin, static_cast<std::size_t>(ASN1_STRING_length(text)));
    }
    return out;
}

Store make_store(const CertificateTrust& trust, Instant at) {
    Store store = made(Store(X509_STORE_new()), "making a store of certificates");
    for (const Bytes& der : trust.anchors) {
        const Certificate anchor = to_certificate(der, "a trust anchor");
        require_libcrypto(X509_STORE_add_cert(store.get(), anchor.get()), "adding an anchor");
    }
    for (const Bytes& der : trust.revocation_lists) {
        const unsigned char* from = raw_in(der);
        const RevocationList list(d2i_X509_CRL(nullptr, &from, static_cast<long>(der.size())));
        if (!list) {
            ERR_clear_error();
            throw FormatError("a revocation list", 0, "a list in DER");
        }
        require_libcrypto(X509_STORE_add_crl(store.get(), list.get()), "adding a list");
    }
    X509_VERIFY_PARAM* parameters = X509_STORE_get0_param(store.get());
    X509_VERIFY_PARAM_set_time(parameters, at.seconds);
    X509_VERIFY_PARAM_set_depth(parameters, chain_certificates_max);
    X509_VERIFY_PARAM_set_auth_level(parameters, security_level);
    require_libcrypto(
        X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL |
                                                    X509_V_FLAG_X509_STRICT |
                                                    X509_V_FLAG_EXTENDED_CRL_SUPPORT),
        "setting what is checked");
    return store;
}

CertificateFault fault_of(int code) {
    switch (code) {
        case X509_V_OK: return CertificateFault::none;
        case X509_V_ERR_CERT_NOT_YET_VALID: return CertificateFault::not_yet_valid;
        case X509_V_ERR_CERT_HAS_EXPIRED: return CertificateFault::expired;
        case X509_V_ERR_CERT_REVOKED: return CertificateFault::revoked;
        case X509_V_ERR_UNABLE_TO_GET_CRL: return CertificateFault::no_revocation_list;
        case X509_V_ERR_CRL_HAS_EXPIRED:
        case X509_V_ERR_CRL_NOT_YET_VALID: return CertificateFault::old_revocation_list;
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
        case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        case X509_V_ERR_CERT_SIGNATURE_FAILURE:
        case X509_V_ERR_CERT_UNTRUSTED: return CertificateFault::unknown_issuer;
        case X509_V_ERR_INVALID_CA:
        case X509_V_ERR_INVALID_PURPOSE:
        case X509_V_ERR_KEYUSAGE_NO_CERTSIGN:
        case X509_V_ERR_PATH_LENGTH_EXCEEDED: return CertificateFault::wrong_use;
        case X509_V_ERR_EE_KEY_TOO_SMALL:
        case X509_V_ERR_CA_KEY_TOO_SMALL:
        case X509_V_ERR_CA_MD_TOO_WEAK: return CertificateFault::weak;
        default: return CertificateFault::other;
    }
}

/// What its key usage must allow, beside what the purpose of the chain asks.
bool usable(X509* certificate, CertificateUse use) {
    const std::uint32_t usage = X509_get_key_usage(certificate);  // all bits where it has none
    switch (use) {
        case CertificateUse::sign: return (usage & KU_DIGITAL_SIGNATURE) != 0;
        case CertificateUse::decrypt: return (usage & KU_KEY_ENCIPHERMENT) != 0;
        case CertificateUse::tls_client:
        case CertificateUse::tls_server: return true;
    }
    return false;
}

}  // namespace

std::string_view to_string(CertificateFault fault) {
    switch (fault) {
        case CertificateFault::none: return "none";
        case CertificateFault::broken: return "broken";
        case CertificateFault::not_yet_valid: return "not-yet-valid";
        case CertificateFault::expired: return "expired";
        case CertificateFault::revoked: return "revoked";
        case CertificateFault::unknown_issuer: return "unknown-issuer";
        case CertificateFault::no_revocation_list: return "no-revocation-list";
        case CertificateFault::old_revocation_list: return "old-revocation-list";
        case CertificateFault::wrong_use: return "wrong-use";
        case CertificateFault::weak: return "weak";
        case CertificateFault::other: return "other";
    }
    return "other";
}

std::vector<Bytes> revocation_lists_from_pem(std::string_view pem, const std::string& source) {
    if (pem.size() > revocation_list_bytes_max) {
        throw FormatError(source, revocation_list_bytes_max, "revocation lists of at most 8 MiB");
    }
    const Bio bio = made(Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))),
                         "reading revocation lists");
    std::vector<Bytes> out;
    while (true) {
        const RevocationList list(PEM_read_bio_X509_CRL(bio.get(), nullptr, nullptr, nullptr));
        if (!list) break;
        if (out.size() == revocation_lists_max) throw FormatError(source, 0, "at most 16 lists");
        out.push_back(to_der_with<X509_CRL>(i2d_X509_CRL, list.get(), "writing a list"));
    }
    const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    ERR_clear_error();
    if (!at_end || out.empty()) {
        throw FormatError(source, 0, "revocation lists in PEM, one or more, none of them broken");
    }
    return out;
}

CertificateFacts read_certificate(ByteView der, const std::string& source) {
    if (der.size() > certificates_bytes_max) {
        throw FormatError(source, certificates_bytes_max, "a certificate of at most 128 KiB");
    }
    const Certificate certificate = to_certificate(der, source);
    CertificateFacts facts;
    facts.subject = to_text(X509_get_subject_name(certificate.get()));
    facts.issuer = to_text(X509_get_issuer_name(certificate.get()));
    facts.serial = to_hex_number(X509_get0_serialNumber(certificate.get()));
    facts.fingerprint = sha256(der);
    facts.begins = to_instant(X509_get0_notBefore(certificate.get()), source);
    facts.ends = to_instant(X509_get0_notAfter(certificate.get()), source);
    facts.dns_names = dns_names_of(certificate.get());
    const EVP_PKEY* key = X509_get0_pubkey(certificate.get());
    facts.rsa = key != nullptr && EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA;
    ERR_clear_error();
    return facts;
}

CertificateVerdict judge_certificate(ByteView der, std::span<const Bytes> between,
                                     const CertificateTrust& trust, CertificateUse use,
                                     Instant at) {
    Certificate certificate;
    Certificates others;
    try {
        certificate = to_certificate(der, "a certificate");
        others = to_stack(between, "a certificate beside it");
    } catch (const FormatError& error) {
        return {CertificateFault::broken, error.what()};
    }
    const Store store = make_store(trust, at);
    const StoreContext context =
        made(StoreContext(X509_STORE_CTX_new()), "making a chain of certificates");
    require_libcrypto(
        X509_STORE_CTX_init(context.get(), store.get(), certificate.get(), others.get()),
        "making a chain of certificates");
    const int purpose = use == CertificateUse::tls_client   ? X509_PURPOSE_SSL_CLIENT
                        : use == CertificateUse::tls_server ? X509_PURPOSE_SSL_SERVER
                                                            : X509_PURPOSE_ANY;
    require_libcrypto(X509_STORE_CTX_set_purpose(context.get(), purpose), "setting a purpose");
    const bool holds = X509_verify_cert(context.get()) == 1;
    const int code = X509_STORE_CTX_get_error(context.get());
    const int depth = X509_STORE_CTX_get_error_depth(context.get());
    ERR_clear_error();
    if (!holds) {
        const CertificateFault fault = fault_of(code);
        return {fault == CertificateFault::none ? CertificateFault::other : fault,
                (depth == 0 ? std::string("the certificate of ") : "above the certificate of ") +
                    printable(to_text(X509_get_subject_name(certificate.get()))) + ": " +
                    X509_verify_cert_error_string(code)};
    }
    if (!usable(certificate.get(), use)) {
        return {CertificateFault::wrong_use,
                "the key usage of the certificate of " +
                    printable(to_text(X509_get_subject_name(certificate.get()))) +
                    (use == CertificateUse::sign ? " does not allow signatures"
                                                 : " does not allow key encipherment")};
    }
    return {};
}

bool certificate_names(ByteView der, const std::string& dns_name) {
    const Certificate certificate = to_certificate(der, "a certificate");
    const int found = X509_check_host(
        certificate.get(), dns_name.data(), dns_name.size(),
        X509_CHECK_FLAG_NO_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT, nullptr);
    ERR_clear_error();
    return found == 1;
}

}  // namespace exhibit::crypto
