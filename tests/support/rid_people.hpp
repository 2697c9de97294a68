// Certificates and keys that tests/support/rid_pki.sh made (tests/golden/rid).
#pragma once

#include <string>
#include <vector>

#include "base/file.hpp"
#include "crypto/certificate.hpp"
#include "crypto/private_key.hpp"
#include "crypto/timestamp.hpp"

namespace exhibit::test::rid {

/// 2026-11-26T00:00:00Z: certificates are valid from 2026 to 2046, but those made not to be.
inline constexpr Instant today{1795651200};

inline Bytes golden(const std::string& name) {
    return read_file(std::string(EXHIBIT_SOURCE_DIR "/tests/golden/rid/") + name, 65536).value();
}

inline Bytes certificate(const std::string& who) {
    return crypto::certificates_from_pem(exhibit::to_string(golden(who + ".pem")), who).front();
}

inline crypto::SecretBytes key(const std::string& who, const std::string& passphrase = "") {
    return crypto::private_key_from_pem(crypto::SecretBytes::copy_of(golden(who + ".key")),
                                        crypto::SecretBytes::copy_of(as_bytes(passphrase)), who);
}

inline crypto::CertificateTrust trust() {
    return {{certificate("ca")},
            crypto::revocation_lists_from_pem(exhibit::to_string(golden("crl.pem")), "crl.pem")};
}

}  // namespace exhibit::test::rid
