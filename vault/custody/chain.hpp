// The chain of custody of one item, as a table for reports and for IODEF.
#pragma once

#include <vector>

#include "custody/findings.hpp"
#include "custody/state.hpp"
#include "exhibit/types.hpp"

namespace exhibit::custody {

/// What was corrected of an event, the first words beside it. What is withheld is left out.
std::vector<CorrectionInfo> corrections_of_event(const State& state, std::uint64_t index,
                                                 const PrivateLookup& values);

/// One row for each valid event that names the item, or holds all of its incident, in ledger order.
/// Columns whose private values are withheld are empty. Error(not_found) for an unknown item.
std::vector<CustodyRow> chain_of_custody(const State& state, const ItemId& item,
                                         const PrivateLookup& values);

}  // namespace exhibit::custody
