// Signatures of a RID message (RFC 6545 section 9.1) as verdicts: the enveloped one over the whole
// document, and detached ones over a RecordItem or a DateTime.
//
// What was signed is given back as the canonical bytes that were digested, and callers read these
// and nothing else: an element that was moved, wrapped or added is not in them, or is signed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "crypto/certificate.hpp"

namespace exhibit::xmlsec {

enum class SignatureFault {
    none,
    missing,      ///< there is none
    twice,        ///< more than one over the document, or too many
    place,        ///< not where RFC 6545 puts it, or the element it points at is not one to sign
    reference,    ///< not exactly one reference, or an URI, or a path that is not one way down
    transform,    ///< not the transforms that mean "this, canonical"
    algorithm,    ///< SHA-1, an unknown one
    key_info,     ///< no X.509 certificate, a way to fetch one, too many
    digest,       ///< what was signed has changed
    signature,    ///< the signature value is not by this certificate
    certificate,  ///< see the certificate's fault
};
/// "missing", "twice", ...
std::string_view to_string(SignatureFault fault);

struct SignatureVerdict {
    SignatureFault fault = SignatureFault::none;
    crypto::CertificateFault certificate_fault = crypto::CertificateFault::none;
    std::string why;        ///< a sentence without a full stop; empty when nothing is wrong
    std::string canonical;  ///< what was signed; empty when it does not hold
    std::string path;       ///< of the signed element; "/" for the document
    Bytes certificate;      ///< DER of the signer's; empty when it does not hold
    bool holds() const noexcept { return fault == SignatureFault::none; }
};

struct SignatureTrust {
    const crypto::CertificateTrust& certificates;
    Instant at;
};

/// The enveloped signature. Error(malformed) for what is no XML document.
SignatureVerdict verify_document(std::string_view xml, const SignatureTrust& trust);
/// Every other signature in the Signature elements of the document, in its order. Takes the message
/// as it came (decrypted), not what verify_document() gives: the exclusive canonical form does not
/// keep the prefixes that only an XPath uses. Who reads the one may trust paths found in the other:
/// they differ in comments and in the enveloped signature alone.
std::vector<SignatureVerdict> verify_parts(std::string_view xml, const SignatureTrust& trust);

}  // namespace exhibit::xmlsec
