// The values in force where nobody says otherwise. What may follow what is not policy: it is fixed
// by the format and checked in custody/ (see README.md in this folder).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/time.hpp"
#include "custody/policy.hpp"
#include "custody/state.hpp"
#include "custody/types.hpp"

namespace exhibit::policy {

inline constexpr std::size_t passphrase_characters_min = 8;
inline constexpr custody::Restriction restriction = custody::Restriction::need_to_know;

/// When an offer made now ends, unless it says otherwise.
Instant offer_expiry(const custody::Policy& policy, Instant offered);

/// Who gets which keys when an incident is opened: its opener and every recovery handler read
/// content. Sorted by handler, none twice.
struct OpeningGrant {
    crypto::Hash handler;
    custody::Read read = custody::Read::content;
    bool operator==(const OpeningGrant&) const = default;
};
std::vector<OpeningGrant> opening_grants(const custody::State& state, const crypto::Hash& opener);

}  // namespace exhibit::policy
