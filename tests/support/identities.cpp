#include "support/identities.hpp"

#include "crypto/digest.hpp"

namespace exhibit::test {

crypto::Identity fixed_identity(std::string_view name) {
    crypto::initialise();
    const crypto::Hash master =
        crypto::sha256({as_bytes("exhibit test identity "), as_bytes(name)});
    return crypto::Identity(crypto::SecretBytes::copy_of(master.view()));
}

}  // namespace exhibit::test
