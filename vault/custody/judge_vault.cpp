// Rules about the vault, its handlers and its incidents.
#include <algorithm>

#include "base/text.hpp"
#include "custody/codes.hpp"
#include "custody/judge.hpp"

namespace exhibit::custody {

// Vault and handlers

void Judge::check(const VaultGenesis& body) {
    if (!state_.descriptor_is(body.descriptor)) {
        report(code::genesis,
               "The genesis event was signed over another exhibit.json than the vault has.");
    }
    if (body.enrol.handler != event_.actor.key) {
        report(code::genesis, "The genesis event enrols somebody else than its signer.");
    }
    if (!has_role(body.enrol, Role::admin)) {
        report(code::genesis, "The genesis event enrols its signer without the admin role.");
    }
    check_possession(body.enrol);
}

void Judge::check(const HandlerEnrol& body) {
    // The recovery key brings back a vault whose admins lost theirs.
    if (!actor_->has(Role::admin) && !actor_->has(Role::recovery)) {
        report(code::role, actor() + " enrolled a handler without being an admin.");
    }
    check_new_key(body.enrol);
}

void Judge::check_new_key(const Enrol& enrol) {
    if (state_.handler(enrol.handler)) {
        report(code::enrol, who(enrol.handler) + " is enrolled already.");
    }
    check_possession(enrol);
}

void Judge::check_possession(const Enrol& enrol) {
    if (enrol_proves_possession(enrol)) return;
    report(code::enrol, "The keys of handler " + short_id(enrol.handler) +
                            " are not shown to be their own: the key id, the soundness of the "
                            "key or the proof of possession is wrong.");
}

bool Judge::has_role(const Enrol& enrol, Role role) {
    return std::find(enrol.roles.begin(), enrol.roles.end(), role) != enrol.roles.end();
}

// Incidents

void Judge::check(const IncidentOpen& body) {
    if (!actor_->has(Role::admin) && !actor_->has(Role::handler)) {
        report(code::role, actor() + " opened an incident; only admins and handlers may.");
    }
    if (state_.incident(body.incident)) {
        report(code::incident_exists, "Incident " + body.incident.text() + " is open already.");
    }
    for (const Grant& grant : body.grants) check_enrolled(grant.handler, "A grant");
    if (!gives_content(body, event_.actor.key)) {
        report(code::grant, actor() + " opened incident " + body.incident.text() +
                                " without a content grant of their own.");
    }
    for (const auto& [id, handler] : state_.handlers()) {
        if (!handler.in_force() || !handler.has(Role::recovery) || gives_content(body, id))
            continue;
        report(code::recovery, "Incident " + body.incident.text() +
                                   " was opened without a content grant for the recovery "
                                   "handler " +
                                   short_id(id) + ".");
    }
}

bool Judge::gives_content(const IncidentOpen& body, const crypto::Hash& handler) {
    return std::any_of(body.grants.begin(), body.grants.end(), [&](const Grant& grant) {
        return grant.handler == handler && grant.read == Read::content;
    });
}

void Judge::check(const IncidentGrant& body) {
    if (may_give_keys(body.incident, "gave a grant on") != nullptr)
        check_enrolled(body.grant.handler, "The grant");
}

const IncidentRecord* Judge::may_give_keys(const IncidentId& id, std::string_view did) {
    const IncidentRecord* incident = known_incident(id);
    if (!incident) return nullptr;
    if (incident->opener != event_.actor.key && !actor_->has(Role::admin) &&
        !actor_->has(Role::recovery)) {
        report(code::role, actor() + " " + std::string(did) + " incident " + id.text() +
                               "; only who opened it, admins and recovery handlers may.");
    }
    require_grant(id, {Read::content});
    return incident;
}

// Time

void Judge::check(const AnchorToken& body) {
    const std::optional<crypto::Hash> root = state_.root_at(body.size);
    if (root && *root == body.root) return;
    report(code::anchor, "The event anchors a tree of " + counted(body.size, "event", "events") +
                             " that is not a beginning of this ledger.");
}

}  // namespace exhibit::custody
