#include "encode/cosignature.hpp"

#include <algorithm>

#include "base/codec.hpp"
#include "base/text.hpp"
#include "exhibit/error.hpp"

namespace exhibit::encode {
namespace {

constexpr std::byte witness_type{0x04};
constexpr std::size_t id_bytes = 4;
constexpr std::size_t time_bytes = 8;
constexpr std::uint64_t time_max = 253'402'300'799;  // 9999-12-31T23:59:59Z

Bytes key_material(const crypto::VerifyKey& key) {
    Bytes out{witness_type};
    append(out, key.view());
    return out;
}

Bytes signed_bytes(std::string_view checkpoint_text, std::uint64_t time) {
    Bytes out = to_bytes("cosignature/v1\ntime " + std::to_string(time) + "\n");
    append(out, checkpoint_text);
    return out;
}

[[noreturn]] void refuse(const std::string& source, const WitnessKey& key, const std::string& why) {
    throw Error(ErrorKind::verification, "The cosignature of " + printable(key.name) + " on " +
                                             source + " does not hold: " + why + ".");
}

Instant verified_time(const NoteSignature& line, const Note& note, const WitnessKey& key,
                      const std::string& source) {
    const std::optional<Instant> time = stated_time(line);
    if (!time) {
        refuse(source, key, "it is not a time up to the year 9999 and a signature of 64 bytes");
    }
    crypto::Signature signature{};
    std::copy(line.signature.begin() + time_bytes, line.signature.end(), signature.begin());
    const auto seconds = static_cast<std::uint64_t>(time->seconds);
    if (!crypto::verify(key.key, signed_bytes(note.text, seconds), signature)) {
        refuse(source, key, "the signature is wrong");
    }
    return *time;
}

}  // namespace

std::array<std::byte, 4> WitnessKey::id() const {
    const Bytes material = key_material(key);
    const crypto::Hash hash = crypto::sha256({as_bytes(name), as_bytes("\n"), material});
    std::array<std::byte, id_bytes> out{};
    std::copy_n(hash.bytes.begin(), id_bytes, out.begin());
    return out;
}

std::string format_witness_vkey(const WitnessKey& key) {
    if (!valid_key_name(key.name)) {
        throw Error(ErrorKind::usage, "writing the key of a witness: \"" + printable(key.name) +
                                          "\" is no name; expected one without white space and "
                                          "'+', like example.org/witness");
    }
    return key.name + '+' + to_hex(key.id()) + '+' + to_base64(key_material(key.key));
}

WitnessKey parse_witness_vkey(std::string_view text, const std::string& source) {
    const VkeyParts parts = parse_vkey_parts(text, source);
    WitnessKey out{parts.name, {}};
    if (parts.material.size() != 1 + out.key.bytes.size() ||
        parts.material.front() != witness_type) {
        throw FormatError(source, parts.material_offset,
                          "the type byte 0x04 of a witness and an Ed25519 key of 32 bytes");
    }
    std::copy(parts.material.begin() + 1, parts.material.end(), out.key.bytes.begin());
    if (parts.id != out.id()) {
        throw FormatError(source, parts.name.size() + 1,
                          "the key id " + to_hex(out.id()) + " of this key");
    }
    if (!crypto::is_sound(out.key)) {
        throw FormatError(source, parts.material_offset, "a sound Ed25519 key");
    }
    return out;
}

NoteSignature sign_cosignature(std::string_view checkpoint_text, Instant time, std::string name,
                               const crypto::Signer& signer) {
    if (time.seconds < 0 || static_cast<std::uint64_t>(time.seconds) > time_max) {
        throw Error(ErrorKind::usage, "cosigning: the clock is outside the years 1970 to 9999");
    }
    const auto seconds = static_cast<std::uint64_t>(time.seconds);
    NoteSignature out{std::move(name), {}, {}};
    out.id = WitnessKey{out.name, signer.key()}.id();
    put_u64(out.signature, seconds);
    append(out.signature, signer.sign(signed_bytes(checkpoint_text, seconds)));
    return out;
}

std::optional<Instant> stated_time(const NoteSignature& line) {
    if (line.signature.size() != time_bytes + sizeof(crypto::Signature)) return std::nullopt;
    const std::uint64_t time = ByteReader(line.signature, "a cosignature").u64("a time");
    if (time > time_max) return std::nullopt;
    return Instant{static_cast<std::int64_t>(time)};
}

std::optional<Instant> cosigned_at(const Note& note, const WitnessKey& key,
                                   const std::string& source) {
    const auto id = key.id();
    std::optional<Instant> earliest;
    for (const NoteSignature& line : note.signatures) {
        if (line.name != key.name || line.id != id) continue;
        const Instant time = verified_time(line, note, key, source);
        if (!earliest || time < *earliest) earliest = time;
    }
    return earliest;
}

}  // namespace exhibit::encode
