// Keyed functions: block ids (HMAC-SHA-256), subkeys (BLAKE2b, crypto_kdf), passphrases (Argon2id).
#pragma once

#include <array>
#include <memory>
#include <string_view>

#include "base/bytes.hpp"
#include "crypto/digest.hpp"
#include "crypto/secret.hpp"

namespace exhibit::crypto {

/// HMAC-SHA-256 with the key schedule done once. Not shared between threads; clone() per thread.
class KeyedHash {
public:
    explicit KeyedHash(const SecretBytes& key);
    KeyedHash(KeyedHash&&) noexcept;
    KeyedHash& operator=(KeyedHash&&) noexcept;
    ~KeyedHash();
    KeyedHash clone() const;
    /// HMAC-SHA-256(key, prefix || bytes).
    Hash of(ByteView prefix, ByteView bytes);

private:
    struct State;
    explicit KeyedHash(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// SipHash-2-4 (libsodium crypto_shorthash): 64 bits that nobody without the key can foresee. For
/// checksums of caches, not for evidence. Copies may be used by several threads.
class ShortHash {
public:
    /// `key` has 32 bytes, of which the first 16 are used.
    explicit ShortHash(const SecretBytes& key);
    ShortHash(const ShortHash& other);
    ShortHash& operator=(const ShortHash&) = delete;
    /// Of the number, in the machine's byte order, and the bytes.
    std::uint64_t of(std::uint64_t prefix, ByteView bytes) const;

private:
    SecretBytes key_;
};

/// 32-byte subkey number `index` of `master` (32 bytes) for an 8-character context
/// (libsodium crypto_kdf_derive_from_key).
SecretBytes subkey(const SecretBytes& master, std::string_view context, std::uint64_t index);

/// What Argon2id (version 1.3) is told to cost.
struct PassphraseCost {
    std::uint64_t passes;        ///< 1 to 64
    std::uint64_t memory_bytes;  ///< 8 MiB to 1 GiB
};
/// For identity files: about 0.15 s and 64 MiB (RFC 9106 section 4, second choice, with more
/// passes).
inline constexpr PassphraseCost default_passphrase_cost{4, std::uint64_t{64} << 20};
inline constexpr PassphraseCost passphrase_cost_min{1, std::uint64_t{8} << 20};
inline constexpr PassphraseCost passphrase_cost_max{64, std::uint64_t{1} << 30};

/// A 32-byte key from a passphrase. Refuses a cost outside the range above (Error malformed).
SecretBytes key_from_passphrase(const SecretBytes& passphrase,
                                const std::array<std::byte, 16>& salt, PassphraseCost cost);

}  // namespace exhibit::crypto
