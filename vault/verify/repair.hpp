// Repair of a store: damaged packs from their parity, anything that is named by its digest from
// other copies. FORMAT.md 2 and 8.1.
#pragma once

#include <vector>

#include "exhibit/vault.hpp"
#include "store/object_store.hpp"
#include "verify/objects.hpp"

namespace exhibit::verify {

/// Needs no key and trusts nothing, neither the store nor the copies: bytes are right when they
/// have the digest in the object's name. Objects of the copies that the store lacks are taken when
/// they are keys, private values or lists, and packs when a list names them. With `dry_run` nothing
/// is written. Error(conflict) when a copy has another descriptor; Error(io) when an object cannot
/// be written; Error(interrupted).
RepairResult repair_store(store::ObjectStore& store, const std::vector<store::ObjectStore*>& copies,
                          bool dry_run, const Watch& watch);

}  // namespace exhibit::verify
