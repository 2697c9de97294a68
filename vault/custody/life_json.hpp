// The bodies of the events of an item's life as JSON, internal to custody.
#pragma once

#include <string_view>

#include "custody/bodies.hpp"
#include "encode/json.hpp"

namespace exhibit::custody {

encode::Json body_json(const ItemAttach& body);
encode::Json body_json(const ItemSeal& body);
encode::Json body_json(const ItemMove& body);
encode::Json body_json(const ItemCheckOut& body);
encode::Json body_json(const ItemCheckIn& body);
encode::Json body_json(const ItemExamine& body);
encode::Json body_json(const ItemInventory& body);
encode::Json body_json(const HoldPlace& body);
encode::Json body_json(const HoldRelease& body);
encode::Json body_json(const DisposalPropose& body);
encode::Json body_json(const DisposalApprove& body);
encode::Json body_json(const DisposalDecline& body);
encode::Json body_json(const DisposalCarryOut& body);
encode::Json body_json(const RecordCorrect& body);

/// REQUIRES: a type of this family; `json` is an object.
Body life_body_from(EventType type, const encode::Json& json, std::string_view what);

}  // namespace exhibit::custody
