#include "ledger/disclosure.hpp"

#include <algorithm>
#include <array>

#include "base/codec.hpp"
#include "crypto/aead.hpp"
#include "exhibit/error.hpp"

namespace exhibit::ledger {

namespace {

using encode::Json;

constexpr std::string_view private_magic = "EXHPRV01";
constexpr std::size_t salt_bytes = 32;
constexpr std::size_t header_bytes = 8 + 32 + 24;

Bytes associated_data(const PrivateScope& scope) {
    return to_bytes(std::string(private_magic) + scope.origin + "\n" + scope.subject);
}

}  // namespace

Disclosure make_disclosure(std::string name, Json value, crypto::Random& random) {
    std::array<std::byte, salt_bytes> salt{};
    random.fill(salt);
    const std::string json = encode::dump(Json::Array{to_base64url(salt), name, value});
    return {to_base64url(as_bytes(json)), std::move(name), std::move(value)};
}

std::string disclosure_digest(std::string_view text) {
    return to_base64url(crypto::sha256(as_bytes(text)).view());
}

Disclosure parse_disclosure(std::string_view text, const std::string& source) {
    const Bytes json = from_base64url(text, source);
    const Json array = encode::parse(as_text(json), source);
    const Json::Array& parts = array.array("disclosure");
    if (parts.size() != 3 || from_base64url(parts[0].string("salt"), source).size() != salt_bytes) {
        throw FormatError(source, 0, "a disclosure [salt of 32 bytes, name, value]");
    }
    return {std::string(text), parts[1].string("name"), parts[2]};
}

Bytes seal_private(const PrivateScope& scope, const SubjectKeyInUse& key,
                   std::span<const Disclosure> disclosures, crypto::Random& random) {
    std::vector<std::string> texts;
    for (const Disclosure& disclosure : disclosures) texts.push_back(disclosure.text);
    std::sort(texts.begin(), texts.end());
    const std::string plain = encode::dump(Json::Array(texts.begin(), texts.end()));

    const crypto::Nonce nonce = crypto::random_nonce(random);
    Bytes object = to_bytes(private_magic);
    append(object, key.object.view());
    append(object, nonce);
    append(object, crypto::aead_seal(key.key, nonce, associated_data(scope), as_bytes(plain)));
    if (object.size() > private_object_bytes_max) {
        throw Error(ErrorKind::usage, "The private values of " + scope.subject +
                                          " in one event have more than 1 MiB.");
    }
    return object;
}

Hash private_key_object(ByteView object, const std::string& source) {
    ByteReader reader(object, source);
    if (object.size() > private_object_bytes_max) reader.fail("at most 1 MiB");
    reader.expect(private_magic);
    return Hash{reader.array<32>("the digest of a subject key object")};
}

std::vector<Disclosure> open_private(ByteView object, const PrivateScope& scope,
                                     const crypto::SecretBytes& key, const std::string& source) {
    static_cast<void>(private_key_object(object, source));
    ByteReader reader(object, source);
    reader.take(header_bytes - sizeof(crypto::Nonce), "the header of private values");
    const crypto::Nonce nonce = reader.array<sizeof(crypto::Nonce)>("a nonce of 24 bytes");
    const std::optional<Bytes> plain =
        crypto::aead_open(key, nonce, associated_data(scope), reader.rest());
    if (!plain) {
        throw Error(ErrorKind::corrupt, "The private values in " + source +
                                            " do not open as those of " + scope.subject +
                                            ": they were changed, or another key sealed them.");
    }
    const Json array = encode::parse(as_text(*plain), source);
    std::vector<Disclosure> disclosures;
    for (const Json& text : array.array("disclosures")) {
        disclosures.push_back(parse_disclosure(text.string("disclosure"), source));
        const std::size_t count = disclosures.size();
        if (count > 1 && disclosures[count - 2].text >= disclosures[count - 1].text) {
            throw FormatError(source, 0, "disclosures in ascending order, none twice");
        }
    }
    return disclosures;
}

}  // namespace exhibit::ledger
