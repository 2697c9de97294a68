// Lines of an item's content that hold a text.
#pragma once

#include <string>

#include "exchange/iodef.hpp"
#include "vault/session.hpp"

namespace exhibit {

/// Reads all of the item and records that lines of it leave the vault, for `purpose`. Error(usage)
/// for items without lines, Error(not_found) when the text is not there, Error(denied) without a
/// content grant.
exchange::Excerpt take_excerpt(Session& session, const custody::ItemRecord& item,
                               const std::string& text, const std::string& purpose);

}  // namespace exhibit
