#include "support/rid_people.hpp"

#include "base/file.hpp"
#include "crypto/private_key.hpp"
#include "crypto/timestamp.hpp"

namespace exhibit::test::rid {

Bytes golden(const std::string& name) {
    return read_file(std::string(EXHIBIT_SOURCE_DIR "/tests/golden/rid/") + name, 65536).value();
}

Bytes certificate(const std::string& who) {
    return crypto::certificates_from_pem(exhibit::to_string(golden(who + ".pem")), who).front();
}

crypto::SecretBytes key(const std::string& who, const std::string& passphrase) {
    return crypto::private_key_from_pem(crypto::SecretBytes::copy_of(golden(who + ".key")),
                                        crypto::SecretBytes::copy_of(as_bytes(passphrase)), who);
}

crypto::CertificateTrust trust() {
    return {{certificate("ca")},
            crypto::revocation_lists_from_pem(exhibit::to_string(golden("crl.pem")), "crl.pem")};
}

}  // namespace exhibit::test::rid
