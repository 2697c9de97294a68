#include "policy/defaults.hpp"

namespace exhibit::policy {

Instant offer_expiry(const custody::Policy& policy, Instant offered) {
    return {offered.seconds + policy.offer_open_seconds};
}

std::vector<OpeningGrant> opening_grants(const custody::State& state, const crypto::Hash& opener) {
    std::vector<OpeningGrant> grants;
    // The map of handlers is sorted by key id, and so is what incident.open must hold.
    for (const auto& [id, handler] : state.handlers()) {
        const bool recovers = handler.in_force() && handler.has(custody::Role::recovery);
        if (id == opener || recovers) grants.push_back({id});
    }
    return grants;
}

}  // namespace exhibit::policy
