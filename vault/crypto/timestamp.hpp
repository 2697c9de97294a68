// Time-stamps (RFC 3161) through libcrypto: an authority signs that a digest existed at a time.
//
// Stricter than `openssl ts -verify`: nothing may stand behind the DER of query or response, and
// the query must be one that this program would write. Chains are judged at the token's own time:
// that a certificate ended since does not unmake what it signed.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "crypto/revocation.hpp"
#include "crypto/secret.hpp"

namespace exhibit::crypto {

inline constexpr std::size_t timestamp_bytes_max = std::size_t{64} << 10;
inline constexpr std::size_t certificates_max = 16;
inline constexpr std::size_t certificates_bytes_max = std::size_t{128} << 10;

/// DER of a TimeStampReq: SHA-256 of `message`, a random nonce of 8 bytes, certReq.
Bytes timestamp_query(ByteView message, Random& random);

/// The certificates of a PEM text as DER, in its order; other blocks are passed over. FormatError
/// when there is none, more than certificates_max, or one that is broken.
std::vector<Bytes> certificates_from_pem(std::string_view pem, const std::string& source);

struct TimestampParts {
    ByteView message;   ///< what was stamped
    ByteView query;     ///< DER
    ByteView response;  ///< DER
};

/// DER of certificates: roots that count, and others that may stand between them and the signer.
struct TimestampTrust {
    std::span<const Bytes> roots;
    std::span<const Bytes> between;
    RevocationEvidence revocation{};
    std::optional<Instant> now{};  ///< see RevocationTimes
    RevocationEvidence brought{};  ///< more; what is about other certificates is passed over
};

struct TimestampFacts {
    Instant time;                            ///< what the token says, fractions of a second dropped
    std::string authority;                   ///< subject of the signer's certificate, RFC 2253
    std::string policy;                      ///< object identifier
    std::string serial;                      ///< hex
    Instant certificates_end;                ///< when the first certificate of the chain ends
    std::vector<RevocationWord> revocation;  ///< what was said of its certificates
};

/// FormatError for bytes that are no query or response or have something behind it;
/// Error(verification) for a query over other bytes, a refused request, another imprint or nonce, a
/// wrong signature, a certificate that is not for time-stamps alone, a chain that does not lead to
/// one of the roots or was not valid at the token's time; and as judge_revocation.
TimestampFacts verify_timestamp(const TimestampParts& parts, const TimestampTrust& trust,
                                const std::string& source);

}  // namespace exhibit::crypto
