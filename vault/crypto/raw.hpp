// How crypto/ talks to its two C libraries: bytes as `unsigned char`, and failures as
// Error(crypto). Private to this folder.
#pragma once

#include <span>
#include <string>

#include "base/bytes.hpp"

namespace exhibit::crypto {

inline const unsigned char* raw_in(ByteView bytes) noexcept {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

inline unsigned char* raw_out(std::span<std::byte> bytes) noexcept {
    return reinterpret_cast<unsigned char*>(bytes.data());
}

/// Throws Error(crypto) "`doing`: libcrypto reports ..." and empties libcrypto's error queue, so
/// that a later failure is not explained by this one.
[[noreturn]] void throw_libcrypto(const std::string& doing);

/// For calls that answer 1 when they did what was asked.
void require_libcrypto(int answer, const char* doing);

/// For libsodium calls, which answer 0 when they did what was asked.
void require_sodium(int answer, const char* doing);

}  // namespace exhibit::crypto
