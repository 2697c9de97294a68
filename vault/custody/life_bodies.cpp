#include "custody/life_bodies.hpp"

#include "base/text.hpp"
#include "custody/body_json.hpp"
#include "custody/life_json.hpp"

namespace exhibit::custody {

using encode::Json;

Json body_json(const ItemAttach& body) {
    return Json::Object{{"list", hex(body.list.view())},
                        {"manifest", hex(body.manifest.view())},
                        {"role", to_string(body.role)}};
}

Json body_json(const ItemSeal& body) {
    return Json::Object{{"action", to_string(body.action)}};
}

Json body_json(const ItemMove&) {
    return Json::Object{};
}

Json body_json(const ItemCheckOut& body) {
    return Json::Object{{"due", format_utc(body.due)}, {"to", hex(body.to.view())}};
}

Json body_json(const ItemCheckIn& body) {
    return Json::Object{{"out", hex(body.out.view())}};
}

Json body_json(const ItemExamine& body) {
    return Json::Object{{"changed", body.changed}};
}

Json body_json(const ItemInventory& body) {
    Json::Array results;
    for (const CountedItem& one : body.results) {
        results.emplace_back(
            Json::Object{{"item", one.item.text()}, {"result", to_string(one.result)}});
    }
    return Json::Object{{"joint", body.joint ? hex(body.joint->view()) : Json(nullptr)},
                        {"results", std::move(results)}};
}

Json body_json(const HoldPlace& body) {
    return Json::Object{{"incident", body.incident.text()}};
}

Json body_json(const HoldRelease& body) {
    return Json::Object{{"hold", hex(body.hold.view())}};
}

Json body_json(const DisposalPropose& body) {
    return Json::Object{{"action", to_string(body.action)}};
}

Json body_json(const DisposalApprove& body) {
    return Json::Object{{"proposal", hex(body.proposal.view())}};
}

Json body_json(const DisposalDecline& body) {
    return Json::Object{{"proposal", hex(body.proposal.view())}};
}

Json body_json(const DisposalCarryOut& body) {
    return Json::Object{{"proposal", hex(body.proposal.view())},
                        {"witness", hex(body.witness.view())}};
}

Json body_json(const RecordCorrect& body) {
    return Json::Object{{"event", hex(body.event.view())}};
}

namespace {

/// A body whose only member names an event by its leaf hash.
crypto::Hash only_hash(const Json& json, std::string_view key, std::string_view what) {
    encode::require_only(json, {key}, what);
    return hash_at(json, key, what);
}

ItemAttach attach_from(const Json& json, std::string_view what) {
    encode::require_only(json, {"list", "manifest", "role"}, what);
    return {hash_at(json, "list", what), hash_at(json, "manifest", what),
            word_at(json, "role", what, parse_attachment_role)};
}

ItemCheckOut check_out_from(const Json& json, std::string_view what) {
    encode::require_only(json, {"due", "to"}, what);
    return {parse_utc(json.at("due", what).string("due"), std::string(what)),
            hash_at(json, "to", what)};
}

ItemInventory inventory_from(const Json& json, std::string_view what) {
    encode::require_only(json, {"joint", "results"}, what);
    ItemInventory body;
    if (!json.at("joint", what).is_null()) body.joint = hash_at(json, "joint", what);
    std::string before;
    for (const Json& entry : json.at("results", what).array("results")) {
        encode::require_only(entry, {"item", "result"}, what);
        const std::string& item = entry.at("item", what).string("item");
        if (item <= before) refuse_body(what, "results that are not sorted by item", "none twice");
        before = item;
        body.results.push_back(
            {ItemId::parse(item, what), word_at(entry, "result", what, parse_counted)});
    }
    return body;
}

DisposalCarryOut carry_out_from(const Json& json, std::string_view what) {
    encode::require_only(json, {"proposal", "witness"}, what);
    return {hash_at(json, "proposal", what), hash_at(json, "witness", what)};
}

}  // namespace

Body life_body_from(EventType type, const Json& json, std::string_view what) {
    switch (type) {
        case EventType::item_attach: return attach_from(json, what);
        case EventType::item_seal:
            encode::require_only(json, {"action"}, what);
            return ItemSeal{word_at(json, "action", what, parse_seal_action)};
        case EventType::item_move: encode::require_only(json, {}, what); return ItemMove{};
        case EventType::item_check_out: return check_out_from(json, what);
        case EventType::item_check_in: return ItemCheckIn{only_hash(json, "out", what)};
        case EventType::item_examine:
            encode::require_only(json, {"changed"}, what);
            return ItemExamine{json.at("changed", what).boolean("changed")};
        case EventType::item_inventory: return inventory_from(json, what);
        case EventType::hold_place:
            encode::require_only(json, {"incident"}, what);
            return HoldPlace{incident_at(json, what)};
        case EventType::hold_release: return HoldRelease{only_hash(json, "hold", what)};
        case EventType::disposal_propose:
            encode::require_only(json, {"action"}, what);
            return DisposalPropose{word_at(json, "action", what, parse_disposal_action)};
        case EventType::disposal_approve: return DisposalApprove{only_hash(json, "proposal", what)};
        case EventType::disposal_decline: return DisposalDecline{only_hash(json, "proposal", what)};
        case EventType::disposal_carry_out: return carry_out_from(json, what);
        default: break;
    }
    return RecordCorrect{only_hash(json, "event", what)};
}

}  // namespace exhibit::custody
