// Incidents and grants.
#include <algorithm>

#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "exhibit/vault.hpp"
#include "policy/defaults.hpp"
#include "vault/describe.hpp"
#include "vault/enrolment.hpp"
#include "vault/vault_state.hpp"

namespace exhibit {
namespace {

/// Seals the incident's keys for a handler and puts the object into the store.
custody::Grant put_grant(Session& session, const custody::IncidentId& incident,
                         const custody::IncidentKeys& keys, custody::Read read,
                         const crypto::Hash& handler) {
    const custody::HandlerRecord* record = session.state.handler(handler);
    if (record == nullptr)
        throw Error(ErrorKind::not_found,
                    "granting access to " + handler.hex().substr(0, 12) + ": not enrolled");
    const crypto::Hash object = put_incident_keys(
        session, incident, handler, custody::seal_incident_keys(keys, read, record->enrol.receive));
    return {handler, object, read};
}

/// Keys that no event states are forgotten, however the opening ends.
struct Introduced {
    Session& session;
    const custody::IncidentId& id;
    ~Introduced() { session.keyring.forget_introduced(id); }
};

custody::Read to_read(Access access) {
    switch (access) {
        case Access::deposit: return custody::Read::deposit;
        case Access::record: return custody::Read::record;
        case Access::content: return custody::Read::content;
        case Access::none: break;
    }
    throw Error(ErrorKind::usage, "granting access: expected deposit, record or content");
}

}  // namespace

IncidentInfo Vault::open_incident(const NewIncident& incident) {
    Session& session = current(state_);
    const auto id = custody::IncidentId::try_parse(incident.id);
    if (!id)
        throw Error(ErrorKind::usage,
                    "opening incident \"" + printable(incident.id) +
                        "\": expected an id of 1 to 64 letters, digits, '.', '_', '-' "
                        "that begins with a letter or digit");
    const auto restriction = custody::parse_restriction(incident.restriction);
    if (!restriction)
        throw Error(ErrorKind::usage,
                    "opening incident " + id->text() + ": \"" + printable(incident.restriction) +
                        "\" is no restriction; expected public, need-to-know, private "
                        "or default");
    if (incident.title.empty())
        throw Error(ErrorKind::usage, "opening incident " + id->text() + ": the title is missing");

    const custody::IncidentKeys keys = custody::new_incident_keys();
    const Introduced introduced{session, *id};
    session.keyring.introduce(*id, custody::public_side(keys).record_public);
    session.write([&] {
        if (session.state.incident(*id) != nullptr)
            throw Error(ErrorKind::conflict,
                        "opening incident " + id->text() + ": it is open already");
        custody::IncidentOpen body{*id, custody::public_side(keys), {}, *restriction};
        for (const auto& grant : policy::opening_grants(session.state, session.me()))
            body.grants.push_back(put_grant(session, *id, keys, grant.read, grant.handler));
        custody::PrivateValues values;
        set_text(values, "title", incident.title);
        set_text(values, "authority", incident.authority);
        set_text(values, "description", incident.description);
        set_text(values, "class", incident.incident_class);
        set_text(values, "in_charge", incident.in_charge);
        set_text(values, "retention", incident.retention);
        set_text(values, "retention_reason", incident.retention_reason);
        return EventDraft{body, {}, {{custody::subject_of(*id), values}}, {}};
    });
    return describe_incident(session, find_incident(session, id->text()));
}

std::vector<IncidentInfo> Vault::incidents() const {
    Session& session = current(state_);
    std::vector<IncidentInfo> out;
    for (const auto& [id, record] : session.state.incidents())
        out.push_back(describe_incident(session, record));
    return out;
}

IncidentInfo Vault::incident(const std::string& id) const {
    Session& session = current(state_);
    return describe_incident(session, find_incident(session, id));
}

void Vault::grant(const std::string& incident, const std::string& handler, Access access,
                  const std::string& reason) {
    Session& session = current(state_);
    const custody::IncidentId id = find_incident(session, incident).id;
    const crypto::Hash to = find_handler(session, handler);
    session.write([&] {
        const custody::IncidentKeys* keys = session.keyring.incident(id);
        if (keys == nullptr || keys->level != custody::Read::content)
            throw Error(ErrorKind::denied, "granting access to incident " + id.text() +
                                               ": you have no content grant of it yourself");
        custody::IncidentGrant body{id, put_grant(session, id, *keys, to_read(access), to)};
        custody::PrivateValues values;
        set_text(values, "reason", reason);
        return EventDraft{body, {}, {{custody::subject_of(id), values}}, {}};
    });
}

}  // namespace exhibit
