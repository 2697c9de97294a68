// The rules themselves, internal to custody: what State asks before it takes an event.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "custody/state.hpp"

namespace exhibit::custody {

struct Judgement {
    std::optional<Body> body;   ///< when type and body are of this version
    std::vector<ItemId> items;  ///< those of the event that are well formed
    std::vector<Finding> problems;
};

/// Judges the event that would be number state.size(). Everything of FORMAT.md 5.2 and 5.3 but the
/// signatures. When the actor, the type or the body is wrong, rules that rest on them are not
/// asked, so that one fault gives one finding.
/// `signers`: who signed the envelope, or is about to, the actor among them.
Judgement judge(const State& state, const ledger::Event& event,
                std::span<const crypto::Hash> signers);

}  // namespace exhibit::custody
