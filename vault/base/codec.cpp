// One pair of routines serves base64, base64url and base32: they differ in alphabet and in the bits
// a character carries (RFC 4648 section 6 and 4).
#include "base/codec.hpp"

#include <array>
#include <cstdint>

#include "exhibit/error.hpp"

namespace exhibit {
namespace {

constexpr std::uint8_t not_a_digit = 0xff;
using DigitValues = std::array<std::uint8_t, 256>;

struct Alphabet {
    std::string_view digits;
    unsigned bits;  ///< carried by one character
    DigitValues values;
    std::string_view name;  ///< for errors: "a base64 character"
};

constexpr DigitValues values_of(std::string_view digits) {
    DigitValues values{};
    for (auto& value : values) value = not_a_digit;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        values[static_cast<unsigned char>(digits[i])] = static_cast<std::uint8_t>(i);
    }
    return values;
}

constexpr Alphabet alphabet_of(std::string_view digits, unsigned bits, std::string_view name) {
    return {digits, bits, values_of(digits), name};
}

constexpr Alphabet hex_alphabet =
    alphabet_of("0123456789abcdef", 4, "a lower-case hexadecimal digit");
constexpr Alphabet base64_alphabet = alphabet_of(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 6, "a base64 character");
constexpr Alphabet base64url_alphabet = alphabet_of(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 6, "a base64url character");
constexpr Alphabet base32_alphabet =
    alphabet_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 5, "a base32 character");

std::string encode_digits(ByteView bytes, const Alphabet& alphabet) {
    std::string out;
    out.reserve((bytes.size() * 8 + alphabet.bits - 1) / alphabet.bits);
    const std::uint32_t mask = (1U << alphabet.bits) - 1;
    std::uint32_t pending = 0;
    unsigned pending_bits = 0;
    for (const std::byte byte : bytes) {
        pending = (pending << 8) | std::to_integer<std::uint32_t>(byte);
        pending_bits += 8;
        while (pending_bits >= alphabet.bits) {
            pending_bits -= alphabet.bits;
            out.push_back(alphabet.digits[(pending >> pending_bits) & mask]);
        }
    }
    if (pending_bits > 0) {
        out.push_back(alphabet.digits[(pending << (alphabet.bits - pending_bits)) & mask]);
    }
    return out;
}

/// Decodes whole groups of four characters of six bits while all are digits; gives how many
/// characters. A ledger is mostly base64, and bit by bit it takes three times as long.
std::size_t decode_quads(std::string_view text, const DigitValues& values, std::byte* out) {
    std::size_t at = 0;
    for (; text.size() - at >= 4; at += 4) {
        std::uint32_t group = 0;
        std::uint8_t seen = 0;
        for (std::size_t i = at; i < at + 4; ++i) {
            const std::uint8_t value = values[static_cast<unsigned char>(text[i])];
            seen |= value;
            group = (group << 6) | value;
        }
        if (seen > 63) break;
        *out++ = static_cast<std::byte>((group >> 16) & 0xffU);
        *out++ = static_cast<std::byte>((group >> 8) & 0xffU);
        *out++ = static_cast<std::byte>(group & 0xffU);
    }
    return at;
}

// `text` without padding. Refuses lengths no encoder produces (a last character that adds no whole
// byte) and spare bits that are not zero.
Bytes decode_digits(std::string_view text, const Alphabet& alphabet, const std::string& source) {
    Bytes out(text.size() * alphabet.bits / 8);
    // The rest, and the place of what is no digit, character by character.
    const std::size_t begin =
        alphabet.bits == 6 ? decode_quads(text, alphabet.values, out.data()) : 0;
    auto end = out.begin() + static_cast<std::ptrdiff_t>(begin * alphabet.bits / 8);
    std::uint32_t pending = 0;
    unsigned pending_bits = 0;
    for (std::size_t i = begin; i < text.size(); ++i) {
        const std::uint8_t value = alphabet.values[static_cast<unsigned char>(text[i])];
        if (value == not_a_digit) throw FormatError(source, i, std::string(alphabet.name));
        pending = (pending << alphabet.bits) | value;
        pending_bits += alphabet.bits;
        if (pending_bits >= 8) {
            pending_bits -= 8;
            *end++ = static_cast<std::byte>((pending >> pending_bits) & 0xffU);
        }
    }
    if (pending_bits >= alphabet.bits) {
        throw FormatError(source, text.size(), "one more character: the text is cut short");
    }
    if ((pending & ((1U << pending_bits) - 1)) != 0) {
        throw FormatError(source, text.size() - 1, "a last character whose spare bits are zero");
    }
    return out;
}

}  // namespace

std::string to_hex(ByteView bytes) {
    return encode_digits(bytes, hex_alphabet);
}

Bytes from_hex(std::string_view text, const std::string& source) {
    return decode_digits(text, hex_alphabet, source);
}

std::string to_base64(ByteView bytes) {
    std::string out = encode_digits(bytes, base64_alphabet);
    out.append((4 - out.size() % 4) % 4, '=');
    return out;
}

Bytes from_base64(std::string_view text, const std::string& source) {
    if (text.size() % 4 != 0) {
        throw FormatError(source, text.size(), "a length that is a multiple of four characters");
    }
    std::string_view digits = text;
    for (int i = 0; i < 2 && digits.ends_with('='); ++i) digits.remove_suffix(1);
    return decode_digits(digits, base64_alphabet, source);
}

std::string to_base64url(ByteView bytes) {
    return encode_digits(bytes, base64url_alphabet);
}

Bytes from_base64url(std::string_view text, const std::string& source) {
    return decode_digits(text, base64url_alphabet, source);
}

std::string to_base32(ByteView bytes) {
    return encode_digits(bytes, base32_alphabet);
}

Bytes from_base32(std::string_view text, const std::string& source) {
    return decode_digits(text, base32_alphabet, source);
}

void require_length(ByteView bytes, std::size_t expected, const std::string& source) {
    if (bytes.size() == expected) return;
    throw FormatError(source, bytes.size(),
                      std::to_string(expected) + " bytes, found " + std::to_string(bytes.size()));
}

}  // namespace exhibit
