// What people say about an item, as private values.
#pragma once

#include "custody/private_names.hpp"
#include "exhibit/vault.hpp"
#include "vault/session.hpp"

namespace exhibit {

inline constexpr std::size_t item_field_bytes_max = 4000;

/// Error(usage) for a name this type of event does not know, or a value that is not text.
custody::PrivateValues values_from_fields(const ItemFields& fields, custody::EventType type);
/// Error(conflict) when an item of the incident has this label already.
void require_free_label(Session& session, const custody::IncidentId& incident,
                        const ItemFields& fields);

}  // namespace exhibit
