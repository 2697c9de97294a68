// The vault's descriptor, `exhibit.json` (FORMAT.md 3): what the vault is called and which key
// signs its checkpoints.
#pragma once

#include <string>
#include <string_view>

#include "crypto/secret.hpp"
#include "encode/note.hpp"
#include "ledger/merkle.hpp"

namespace exhibit::ledger {

inline constexpr std::size_t descriptor_bytes_max = 65536;
inline constexpr std::string_view origin_prefix_default = "exhibit";

struct Descriptor {
    std::string origin;
    encode::NoteKey log_key;  ///< its name is the origin
    bool operator==(const Descriptor&) const = default;
};

/// `<prefix>/<32 random hex digits>`. Error(usage) for a prefix that is not 1 to 64 characters of
/// [a-z0-9./-].
std::string new_origin(std::string_view prefix, crypto::Random& random);
bool valid_origin(std::string_view origin) noexcept;

/// Canonical JSON and a final LF. Error(usage) when the origin is not valid or not the key's name.
std::string dump_descriptor(const Descriptor& descriptor);
/// Accepts exactly what dump_descriptor writes. FormatError or Error(malformed) for a wrong form,
/// Error(unsupported) for other algorithms, members or format numbers.
Descriptor parse_descriptor(std::string_view text, const std::string& source);
/// What genesis says of the descriptor: SHA-256 of the whole object.
Hash descriptor_digest(std::string_view text);

}  // namespace exhibit::ledger
