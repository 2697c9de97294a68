#include "vault/enrolment.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "ledger/object_names.hpp"

namespace exhibit {
namespace {

/// Puts the handler's copy of the vault keys into the store; gives the digest that names it.
crypto::Hash put_vault_keys(store::ObjectStore& store, const custody::VaultKeys& keys,
                            const crypto::BoxPublic& receive, const crypto::Hash& handler) {
    const Bytes object = custody::seal_vault_keys(keys, receive);
    const crypto::Hash digest = crypto::sha256(object);
    store.put_new(ledger::vault_key_name(handler, digest), object);
    return digest;
}

}  // namespace

ValuesBySubject profile_values(const crypto::Hash& handler, const Profile& profile) {
    custody::PrivateValues values;
    const encode::Json json = profile_to_json(profile);
    for (const auto& [name, value] : json.object("profile")) values.emplace(name, value);
    return {{custody::subject_of_handler(handler), std::move(values)}};
}

custody::Enrol enrol_of(Session& session, const Card& card, std::vector<custody::Role> roles) {
    custody::Enrol enrol;
    enrol.handler = card.sign.id();
    enrol.object = put_vault_keys(*session.store, session.keys, card.receive, enrol.handler);
    enrol.possession = card.possession;
    enrol.receive = card.receive;
    enrol.roles = std::move(roles);
    enrol.sign = card.sign;
    return enrol;
}

std::vector<custody::Role> parse_roles(const std::vector<std::string>& roles) {
    std::vector<custody::Role> out;
    for (const std::string& text : roles) {
        const auto role = custody::parse_role(text);
        if (!role)
            throw Error(ErrorKind::usage, "enrolling a handler: \"" + printable(text) +
                                              "\" is no role; expected admin, auditor, authority, "
                                              "handler, legal, recovery or witness");
        if (std::ranges::find(out, *role) == out.end()) out.push_back(*role);
    }
    if (out.empty()) out.push_back(custody::Role::handler);
    std::ranges::sort(out, {}, [](custody::Role role) { return custody::to_string(role); });
    return out;
}

crypto::Hash put_incident_keys(Session& session, const custody::IncidentId& incident,
                               const crypto::Hash& handler, const Bytes& sealed) {
    const crypto::Hash digest = crypto::sha256(sealed);
    const auto tag = ledger::subject_tag(session.state.origin(), custody::subject_of(incident));
    session.store->put_new(ledger::incident_key_name(tag, handler, digest), sealed);
    return digest;
}

}  // namespace exhibit
