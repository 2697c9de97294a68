// XChaCha20-Poly1305 (IETF), 32-byte key, 24-byte nonce, 16-byte tag.
//
// Built as HChaCha20 (libsodium) and ChaCha20-Poly1305 (libcrypto): byte-identical to libsodium's
// own, and about three times as fast where AVX is there. A test compares the two.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "base/bytes.hpp"
#include "crypto/secret.hpp"

namespace exhibit::crypto {

inline constexpr std::size_t aead_key_bytes = 32;
inline constexpr std::size_t aead_tag_bytes = 16;
using Nonce = std::array<std::byte, 24>;

/// Nonce made of a 16-character purpose and a counter, for keys that are used for one object only.
/// REQUIRES: purpose.size() == 16.
Nonce counter_nonce(std::string_view purpose, std::uint64_t counter);
/// A random nonce, for keys that live long.
Nonce random_nonce(Random& random);

/// One key, ready for many messages. Keeps the HChaCha20 subkey of the last nonce prefix, so that
/// counter nonces of one purpose cost it once. Not shared between threads.
class Aead {
public:
    /// REQUIRES: key.size() == 32. Copies the key into secret memory.
    explicit Aead(const SecretBytes& key);
    Aead(Aead&&) noexcept;
    Aead& operator=(Aead&&) noexcept;
    ~Aead();

    /// Appends ciphertext and tag (plain.size() + 16 bytes) to `out`.
    void seal(const Nonce& nonce, ByteView associated, ByteView plain, Bytes& out);
    /// Writes plain text (sealed.size() - 16 bytes) to `out`, which must have that size; false and
    /// a zeroed `out` when the tag does not match or `sealed` is shorter than a tag.
    [[nodiscard]] bool open(const Nonce& nonce, ByteView associated, ByteView sealed,
                            std::span<std::byte> out);

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// One-shot forms.
Bytes aead_seal(const SecretBytes& key, const Nonce& nonce, ByteView associated, ByteView plain);
std::optional<Bytes> aead_open(const SecretBytes& key, const Nonce& nonce, ByteView associated,
                               ByteView sealed);
/// As aead_open, into secret memory, for keys.
std::optional<SecretBytes> aead_open_secret(const SecretBytes& key, const Nonce& nonce,
                                            ByteView associated, ByteView sealed);

}  // namespace exhibit::crypto
