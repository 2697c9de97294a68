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

/// Error(denied), naming what was being done, for who has no record or content grant.
void require_record_grant(Session& session, const custody::IncidentId& incident,
                          const std::string& doing);

/// What the event about a document that was given out says in private.
struct Emission {
    std::string recipients;
    std::string purpose;
    std::string report_sha256{};  ///< of the document it was put into, or empty
};
void record_emission(Session& session, const custody::ExchangeEmit& body,
                     const std::vector<custody::ItemId>& items, const Emission& emission);

/// A portable proof of one event (C2SP tlog-proof text).
std::string receipt_of(Session& session, std::uint64_t index);

}  // namespace exhibit
