#include "crypto/ssh_wire.hpp"

#include "base/codec.hpp"
#include "crypto/digest.hpp"

namespace exhibit::crypto {
namespace {

constexpr std::string_view source = "the answer of the ssh-agent";
constexpr std::string_view algorithm = "ssh-ed25519";
constexpr std::uint8_t failure = 5;
constexpr std::uint8_t list_request = 11;
constexpr std::uint8_t list_answer = 12;
constexpr std::uint8_t sign_request = 13;
constexpr std::uint8_t sign_answer = 14;
constexpr std::uint32_t keys_max = 2048;

void put_string(Bytes& out, ByteView bytes) {
    put_u32(out, static_cast<std::uint32_t>(bytes.size()));
    append(out, bytes);
}

ByteView take_string(ByteReader& reader, std::string_view expected) {
    return reader.take(reader.u32(expected), expected);
}

Bytes message(std::uint8_t type, ByteView body) {
    Bytes out;
    put_u32(out, static_cast<std::uint32_t>(1 + body.size()));
    out.push_back(static_cast<std::byte>(type));
    append(out, body);
    return out;
}

Bytes key_blob(const VerifyKey& key) {
    Bytes out;
    put_string(out, as_bytes(algorithm));
    put_string(out, key.view());
    return out;
}

/// nullopt for a key of another kind.
std::optional<VerifyKey> ed25519_key(ByteView blob) {
    ByteReader reader(blob, "a key of the ssh-agent");
    if (as_text(take_string(reader, "the name of an algorithm")) != algorithm) return std::nullopt;
    if (reader.u32("the length of a key") != 32) reader.fail("an Ed25519 key of 32 bytes");
    VerifyKey key{reader.array<32>("an Ed25519 key")};
    reader.finish();
    return key;
}

std::string fingerprint_of(ByteView blob) {
    std::string text = to_base64(sha256(blob).view());
    while (!text.empty() && text.back() == '=') text.pop_back();
    return "SHA256:" + text;
}

}  // namespace

Bytes ssh_list_request() {
    return message(list_request, {});
}

Bytes ssh_sign_request(const VerifyKey& key, ByteView bytes) {
    Bytes body;
    put_string(body, key_blob(key));
    put_string(body, bytes);
    put_u32(body, 0);  // no flags: they choose hashes of RSA
    return message(sign_request, body);
}

std::vector<SshKey> parse_ssh_keys(ByteView answer) {
    ByteReader reader(answer, std::string(source));
    if (reader.u8("a message type") != list_answer) reader.fail("a list of its keys");
    const std::uint32_t count = reader.u32("the number of keys");
    if (count > keys_max) reader.fail("at most 2,048 keys");
    std::vector<SshKey> keys;
    for (std::uint32_t i = 0; i < count; ++i) {
        const ByteView blob = take_string(reader, "a key");
        const ByteView comment = take_string(reader, "the comment of a key");
        if (const auto key = ed25519_key(blob))
            keys.push_back({*key, std::string(as_text(comment)), fingerprint_of(blob)});
    }
    reader.finish();
    return keys;
}

std::optional<Signature> parse_ssh_signature(ByteView answer) {
    ByteReader reader(answer, std::string(source));
    const std::uint8_t type = reader.u8("a message type");
    if (type == failure) return std::nullopt;
    if (type != sign_answer) reader.fail("a signature");
    ByteReader blob(take_string(reader, "a signature"), std::string(source));
    reader.finish();
    if (as_text(take_string(blob, "the name of an algorithm")) != algorithm)
        blob.fail("an ssh-ed25519 signature");
    if (blob.u32("the length of a signature") != 64) blob.fail("a signature of 64 bytes");
    const Signature signature = blob.array<64>("a signature");
    blob.finish();
    return signature;
}

}  // namespace exhibit::crypto
