#include "custody/bodies.hpp"

#include <algorithm>
#include <functional>
#include <tuple>

#include "base/check.hpp"
#include "base/text.hpp"
#include "custody/body_json.hpp"
#include "custody/life_json.hpp"
#include "encode/dsse.hpp"
#include "exhibit/error.hpp"
#include "ledger/object_names.hpp"

namespace exhibit::custody {

namespace {

using encode::Json;

constexpr std::string_view possession_type = "application/vnd.exhibit.possession.v1+json";
constexpr std::uint64_t threshold = 1;

// to_json, one overload for each body

Json body_json(const VaultGenesis& body) {
    return Json::Object{{"descriptor", hex(body.descriptor.view())},
                        {"enrol", enrol_to_json(body.enrol)},
                        {"record_check", hex(body.record_check.view())},
                        {"threshold", threshold}};
}

Json body_json(const HandlerEnrol& body) {
    return enrol_to_json(body.enrol);
}

Json body_json(const IncidentOpen& body) {
    Json::Array grants;
    for (const Grant& grant : body.grants) grants.emplace_back(grant_to_json(grant));
    return Json::Object{{"content_public", hex(body.keys.content_public.view())},
                        {"grants", std::move(grants)},
                        {"id_check", hex(body.keys.id_check.view())},
                        {"incident", body.incident.text()},
                        {"record_public", hex(body.keys.record_public.view())},
                        {"restriction", to_string(body.restriction)}};
}

Json body_json(const IncidentGrant& body) {
    Json::Object object = grant_to_json(body.grant);
    object.emplace("incident", body.incident.text());
    return object;
}

Json body_json(const IncidentRekey& body) {
    Json::Array grants;
    for (const Grant& grant : body.grants) grants.emplace_back(grant_to_json(grant));
    return Json::Object{
        {"content", body.content},       {"content_public", hex(body.content_public.view())},
        {"grants", std::move(grants)},   {"incident", body.incident.text()},
        {"past", hex(body.past.view())}, {"record_public", hex(body.record_public.view())}};
}

Json body_json(const ItemRegister& body) {
    return Json::Object{{"incident", body.incident.text()}};
}

Json body_json(const ItemIngest& body) {
    Json::Object object{{"incident", body.incident.text()},
                        {"kind", body.kind},
                        {"list", hex(body.list.view())},
                        {"manifest", hex(body.manifest.view())},
                        {"unreadable", Json::Object{{"bytes", body.unreadable_bytes},
                                                    {"ranges", body.unreadable_ranges}}}};
    if (body.from) {
        object.emplace("derivation", to_string(body.derivation));
        object.emplace("from", body.from->text());
    }
    if (!body.logs.empty()) {
        Json::Array logs;
        for (const crypto::Hash& log : body.logs) logs.push_back(hex(log.view()));
        object.emplace("logs", std::move(logs));
    }
    if (body.members) object.emplace("members", hex(body.members->view()));
    return object;
}

Json body_json(const ItemAccess& body) {
    return Json::Object{{"action", to_string(body.action)},
                        {"result", to_string(body.result)},
                        {"scope", to_string(body.scope)}};
}

Json body_json(const CustodyOffer& body) {
    return Json::Object{{"expires", format_utc(body.expires)}, {"to", hex(body.to.view())}};
}

Json body_json(const CustodyAccept& body) {
    Json::Array checks;
    for (const ItemCheck& check : body.checks) {
        checks.emplace_back(
            Json::Object{{"item", check.item.text()}, {"result", to_string(check.result)}});
    }
    return Json::Object{{"checks", std::move(checks)}, {"offer", hex(body.offer.view())}};
}

Json body_json(const CustodyRefuse& body) {
    return Json::Object{{"offer", hex(body.offer.view())}};
}

Json body_json(const CustodyCancel& body) {
    return Json::Object{{"offer", hex(body.offer.view())}};
}

Json body_json(const ExchangeEmit& body) {
    return Json::Object{{"digest", hex(body.digest.view())},
                        {"format", to_string(body.format)},
                        {"incident", body.incident.text()},
                        {"section", to_string(body.section)}};
}

Json body_json(const PrivacyShred& body) {
    return Json::Object{{"basis", to_string(body.basis)},
                        {"keys", hashes_to_json(body.keys)},
                        {"subject", body.subject}};
}

Json body_json(const ContentDestroy& body) {
    Json::Array packs;
    for (const DestroyedPack& one : body.packs) {
        packs.emplace_back(Json::Object{{"by", one.by ? hex(one.by->view()) : Json()},
                                        {"pack", hex(one.pack.view())}});
    }
    return Json::Object{{"packs", std::move(packs)}};
}

Json body_json(const ContentRewrite& body) {
    Json::Array packs;
    for (const RewrittenPack& one : body.packs) {
        packs.emplace_back(
            Json::Object{{"by", hex(one.by.view())}, {"pack", hex(one.pack.view())}});
    }
    Json::Object out{{"complete", body.complete},
                     {"incident", body.incident.text()},
                     {"packs", std::move(packs)}};
    if (body.values.empty()) return out;
    Json::Array values;
    for (const ResealedValues& one : body.values) {
        values.emplace_back(Json::Object{{"by", hex(one.by.view())},
                                         {"event", hex(one.event.view())},
                                         {"subject", one.subject}});
    }
    out.emplace("values", std::move(values));
    return out;
}

Json body_json(const AnchorToken& body) {
    return Json::Object{
        {"object", hex(body.object.view())}, {"root", hex(body.root.view())}, {"size", body.size}};
}

// from_json, one for each type

VaultGenesis genesis_from(const Json& json, std::string_view what) {
    encode::require_only(json, {"descriptor", "enrol", "record_check", "threshold"}, what);
    if (json.at("threshold", what).natural("threshold") != threshold) {
        refuse_body(what, "another threshold", "1");
    }
    return {hash_at(json, "descriptor", what), enrol_from_json(json.at("enrol", what), what),
            hash_at(json, "record_check", what)};
}

IncidentOpen incident_open_from(const Json& json, std::string_view what) {
    encode::require_only(
        json, {"content_public", "grants", "id_check", "incident", "record_public", "restriction"},
        what);
    return {
        incident_at(json, what),
        {key_at<crypto::BoxPublic>(json, "record_public", what),
         key_at<crypto::BoxPublic>(json, "content_public", what), hash_at(json, "id_check", what)},
        grants_from_json(json.at("grants", what), what),
        word_at(json, "restriction", what, parse_restriction)};
}

IncidentGrant incident_grant_from(const Json& json, std::string_view what) {
    encode::require_only(json, {"handler", "incident", "object", "read"}, what);
    return {incident_at(json, what), grant_from_json(json, what)};
}

IncidentRekey incident_rekey_from(const Json& json, std::string_view what) {
    encode::require_only(
        json, {"content", "content_public", "grants", "incident", "past", "record_public"}, what);
    IncidentRekey body{incident_at(json, what),
                       json.at("content", what).boolean("content"),
                       key_at<crypto::BoxPublic>(json, "record_public", what),
                       key_at<crypto::BoxPublic>(json, "content_public", what),
                       grants_from_json(json.at("grants", what), what),
                       hash_at(json, "past", what)};
    if (body.grants.size() > rekey_grants_max)
        refuse_body(what, counted(body.grants.size(), "grant", "grants"), "at most 256");
    return body;
}

ItemRegister item_register_from(const Json& json, std::string_view what) {
    encode::require_only(json, {"incident"}, what);
    return {incident_at(json, what)};
}

std::vector<crypto::Hash> logs_from(const Json& json, std::string_view what) {
    std::vector<crypto::Hash> logs;
    const Json* member = json.find("logs");
    if (member == nullptr) return logs;
    for (const Json& log : member->array("logs"))
        logs.push_back(crypto::Hash::from_hex(log.string("log"), std::string(what)));
    if (logs.empty() || logs.size() > logs_max)
        refuse_body(what, std::to_string(logs.size()) + " acquisition logs", "1 to 16, or no logs");
    return logs;
}

ItemIngest item_ingest_from(const Json& json, std::string_view what) {
    encode::require_only(json,
                         {"derivation", "from", "incident", "kind", "list", "logs", "manifest",
                          "members", "unreadable"},
                         what);
    const std::string& kind = json.at("kind", what).string("kind");
    if (!valid_kind(kind)) {
        refuse_body(what, "the kind \"" + printable(kind.substr(0, 80)) + "\"",
                    "1 to 32 characters of a-z, 0-9 and '-'");
    }
    const Json& unreadable = json.at("unreadable", what);
    encode::require_only(unreadable, {"bytes", "ranges"}, what);
    const std::uint64_t bytes = unreadable.at("bytes", what).natural("bytes");
    const std::uint64_t ranges = unreadable.at("ranges", what).natural("ranges");
    if (ranges > bytes || (ranges == 0 && bytes > 0)) {
        refuse_body(
            what,
            std::to_string(ranges) + " unreadable ranges of " + std::to_string(bytes) + " bytes",
            "a byte or more in each range and no others");
    }
    std::optional<ItemId> from;
    if (const Json* text = json.find("from")) from = ItemId::parse(text->string("from"), what);
    if (from.has_value() != (json.find("derivation") != nullptr)) {
        refuse_body(what, "one of from and derivation without the other", "both or none");
    }
    auto derivation = Derivation::acquired;
    if (from) derivation = word_at(json, "derivation", what, parse_derivation);
    std::optional<crypto::Hash> members;
    if (json.find("members") != nullptr) members = hash_at(json, "members", what);
    return {incident_at(json, what),
            kind,
            hash_at(json, "list", what),
            hash_at(json, "manifest", what),
            bytes,
            ranges,
            std::move(from),
            logs_from(json, what),
            members,
            derivation};
}

ItemAccess item_access_from(const Json& json, std::string_view what) {
    encode::require_only(json, {"action", "result", "scope"}, what);
    const ItemAccess body{word_at(json, "action", what, parse_access_action),
                          word_at(json, "result", what, parse_access_result),
                          word_at(json, "scope", what, parse_scope)};
    const bool mounts = body.action == AccessAction::mount || body.action == AccessAction::unmount;
    if (mounts != (body.scope.what == Scope::What::ranges)) {
        refuse_body(what,
                    "the scope " + to_string(body.scope) + " with the action " +
                        std::string(to_string(body.action)),
                    "ranges with mount and unmount, and with no other action");
    }
    return body;
}

CustodyOffer offer_from(const Json& json, std::string_view what) {
    encode::require_only(json, {"expires", "to"}, what);
    return {parse_utc(json.at("expires", what).string("expires"), std::string(what)),
            hash_at(json, "to", what)};
}

CustodyAccept accept_from(const Json& json, std::string_view what) {
    encode::require_only(json, {"checks", "offer"}, what);
    CustodyAccept body{{}, hash_at(json, "offer", what)};
    std::string before;
    for (const Json& entry : json.at("checks", what).array("checks")) {
        encode::require_only(entry, {"item", "result"}, what);
        const std::string& item = entry.at("item", what).string("item");
        if (item <= before) refuse_body(what, "checks that are not sorted by item", "none twice");
        before = item;
        body.checks.push_back(
            {ItemId::parse(item, what), word_at(entry, "result", what, parse_check_result)});
    }
    return body;
}

/// Refusal and cancellation name the offer and nothing else.
crypto::Hash only_offer(const Json& json, std::string_view what) {
    encode::require_only(json, {"offer"}, what);
    return hash_at(json, "offer", what);
}

ExchangeEmit emit_from(const Json& json, std::string_view what) {
    encode::require_only(json, {"digest", "format", "incident", "section"}, what);
    return {hash_at(json, "digest", what), word_at(json, "format", what, parse_document_format),
            incident_at(json, what), word_at(json, "section", what, parse_document_section)};
}

PrivacyShred shred_from(const Json& json, std::string_view what) {
    encode::require_only(json, {"basis", "keys", "subject"}, what);
    const std::string& subject = json.at("subject", what).string("subject");
    if (!ledger::valid_subject(subject)) {
        refuse_body(what, "the subject \"" + printable(subject.substr(0, 80)) + "\"",
                    "handler:, incident: or item: and an id");
    }
    return {word_at(json, "basis", what, parse_shred_basis),
            sorted_hashes_from_json(json.at("keys", what), what, shred_keys_max), subject};
}

ContentDestroy destroy_from(const Json& json, std::string_view what) {
    encode::require_only(json, {"packs"}, what);
    ContentDestroy body;
    for (const Json& entry : json.at("packs", what).array("packs")) {
        encode::require_only(entry, {"by", "pack"}, what);
        DestroyedPack one{hash_at(entry, "pack", what), std::nullopt};
        if (!entry.at("by", what).is_null()) one.by = hash_at(entry, "by", what);
        if (!body.packs.empty() && !(body.packs.back().pack < one.pack))
            refuse_body(what, "packs that are not sorted", "them sorted, none twice");
        body.packs.push_back(one);
    }
    if (body.packs.size() > destroyed_packs_max)
        refuse_body(what, counted(body.packs.size(), "pack", "packs"), "at most 256");
    return body;
}

std::vector<ResealedValues> resealed_from(const Json& json, std::string_view what) {
    std::vector<ResealedValues> out;
    for (const Json& entry : json.array("values")) {
        encode::require_only(entry, {"by", "event", "subject"}, what);
        ResealedValues one{hash_at(entry, "event", what),
                           entry.at("subject", what).string("subject"), hash_at(entry, "by", what)};
        if (!ledger::valid_subject(one.subject))
            refuse_body(what, "the subject \"" + printable(one.subject.substr(0, 80)) + "\"",
                        "incident: or item: and an id");
        const auto key = [](const ResealedValues& value) {
            return std::tie(value.event, value.subject);
        };
        if (!out.empty() && !(key(out.back()) < key(one)))
            refuse_body(what, "values that are not sorted",
                        "them sorted by event and subject, none twice");
        out.push_back(std::move(one));
    }
    if (out.empty() || out.size() > resealed_values_max)
        refuse_body(what, counted(out.size(), "value", "values"), "1 to 128, or no such member");
    return out;
}

ContentRewrite rewrite_from(const Json& json, std::string_view what) {
    encode::require_only(json, {"complete", "incident", "packs", "values"}, what);
    const Json* values = json.find("values");
    ContentRewrite body{
        incident_at(json, what), json.at("complete", what).boolean("complete"), {}, {}};
    if (values != nullptr) body.values = resealed_from(*values, what);
    for (const Json& entry : json.at("packs", what).array("packs")) {
        encode::require_only(entry, {"by", "pack"}, what);
        const RewrittenPack one{hash_at(entry, "pack", what), hash_at(entry, "by", what)};
        if (!body.packs.empty() && !(body.packs.back().pack < one.pack))
            refuse_body(what, "packs that are not sorted", "them sorted, none twice");
        body.packs.push_back(one);
    }
    if (body.packs.size() > destroyed_packs_max)
        refuse_body(what, counted(body.packs.size(), "pack", "packs"), "at most 256");
    if (body.packs.empty() && body.values.empty() && !body.complete)
        refuse_body(what, "no pack and no values", "one or more, or the end of it");
    return body;
}

AnchorToken anchor_from(const Json& json, std::string_view what) {
    encode::require_only(json, {"object", "root", "size"}, what);
    const AnchorToken body{hash_at(json, "object", what), hash_at(json, "root", what),
                           json.at("size", what).natural("size")};
    if (body.size == 0) refuse_body(what, "the size 0", "the size of a tree with events");
    return body;
}

}  // namespace

Bytes possession_message(const crypto::BoxPublic& receive, const crypto::VerifyKey& sign) {
    const Json keys = Json::Object{{"receive", hex(receive.view())}, {"sign", hex(sign.view())}};
    return encode::pre_authentication_encoding(possession_type, encode::dump(keys));
}

crypto::Signature prove_possession(const crypto::BoxPublic& receive, const crypto::Signer& signer) {
    return signer.sign(possession_message(receive, signer.key()));
}

bool enrol_proves_possession(const Enrol& enrol) {
    return enrol.handler == enrol.sign.id() && crypto::is_sound(enrol.sign) &&
           crypto::verify(enrol.sign, possession_message(enrol.receive, enrol.sign),
                          enrol.possession);
}

EventType type_of(const Body& body) noexcept {
    return static_cast<EventType>(body.index());
}

Json to_json(const Body& body) {
    return visit_body([](const auto& one) { return body_json(one); }, body);
}

Body body_from_json(EventType type, const Json& json) {
    const std::string what = "body of " + std::string(to_string(type));
    if (!json.is_object()) refuse_body(what, "another value", "an object");
    switch (type) {
        case EventType::vault_genesis: return genesis_from(json, what);
        case EventType::handler_enrol: return HandlerEnrol{enrol_from_json(json, what)};
        case EventType::handler_roles: return handler_roles_from(json, what);
        case EventType::key_rotate: return key_rotate_from(json, what);
        case EventType::key_revoke: return key_revoke_from(json, what);
        case EventType::policy_adopt: return policy_adopt_from(json, what);
        case EventType::incident_open: return incident_open_from(json, what);
        case EventType::incident_grant: return incident_grant_from(json, what);
        case EventType::incident_rekey: return incident_rekey_from(json, what);
        case EventType::item_register: return item_register_from(json, what);
        case EventType::item_ingest: return item_ingest_from(json, what);
        case EventType::item_access: return item_access_from(json, what);
        case EventType::custody_offer: return offer_from(json, what);
        case EventType::custody_accept: return accept_from(json, what);
        case EventType::custody_refuse: return CustodyRefuse{only_offer(json, what)};
        case EventType::custody_cancel: return CustodyCancel{only_offer(json, what)};
        case EventType::exchange_emit: return emit_from(json, what);
        case EventType::anchor_token: return anchor_from(json, what);
        case EventType::privacy_shred: return shred_from(json, what);
        case EventType::content_destroy: return destroy_from(json, what);
        case EventType::content_rewrite: return rewrite_from(json, what);
        case EventType::item_attach:
        case EventType::item_seal:
        case EventType::item_move:
        case EventType::item_check_out:
        case EventType::item_check_in:
        case EventType::item_examine:
        case EventType::item_inventory:
        case EventType::hold_place:
        case EventType::hold_release:
        case EventType::disposal_propose:
        case EventType::disposal_approve:
        case EventType::disposal_decline:
        case EventType::disposal_carry_out:
        case EventType::record_correct: return life_body_from(type, json, what);
    }
    CHECK(false);
    return {};
}

}  // namespace exhibit::custody
