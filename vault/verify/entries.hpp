// Opens the entries of a ledger with the record key: from staged objects, and from entries tiles
// where those are lost.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "crypto/secret.hpp"
#include "ledger/entry_queue.hpp"
#include "verify/ledger_walk.hpp"
#include "verify/objects.hpp"

namespace exhibit::verify {

using ledger::OpenedEntry;

/// The entries of a transition; nullopt when they can be read nowhere (reported).
std::optional<std::vector<OpenedEntry>> open_entries(Objects& objects,
                                                     const WalkedTransition& transition,
                                                     const crypto::SecretBytes& record_key);

/// An entries tile holds the entries of these leaves, or it is reported.
void check_entries_against(Objects& objects, std::uint64_t number,
                           const std::vector<ledger::Hash>& leaves,
                           const crypto::SecretBytes& record_key);

}  // namespace exhibit::verify
