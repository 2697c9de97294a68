// Identity files: one handler's keys, sealed under a passphrase; cards: what others need to enrol
// that handler. Formats: vault/FORMAT.md sections "Identity file" and "Handler card".
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "crypto/aead.hpp"
#include "crypto/box.hpp"
#include "crypto/keyed.hpp"
#include "crypto/secret.hpp"
#include "crypto/sign.hpp"

namespace exhibit::crypto {

/// All keys of one handler, derived from one 32-byte master secret:
///   sign seed    = subkey(master, "exhbsign", 1)
///   X25519 secret = subkey(master, "exhbrecv", 1)
///   catalogue key = subkey(master, "exhbcata", 1)
class Identity {
public:
    /// REQUIRES: master.size() == 32. With `signer` what signs is that one, and the sign seed is
    /// not used: its secret lies elsewhere, in an ssh-agent say.
    explicit Identity(SecretBytes master, std::shared_ptr<const Signer> signer = nullptr);
    static Identity random();
    /// An explicit copy, where two owners are meant.
    Identity clone() const { return Identity(master_.clone(), signer_); }

    const Signer& signer() const noexcept { return *signer_; }
    const BoxKeyPair& receive() const noexcept { return receive_; }
    VerifyKey sign_key() const { return signer_->key(); }
    Hash id() const { return signer_->key().id(); }
    /// 32 bytes; encrypts this handler's local catalogue.
    SecretBytes catalogue_key() const;
    const SecretBytes& master() const noexcept { return master_; }

private:
    SecretBytes master_;
    std::shared_ptr<const Signer> signer_;
    BoxKeyPair receive_;
};

/// The sealed part of an identity file: Argon2id parameters and an AEAD box over the master secret.
struct SealedMaster {
    PassphraseCost cost;
    std::array<std::byte, 16> salt{};
    Nonce nonce{};
    Bytes box;  ///< 48 bytes
};
/// `bound` is authenticated with the box (the plain part of the identity file).
SealedMaster seal_master(const Identity& identity, const SecretBytes& passphrase,
                         PassphraseCost cost, Random& random, ByteView bound);
/// nullopt for a wrong passphrase (or a changed box).
std::optional<Identity> open_master(const SealedMaster& sealed, const SecretBytes& passphrase,
                                    ByteView bound, std::shared_ptr<const Signer> signer = nullptr);

/// The master secret as a code people can write down: base32 of 0x01 || master || first 2 bytes of
/// SHA-256("exhibit recovery code v1" || 0x01 || master), in groups of 4 joined by '-'.
SecretBytes recovery_code(const Identity& identity);
/// Accepts blanks, any case and missing hyphens. Error(malformed) when the checksum is wrong.
Identity identity_from_recovery_code(ByteView code);

}  // namespace exhibit::crypto
