// Sealed boxes: anyone can seal to an X25519 public key, only the secret half opens
// (libsodium crypto_box_seal: ephemeral X25519, XSalsa20-Poly1305; 48 bytes longer than the text).
#pragma once

#include <array>
#include <optional>

#include "base/bytes.hpp"
#include "crypto/secret.hpp"

namespace exhibit::crypto {

struct BoxPublic {
    std::array<std::byte, 32> bytes{};
    auto operator<=>(const BoxPublic&) const = default;
    ByteView view() const noexcept { return bytes; }
};

inline constexpr std::size_t box_overhead_bytes = 48;

class BoxKeyPair {
public:
    /// REQUIRES: secret.size() == 32.
    explicit BoxKeyPair(SecretBytes secret);
    static BoxKeyPair random();
    const BoxPublic& public_key() const noexcept { return public_; }
    const SecretBytes& secret() const noexcept { return secret_; }

private:
    SecretBytes secret_;
    BoxPublic public_;
};

Bytes seal_to(const BoxPublic& recipient, ByteView plain);
/// nullopt when the box was not sealed to this key or was changed.
std::optional<SecretBytes> open_sealed(const BoxKeyPair& recipient, ByteView sealed);

}  // namespace exhibit::crypto
