#include "verify/own_keys.hpp"

#include "crypto/box.hpp"
#include "crypto/sign.hpp"
#include "custody/generations.hpp"
#include "ledger/object_names.hpp"
#include "verify/codes.hpp"

namespace exhibit::verify {

namespace {

constexpr std::uint64_t key_object_bytes_max = std::uint64_t{64} << 10;
constexpr std::size_t key_bytes = 32;

crypto::SecretBytes part_of(const crypto::SecretBytes& plain, std::size_t offset) {
    return crypto::SecretBytes::copy_of(plain.view().subspan(offset, key_bytes));
}

VaultKeyCopy open_copy(const std::string& name, ByteView object, const crypto::Identity& identity) {
    const auto plain = crypto::open_sealed(identity.receive(), object);
    if (!plain) {
        throw Error(ErrorKind::corrupt,
                    "The key object " + name + " is not sealed to this handler's key.");
    }
    if (plain->size() != 1 + 2 * key_bytes || plain->view()[0] != std::byte{0x01}) {
        throw Error(ErrorKind::malformed,
                    "The key object " + name + " does not hold two keys in the form of version 1.");
    }
    return {name, part_of(*plain, 1), crypto::SeedSigner(part_of(*plain, 1 + key_bytes)).key()};
}

}  // namespace

std::vector<VaultKeyCopy> open_vault_key_copies(Objects& objects,
                                                const crypto::Identity& identity) {
    const std::string folder = "keys/vault/" + identity.id().hex() + "/";
    const std::vector<std::string> names = objects.store().list(folder);
    if (names.empty()) {
        throw Error(ErrorKind::denied,
                    "auditing the vault: the store has no key object for this "
                    "identity, " +
                        identity.id().hex().substr(0, 12) +
                        "; it is not enrolled, or the object was removed.");
    }
    std::vector<VaultKeyCopy> copies;
    for (const std::string& name : names) {
        const std::optional<Bytes> object = objects.read_named(name, key_object_bytes_max);
        if (!object) continue;
        objects.report().attempt(code::key_object, name,
                                 [&] { copies.push_back(open_copy(name, *object, identity)); });
    }
    return copies;
}

OwnKeys::OwnKeys(Objects& objects, const crypto::Identity& identity,
                 const crypto::SecretBytes& record_key, const custody::State& state)
    : objects_(objects), identity_(identity), record_key_(record_key), state_(state) {}

const custody::IncidentKeys* OwnKeys::incident(const custody::IncidentId& id) {
    const custody::IncidentRecord* record = state_.incident(id);
    if (record == nullptr) return nullptr;
    const auto grant = record->grants.find(identity_.id());
    if (grant == record->grants.end()) return nullptr;

    const auto [place, is_new] = incidents_.try_emplace(id);
    std::optional<custody::IncidentKeys>& keys = place->second;
    if (is_new) {
        const auto tag = ledger::subject_tag(state_.origin(), custody::subject_of(id));
        const std::string name =
            ledger::incident_key_name(tag, identity_.id(), grant->second.grant.object);
        objects_.report().attempt(code::key_object, name, [&] {
            keys = custody::open_all_keys(
                *record, state_.origin(), identity_.id(), identity_.receive(),
                [&](const std::string& object, const crypto::Hash&) {
                    return objects_.read_named(object, key_object_bytes_max);
                });
        });
    }
    return keys ? &*keys : nullptr;
}

const crypto::SecretBytes* OwnKeys::subject(const std::string& subject,
                                            const crypto::Hash& object) {
    const auto tag = ledger::subject_tag(state_.origin(), subject);
    const std::string name = ledger::subject_key_name(tag, object);
    const auto [place, is_new] = subjects_.try_emplace(name);
    if (is_new) place->second = open_subject(subject, name);
    return place->second ? &*place->second : nullptr;
}

std::optional<crypto::SecretBytes> OwnKeys::open_subject(const std::string& subject,
                                                         const std::string& name) {
    // Read even when it cannot be opened: that it is there and whole is checked for everybody.
    const std::optional<Bytes> object = objects_.read_named(name, key_object_bytes_max);
    if (!object) return std::nullopt;
    std::optional<crypto::SecretBytes> key;
    if (const auto id = custody::incident_of_subject(subject)) {
        const custody::IncidentKeys* keys = incident(*id);
        if (keys == nullptr || !keys->record) return std::nullopt;
        objects_.report().attempt(code::key_object, name, [&] {
            key = custody::open_subject_key(*object, name, *keys).key;
        });
        return key;
    }
    objects_.report().attempt(code::key_object, name, [&] {
        key =
            custody::open_handler_subject_key(*object, name, record_key_, state_.origin(), subject);
    });
    return key;
}

}  // namespace exhibit::verify
