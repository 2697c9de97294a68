#include "vault/keyring.hpp"

#include "custody/generations.hpp"
#include "exhibit/error.hpp"
#include "ledger/object_names.hpp"

namespace exhibit {

Bytes get_named_by_digest(store::ObjectStore& store, const std::string& name,
                          const crypto::Hash& digest) {
    std::optional<Bytes> bytes = store.get(name);
    if (!bytes)
        throw Error(ErrorKind::corrupt, "reading " + name +
                                            ": the ledger names this object, but it is "
                                            "missing from the store; bring it back from a copy");
    if (crypto::sha256(*bytes) != digest)
        throw Error(ErrorKind::corrupt,
                    "reading " + name + ": its SHA-256 is " + crypto::sha256(*bytes).hex() +
                        ", but its name says otherwise: it was changed or cut short; "
                        "bring it back from a copy");
    return std::move(*bytes);
}

Keyring::Keyring(store::ObjectStore& store, const crypto::Identity& identity,
                 const crypto::SecretBytes& record_key, const custody::State& state)
    : store_(store), identity_(identity), record_key_(record_key), state_(state) {}

const custody::IncidentKeys* Keyring::incident(const custody::IncidentId& id) {
    const custody::IncidentRecord* record = state_.incident(id);
    if (record == nullptr) return nullptr;
    const auto grant = record->grants.find(identity_.id());
    if (grant == record->grants.end()) return nullptr;
    const crypto::Hash& object = grant->second.grant.object;
    if (const auto opened = grants_.find(object); opened != grants_.end()) return &opened->second;
    auto keys = custody::open_all_keys(
        *record, state_.origin(), identity_.id(), identity_.receive(),
        [&](const std::string& name, const crypto::Hash& digest) -> std::optional<Bytes> {
            return get_named_by_digest(store_, name, digest);
        });
    return &grants_.emplace(object, std::move(*keys)).first->second;
}

void Keyring::introduce(const custody::IncidentId& id, const crypto::BoxPublic& record_public) {
    introduced_.insert_or_assign(id, record_public);
}

const crypto::BoxPublic& Keyring::record_public(const custody::IncidentId& id) const {
    const auto introduced = introduced_.find(id);
    if (introduced != introduced_.end()) return introduced->second;
    if (const custody::IncidentRecord* record = state_.incident(id))
        return record->keys.record_public;
    throw Error(ErrorKind::not_found,
                "sealing values of incident " + id.text() + ": the vault has no such incident");
}

std::size_t Keyring::generation_for_writing(const std::string& subject) const {
    const auto id = custody::incident_of_subject(subject);
    if (!id) return 0;
    const custody::IncidentRecord* record = state_.incident(*id);
    return (record == nullptr ? 0 : record->generations.size()) +
           (introduced_.contains(*id) ? 1 : 0);
}

const SubjectKey* Keyring::keep(const std::string& subject, SubjectKey key) {
    const crypto::Hash object = key.object;
    return &subjects_[subject].emplace(object, std::move(key)).first->second;
}

const SubjectKey* Keyring::subject(const std::string& subject, const crypto::Hash& object) {
    const auto& known = subjects_[subject];
    if (const auto found = known.find(object); found != known.end()) return &found->second;

    const auto tag = ledger::subject_tag(state_.origin(), subject);
    const std::string name = ledger::subject_key_name(tag, object);
    if (const auto id = custody::incident_of_subject(subject)) {
        const custody::IncidentKeys* keys = incident(*id);
        if (keys == nullptr || !keys->record) return nullptr;
        const Bytes bytes = get_named_by_digest(store_, name, object);
        auto opened = custody::open_subject_key(bytes, name, *keys);
        // Keys of this session may be older than the incident's: counted from the oldest.
        const std::size_t generation = keys->older_record.size() + 1 - opened.age;
        return keep(subject, {object, std::move(opened.key), generation});
    }
    const Bytes bytes = get_named_by_digest(store_, name, object);
    return keep(subject, {object, custody::open_handler_subject_key(bytes, name, record_key_,
                                                                    state_.origin(), subject)});
}

const SubjectKey& Keyring::subject_for_writing(const std::string& subject) {
    // Only a key that those who read the incident now hold, and nobody else.
    const std::size_t generation = generation_for_writing(subject);
    for (const auto& [object, known] : subjects_[subject]) {
        if (known.generation == generation && !state_.shredded_key(object)) return known;
    }

    crypto::SecretBytes key = crypto::SecretBytes::random(32);
    Bytes object;
    if (const auto id = custody::incident_of_subject(subject)) {
        object = custody::seal_subject_key(key, record_public(*id));
    } else {
        object = custody::seal_handler_subject_key(key, record_key_, state_.origin(), subject,
                                                   crypto::system_random());
    }
    const crypto::Hash digest = crypto::sha256(object);
    const auto tag = ledger::subject_tag(state_.origin(), subject);
    store_.put_new(ledger::subject_key_name(tag, digest), object);
    return *keep(subject, {digest, std::move(key), generation});
}

}  // namespace exhibit
