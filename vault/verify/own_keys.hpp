// The keys one handler can reach, opened by the auditor itself from the store. What does not open
// is a finding.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "crypto/identity.hpp"
#include "custody/keys.hpp"
#include "custody/state.hpp"
#include "verify/objects.hpp"

namespace exhibit::verify {

/// A copy of the vault keys as a key object holds it.
struct VaultKeyCopy {
    std::string object;
    crypto::SecretBytes record_key;
    crypto::VerifyKey log_key;
};

/// All copies made for this identity that open. Error(denied) when the store has none for it at
/// all.
std::vector<VaultKeyCopy> open_vault_key_copies(Objects& objects, const crypto::Identity& identity);

class OwnKeys {
public:
    /// All references must outlive this.
    OwnKeys(Objects& objects, const crypto::Identity& identity,
            const crypto::SecretBytes& record_key, const custody::State& state);

    /// nullptr without a grant, or when its key object cannot be used (reported).
    const custody::IncidentKeys* incident(const custody::IncidentId& id);

    /// The key of a private object about a subject; nullptr when it is withheld from this handler
    /// or cannot be used (reported).
    const crypto::SecretBytes* subject(const std::string& subject, const crypto::Hash& object);

private:
    std::optional<crypto::SecretBytes> open_subject(const std::string& subject,
                                                    const std::string& name);
    Objects& objects_;
    const crypto::Identity& identity_;
    const crypto::SecretBytes& record_key_;
    const custody::State& state_;
    std::map<custody::IncidentId, std::optional<custody::IncidentKeys>> incidents_;
    std::map<std::string, std::optional<crypto::SecretBytes>> subjects_;  ///< by object name
};

}  // namespace exhibit::verify
