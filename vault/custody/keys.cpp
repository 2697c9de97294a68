#include "custody/keys.hpp"

#include <algorithm>
#include <span>

#include "base/check.hpp"
#include "crypto/aead.hpp"
#include "exhibit/error.hpp"

namespace exhibit::custody {

namespace {

constexpr std::size_t key_bytes = 32;
constexpr std::byte key_object_version{0x01};
constexpr std::size_t vault_keys_bytes = 1 + 2 * key_bytes;
constexpr std::size_t incident_keys_bytes = 2 + 3 * key_bytes;
constexpr std::string_view boxed_magic = "EXHSUB01";
constexpr std::string_view past_magic = "EXHPAST1";
constexpr std::string_view sealed_magic = "EXHSUB02";

[[noreturn]] void refuse(const std::string& name, const std::string& sentence) {
    throw Error(ErrorKind::corrupt, "opening key object " + name + ": " + sentence);
}

crypto::SecretBytes key_at(const crypto::SecretBytes& from, std::size_t offset) {
    return crypto::SecretBytes::copy_of(from.view().subspan(offset, key_bytes));
}

void put_key(crypto::SecretBytes& into, std::size_t offset, const crypto::SecretBytes& key) {
    CHECK(key.size() == key_bytes);
    const ByteView bytes = key.view();
    std::copy(bytes.begin(), bytes.end(), into.writable().begin() + static_cast<long>(offset));
}

/// Opens a box whose plain text begins with the version byte and has exactly this length.
crypto::SecretBytes open_versioned(ByteView object, const std::string& name,
                                   const crypto::BoxKeyPair& receive, std::size_t expected) {
    if (object.size() != expected + crypto::box_overhead_bytes) {
        refuse(name, "found " + std::to_string(object.size()) + " bytes, expected " +
                         std::to_string(expected + crypto::box_overhead_bytes) + ".");
    }
    auto plain = crypto::open_sealed(receive, object);
    if (!plain) refuse(name, "it is not sealed to this handler's key, or it was changed.");
    if (plain->view()[0] != key_object_version) {
        throw Error(ErrorKind::unsupported,
                    "opening key object " + name +
                        ": it has a version this program does not know; expected version 1.");
    }
    return std::move(*plain);
}

Bytes handler_subject_associated(std::string_view origin, std::string_view subject) {
    Bytes out = to_bytes(sealed_magic);
    append(out, origin);
    append(out, "\n");
    append(out, subject);
    return out;
}

/// The key pair of a secret that must have this public half.
crypto::BoxKeyPair expect_pair(crypto::SecretBytes secret, const crypto::BoxPublic& expected,
                               const std::string& name, std::string_view which) {
    crypto::BoxKeyPair pair(std::move(secret));
    if (pair.public_key() != expected) {
        refuse(name, "its " + std::string(which) + " key is not the one that the ledger states.");
    }
    return pair;
}

Bytes seal_level(const IncidentKeys& keys, Read level, const crypto::BoxPublic& handler) {
    crypto::SecretBytes plain(incident_keys_bytes);
    plain.writable()[0] = key_object_version;
    plain.writable()[1] = static_cast<std::byte>(static_cast<int>(level) + 1);
    if (level != Read::record) put_key(plain, 2, keys.id_key);
    if (level != Read::deposit) put_key(plain, 2 + key_bytes, keys.record->secret());
    if (level == Read::content) put_key(plain, 2 + 2 * key_bytes, keys.content->secret());
    return crypto::seal_to(handler, plain.view());
}

}  // namespace

VaultKeys new_vault_keys() {
    return {crypto::SecretBytes::random(key_bytes), crypto::SecretBytes::random(key_bytes)};
}

crypto::Hash record_check(const crypto::SecretBytes& record_key) {
    return crypto::sha256({as_bytes("exhibit record key v1"), record_key.view()});
}

Bytes seal_vault_keys(const VaultKeys& keys, const crypto::BoxPublic& handler) {
    crypto::SecretBytes plain(vault_keys_bytes);
    plain.writable()[0] = key_object_version;
    put_key(plain, 1, keys.record_key);
    put_key(plain, 1 + key_bytes, keys.log_seed);
    return crypto::seal_to(handler, plain.view());
}

VaultKeys open_vault_keys(ByteView object, const std::string& name,
                          const crypto::BoxKeyPair& receive, const crypto::Hash& check,
                          const crypto::VerifyKey& log_key) {
    const crypto::SecretBytes plain = open_versioned(object, name, receive, vault_keys_bytes);
    VaultKeys keys{key_at(plain, 1), key_at(plain, 1 + key_bytes)};
    if (record_check(keys.record_key) != check) {
        refuse(name, "its record key is not the one that the genesis event states.");
    }
    if (crypto::SeedSigner(keys.log_seed).key() != log_key) {
        refuse(name, "its log key is not the one that exhibit.json states.");
    }
    return keys;
}

IncidentKeys new_incident_keys() {
    return {Read::content, crypto::SecretBytes::random(key_bytes), crypto::BoxKeyPair::random(),
            crypto::BoxKeyPair::random()};
}

IncidentKeys next_incident_keys(const IncidentKeys& keys) {
    CHECK(keys.level == Read::content);
    return {Read::content, keys.id_key.clone(), crypto::BoxKeyPair::random(),
            crypto::BoxKeyPair::random()};
}

crypto::Hash id_check(const crypto::SecretBytes& id_key) {
    return crypto::sha256({as_bytes("exhibit id key v1"), id_key.view()});
}

IncidentPublic public_side(const IncidentKeys& keys) {
    CHECK(keys.level == Read::content && keys.record && keys.content);
    return {keys.record->public_key(), keys.content->public_key(), id_check(keys.id_key)};
}

Bytes seal_incident_keys(const IncidentKeys& keys, Read level, const crypto::BoxPublic& handler) {
    if (keys.level != Read::content || !keys.record || !keys.content) {
        throw Error(ErrorKind::denied,
                    "giving somebody an incident's keys needs a content grant of one's own; "
                    "this handler has a " +
                        std::string(to_string(keys.level)) + " grant.");
    }
    return seal_level(keys, level, handler);
}

Bytes reseal_incident_keys(const IncidentKeys& keys, const crypto::BoxPublic& own) {
    return seal_level(keys, keys.level, own);
}

IncidentKeys open_incident_keys(ByteView object, const std::string& name,
                                const crypto::BoxKeyPair& receive, Read level,
                                const IncidentPublic& expected) {
    const crypto::SecretBytes plain = open_versioned(object, name, receive, incident_keys_bytes);
    if (plain.view()[1] != static_cast<std::byte>(static_cast<int>(level) + 1)) {
        refuse(name, "its level is not that of the grant, which is " +
                         std::string(to_string(level)) + ".");
    }
    const bool has_id = level != Read::record;
    const bool has_record = level != Read::deposit;
    const bool has_content = level == Read::content;
    IncidentKeys keys;
    keys.level = level;
    crypto::SecretBytes id_key = key_at(plain, 2);
    crypto::SecretBytes record = key_at(plain, 2 + key_bytes);
    crypto::SecretBytes content = key_at(plain, 2 + 2 * key_bytes);
    if ((!has_id && !all_zero(id_key.view())) || (!has_record && !all_zero(record.view())) ||
        (!has_content && !all_zero(content.view()))) {
        refuse(name, "it holds keys that its level does not give; expected zeros there.");
    }
    if (has_id) {
        if (id_check(id_key) != expected.id_check) {
            refuse(name, "its id key is not the one that incident.open states.");
        }
        keys.id_key = std::move(id_key);
    }
    if (has_record) {
        keys.record = expect_pair(std::move(record), expected.record_public, name, "record");
    }
    if (has_content) {
        keys.content = expect_pair(std::move(content), expected.content_public, name, "content");
    }
    return keys;
}

Bytes seal_past_keys(const IncidentKeys& keys, const IncidentPublic& next) {
    CHECK(keys.level == Read::content && keys.record && keys.content);
    Bytes out = to_bytes(past_magic);
    append(out, crypto::seal_to(next.record_public, keys.record->secret().view()));
    append(out, crypto::seal_to(next.content_public, keys.content->secret().view()));
    return out;
}

void open_past_keys(ByteView object, const std::string& name, IncidentKeys& keys,
                    const IncidentPublic& expected) {
    ByteReader reader(object, name);
    reader.expect(past_magic);
    const std::size_t box_bytes = key_bytes + crypto::box_overhead_bytes;
    const ByteView record = reader.take(box_bytes, "a sealed record key");
    const ByteView content = reader.take(box_bytes, "a sealed content key");
    reader.finish();
    const auto add = [&](const std::optional<crypto::BoxKeyPair>& newest,
                         std::vector<crypto::BoxKeyPair>& older, ByteView box,
                         const crypto::BoxPublic& is, std::string_view which) {
        if (!newest) return;
        auto secret = crypto::open_sealed(older.empty() ? *newest : older.back(), box);
        if (!secret)
            refuse(name, "its " + std::string(which) +
                             " key is not sealed to the keys that followed it, or it was changed.");
        older.push_back(expect_pair(std::move(*secret), is, name, which));
    };
    add(keys.record, keys.older_record, record, expected.record_public, "record");
    add(keys.content, keys.older_content, content, expected.content_public, "content");
}

Bytes seal_subject_key(const crypto::SecretBytes& key, const crypto::BoxPublic& record_public) {
    CHECK(key.size() == key_bytes);
    Bytes out = to_bytes(boxed_magic);
    append(out, crypto::seal_to(record_public, key.view()));
    return out;
}

crypto::SecretBytes open_subject_key(ByteView object, const std::string& name,
                                     const crypto::BoxKeyPair& record) {
    ByteReader reader(object, name);
    reader.expect(boxed_magic);
    const ByteView box = reader.take(key_bytes + crypto::box_overhead_bytes, "a sealed key");
    reader.finish();
    auto key = crypto::open_sealed(record, box);
    if (!key) refuse(name, "it is not sealed to this incident's record key, or it was changed.");
    return std::move(*key);
}

OpenedSubjectKey open_subject_key(ByteView object, const std::string& name,
                                  const IncidentKeys& keys) {
    CHECK(keys.record.has_value());
    ByteReader reader(object, name);
    reader.expect(boxed_magic);
    const ByteView box = reader.take(key_bytes + crypto::box_overhead_bytes, "a sealed key");
    reader.finish();
    std::size_t age = 0;
    auto key = crypto::open_sealed(*keys.record, box);
    while (!key && age < keys.older_record.size())
        key = crypto::open_sealed(keys.older_record[age++], box);
    if (!key) refuse(name, "it is not sealed to a record key of this incident, or it was changed.");
    return {std::move(*key), age};
}

Bytes seal_handler_subject_key(const crypto::SecretBytes& key,
                               const crypto::SecretBytes& record_key, std::string_view origin,
                               std::string_view subject, crypto::Random& random) {
    CHECK(key.size() == key_bytes);
    const crypto::Nonce nonce = crypto::random_nonce(random);
    Bytes out = to_bytes(sealed_magic);
    append(out, nonce);
    append(out, crypto::aead_seal(record_key, nonce, handler_subject_associated(origin, subject),
                                  key.view()));
    return out;
}

crypto::SecretBytes open_handler_subject_key(ByteView object, const std::string& name,
                                             const crypto::SecretBytes& record_key,
                                             std::string_view origin, std::string_view subject) {
    ByteReader reader(object, name);
    reader.expect(sealed_magic);
    const crypto::Nonce nonce = reader.array<24>("a nonce");
    const ByteView box = reader.take(key_bytes + crypto::aead_tag_bytes, "a sealed key");
    reader.finish();
    auto key = crypto::aead_open_secret(record_key, nonce,
                                        handler_subject_associated(origin, subject), box);
    if (!key) {
        refuse(name, "it is not sealed under this vault's record key for " + std::string(subject) +
                         ", or it was changed.");
    }
    return std::move(*key);
}

}  // namespace exhibit::custody
