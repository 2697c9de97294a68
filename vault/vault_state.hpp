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
    /// The part of it that does not follow the ledger.
    static std::unique_ptr<State> reach(VaultPlace place, const UnlockedIdentity& identity);
};

/// A vault in a folder, by the system's clock.
VaultPlace place_in(const std::string& folder, const std::string& home);

/// What makes a ledger this vault's and this session's identity a handler of it.
/// Error(corrupt, denied).
void require_sound(const Session& session, const custody::State& state);

/// Joins the current state with the ledger before a question is answered.
Session& current(const std::unique_ptr<Vault::State>& state);

}  // namespace exhibit
