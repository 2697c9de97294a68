// Signed notes (C2SP signed-note v1.0.0): a text and signature lines, used for checkpoints.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "crypto/sign.hpp"

namespace exhibit::encode {

inline constexpr std::size_t note_bytes_max = 65536;
inline constexpr std::size_t note_signatures_max = 64;

/// Ed25519 note key: type byte 0x01.
struct NoteKey {
    std::string name;  ///< no white space, no '+'; not empty
    crypto::VerifyKey key;
    bool operator==(const NoteKey&) const = default;
    /// First 4 bytes of SHA-256(name || LF || 0x01 || key).
    std::array<std::byte, 4> id() const;
};

/// "name+hex(id)+base64(0x01 || key)".
std::string format_vkey(const NoteKey& key);
/// Throws FormatError; also when the id does not match the key.
NoteKey parse_vkey(std::string_view text, const std::string& source = "verifier key");

/// The three parts of a verifier key of any type; what the key is, is for the caller.
struct VkeyParts {
    std::string name;
    std::array<std::byte, 4> id{};
    Bytes material;  ///< type byte and key
    std::size_t material_offset = 0;
};
VkeyParts parse_vkey_parts(std::string_view text, const std::string& source);
/// UTF-8 without white space, control characters and '+'; not empty.
bool valid_key_name(std::string_view name);

struct NoteSignature {
    std::string name;
    std::array<std::byte, 4> id{};
    Bytes signature;  ///< after the 4 id bytes
};

struct Note {
    std::string text;  ///< with its final newline
    std::vector<NoteSignature> signatures;
};

/// Text and signatures part at the last blank line. Throws FormatError for anything else.
Note parse_note(std::string_view note, const std::string& source);
std::string dump_note(const Note& note);
/// One signature line with its newline, as it stands in a note. Error(usage).
std::string dump_signature_line(const NoteSignature& signature);

/// Signs `text` (must end in a newline, no control characters but newline).
Note sign_note(std::string text, std::string name, const crypto::Signer& signer);

/// Fails closed: a known (name, id) whose signature is wrong rejects the note; unknown ones are
/// ignored; false when `key` did not sign.
bool verify_note(const Note& note, const NoteKey& key);

}  // namespace exhibit::encode
