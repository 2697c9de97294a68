// When an event can have happened, by the word of others than its signer (FORMAT.md 4.9), and what
// an audit says of it (CR-25). Pure: who is believed was decided before.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "custody/state.hpp"
#include "exhibit/types.hpp"

namespace exhibit::custody {

/// Somebody else's word that a tree of this size existed at this time.
struct Attestation {
    std::uint64_t size = 0;
    Instant time;
    std::string by;
    /// The event that put it into the ledger. Without one it bounds no later event from below.
    std::optional<std::uint64_t> leaf;
    bool operator==(const Attestation&) const = default;
};

struct TimeBracket {
    std::optional<Attestation> not_before;
    std::optional<Attestation> not_after;
};

class TimeBrackets {
public:
    explicit TimeBrackets(std::vector<Attestation> attestations);

    /// Of event number `index`, whose signer had checked the tree of `seen` events.
    TimeBracket of(std::uint64_t index, std::uint64_t seen) const;
    /// The largest tree anybody attested; 0 when nobody did.
    std::uint64_t size() const noexcept { return by_size_.empty() ? 0 : by_size_.back().size; }
    bool empty() const noexcept { return by_size_.empty(); }

private:
    std::vector<Attestation> by_size_;         ///< sorted by size
    std::vector<std::size_t> first_at_least_;  ///< the earliest of those from here on
    std::vector<Attestation> by_leaf_;         ///< those with a leaf, sorted by it
    std::vector<std::size_t> latest_up_to_;    ///< the latest of those up to here
};

/// What a record owes to the clocks of others.
struct TimeRules {
    Instant now;
    /// How serious it is that nobody else attests a time; none: that is not asked.
    std::optional<Severity> unattested;
    /// Events may wait this long for the next time-stamp.
    std::int64_t longest_unattested_seconds = 7 * 24 * 3600;
    /// How far honest clocks may differ.
    std::int64_t clock_tolerance_seconds = 300;
};

/// CR-25, sorted by event: no time attested at all; events older than the cadence that no stamp
/// covers; claimed times outside of their brackets (a warning whatever the rules say).
std::vector<Finding> examine_times(const State& state, const TimeBrackets& brackets,
                                   const TimeRules& rules);

}  // namespace exhibit::custody
