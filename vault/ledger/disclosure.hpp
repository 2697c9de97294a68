// Private values (FORMAT.md 6): salted digests in the event, the values sealed beside the ledger,
// so that a value can be destroyed and the ledger stays whole.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/secret.hpp"
#include "encode/json.hpp"
#include "ledger/merkle.hpp"

namespace exhibit::ledger {

inline constexpr std::size_t private_object_bytes_max = std::size_t{1} << 20;

/// One private value as it was salted. `text` is base64url of canonical JSON [salt, name, value].
struct Disclosure {
    std::string text;
    std::string name;
    encode::Json value;
    bool operator==(const Disclosure&) const = default;
};

Disclosure make_disclosure(std::string name, encode::Json value, crypto::Random& random);
/// base64url of SHA-256 of the text: what stands in the event.
std::string disclosure_digest(std::string_view text);
/// Throws FormatError or Error(malformed).
Disclosure parse_disclosure(std::string_view text, const std::string& source);

/// Whose values, and in which vault: bound to the sealed bytes.
struct PrivateScope {
    std::string origin;
    std::string subject;
};

/// A subject's key, and the digest of the keys/subject object that holds it.
struct SubjectKeyInUse {
    const crypto::SecretBytes& key;
    const Hash& object;
};

/// A private object: its name is private_name(SHA-256 of the bytes). Sorts the disclosures.
/// Error(usage) when too long.
Bytes seal_private(const PrivateScope& scope, const SubjectKeyInUse& key,
                   std::span<const Disclosure> disclosures, crypto::Random& random);
/// Which subject key object the private object was sealed with. No key needed.
Hash private_key_object(ByteView object, const std::string& source);
/// Error(corrupt) when the key does not open it, FormatError when what is inside is not as above.
std::vector<Disclosure> open_private(ByteView object, const PrivateScope& scope,
                                     const crypto::SecretBytes& key, const std::string& source);

}  // namespace exhibit::ledger
