// The keys one handler can reach in a vault: of incidents through grants, of subjects through
// incidents. Opened once, kept in secret memory.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "crypto/identity.hpp"
#include "custody/keys.hpp"
#include "custody/state.hpp"
#include "store/object_store.hpp"

namespace exhibit {

/// A subject's key and the store object it lies in.
struct SubjectKey {
    crypto::Hash object;
    crypto::SecretBytes key;
    std::size_t generation = 0;  ///< of the incident's keys it is sealed to; 0 for handlers
};

class Keyring {
public:
    /// All references must outlive the keyring.
    Keyring(store::ObjectStore& store, const crypto::Identity& identity,
            const crypto::SecretBytes& record_key, const custody::State& state);

    /// This handler's keys of an incident; nullptr without a grant. Error(corrupt) when the key
    /// object is missing or damaged.
    const custody::IncidentKeys* incident(const custody::IncidentId& id);

    /// Lets values of an incident be sealed to new keys in the very event that states them.
    void introduce(const custody::IncidentId& id, const crypto::BoxPublic& record_public);
    /// That event was written, or will not be.
    void forget_introduced(const custody::IncidentId& id) { introduced_.erase(id); }

    /// Opens a subject's key from its object; nullptr when this handler may not.
    const SubjectKey* subject(const std::string& subject, const crypto::Hash& object);
    /// The key to seal new values of a subject with: one already used and readable, else a new one,
    /// whose object is put into the store first.
    const SubjectKey& subject_for_writing(const std::string& subject);

private:
    const crypto::BoxPublic& record_public(const custody::IncidentId& id) const;
    std::size_t generation_for_writing(const std::string& subject) const;
    const SubjectKey* keep(const std::string& subject, SubjectKey key);

    store::ObjectStore& store_;
    const crypto::Identity& identity_;
    const crypto::SecretBytes& record_key_;
    const custody::State& state_;
    /// By the grant's object; kept when newer keys follow, since readers may still hold them.
    std::map<crypto::Hash, custody::IncidentKeys> grants_;
    std::map<custody::IncidentId, crypto::BoxPublic> introduced_;
    std::map<std::string, std::map<crypto::Hash, SubjectKey>> subjects_;
};

/// The bytes of an object that is named by its digest. Error(corrupt) naming the object when it is
/// missing or its bytes have another digest.
Bytes get_named_by_digest(store::ObjectStore& store, const std::string& name,
                          const crypto::Hash& digest);

}  // namespace exhibit
