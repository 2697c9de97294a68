// From what the ledger says to the plain values front ends get, and from what people type to what
// the ledger names.
#pragma once

#include <string>
#include <vector>

#include "exhibit/vault.hpp"
#include "vault/session.hpp"

namespace exhibit {

HandlerInfo describe_handler(Session& session, const crypto::Hash& id);
IncidentInfo describe_incident(Session& session, const custody::IncidentRecord& incident);
ItemInfo describe_item(Session& session, const custody::ItemRecord& item);
LifeInfo describe_life(Session& session, const custody::ItemRecord& item);
OfferInfo describe_offer(Session& session, const custody::OfferRecord& offer);

/// By key id, unique beginning of it (8 digits or more) or profile name.
crypto::Hash find_handler(Session& session, const std::string& reference);
const custody::IncidentRecord& find_incident(Session& session, const std::string& id);
/// By item id, label, or "sha256:<hex>" (also md5:, sha1:).
const custody::ItemRecord& find_item(Session& session, const std::string& reference);
std::vector<custody::ItemId> find_items(Session& session,
                                        const std::vector<std::string>& references);
/// By offer id, unique beginning of it, or an item that is on offer.
const custody::OfferRecord& find_offer(Session& session, const std::string& reference);
/// By id or unique beginning of it, or an item that is about to be disposed of (or was).
const custody::DisposalRecord& find_disposal(Session& session, const std::string& reference);
/// By id, unique beginning of it, or index of its event.
const custody::HoldRecord& find_hold(Session& session, const std::string& reference);
/// By index or leaf hash (or a unique beginning of 8 digits or more).
std::uint64_t find_event(Session& session, const std::string& reference);

/// Short code of an event in the newest tree.
std::string code_of(Session& session, std::uint64_t index);

/// The value of one private name in the item's first event, "" when withheld.
std::string item_text(Session& session, const custody::ItemRecord& item, std::string_view name);

}  // namespace exhibit
