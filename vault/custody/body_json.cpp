// The members that bodies of several types share, as JSON.
#include "custody/body_json.hpp"

namespace exhibit::custody {

using encode::Json;

void refuse_body(std::string_view what, const std::string& found, const std::string& expected) {
    throw Error(ErrorKind::malformed,
                std::string(what) + ": found " + found + ", expected " + expected + ".");
}

crypto::Hash hash_at(const Json& json, std::string_view key, std::string_view what) {
    return crypto::Hash::from_hex(json.at(key, what).string(key), std::string(what));
}

IncidentId incident_at(const Json& json, std::string_view what) {
    return IncidentId::parse(json.at("incident", what).string("incident"), what);
}

Json hex(ByteView bytes) {
    return Json(to_hex(bytes));
}

Json hashes_to_json(const std::vector<crypto::Hash>& hashes) {
    Json::Array out;
    for (const crypto::Hash& hash : hashes) out.push_back(hex(hash.view()));
    return out;
}

std::vector<crypto::Hash> sorted_hashes_from_json(const Json& json, std::string_view what,
                                                  std::size_t count_max) {
    std::vector<crypto::Hash> hashes;
    for (const Json& one : json.array("a list of digests")) {
        const auto hash = crypto::Hash::from_hex(one.string("a digest"), std::string(what));
        if (!hashes.empty() && !(hashes.back() < hash)) {
            refuse_body(what, "digests that are not sorted", "them sorted, none twice");
        }
        hashes.push_back(hash);
    }
    if (hashes.empty() || hashes.size() > count_max) {
        refuse_body(what, counted(hashes.size(), "digest", "digests"),
                    "1 to " + std::to_string(count_max));
    }
    return hashes;
}

// ENROL

Json enrol_to_json(const Enrol& enrol) {
    Json::Array roles;
    for (const Role role : enrol.roles) roles.emplace_back(to_string(role));
    return Json::Object{{"handler", hex(enrol.handler.view())},
                        {"object", hex(enrol.object.view())},
                        {"possession", hex(enrol.possession)},
                        {"receive", hex(enrol.receive.view())},
                        {"roles", std::move(roles)},
                        {"sign", hex(enrol.sign.view())}};
}

std::vector<Role> roles_from_json(const Json& json, std::string_view what) {
    std::vector<Role> roles;
    std::string_view before;
    for (const Json& entry : json.array("roles")) {
        const std::string& text = entry.string("role");
        const auto role = parse_role(text);
        if (!role || text <= before) {
            refuse_body(
                what, "the role \"" + printable(text.substr(0, 80)) + "\"",
                "admin, auditor, authority, handler, legal, recovery, witness, sorted, none twice");
        }
        before = text;
        roles.push_back(*role);
    }
    if (roles.empty()) refuse_body(what, "no role", "one or more");
    return roles;
}

Enrol enrol_from_json(const Json& json, std::string_view what) {
    encode::require_only(json, {"handler", "object", "possession", "receive", "roles", "sign"},
                         what);
    Enrol enrol;
    enrol.handler = hash_at(json, "handler", what);
    enrol.object = hash_at(json, "object", what);
    enrol.possession =
        array_from_hex<64>(json.at("possession", what).string("possession"), std::string(what));
    enrol.receive = key_at<crypto::BoxPublic>(json, "receive", what);
    enrol.roles = roles_from_json(json.at("roles", what), what);
    enrol.sign = key_at<crypto::VerifyKey>(json, "sign", what);
    return enrol;
}

// GRANT

Json::Object grant_to_json(const Grant& grant) {
    return {{"handler", hex(grant.handler.view())},
            {"object", hex(grant.object.view())},
            {"read", to_string(grant.read)}};
}

/// The three members of a grant; the caller has checked that there are no others.
Grant grant_from_json(const Json& json, std::string_view what) {
    return {hash_at(json, "handler", what), hash_at(json, "object", what),
            word_at(json, "read", what, parse_read)};
}

std::vector<Grant> grants_from_json(const Json& json, std::string_view what) {
    std::vector<Grant> grants;
    for (const Json& entry : json.array("grants")) {
        encode::require_only(entry, {"handler", "object", "read"}, what);
        Grant grant = grant_from_json(entry, what);
        if (!grants.empty() && !(grants.back().handler < grant.handler)) {
            refuse_body(what, "grants that are not sorted by handler",
                        "them sorted, no handler twice");
        }
        grants.push_back(grant);
    }
    if (grants.empty()) refuse_body(what, "no grant", "one or more");
    return grants;
}

}  // namespace exhibit::custody
