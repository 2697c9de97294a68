// Bodies about keys and policy as JSON.
#include "custody/body_json.hpp"

namespace exhibit::custody {

namespace {

using encode::Json;

Json roles_to_json(const std::vector<Role>& roles) {
    Json::Array words;
    for (const Role role : roles) words.emplace_back(to_string(role));
    return words;
}

std::vector<RotatedGrant> rotated_grants_from(const Json& json, std::string_view what) {
    std::vector<RotatedGrant> grants;
    for (const Json& entry : json.array("grants")) {
        encode::require_only(entry, {"incident", "object", "read"}, what);
        RotatedGrant grant{incident_at(entry, what), hash_at(entry, "object", what),
                           word_at(entry, "read", what, parse_read)};
        if (!grants.empty() && grant.incident.text() <= grants.back().incident.text())
            refuse_body(what, "grants that are not sorted by incident", "them sorted, none twice");
        grants.push_back(std::move(grant));
    }
    if (grants.size() > rotated_grants_max)
        refuse_body(what, std::to_string(grants.size()) + " grants", "at most 256");
    return grants;
}

}  // namespace

Json body_json(const HandlerRoles& body) {
    return Json::Object{{"handler", hex(body.handler.view())},
                        {"roles", roles_to_json(body.roles)}};
}

Json body_json(const KeyRotate& body) {
    Json::Array grants;
    for (const RotatedGrant& grant : body.grants) {
        grants.emplace_back(Json::Object{{"incident", grant.incident.text()},
                                         {"object", hex(grant.object.view())},
                                         {"read", to_string(grant.read)}});
    }
    return Json::Object{{"enrol", enrol_to_json(body.enrol)}, {"grants", std::move(grants)}};
}

Json body_json(const KeyRevoke& body) {
    return Json::Object{{"handler", hex(body.handler.view())},
                        {"last_good", Json::Object{{"root", hex(body.last_good.root.view())},
                                                   {"size", body.last_good.size.value}}},
                        {"reason", to_string(body.reason)}};
}

Json body_json(const PolicyAdopt& body) {
    return Json::Object{{"object", hex(body.object.view())}};
}

HandlerRoles handler_roles_from(const Json& json, std::string_view what) {
    encode::require_only(json, {"handler", "roles"}, what);
    return {hash_at(json, "handler", what), roles_from_json(json.at("roles", what), what)};
}

KeyRotate key_rotate_from(const Json& json, std::string_view what) {
    encode::require_only(json, {"enrol", "grants"}, what);
    return {enrol_from_json(json.at("enrol", what), what),
            rotated_grants_from(json.at("grants", what), what)};
}

KeyRevoke key_revoke_from(const Json& json, std::string_view what) {
    encode::require_only(json, {"handler", "last_good", "reason"}, what);
    const Json& head = json.at("last_good", what);
    encode::require_only(head, {"root", "size"}, what);
    return {hash_at(json, "handler", what),
            {ledger::TreeSize{head.at("size", what).natural("size")}, hash_at(head, "root", what)},
            word_at(json, "reason", what, parse_revoke_reason)};
}

PolicyAdopt policy_adopt_from(const Json& json, std::string_view what) {
    encode::require_only(json, {"object"}, what);
    return {hash_at(json, "object", what)};
}

}  // namespace exhibit::custody
