// What an audit reports about the record itself (the CR rules that no single event can break):
// missing descriptions, gaps, claims without their scope. Notes and warnings, never violations, and
// only about values that could be read: what is withheld is named as withheld.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "custody/private_names.hpp"
#include "custody/state.hpp"
#include "exhibit/types.hpp"

namespace exhibit::custody {

/// The opened private values of the event at an index about a subject; nullptr when they are
/// withheld from the reader. Values are opened once and live as long as the lookup.
using PrivateLookup =
    std::function<const PrivateValues*(std::uint64_t index, std::string_view subject)>;

struct RecordRules {
    Instant now;  ///< for offers that are past their expiry
    /// Between happened and recorded, while no policy was adopted that says so.
    std::int64_t longest_gap_seconds = 24 * 3600;
    /// Longest time in which nobody looks whether a thing is still there.
    std::int64_t inventory_seconds = std::int64_t{366} * 24 * 3600;
    /// The times of the events below this index are attested by somebody other than the holder of
    /// the record; not asked for when unset.
    std::optional<std::uint64_t> attested_size{};
    /// Whether something from outside shows that the event at an index stood in the ledger before
    /// this time. Empty: nothing does.
    std::function<bool(std::uint64_t index, Instant before)> anchored_before{};
};

using FindingSink = std::function<void(Finding)>;
/// Sorted by item, then event, then code; what is about no item first. Told one by one, so that of
/// a long record not all are held at once.
void examine_record(const State& state, const PrivateLookup& values, const RecordRules& rules,
                    const FindingSink& tell);
std::vector<Finding> examine_record(const State& state, const PrivateLookup& values,
                                    const RecordRules& rules);

/// Findings of one incident and its items only (and of the events that name them).
std::vector<Finding> examine_incident(const State& state, const IncidentId& incident,
                                      const PrivateLookup& values, const RecordRules& rules);

/// Findings of one item only (and of the events that name it).
std::vector<Finding> examine_item(const State& state, const ItemId& item,
                                  const PrivateLookup& values, const RecordRules& rules);

}  // namespace exhibit::custody
