// What an enrolment puts into the store and into an event: for new handlers and for new keys.
#pragma once

#include <string>
#include <vector>

#include "custody/bodies.hpp"
#include "vault/identity_file.hpp"
#include "vault/session.hpp"

namespace exhibit {

ValuesBySubject profile_values(const crypto::Hash& handler, const Profile& profile);

/// Seals the vault keys to the card and puts the object into the store.
custody::Enrol enrol_of(Session& session, const Card& card, std::vector<custody::Role> roles);

/// Sorted by their names, none twice; none given: handler. Error(usage) for another word.
std::vector<custody::Role> parse_roles(const std::vector<std::string>& roles);

/// Puts sealed keys of an incident into the store; gives the digest that names the object.
crypto::Hash put_incident_keys(Session& session, const custody::IncidentId& incident,
                               const crypto::Hash& handler, const Bytes& sealed);

}  // namespace exhibit
