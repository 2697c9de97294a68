// What an audit says of one item in its summary: what is proved, and what is only somebody's word.
#pragma once

#include "custody/findings.hpp"
#include "custody/state.hpp"
#include "exhibit/life.hpp"

namespace exhibit::custody {

/// Without the counts of findings. REQUIRES: the item exists.
ItemSummary summarize_item(const State& state, const ItemId& item, const PrivateLookup& values,
                           const RecordRules& rules);

}  // namespace exhibit::custody
