// Corrections (FORMAT.md 5.3): what was said first stays, what it should have been stands beside
// it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "custody/findings.hpp"
#include "custody/state.hpp"

namespace exhibit::custody {

struct Correction {
    std::uint64_t event = 0;  ///< index of the correction
    std::string subject;
    std::string field;
    std::string value;
    std::string reason;
};

/// Those of the event at an index, in ledger order; what is withheld is left out.
std::vector<Correction> corrections_of(const State& state, std::uint64_t index,
                                       const PrivateLookup& values);

/// Values with the last correction of each in place of what was said first. Values that are not
/// text stay: their corrections are only shown. References must outlive this.
class CorrectedValues {
public:
    CorrectedValues(const State& state, const PrivateLookup& values)
        : state_(state), values_(values) {}

    const PrivateValues* about(std::uint64_t index, std::string_view subject) const;

private:
    const State& state_;
    const PrivateLookup& values_;
    mutable std::map<std::pair<std::uint64_t, std::string>, PrivateValues> corrected_;
};

}  // namespace exhibit::custody
