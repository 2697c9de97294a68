// Private keys of certificates: read from PEM, handed on as PKCS #8 DER in locked memory. libcrypto
// itself holds a key it works with in its own heap, wiped when freed but not locked.
#pragma once

#include <string>

#include "base/bytes.hpp"
#include "crypto/secret.hpp"

namespace exhibit::crypto {

inline constexpr std::size_t private_key_bytes_max = std::size_t{64} << 10;

/// RSA (2048 bits or more) or EC on P-256, P-384 or P-521. An empty passphrase for a key that is
/// not encrypted. Error(denied) for a wrong passphrase, FormatError for what is no such key.
SecretBytes private_key_from_pem(const SecretBytes& pem, const SecretBytes& passphrase,
                                 const std::string& source);
/// The certificate is of this key.
bool key_fits(const SecretBytes& key, ByteView certificate);

}  // namespace exhibit::crypto
