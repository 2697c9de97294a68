// Makes the signatures of RFC 6545 section 9.1: detached ones first, then the one over the whole
// document, which covers them. RSA or ECDSA with SHA-256, by the key's kind.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "crypto/secret.hpp"

namespace exhibit::xmlsec {

struct Signer {
    const crypto::SecretBytes& key;          ///< PKCS #8
    const std::vector<Bytes>& certificates;  ///< DER, the signer's own first
};

/// Signs each RecordItem of the message, or where there is none the DateTime of a RecordData.
/// Returns the document unchanged where it has neither. Not for a document that is encrypted.
std::string sign_parts(std::string_view xml, const Signer& signer);
/// REQUIRES: a ReportSchema in RID/RIDPolicy. Puts the signature there, as its last child.
std::string sign_document(std::string_view xml, const Signer& signer);

}  // namespace exhibit::xmlsec
