// Keys over time: rotation, revocation, roles.
#include <algorithm>

#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "exhibit/vault.hpp"
#include "vault/describe.hpp"
#include "vault/enrolment.hpp"
#include "vault/vault_state.hpp"

namespace exhibit {
namespace {

/// Every grant of this handler, sealed to the new key. Sorted by incident.
std::vector<custody::RotatedGrant> carry_grants(Session& session, const Card& card) {
    std::vector<custody::RotatedGrant> grants;
    for (const auto& [id, incident] : session.state.incidents()) {
        const custody::IncidentKeys* keys = session.keyring.incident(id);
        if (keys == nullptr) continue;
        const crypto::Hash object = put_incident_keys(
            session, id, card.sign.id(), custody::reseal_incident_keys(*keys, card.receive));
        grants.push_back({id, object, keys->level});
    }
    std::ranges::sort(grants, {}, [](const auto& grant) { return grant.incident.text(); });
    if (grants.size() > custody::rotated_grants_max)
        throw Error(ErrorKind::conflict,
                    "rotating a key: it has grants on " +
                        counted(grants.size(), "incident", "incidents") +
                        ", and an event carries at most 256; enrol a new key beside it instead");
    return grants;
}

ledger::TreeHead last_good(Session& session, const RevokeKey& request) {
    const std::uint64_t size = request.last_good.value_or(session.state.size());
    const std::optional<crypto::Hash> root = session.state.root_at(size);
    if (!root)
        throw Error(ErrorKind::usage, "revoking a key: the ledger has " +
                                          counted(session.state.size(), "event", "events") +
                                          ", and the key cannot be vouched for up to " +
                                          std::to_string(size));
    return {ledger::TreeSize{size}, *root};
}

}  // namespace

HandlerInfo Vault::rotate_key(const std::string& card_text) {
    Session& session = current(state_);
    const Card card = parse_card(card_text, "the card");
    if (session.state.handler(card.sign.id()) != nullptr)
        throw Error(ErrorKind::conflict, "rotating a key: the card of " +
                                             printable(card.profile.name) +
                                             " is of a key that is enrolled already");
    session.write([&] {
        const custody::HandlerRecord& old = *session.state.handler(session.me());
        custody::KeyRotate body{enrol_of(session, card, old.enrol.roles),
                                carry_grants(session, card)};
        return EventDraft{std::move(body), {}, profile_values(card.sign.id(), card.profile), {}};
    });
    return describe_handler(session, card.sign.id());
}

HandlerInfo Vault::revoke_key(const RevokeKey& request) {
    Session& session = current(state_);
    const crypto::Hash handler = find_handler(session, request.handler);
    const auto reason = custody::parse_revoke_reason(request.reason);
    if (!reason)
        throw Error(ErrorKind::usage, "revoking a key: \"" + printable(request.reason) +
                                          "\" is no reason; expected retired, lost, compromised "
                                          "or left");
    session.write([&] {
        custody::PrivateValues values;
        set_text(values, "note", request.note);
        EventDraft draft{custody::KeyRevoke{handler, last_good(session, request), *reason},
                         {},
                         {},
                         request.happened};
        if (!values.empty()) draft.values.emplace(custody::subject_of_handler(handler), values);
        return draft;
    });
    return describe_handler(session, handler);
}

HandlerInfo Vault::set_roles(const std::string& reference, const std::vector<std::string>& words) {
    Session& session = current(state_);
    const crypto::Hash handler = find_handler(session, reference);
    const std::vector<custody::Role> roles = parse_roles(words);
    session.write([&] { return EventDraft{custody::HandlerRoles{handler, roles}, {}, {}, {}}; });
    return describe_handler(session, handler);
}

}  // namespace exhibit
