// What a Vault object holds.
#pragma once

#include "exhibit/vault.hpp"
#include "vault/session.hpp"

namespace exhibit {

struct Vault::State {
    Session session;

    /// What Vault::open does once it has the store; also for vaults that lie elsewhere than in a
    /// folder.
    static Vault open_on(VaultPlace place, const UnlockedIdentity& identity);
};

/// Joins the current state with the ledger before a question is answered.
Session& current(const std::unique_ptr<Vault::State>& state);

}  // namespace exhibit
