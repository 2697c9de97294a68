// Digests as reports carry them, and the wrong ways in which published examples write them.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace exhibit::exchange {

/// Octets of the digests of an algorithm, by the URI that DigestMethod names; the URIs that are in
/// use and exist in no registry are known too.
struct DigestAlgorithm {
    std::string_view uri;
    std::string_view name;  ///< "SHA-256"
    std::size_t octets = 0;
    bool registered = true;
};
const DigestAlgorithm* find_digest_algorithm(std::string_view uri) noexcept;

enum class DigestDialect {
    octets,          ///< right: base64 of the octets
    hexadecimal,     ///< hexadecimal digits as they are
    prefixed,        ///< base64 of the text "0x" and hexadecimal digits
    encoded_digits,  ///< base64 of the text of the hexadecimal digits
    wrong_length,    ///< base64 of some other number of octets
    not_base64,
};

/// How the text of a DigestValue is written, for digests of so many octets. Blanks are left out.
DigestDialect dialect_of(std::string_view text, std::size_t octets);
/// "the hexadecimal digits themselves"; for octets and wrong_length what a sentence can say.
std::string_view describe(DigestDialect dialect) noexcept;

}  // namespace exhibit::exchange
