// The time-stamps a vault keeps, opened and verified, and what they say of the time of events.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "custody/time_brackets.hpp"
#include "ledger/anchor.hpp"
#include "vault/session.hpp"

namespace exhibit {

struct KeptAnchor {
    std::uint64_t event = 0;
    custody::AnchorToken body;
    std::optional<ledger::AnchorFacts> facts;
    std::string problem;  ///< why there are no facts
};

/// In the order of the ledger. Without `roots` each is verified against the chain kept with it.
std::vector<KeptAnchor> kept_anchors(Session& session, std::span<const Bytes> roots);

/// Lists in PEM, one or more, or one in DER. FormatError; Error(usage) for more than 8 of a kind.
crypto::RevocationEvidence revocation_evidence(const RevocationFiles& files,
                                               const std::string& doing);

/// From the time-stamps that hold by their own chains.
custody::TimeBrackets time_brackets(Session& session);
EventTimes event_times(const Session& session, const custody::TimeBrackets& brackets,
                       std::uint64_t index);

}  // namespace exhibit
