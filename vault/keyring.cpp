#include "vault/keyring.hpp"

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
    const custody::Grant& granted = grant->second.grant;

    const auto opened = incidents_.find(id);
    if (opened != incidents_.end() && opened->second.object == granted.object)
        return &opened->second.keys;
    const auto tag = ledger::subject_tag(state_.origin(), custody::subject_of(id));
    const std::string name = ledger::incident_key_name(tag, identity_.id(), granted.object);
    const Bytes object = get_named_by_digest(store_, name, granted.object);
    custody::IncidentKeys keys =
        custody::open_incident_keys(object, name, identity_.receive(), granted.read, record->keys);
    const auto kept =
        incidents_.insert_or_assign(id, OpenedGrant{granted.object, std::move(keys)}).first;
    return &kept->second.keys;
}

void Keyring::introduce(const custody::IncidentId& id, const crypto::BoxPublic& record_public) {
    introduced_.insert_or_assign(id, record_public);
}

const crypto::BoxPublic& Keyring::record_public(const custody::IncidentId& id) const {
    if (const custody::IncidentRecord* record = state_.incident(id))
        return record->keys.record_public;
    const auto introduced = introduced_.find(id);
    if (introduced != introduced_.end()) return introduced->second;
    throw Error(ErrorKind::not_found,
                "sealing values of incident " + id.text() + ": the vault has no such incident");
}

std::optional<custody::IncidentId> Keyring::incident_of(const std::string& subject) const {
    const std::size_t colon = subject.find(':');
    const std::string kind = subject.substr(0, colon);
    const std::string rest = subject.substr(colon + 1);
    if (kind == "incident") return custody::IncidentId::try_parse(rest);
    if (kind != "item") return std::nullopt;
    const auto item = custody::ItemId::try_parse(rest);
    if (!item) return std::nullopt;
    return item->incident();
}

const SubjectKey* Keyring::keep(const std::string& subject, const crypto::Hash& object,
                                crypto::SecretBytes key) {
    auto& of_subject = subjects_[subject];
    return &of_subject.emplace(object, SubjectKey{object, std::move(key)}).first->second;
}

const SubjectKey* Keyring::subject(const std::string& subject, const crypto::Hash& object) {
    const auto& known = subjects_[subject];
    if (const auto found = known.find(object); found != known.end()) return &found->second;

    const auto tag = ledger::subject_tag(state_.origin(), subject);
    const std::string name = ledger::subject_key_name(tag, object);
    if (const auto id = incident_of(subject)) {
        const custody::IncidentKeys* keys = incident(*id);
        if (keys == nullptr || !keys->record) return nullptr;
        const Bytes bytes = get_named_by_digest(store_, name, object);
        return keep(subject, object, custody::open_subject_key(bytes, name, *keys->record));
    }
    const Bytes bytes = get_named_by_digest(store_, name, object);
    return keep(
        subject, object,
        custody::open_handler_subject_key(bytes, name, record_key_, state_.origin(), subject));
}

const SubjectKey& Keyring::subject_for_writing(const std::string& subject) {
    for (const auto& [object, known] : subjects_[subject]) {
        if (!state_.shredded_key(object)) return known;
    }

    crypto::SecretBytes key = crypto::SecretBytes::random(32);
    Bytes object;
    if (const auto id = incident_of(subject)) {
        object = custody::seal_subject_key(key, record_public(*id));
    } else {
        object = custody::seal_handler_subject_key(key, record_key_, state_.origin(), subject,
                                                   crypto::system_random());
    }
    const crypto::Hash digest = crypto::sha256(object);
    const auto tag = ledger::subject_tag(state_.origin(), subject);
    store_.put_new(ledger::subject_key_name(tag, digest), object);
    return *keep(subject, digest, std::move(key));
}

}  // namespace exhibit
