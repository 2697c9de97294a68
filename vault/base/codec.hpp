// Text codecs: hexadecimal, base64, base64url, base32. All decoders are strict: one spelling per
// value, so that equal bytes always have equal text.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace exhibit {

/// Lower-case hexadecimal.
std::string to_hex(ByteView bytes);
/// Accepts lower case only, even length; else FormatError naming `source`.
Bytes from_hex(std::string_view text, const std::string& source = "hexadecimal text");
/// As from_hex, and refuses any length but N bytes.
template <std::size_t N>
std::array<std::byte, N> array_from_hex(std::string_view text,
                                        const std::string& source = "hexadecimal text");

/// RFC 4648 section 4, padded. Decoding refuses missing padding, blanks, non-zero spare bits.
std::string to_base64(ByteView bytes);
Bytes from_base64(std::string_view text, const std::string& source = "base64 text");

/// RFC 4648 section 5 without padding, as RFC 9901 and JOSE use it.
std::string to_base64url(ByteView bytes);
Bytes from_base64url(std::string_view text, const std::string& source = "base64url text");

/// RFC 4648 section 6, upper case, no padding; used for codes that people copy by hand.
std::string to_base32(ByteView bytes);
Bytes from_base32(std::string_view text, const std::string& source = "base32 text");

/// Throws FormatError unless `bytes` holds exactly `expected` bytes.
void require_length(ByteView bytes, std::size_t expected, const std::string& source);

template <std::size_t N>
std::array<std::byte, N> array_from_hex(std::string_view text, const std::string& source) {
    const Bytes bytes = from_hex(text, source);
    require_length(bytes, N, source);
    std::array<std::byte, N> out{};
    for (std::size_t i = 0; i < N; ++i) out[i] = bytes[i];
    return out;
}

}  // namespace exhibit
