// The keyless check of a store: FORMAT.md 13, steps 1 to 3 and the digests of 5 and 6.
#pragma once

#include "exhibit/progress.hpp"
#include "exhibit/vault.hpp"
#include "store/object_store.hpp"

namespace exhibit::verify {

/// Needs no key and trusts nothing. Never throws for bad evidence: everything wrong is a finding
/// that names the object. Error(io, interrupted) only.
CheckResult check_store(store::ObjectStore& store, bool read_data, Progress* progress,
                        const CancelFlag* cancel);

}  // namespace exhibit::verify
