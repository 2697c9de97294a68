// XML Encryption of a RID message: AES-256-GCM, its key wrapped by RSA-OAEP for one recipient. RSA
// PKCS #1 v1.5 is refused. libxmlsec1 1.2 knows OAEP with SHA-1 and MGF1 alone (rsa-oaep-mgf1p),
// where no collision of SHA-1 is of use.
//
// AES in CBC, which others write, is read only where nobody is told how it went: whoever may send
// changed text and learns whether it was XML can read by that what was sent by others.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "crypto/secret.hpp"

namespace exhibit::xmlsec {

/// The report in XMLDocument; RIDPolicy stays readable. Error(usage) for a certificate whose key
/// is not RSA, or a message without a report.
std::string encrypt_report(std::string_view xml, ByteView recipient);
/// All of it: the root is an EncryptedData afterwards.
std::string encrypt_whole(std::string_view xml, ByteView recipient);

struct Decrypted {
    std::string xml;        ///< the same text where nothing was encrypted
    std::size_t parts = 0;  ///< EncryptedData elements that were replaced
};

enum class Ciphers {
    authenticated,  ///< AES-GCM
    all,            ///< and AES-CBC: for messages in files, never for those of a connection
};

bool is_encrypted(std::string_view xml);
/// The root is an EncryptedData: signatures, if any, are inside.
bool is_encrypted_whole(std::string_view xml);
/// Replaces the root alone. Errors as decrypt().
std::string decrypt_whole(std::string_view xml, const crypto::SecretBytes& key,
                          Ciphers ciphers = Ciphers::authenticated);
/// Replaces each EncryptedData, wherever it stands. Error(denied) when this key opens none of the
/// keys in one; Error(verification) when the bytes were changed; FormatError for forms and
/// algorithms that are refused.
Decrypted decrypt(std::string_view xml, const crypto::SecretBytes& key,
                  Ciphers ciphers = Ciphers::authenticated);

}  // namespace exhibit::xmlsec
