// Digests as reports write them, right and wrong. Published examples (RFC 8274, B.3 and B.4) have
// hexadecimal text where base64 of the octets belongs, and algorithm names that do not exist.
#pragma once

#include <string>
#include <string_view>

namespace exhibit::exchange {

struct DigestName {
    std::string_view name;   ///< "sha256"; empty when the algorithm is not known
    std::size_t octets = 0;  ///< of a digest
    bool misnamed = false;   ///< a name that no specification gives
};
/// By the URI of ds:DigestMethod or a plain word ("SHA-256", "md5").
DigestName digest_name(std::string_view algorithm);

struct ReadDigest {
    std::string hex;      ///< lower case; empty when the text could not be read
    std::string dialect;  ///< base64, hex, base64-of-0x-hex, base64-of-hex, unknown
};
/// Blanks in the text do not count. Told apart by the length that the algorithm has.
ReadDigest read_digest(std::string_view text, std::size_t octets);

}  // namespace exhibit::exchange
