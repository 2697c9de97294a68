// Ed25519 signatures (RFC 8032).
#pragma once

#include <array>
#include <string>

#include "base/bytes.hpp"
#include "crypto/digest.hpp"
#include "crypto/secret.hpp"

namespace exhibit::crypto {

using Signature = std::array<std::byte, 64>;

/// A raw Ed25519 public key.
struct VerifyKey {
    std::array<std::byte, 32> bytes{};
    auto operator<=>(const VerifyKey&) const = default;
    ByteView view() const noexcept { return bytes; }
    /// Key id = SHA-256 of the raw public key.
    Hash id() const;
};

/// True when the point is canonical, on the curve, and in the prime-order group. Enrolment refuses
/// other keys, so that every verifier (OpenSSL, libsodium) gives the same verdict later.
bool is_sound(const VerifyKey& key) noexcept;

/// A signer: an identity file, later an ssh-agent. A seam.
class Signer {
public:
    virtual ~Signer() = default;
    virtual VerifyKey key() const = 0;
    virtual Signature sign(ByteView message) const = 0;
};

/// An Ed25519 key made from a 32-byte seed held in secret memory.
class SeedSigner final : public Signer {
public:
    /// REQUIRES: seed.size() == 32.
    explicit SeedSigner(const SecretBytes& seed);
    VerifyKey key() const override { return public_; }
    Signature sign(ByteView message) const override;
    static SeedSigner random();
    /// The 32-byte seed, to seal it for somebody.
    SecretBytes seed() const;

private:
    SecretBytes secret_;
    VerifyKey public_;
};

/// Verifies; false for any wrong signature. Never throws for bad input.
bool verify(const VerifyKey& key, ByteView message, const Signature& signature) noexcept;

}  // namespace exhibit::crypto
