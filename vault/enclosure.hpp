// The document an item is, read whole for a report it goes into.
#pragma once

#include <string>

#include "vault/session.hpp"

namespace exhibit {

/// Reads all of the item and records that it leaves the vault, for `purpose`. Error(usage) for what
/// is no document of a known form or has no purpose, Error(denied) without a content grant,
/// Error(corrupt) for damage.
std::string take_document(Session& session, const custody::ItemRecord& item,
                          const std::string& purpose, const std::string& destination);

}  // namespace exhibit
