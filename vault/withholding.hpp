// What is left out of documents that go to others.
#pragma once

#include <string>
#include <vector>

#include "custody/policy.hpp"
#include "exhibit/types.hpp"
#include "vault/session.hpp"

namespace exhibit {

/// What the policy in force lets leave of an incident. A copy: what is gathered for a document
/// writes events, and after them another policy may be in force. Error(denied) where nothing does.
custody::ExchangeRules rules_of(const Session& session, const custody::IncidentId& incident);

/// Error(usage) for names that cannot be left out.
void require_withholdable(const std::vector<std::string>& names);

/// Each forgets what goes by that name (custody::withholdable).
void withhold(ItemInfo& item, const std::string& name);
void withhold(IncidentInfo& incident, const std::string& name);
void withhold(HandlerInfo& handler, const std::string& name);

/// The sentences that say so: one for each name the policy keeps back.
std::vector<std::string> withheld_by_policy(const Session& session,
                                            const custody::ExchangeRules& rules);

}  // namespace exhibit
