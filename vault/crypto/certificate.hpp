// X.509 certificates of people and systems outside the vault: what they say, and whether they lead
// to somebody we trust (RFC 5280: path, times, usage, revocation), at a time that is given.
//
// Revocation is never passed over: a chain without a list of each issuer in it is not trusted.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "crypto/digest.hpp"

namespace exhibit::crypto {

inline constexpr std::size_t revocation_list_bytes_max = std::size_t{8} << 20;
inline constexpr std::size_t revocation_lists_max = 16;

enum class CertificateUse { sign, decrypt, tls_client, tls_server };

enum class CertificateFault {
    none,
    broken,              ///< not a certificate
    not_yet_valid,       ///< it or one above it
    expired,             ///< it or one above it
    revoked,             ///< it or one above it
    unknown_issuer,      ///< does not lead to a trust anchor
    no_revocation_list,  ///< none of an issuer in the chain
    old_revocation_list,
    wrong_use,  ///< key usage, extended key usage or basic constraints
    weak,       ///< key or signature algorithm below 112 bits
    other,
};
/// "expired", "not-yet-valid", ...
std::string_view to_string(CertificateFault fault);

struct CertificateTrust {
    std::vector<Bytes> anchors;           ///< DER
    std::vector<Bytes> revocation_lists;  ///< DER
};
/// The lists of a PEM text as DER. FormatError when there is none, too many, or a broken one.
std::vector<Bytes> revocation_lists_from_pem(std::string_view pem, const std::string& source);

struct CertificateFacts {
    std::string subject;  ///< RFC 2253
    std::string issuer;
    std::string serial;  ///< hex
    Hash fingerprint;    ///< SHA-256 of the DER
    Instant begins;
    Instant ends;
    std::vector<std::string> dns_names;  ///< of subjectAltName
    bool rsa = false;                    ///< its key can be encrypted to
};
/// FormatError naming `source` for what is no certificate.
CertificateFacts read_certificate(ByteView der, const std::string& source);

struct CertificateVerdict {
    CertificateFault fault = CertificateFault::none;
    std::string why;  ///< a sentence without a full stop; empty when nothing is wrong
};
/// `between`: certificates that may stand between this one and an anchor; they are not trusted.
CertificateVerdict judge_certificate(ByteView der, std::span<const Bytes> between,
                                     const CertificateTrust& trust, CertificateUse use, Instant at);

/// The name is one of its DNS-IDs (RFC 6125); no wildcards, never the common name.
bool certificate_names(ByteView der, const std::string& dns_name);

}  // namespace exhibit::crypto
