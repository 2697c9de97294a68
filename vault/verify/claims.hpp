// What an audit may claim, each claim by itself with what it rests on; never one verdict for all.
#pragma once

#include <optional>
#include <vector>

#include "exhibit/vault.hpp"
#include "ledger/remembered.hpp"
#include "verify/attestations.hpp"
#include "verify/examination.hpp"
#include "verify/ledger_walk.hpp"
#include "verify/named_objects.hpp"

namespace exhibit::verify {

struct ClaimBasis {
    const WalkResult& walk;
    const std::optional<ledger::RememberedHead>& remembered;
    const std::vector<Finding>& findings;
    bool has_descriptor = false;
    /// None when no entry could be opened.
    const std::optional<ExaminedCounts>& examined;
    PrivateCounts private_values;
    const Attested& attested;
    const Trust& trust;
};

std::vector<Claim> claims_of(const ClaimBasis& basis);

}  // namespace exhibit::verify
