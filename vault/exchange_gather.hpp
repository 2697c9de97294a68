// What an IODEF document is made of, gathered from the ledger.
#pragma once

#include <string>
#include <vector>

#include "exchange/iodef.hpp"
#include "vault/session.hpp"

namespace exhibit {

/// Quotes leave the vault here, and events say so; nothing else is written. Error(usage) for names
/// that cannot be withheld and items to quote that are not among `items`.
exchange::IodefInput gather_iodef(Session& session, const EmitRequest& request,
                                  const std::vector<custody::ItemId>& items);

/// A portable proof of one event (C2SP tlog-proof text).
std::string receipt_of(Session& session, std::uint64_t index);

}  // namespace exhibit
