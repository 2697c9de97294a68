// The keys of an incident through all its generations (FORMAT.md 7.4), opened by what the ledger
// says of them.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "crypto/box.hpp"
#include "custody/keys.hpp"
#include "custody/records.hpp"

namespace exhibit::custody {

/// The bytes of an object with this digest; nullopt where it cannot be had.
using FetchObject =
    std::function<std::optional<Bytes>(const std::string& name, const crypto::Hash& digest)>;

/// The keys of the grant in force of a handler, older generations too. nullopt without a grant or
/// when the grant's object cannot be had; an older generation that cannot be had ends the way back.
/// Error(corrupt) as open_incident_keys.
std::optional<IncidentKeys> open_all_keys(const IncidentRecord& incident, std::string_view origin,
                                          const crypto::Hash& handler,
                                          const crypto::BoxKeyPair& receive,
                                          const FetchObject& fetch);

}  // namespace exhibit::custody
