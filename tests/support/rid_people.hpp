// Certificates and keys that tests/support/rid_pki.sh made (tests/golden/rid).
#pragma once

#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "crypto/certificate.hpp"
#include "crypto/secret.hpp"

namespace exhibit::test::rid {

/// 2026-11-26T00:00:00Z: certificates are valid from 2026 to 2046, but those made not to be.
inline constexpr Instant today{1795651200};

Bytes golden(const std::string& name);
Bytes certificate(const std::string& who);
crypto::SecretBytes key(const std::string& who, const std::string& passphrase = "");
crypto::CertificateTrust trust();

}  // namespace exhibit::test::rid
