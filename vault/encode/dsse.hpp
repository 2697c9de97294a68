// DSSE 1.0 envelopes (secure-systems-lab/dsse, protocol.md): payload and type signed by people.
//
// Order of use on outside bytes: parse the envelope, verify a signature over the exact payload
// bytes, check the type, only then parse the payload. The keyid is a hint and not authenticated.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "crypto/sign.hpp"

namespace exhibit::encode {

inline constexpr std::size_t envelope_signatures_max = 16;

struct EnvelopeSignature {
    crypto::Hash keyid;  ///< SHA-256 of the signer's raw public key
    crypto::Signature signature;
    bool operator==(const EnvelopeSignature&) const = default;
};

struct Envelope {
    std::string payload_type;
    std::string payload;                        ///< the exact signed bytes
    std::vector<EnvelopeSignature> signatures;  ///< sorted by keyid, no keyid twice
    bool operator==(const Envelope&) const = default;
};

/// "DSSEv1" SP len(type) SP type SP len(payload) SP payload.
Bytes pre_authentication_encoding(std::string_view payload_type, std::string_view payload);

Envelope sign_envelope(std::string payload_type, std::string payload, const crypto::Signer& signer);
/// Adds a signature over the same payload, in its place. Error(usage) when the key has signed it.
void add_signature(Envelope& envelope, const crypto::Signer& signer);
/// True when `key` has a signature in the envelope and it verifies.
bool signed_by(const Envelope& envelope, const crypto::VerifyKey& key);

/// Canonical JSON {"payload":base64,"payloadType":...,"signatures":[{"keyid":hex,"sig":base64}]}.
std::string dump_envelope(const Envelope& envelope);
/// Accepts exactly what dump_envelope writes. Throws FormatError.
Envelope parse_envelope(std::string_view text, const std::string& source);

}  // namespace exhibit::encode
