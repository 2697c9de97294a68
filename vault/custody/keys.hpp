// Key objects in the store (FORMAT.md 7): what is sealed to whom, and how it is checked when
// opened.
//
// Pure functions over bytes. Every open function takes the object's name, for messages, and refuses
// with Error(corrupt) what is not sealed to this key, has another form, or fails the check value in
// the ledger.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "crypto/box.hpp"
#include "crypto/digest.hpp"
#include "crypto/secret.hpp"
#include "crypto/sign.hpp"
#include "custody/types.hpp"

namespace exhibit::custody {

/// 7.1: what every enrolled handler gets.
struct VaultKeys {
    crypto::SecretBytes record_key;  ///< 32 bytes; opens ledger entries
    crypto::SecretBytes log_seed;    ///< 32 bytes; signs checkpoints
};
VaultKeys new_vault_keys();
/// H("exhibit record key v1" || record key), as the genesis event states it.
crypto::Hash record_check(const crypto::SecretBytes& record_key);

Bytes seal_vault_keys(const VaultKeys& keys, const crypto::BoxPublic& handler);
/// Checks the record key against `check` and the log seed against `log_key`.
VaultKeys open_vault_keys(ByteView object, const std::string& name,
                          const crypto::BoxKeyPair& receive, const crypto::Hash& check,
                          const crypto::VerifyKey& log_key);

/// 7.2: the public side of an incident's keys, as `incident.open` states it.
struct IncidentPublic {
    crypto::BoxPublic record_public;
    crypto::BoxPublic content_public;
    crypto::Hash id_check;
    bool operator==(const IncidentPublic&) const = default;
};

/// 7.2: what a grant gives. `id_key` is empty at level record.
struct IncidentKeys {
    Read level = Read::deposit;
    crypto::SecretBytes id_key;  ///< 32 bytes; names blocks
    std::optional<crypto::BoxKeyPair> record;
    std::optional<crypto::BoxKeyPair> content;
    /// Of the generations before, newest first (FORMAT.md 7.4); what the level gives.
    std::vector<crypto::BoxKeyPair> older_record{};
    std::vector<crypto::BoxKeyPair> older_content{};
};
/// Fresh keys at level content.
IncidentKeys new_incident_keys();
/// Fresh record and content keys, and the same id key. REQUIRES: keys of level content.
IncidentKeys next_incident_keys(const IncidentKeys& keys);
/// REQUIRES: keys of level content.
IncidentPublic public_side(const IncidentKeys& keys);
/// H("exhibit id key v1" || id key).
crypto::Hash id_check(const crypto::SecretBytes& id_key);

/// Seals what `level` gives. Error(denied) unless `keys` are of level content.
Bytes seal_incident_keys(const IncidentKeys& keys, Read level, const crypto::BoxPublic& handler);
/// All of `keys`, for a new key of the same handler.
Bytes reseal_incident_keys(const IncidentKeys& keys, const crypto::BoxPublic& own);
/// Checks the level against `level` (the grant in the ledger) and every key against `expected`.
IncidentKeys open_incident_keys(ByteView object, const std::string& name,
                                const crypto::BoxKeyPair& receive, Read level,
                                const IncidentPublic& expected);

/// 7.4: the secrets of `keys` for those who hold the next ones. REQUIRES: keys of level content.
Bytes seal_past_keys(const IncidentKeys& keys, const IncidentPublic& next);
/// Adds to `keys` the secrets of the generation before the oldest it has, as far as its level gives
/// them. `expected` are that generation's public keys.
void open_past_keys(ByteView object, const std::string& name, IncidentKeys& keys,
                    const IncidentPublic& expected);

/// 7.3: a 32-byte key for the private values of an incident or an item (EXHSUB01): anybody can make
/// one, only who holds the record grant opens it.
Bytes seal_subject_key(const crypto::SecretBytes& key, const crypto::BoxPublic& record_public);
crypto::SecretBytes open_subject_key(ByteView object, const std::string& name,
                                     const crypto::BoxKeyPair& record);

/// The same by whichever generation opens it, newest first. REQUIRES: keys with a record secret.
struct OpenedSubjectKey {
    crypto::SecretBytes key;
    std::size_t age = 0;  ///< generations between it and the newest
};
OpenedSubjectKey open_subject_key(ByteView object, const std::string& name,
                                  const IncidentKeys& keys);

/// 7.3: the key for the private values of a handler (EXHSUB02), for everyone enrolled.
Bytes seal_handler_subject_key(const crypto::SecretBytes& key,
                               const crypto::SecretBytes& record_key, std::string_view origin,
                               std::string_view subject, crypto::Random& random);
crypto::SecretBytes open_handler_subject_key(ByteView object, const std::string& name,
                                             const crypto::SecretBytes& record_key,
                                             std::string_view origin, std::string_view subject);

}  // namespace exhibit::custody
