// Secret bytes: in memory that is locked, guarded and wiped (sodium_malloc), moved and never copied
// by accident, compared in constant time, never printed.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "base/bytes.hpp"

namespace exhibit::crypto {

/// Must succeed before anything else in crypto/ is used; called by each entry point, idempotent,
/// thread-safe. Throws Error(crypto) when libsodium cannot start.
void initialise();

class SecretBytes {
public:
    SecretBytes() = default;
    /// Zero-filled secret memory. Throws Error(crypto) when no memory could be locked or mapped.
    explicit SecretBytes(std::size_t size);
    SecretBytes(SecretBytes&& other) noexcept;
    SecretBytes& operator=(SecretBytes&& other) noexcept;
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;
    ~SecretBytes();

    static SecretBytes copy_of(ByteView bytes);
    static SecretBytes random(std::size_t size);
    /// An explicit copy, where two owners are meant.
    SecretBytes clone() const;

    std::size_t size() const noexcept { return size_; }
    bool empty() const noexcept { return size_ == 0; }
    ByteView view() const noexcept { return {data_, size_}; }
    std::span<std::byte> writable() noexcept { return {data_, size_}; }

private:
    std::byte* data_ = nullptr;
    std::size_t size_ = 0;
};

/// Constant time for equal lengths; unequal lengths are unequal.
bool secret_equal(ByteView a, ByteView b) noexcept;
/// Wipes memory that held a secret on its way (a prompt's buffer).
void wipe(std::span<std::byte> bytes) noexcept;

/// Random public bytes (salts, nonces, origins). A seam so that tests are deterministic.
class Random {
public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::byte> out) = 0;
};
/// The operating system's generator through libsodium.
Random& system_random();

}  // namespace exhibit::crypto
