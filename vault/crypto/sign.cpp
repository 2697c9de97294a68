#include "crypto/sign.hpp"

#include <sodium.h>

#include "base/check.hpp"
#include "crypto/raw.hpp"

namespace exhibit::crypto {
namespace {

// L - 1, little-endian, where L = 2^252 + 27742317777372353535851937790883648493 is the order of
// Ed25519's prime-order group.
constexpr std::array<unsigned char, 32> order_less_one{
    0xec, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10};

// libsodium up to 1.0.20 takes P + T for a prime-order point when T is the point of order two
// (CVE-2025-69277): its own check looks at one coordinate only. So: (L-1)(P + T) = LT - P - T,
// which is -(P + T) exactly when LT is neutral, and because L is odd that means T is neutral.
// The encoding of -P is the one of P with the sign bit (the last one) changed.
bool in_prime_order_group(const VerifyKey& key) noexcept {
    std::array<std::byte, 32> product{};
    if (crypto_scalarmult_ed25519_noclamp(raw_out(product), order_less_one.data(),
                                          raw_in(key.bytes)) != 0) {
        return false;
    }
    product.back() ^= std::byte{0x80};
    return equal(product, key.bytes);
}

} // namespace

Hash VerifyKey::id() const {
    return sha256(bytes);
}

// Neither this nor verify() starts libsodium: they are noexcept, and the Ed25519 code behind them
// is portable C that needs neither randomness nor the choice of an implementation.
bool is_sound(const VerifyKey& key) noexcept {
    return crypto_core_ed25519_is_valid_point(raw_in(key.bytes)) == 1 && in_prime_order_group(key);
}

SeedSigner::SeedSigner(const SecretBytes& seed) : secret_(crypto_sign_SECRETKEYBYTES) {
    CHECK(seed.size() == crypto_sign_SEEDBYTES);
    require_sodium(crypto_sign_seed_keypair(raw_out(public_.bytes), raw_out(secret_.writable()),
                                            raw_in(seed.view())),
                   "making an Ed25519 key from its seed");
}

Signature SeedSigner::sign(ByteView message) const {
    Signature signature{};
    require_sodium(crypto_sign_detached(raw_out(signature), nullptr, raw_in(message),
                                        message.size(), raw_in(secret_.view())),
                   "signing with Ed25519");
    return signature;
}

SeedSigner SeedSigner::random() {
    return SeedSigner(SecretBytes::random(crypto_sign_SEEDBYTES));
}

SecretBytes SeedSigner::seed() const {
    SecretBytes seed(crypto_sign_SEEDBYTES);
    require_sodium(crypto_sign_ed25519_sk_to_seed(raw_out(seed.writable()), raw_in(secret_.view())),
                   "taking the seed of an Ed25519 key");
    return seed;
}

bool verify(const VerifyKey& key, ByteView message, const Signature& signature) noexcept {
    return crypto_sign_verify_detached(raw_in(signature), raw_in(message), message.size(),
                                       raw_in(key.bytes)) == 0;
}

} // namespace exhibit::crypto
