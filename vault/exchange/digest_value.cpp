#include "exchange/digest_value.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "exchange/schema/datatypes.hpp"

namespace exhibit::exchange {
namespace {

constexpr std::array algorithms = {
    DigestAlgorithm{"http://www.w3.org/2001/04/xmlenc#sha256", "SHA-256", 32},
    DigestAlgorithm{"http://www.w3.org/2001/04/xmlenc#sha512", "SHA-512", 64},
    DigestAlgorithm{"http://www.w3.org/2001/04/xmldsig-more#sha384", "SHA-384", 48},
    DigestAlgorithm{"http://www.w3.org/2001/04/xmldsig-more#sha224", "SHA-224", 28},
    DigestAlgorithm{"http://www.w3.org/2007/05/xmldsig-more#sha3-224", "SHA3-224", 28},
    DigestAlgorithm{"http://www.w3.org/2007/05/xmldsig-more#sha3-256", "SHA3-256", 32},
    DigestAlgorithm{"http://www.w3.org/2007/05/xmldsig-more#sha3-384", "SHA3-384", 48},
    DigestAlgorithm{"http://www.w3.org/2007/05/xmldsig-more#sha3-512", "SHA3-512", 64},
    DigestAlgorithm{"http://www.w3.org/2000/09/xmldsig#sha1", "SHA-1", 20},
    DigestAlgorithm{"http://www.w3.org/2001/04/xmldsig-more#md5", "MD5", 16},
    DigestAlgorithm{"http://www.w3.org/2001/04/xmlenc#ripemd160", "RIPEMD-160", 20},
    DigestAlgorithm{"http://www.w3.org/2001/04/xmlenc#sha1", "SHA-1", 20, false},
    DigestAlgorithm{"http://www.w3.org/2001/04/xmlenc#md5", "MD5", 16, false},
    DigestAlgorithm{"http://www.w3.org/2000/09/xmldsig#sha256", "SHA-256", 32, false},
    DigestAlgorithm{"http://www.w3.org/2000/09/xmldsig#md5", "MD5", 16, false},
};

// Base64 of a text that begins with "0x": its bits reach into the third digit.
bool begins_with_0x(std::string_view text) {
    return text.size() > 2 && text.starts_with("MH") && text[2] >= 'g' && text[2] <= 'j';
}

// Base64 of a text that begins with a hexadecimal digit.
bool may_be_digits(std::string_view text) {
    return std::string_view("MNOQRYZ").find(text.front()) != std::string_view::npos;
}

}  // namespace

const DigestAlgorithm* find_digest_algorithm(std::string_view uri) noexcept {
    const auto found =
        std::find_if(algorithms.begin(), algorithms.end(),
                     [uri](const DigestAlgorithm& entry) { return entry.uri == uri; });
    return found == algorithms.end() ? nullptr : &*found;
}

DigestDialect dialect_of(std::string_view text, std::size_t octets) {
    std::string packed;
    for (const char c : text)
        if (c != ' ' && c != '\t' && c != '\r' && c != '\n') packed += c;
    const auto digits = schema::hexadecimal_octets(packed);
    if (digits == octets) return DigestDialect::hexadecimal;
    const auto decoded = schema::base64_octets(packed);
    if (!decoded) return DigestDialect::not_base64;
    if (*decoded == octets) return DigestDialect::octets;
    if (*decoded == 2 * octets + 2 && begins_with_0x(packed)) return DigestDialect::prefixed;
    if (*decoded == 2 * octets && may_be_digits(packed)) return DigestDialect::encoded_digits;
    return DigestDialect::wrong_length;
}

std::string_view describe(DigestDialect dialect) noexcept {
    switch (dialect) {
        case DigestDialect::octets: return "base64 of the octets";
        case DigestDialect::hexadecimal: return "the hexadecimal digits themselves";
        case DigestDialect::prefixed: return "base64 of the text \"0x\" and hexadecimal digits";
        case DigestDialect::encoded_digits: return "base64 of the text of hexadecimal digits";
        case DigestDialect::wrong_length: return "base64 of another number of octets";
        case DigestDialect::not_base64: return "not base64";
    }
    return {};
}

}  // namespace exhibit::exchange
