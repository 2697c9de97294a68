// Cosignatures (C2SP tlog-cosignature, FORMAT.md 4.8): what a witness adds to a checkpoint's note.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "crypto/sign.hpp"
#include "encode/note.hpp"

namespace exhibit::encode {

/// Ed25519 cosignature key: type byte 0x04.
struct WitnessKey {
    std::string name;  ///< as that of a note key
    crypto::VerifyKey key;
    bool operator==(const WitnessKey&) const = default;
    /// First 4 bytes of SHA-256(name || LF || 0x04 || key).
    std::array<std::byte, 4> id() const;
};

/// "name+hex(id)+base64(0x04 || key)".
std::string format_witness_vkey(const WitnessKey& key);
/// Throws FormatError; also when the id does not match the key.
WitnessKey parse_witness_vkey(std::string_view text,
                              const std::string& source = "verifier key of a witness");

/// The signature line's content for a checkpoint's text, made at `time`.
NoteSignature sign_cosignature(std::string_view checkpoint_text, Instant time, std::string name,
                               const crypto::Signer& signer);
/// The time a line states, unverified; nullopt when it has not the form of a cosignature.
std::optional<Instant> stated_time(const NoteSignature& line);
/// The time this witness states for the note's text; nullopt when it did not sign. Of several lines
/// the earliest counts. Error(verification) when one of them is wrong.
std::optional<Instant> cosigned_at(const Note& note, const WitnessKey& key,
                                   const std::string& source);

}  // namespace exhibit::encode
