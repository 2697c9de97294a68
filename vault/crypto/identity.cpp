#include "crypto/identity.hpp"

#include <utility>

#include "base/check.hpp"

namespace exhibit::crypto {
namespace {

constexpr std::size_t master_bytes = 32;

}  // namespace

// subkey() checks the length of the master secret.
Identity::Identity(SecretBytes master, std::shared_ptr<const Signer> signer)
    : master_(std::move(master)),
      signer_(signer ? std::move(signer)
                     : std::make_shared<const SeedSigner>(subkey(master_, "exhbsign", 1))),
      receive_(subkey(master_, "exhbrecv", 1)) {}

Identity Identity::random() {
    return Identity(SecretBytes::random(master_bytes));
}

SecretBytes Identity::catalogue_key() const {
    return subkey(master_, "exhbcata", 1);
}

SealedMaster seal_master(const Identity& identity, const SecretBytes& passphrase,
                         PassphraseCost cost, Random& random, ByteView bound) {
    SealedMaster sealed{cost, {}, {}, {}};
    random.fill(sealed.salt);
    sealed.nonce = random_nonce(random);
    const SecretBytes key = key_from_passphrase(passphrase, sealed.salt, cost);
    sealed.box = aead_seal(key, sealed.nonce, bound, identity.master().view());
    return sealed;
}

std::optional<Identity> open_master(const SealedMaster& sealed, const SecretBytes& passphrase,
                                    ByteView bound, std::shared_ptr<const Signer> signer) {
    // Before the costly key: a box of another length cannot hold a master secret.
    if (sealed.box.size() != master_bytes + aead_tag_bytes) return std::nullopt;
    const SecretBytes key = key_from_passphrase(passphrase, sealed.salt, sealed.cost);
    std::optional<SecretBytes> master = aead_open_secret(key, sealed.nonce, bound, sealed.box);
    if (!master) return std::nullopt;
    return Identity(std::move(*master), std::move(signer));
}

}  // namespace exhibit::crypto
