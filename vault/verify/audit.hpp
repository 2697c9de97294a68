// The audit: the whole ledger read again from the store, every signature that this handler's audits
// did not verify before, every rule.
//
// Independent: reads the store by itself, never the catalogue, and shares no code with the writers
// beyond hashing, parsing and the pure rules of custody.
#pragma once

#include <optional>
#include <string>

#include "base/time.hpp"
#include "crypto/identity.hpp"
#include "custody/ids.hpp"
#include "exhibit/progress.hpp"
#include "exhibit/vault.hpp"
#include "ledger/checked_signatures.hpp"
#include "ledger/remembered.hpp"
#include "store/object_store.hpp"
#include "verify/attestations.hpp"

namespace exhibit::verify {

struct AuditInput {
    store::ObjectStore& store;
    /// Opens this handler's key objects by itself.
    const crypto::Identity& identity;
    std::optional<ledger::RememberedHead> remembered;
    std::optional<custody::IncidentId> incident;  ///< limits custody findings, not the ledger walk
    Instant now;
    Progress* progress = nullptr;
    const CancelFlag* cancel = nullptr;
    std::optional<custody::ItemId> item{};  ///< limits them further
    Trust trust{};                          ///< whom to believe about times and checkpoints
    /// What an audit verified before, and where this one keeps what it did; nullptr without.
    const ledger::SignatureMemory* memory = nullptr;
    bool afresh = false;  ///< verify every signature, whatever is remembered
    /// Asked once the ledger was read whole; throws to refuse who audits. Empty: nothing is asked.
    std::function<void(const custody::State&)> admit{};
};

/// Never throws for bad evidence; Error(denied) when the identity has no key object at all,
/// Error(io, interrupted).
AuditResult audit(const AuditInput& input);

}  // namespace exhibit::verify
