// A message as it goes over the wire: signed (each RecordItem, then the whole), encrypted where it
// has to be, and the way back, where nothing is read before its signature was judged.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crypto/secret.hpp"
#include "rid/message.hpp"
#include "xmlsec/sign.hpp"
#include "xmlsec/verify.hpp"

namespace exhibit::rid {

enum class Encrypting : std::uint8_t {
    by_restriction,  ///< as RFC 6545 section 9.1 says
    always,
    never,  ///< Error(denied) for a message that has to be
};

struct Sealing {
    const xmlsec::Signer& signer;
    ByteView recipient;  ///< DER of the certificate to encrypt for; may be empty
    Encrypting encrypting = Encrypting::by_restriction;
};
/// Error(denied) when it has to be encrypted and cannot be.
std::string seal_message(const Message& message, const Sealing& sealing);

/// What a message that was received is, judged part by part.
struct Opened {
    Message message;                              ///< read from the signed bytes where it holds
    xmlsec::SignatureVerdict whole;               ///< the enveloped signature
    std::vector<xmlsec::SignatureVerdict> parts;  ///< detached ones
    std::size_t decrypted = 0;                    ///< parts that were encrypted for this key
};

struct Opening {
    const xmlsec::SignatureTrust& trust;
    const crypto::SecretBytes* key = nullptr;  ///< to decrypt with
    bool signature_required = true;
    /// AES-CBC too, and in a message without a signature: only where the sender does not learn how
    /// it went.
    bool from_file = false;
};
/// Error(verification) when a signature is required and does not hold, or one that is there does
/// not hold; Error(denied, malformed) as decrypting and reading say. Without a key, an encrypted
/// report stays as it is; so it does in a message of a connection that is not signed.
Opened open_message(std::string_view xml, const Opening& opening);

}  // namespace exhibit::rid
