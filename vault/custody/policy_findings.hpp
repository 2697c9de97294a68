// What an audit reports about keys that ended, and about what the policy in force asks beyond the
// validity of an event. Notes and warnings.
#pragma once

#include <optional>
#include <vector>

#include "custody/findings.hpp"

namespace exhibit::custody {

/// Events that a revoked key signed after it was last known to be good; items that are with a key
/// that nobody has any more.
void examine_keys(const State& state, const RecordRules& rules, std::vector<Finding>& out);

/// Private values that the policy asked for when the event was recorded.
void examine_values(const State& state, const EventRecord& event, const PrivateLookup& values,
                    std::vector<Finding>& out);

/// Policies that cannot be read, retention, and what is to be done regularly and was not.
void examine_policy(const State& state, const PrivateLookup& values, const RecordRules& rules,
                    std::vector<Finding>& out);

/// Under an informal policy what is missing on paper is a note.
void soften_informal(const State& state, std::vector<Finding>& findings);

/// Before this, evidence of the incident is not disposed of; nullopt when the policy in force after
/// `index` events does not say. A class that is withheld counts as none.
std::optional<Instant> kept_until(const State& state, const IncidentRecord& incident,
                                  std::uint64_t index, const PrivateLookup& values);

}  // namespace exhibit::custody
