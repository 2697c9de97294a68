// What bodies of several types are written and read with, internal to custody.
//
// `what` names the body in errors. All readers throw Error(malformed).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "custody/bodies.hpp"
#include "encode/json.hpp"
#include "exhibit/error.hpp"

namespace exhibit::custody {

[[noreturn]] void refuse_body(std::string_view what, const std::string& found,
                              const std::string& expected);

crypto::Hash hash_at(const encode::Json& json, std::string_view key, std::string_view what);
IncidentId incident_at(const encode::Json& json, std::string_view what);
encode::Json hex(ByteView bytes);

template <typename Key>
Key key_at(const encode::Json& json, std::string_view key, std::string_view what) {
    return Key{array_from_hex<32>(json.at(key, what).string(key), std::string(what))};
}

/// A word of an enumeration; `parse` gives nullopt for a word that is not of this version.
template <typename Parse>
auto word_at(const encode::Json& json, std::string_view key, std::string_view what, Parse parse) {
    const std::string& text = json.at(key, what).string(key);
    auto value = parse(text);
    if (!value) {
        refuse_body(what, "the " + std::string(key) + " \"" + printable(text.substr(0, 80)) + "\"",
                    "a word of format version 1");
    }
    return *value;
}

// Keys and policy (body_keys.cpp)

encode::Json body_json(const HandlerRoles& body);
encode::Json body_json(const KeyRotate& body);
encode::Json body_json(const KeyRevoke& body);
encode::Json body_json(const PolicyAdopt& body);
HandlerRoles handler_roles_from(const encode::Json& json, std::string_view what);
KeyRotate key_rotate_from(const encode::Json& json, std::string_view what);
KeyRevoke key_revoke_from(const encode::Json& json, std::string_view what);
PolicyAdopt policy_adopt_from(const encode::Json& json, std::string_view what);

encode::Json hashes_to_json(const std::vector<crypto::Hash>& hashes);
/// 1 to `count_max`, sorted, none twice.
std::vector<crypto::Hash> sorted_hashes_from_json(const encode::Json& json, std::string_view what,
                                                  std::size_t count_max);

encode::Json enrol_to_json(const Enrol& enrol);
std::vector<Role> roles_from_json(const encode::Json& json, std::string_view what);
Enrol enrol_from_json(const encode::Json& json, std::string_view what);

encode::Json::Object grant_to_json(const Grant& grant);
/// The three members of a grant; the caller has checked that there are no others.
Grant grant_from_json(const encode::Json& json, std::string_view what);
std::vector<Grant> grants_from_json(const encode::Json& json, std::string_view what);

}  // namespace exhibit::custody
