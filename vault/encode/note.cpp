#include "encode/note.hpp"

#include <algorithm>
#include <array>

#include "base/codec.hpp"
#include "base/text.hpp"
#include "exhibit/error.hpp"

namespace exhibit::encode {
namespace {

constexpr std::byte ed25519_type{0x01};
constexpr std::size_t id_bytes = 4;
constexpr std::string_view signature_prefix = "\xE2\x80\x94 ";  // U+2014 and a blank

// What Unicode calls white space (property White_Space) beyond the control characters.
constexpr std::array<std::string_view, 20> blanks{
    // clang-format off
    " ",            "\xC2\x85",     "\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\x80",
    "\xE2\x80\x81", "\xE2\x80\x82", "\xE2\x80\x83", "\xE2\x80\x84", "\xE2\x80\x85",
    "\xE2\x80\x86", "\xE2\x80\x87", "\xE2\x80\x88", "\xE2\x80\x89", "\xE2\x80\x8A",
    "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80",
    // clang-format on
};

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20;
}

bool is_forbidden(char c) {
    return is_control(c) && c != '\n';
}

bool valid_text(std::string_view text) {
    return text.ends_with('\n') && valid_utf8(text) && std::ranges::none_of(text, is_forbidden);
}

Bytes key_material(const crypto::VerifyKey& key) {
    Bytes out{ed25519_type};
    append(out, key.view());
    return out;
}

/// Signature lines; offsets in errors count from the start of the whole note.
class SignatureReader {
public:
    SignatureReader(std::string_view note, std::size_t offset, const std::string& source)
        : note_(note), offset_(offset), source_(source) {}

    std::vector<NoteSignature> all() {
        std::vector<NoteSignature> out;
        while (offset_ < note_.size()) {
            if (out.size() == note_signatures_max) {
                fail("at most " + std::to_string(note_signatures_max) + " signatures");
            }
            out.push_back(line());
        }
        if (out.empty()) fail("a signature line");
        return out;
    }

private:
    NoteSignature line() {
        const std::string_view rest = note_.substr(offset_);
        const std::string_view whole = rest.substr(0, rest.find('\n'));
        if (!whole.starts_with(signature_prefix)) fail("a signature line beginning with a dash");
        const std::string_view fields = whole.substr(signature_prefix.size());
        const std::size_t blank = fields.find(' ');
        const std::string_view name = fields.substr(0, blank);
        if (blank == std::string_view::npos || !valid_key_name(name)) {
            fail("the name of a key, a blank and a signature in base64");
        }
        const Bytes bytes = from_base64(fields.substr(blank + 1), source_ + " signature line");
        if (bytes.size() <= id_bytes) fail("a key id of 4 bytes and a signature");
        NoteSignature out;
        out.name = std::string(name);
        std::copy_n(bytes.begin(), id_bytes, out.id.begin());
        out.signature.assign(bytes.begin() + id_bytes, bytes.end());
        offset_ += whole.size() + 1;
        return out;
    }
    [[noreturn]] void fail(const std::string& expected) const {
        throw FormatError(source_, offset_, expected);
    }

    std::string_view note_;
    std::size_t offset_;
    const std::string& source_;
};

bool verifies(const NoteSignature& candidate, const NoteKey& key, std::string_view text) {
    crypto::Signature signature{};
    if (candidate.signature.size() != signature.size()) return false;
    std::ranges::copy(candidate.signature, signature.begin());
    return crypto::verify(key.key, as_bytes(text), signature);
}

[[noreturn]] void refuse_note(const std::string& expected) {
    throw Error(ErrorKind::usage, "writing a signed note: expected " + expected);
}

void require_name(std::string_view name) {
    if (!valid_key_name(name)) {
        refuse_note("a key name without white space and '+', found \"" + printable(name) + '"');
    }
}

}  // namespace

bool valid_key_name(std::string_view name) {
    if (name.empty() || name.find('+') != std::string_view::npos) return false;
    if (!valid_utf8(name) || std::ranges::any_of(name, is_control)) return false;
    const auto holds = [&](std::string_view blank) {
        return name.find(blank) != std::string_view::npos;
    };
    return std::ranges::none_of(blanks, holds);
}

std::array<std::byte, 4> NoteKey::id() const {
    const Bytes material = key_material(key);
    const crypto::Hash hash = crypto::sha256({as_bytes(name), as_bytes("\n"), material});
    std::array<std::byte, id_bytes> out{};
    std::copy_n(hash.bytes.begin(), id_bytes, out.begin());
    return out;
}

std::string format_vkey(const NoteKey& key) {
    require_name(key.name);
    return key.name + '+' + to_hex(key.id()) + '+' + to_base64(key_material(key.key));
}

VkeyParts parse_vkey_parts(std::string_view text, const std::string& source) {
    // The base64 may hold '+' too: only the first two separate fields.
    const std::size_t first = text.find('+');
    const std::size_t second = first == std::string_view::npos ? first : text.find('+', first + 1);
    if (second == std::string_view::npos) {
        throw FormatError(source, 0, "a name, a key id and a key with '+' between them");
    }
    VkeyParts out;
    out.name = std::string(text.substr(0, first));
    if (!valid_key_name(out.name)) throw FormatError(source, 0, "a name without white space");
    out.id =
        array_from_hex<id_bytes>(text.substr(first + 1, second - first - 1), source + " key id");
    out.material = from_base64(text.substr(second + 1), source + " key");
    out.material_offset = second + 1;
    return out;
}

NoteKey parse_vkey(std::string_view text, const std::string& source) {
    const VkeyParts parts = parse_vkey_parts(text, source);
    NoteKey out{parts.name, {}};
    if (parts.material.size() != 1 + out.key.bytes.size() ||
        parts.material.front() != ed25519_type) {
        throw FormatError(source, parts.material_offset,
                          "the type byte 0x01 and an Ed25519 key of 32 bytes");
    }
    std::copy(parts.material.begin() + 1, parts.material.end(), out.key.bytes.begin());
    if (parts.id != out.id()) {
        throw FormatError(source, parts.name.size() + 1,
                          "the key id " + to_hex(out.id()) + " of this key");
    }
    return out;
}

Note parse_note(std::string_view note, const std::string& source) {
    if (note.size() > note_bytes_max) {
        throw FormatError(source, note_bytes_max,
                          "at most " + std::to_string(note_bytes_max) + " bytes of signed note");
    }
    if (const auto offset = first_invalid_utf8(note)) {
        throw FormatError(source, *offset, "valid UTF-8");
    }
    const auto control = std::ranges::find_if(note, is_forbidden);
    if (control != note.end()) {
        throw FormatError(source, static_cast<std::uint64_t>(control - note.begin()),
                          "no control character but newline");
    }
    if (!note.ends_with('\n')) throw FormatError(source, note.size(), "a final newline");
    const std::size_t parting = note.rfind("\n\n");
    if (parting == std::string_view::npos) {
        throw FormatError(source, note.size(), "an empty line between text and signatures");
    }
    return {std::string(note.substr(0, parting + 1)),
            SignatureReader(note, parting + 2, source).all()};
}

std::string dump_signature_line(const NoteSignature& signature) {
    require_name(signature.name);
    if (signature.signature.empty()) refuse_note("a signature that is not empty");
    Bytes bytes = to_bytes(signature.id);
    append(bytes, signature.signature);
    return std::string(signature_prefix) + signature.name + ' ' + to_base64(bytes) + '\n';
}

std::string dump_note(const Note& note) {
    if (!valid_text(note.text)) refuse_note("UTF-8 text that ends in a newline");
    if (note.signatures.empty() || note.signatures.size() > note_signatures_max) {
        refuse_note("1 to " + std::to_string(note_signatures_max) + " signatures");
    }
    std::string out = note.text + '\n';
    for (const NoteSignature& signature : note.signatures) out += dump_signature_line(signature);
    if (out.size() > note_bytes_max) {
        refuse_note("at most " + std::to_string(note_bytes_max) + " bytes");
    }
    return out;
}

Note sign_note(std::string text, std::string name, const crypto::Signer& signer) {
    if (!valid_text(text)) refuse_note("UTF-8 text that ends in a newline");
    require_name(name);
    const NoteKey key{name, signer.key()};
    const crypto::Signature signature = signer.sign(as_bytes(text));
    return {std::move(text), {{std::move(name), key.id(), to_bytes(signature)}}};
}

bool verify_note(const Note& note, const NoteKey& key) {
    const auto id = key.id();
    bool found = false;
    for (const NoteSignature& signature : note.signatures) {
        if (signature.name != key.name || signature.id != id) continue;
        if (!verifies(signature, key, note.text)) return false;
        found = true;
    }
    return found;
}

}  // namespace exhibit::encode
