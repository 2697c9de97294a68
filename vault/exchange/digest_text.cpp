#include "exchange/digest_text.hpp"

#include <algorithm>
#include <array>

#include "base/codec.hpp"
#include "exhibit/error.hpp"

namespace exhibit::exchange {
namespace {

struct Known {
    std::string_view algorithm;
    DigestName name;
};

// RFC 9231 and the recommendations it cites; then what is met and does not exist; then words.
constexpr std::array<Known, 21> known_names{{
    {"http://www.w3.org/2001/04/xmlenc#sha256", {"sha256", 32}},
    {"http://www.w3.org/2000/09/xmldsig#sha1", {"sha1", 20}},
    {"http://www.w3.org/2001/04/xmldsig-more#md5", {"md5", 16}},
    {"http://www.w3.org/2001/04/xmlenc#sha512", {"sha512", 64}},
    {"http://www.w3.org/2001/04/xmldsig-more#sha384", {"sha384", 48}},
    {"http://www.w3.org/2001/04/xmldsig-more#sha224", {"sha224", 28}},
    {"http://www.w3.org/2007/05/xmldsig-more#sha3-256", {"sha3-256", 32}},
    {"http://www.w3.org/2007/05/xmldsig-more#sha3-384", {"sha3-384", 48}},
    {"http://www.w3.org/2007/05/xmldsig-more#sha3-512", {"sha3-512", 64}},
    {"http://www.w3.org/2001/04/xmlenc#sha1", {"sha1", 20, true}},
    {"http://www.w3.org/2001/04/xmlenc#md5", {"md5", 16, true}},
    {"http://www.w3.org/2000/09/xmldsig#sha256", {"sha256", 32, true}},
    {"http://www.w3.org/2000/09/xmldsig#md5", {"md5", 16, true}},
    {"sha256", {"sha256", 32}},
    {"sha1", {"sha1", 20}},
    {"md5", {"md5", 16}},
    {"sha512", {"sha512", 64}},
    {"sha384", {"sha384", 48}},
    {"sha2256", {"sha256", 32}},
    {"sha2384", {"sha384", 48}},
    {"sha2512", {"sha512", 64}},
}};

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

bool is_hex_of(std::string_view text, std::size_t octets) {
    return text.size() == 2 * octets &&
           text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

}  // namespace

DigestName digest_name(std::string_view algorithm) {
    std::string wanted(algorithm);
    if (wanted.find(':') == std::string::npos) {
        wanted = lower(wanted);
        std::erase_if(wanted, [](char c) { return c == '-' || c == '_' || c == ' '; });
    }
    const auto found = std::ranges::find(known_names, std::string_view(wanted), &Known::algorithm);
    return found == known_names.end() ? DigestName{} : found->name;
}

ReadDigest read_digest(std::string_view text, std::size_t octets) {
    std::string compact(text);
    std::erase_if(compact, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
    std::string_view bare = compact;
    if (bare.starts_with("0x") || bare.starts_with("0X")) bare.remove_prefix(2);
    if (is_hex_of(bare, octets)) return {lower(bare), "hex"};
    Bytes bytes;
    try {
        bytes = from_base64(compact);
    } catch (const Error&) {
        return {{}, "unknown"};
    }
    if (bytes.size() == octets) return {to_hex(bytes), "base64"};
    std::string_view inner = as_text(bytes);
    const bool marked = inner.starts_with("0x") || inner.starts_with("0X");
    if (marked) inner.remove_prefix(2);
    if (is_hex_of(inner, octets))
        return {lower(inner), marked ? "base64-of-0x-hex" : "base64-of-hex"};
    return {{}, "unknown"};
}

}  // namespace exhibit::exchange
