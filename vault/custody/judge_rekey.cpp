// Rules about new keys of an incident, and content written again under them.
#include <algorithm>

#include "base/text.hpp"
#include "custody/codes.hpp"
#include "custody/judge.hpp"
#include "custody/private_names.hpp"

namespace exhibit::custody {

void Judge::check(const IncidentRekey& body) {
    const IncidentRecord* incident = may_give_keys(body.incident, "changed the keys of");
    if (incident == nullptr) return;
    const bool old = std::ranges::any_of(incident->generations, [&](const KeyGeneration& one) {
        return one.keys.record_public == body.record_public ||
               one.keys.content_public == body.content_public;
    });
    if (old)
        report(code::rekey, "The event states a key as new that incident " + body.incident.text() +
                                " had before.");
    check_kept_grants(body, *incident);
}

void Judge::check_kept_grants(const IncidentRekey& body, const IncidentRecord& incident) {
    for (const Grant& grant : body.grants) {
        if (handler_in_force(grant.handler, "The new keys") == nullptr) continue;
        const auto before = incident.read_of(grant.handler);
        if (before == grant.read) continue;
        report(code::rekey, "The new keys go to " + who(grant.handler) + " with a grant " +
                                std::string(to_string(grant.read)) + ", who had " +
                                (before ? "a grant " + std::string(to_string(*before)) : "none") +
                                "; new keys give nobody more or less than a grant did.");
    }
    const auto keeps = [&](const crypto::Hash& handler) {
        return std::ranges::find(body.grants, handler, &Grant::handler) != body.grants.end();
    };
    if (!keeps(event_.actor.key))
        report(code::rekey, actor() + " changed the keys of incident " + body.incident.text() +
                                " and kept none, so that nobody could go on from there.");
    for (const auto& [id, handler] : state_.handlers()) {
        const bool entitled =
            handler.in_force() && handler.has(Role::recovery) && incident.read_of(id).has_value();
        if (!entitled || keeps(id)) continue;
        report(code::recovery, "The new keys of incident " + body.incident.text() +
                                   " leave out the recovery handler " + short_id(id) + ".");
    }
}

/// What is said stays the same: the digests in the event decide that when it is read.
void Judge::check_resealed(const ResealedValues& values, const IncidentId& incident) {
    const auto refuse = [&](const std::string& why) {
        report(code::rekey, "The event says that values about " + printable(values.subject) +
                                " were sealed again, " + why);
    };
    if (incident_of_subject(values.subject) != incident)
        return refuse("which are not of incident " + incident.text() + ".");
    const EventRecord* event = state_.event(values.event);
    const ledger::SealedRef* ref = nullptr;
    if (event != nullptr) {
        const auto found =
            std::ranges::find(event->sealed, values.subject, &ledger::SealedRef::subject);
        if (found != event->sealed.end()) ref = &*found;
    }
    if (ref == nullptr) return refuse("which the event it names does not have.");
    if (const auto by = state_.withheld_by(event->index, values.subject))
        return refuse("which event " + std::to_string(*by) + " destroyed.");
    if (values.by == ref->object || state_.resealed_values().contains(values.by))
        refuse("in an object that was there before.");
}

void Judge::check(const ContentRewrite& body) {
    const IncidentRecord* incident = may_give_keys(body.incident, "wrote again the content of");
    if (incident == nullptr) return;
    const KeyGeneration& newest = incident->generations.back();
    if (incident->generations.size() == 1) {
        report(code::rekey,
               "The event says that content was written again under newer keys; "
               "incident " +
                   body.incident.text() + " has only its first.");
    }
    if (body.complete && (!newest.content || newest.rewritten_at)) {
        report(code::rekey, "The event says that all content of incident " + body.incident.text() +
                                (newest.rewritten_at
                                     ? " was written again, which event " +
                                           std::to_string(*newest.rewritten_at) + " said already."
                                     : " was written again, which the last change "
                                       "of its keys did not ask for."));
    }
    for (const RewrittenPack& one : body.packs) {
        const bool again = state_.destroyed_pack(one.pack) != nullptr;
        if (!again && one.by != one.pack && state_.destroyed_pack(one.by) == nullptr) continue;
        report(code::destroyed, "The event takes out the pack " + one.pack.hex().substr(0, 12) +
                                    (again ? ", which an event took out before."
                                           : " and says that another one, taken out as well, "
                                             "holds what was in it."));
    }
    for (const ResealedValues& one : body.values) check_resealed(one, body.incident);
}

}  // namespace exhibit::custody
