// Holds, disposals and corrections.
#include <algorithm>

#include "base/text.hpp"
#include "custody/private_names.hpp"
#include "exhibit/error.hpp"
#include "exhibit/vault.hpp"
#include "vault/describe.hpp"
#include "vault/life_words.hpp"
#include "vault/vault_state.hpp"

namespace exhibit {

namespace {

using custody::text_value;

const custody::PrivateValues* about_incident(Session& session, std::uint64_t index,
                                             const custody::IncidentId& incident) {
    return session.privates.lookup()(index, custody::subject_of(incident));
}

ValuesBySubject about(const custody::IncidentId& incident,
                      std::initializer_list<std::pair<const char*, const std::string*>> texts) {
    custody::PrivateValues values;
    for (const auto& [name, text] : texts) set_text(values, name, *text);
    return {{custody::subject_of(incident), values}};
}

std::vector<std::string> texts_of(const std::vector<custody::ItemId>& items) {
    std::vector<std::string> out;
    for (const custody::ItemId& item : items) out.push_back(item.text());
    return out;
}

}  // namespace

EventInfo Vault::place_hold(const HoldRequest& request) {
    Session& session = current(state_);
    std::vector<custody::ItemId> items;
    if (!request.items.empty()) items = find_items(session, request.items);
    if (items.empty() && request.incident.empty())
        throw Error(ErrorKind::usage, "placing a hold: name an incident, or items");
    const custody::IncidentId incident = request.incident.empty()
                                             ? items.front().incident()
                                             : find_incident(session, request.incident).id;
    require_said(request.reason, "placing a hold on " + incident.text(), "the reason (CR-21)");
    return written(session, *this, [&] {
        return EventDraft{
            custody::HoldPlace{incident}, items,
            about(incident, {{"reason", &request.reason}, {"authority", &request.authority}}),
            request.happened};
    });
}

EventInfo Vault::release_hold(const std::string& reference, const std::string& reason) {
    Session& session = current(state_);
    const custody::HoldRecord hold = find_hold(session, reference);
    require_said(reason, "lifting a hold on " + hold.incident.text(), "the reason (CR-21)");
    return written(session, *this, [&] {
        return EventDraft{custody::HoldRelease{hold.id},
                          by_text(hold.items),
                          about(hold.incident, {{"reason", &reason}}),
                          {}};
    });
}

std::vector<HoldInfo> Vault::holds() const {
    Session& session = current(state_);
    std::vector<HoldInfo> out;
    for (const auto& [id, hold] : session.state.life().holds) {
        const custody::EventRecord& event = *session.state.event(hold.index);
        HoldInfo info;
        info.id = id.hex();
        info.event = hold.index;
        info.incident = hold.incident.text();
        info.items = texts_of(hold.items);
        info.by = event.actor.hex();
        info.placed = to_moment(event.happened, event.zone);
        info.released = hold.released_at;
        if (const auto* values = about_incident(session, hold.index, hold.incident)) {
            info.reason = text_value(*values, "reason");
            info.authority = text_value(*values, "authority");
        }
        out.push_back(std::move(info));
    }
    std::ranges::sort(out, {}, &HoldInfo::event);
    return out;
}

EventInfo Vault::propose_disposal(const DisposalRequest& request) {
    Session& session = current(state_);
    const auto items = find_items(session, request.items);
    const std::string doing = "proposing the disposal of " + items.front().text();
    const auto action = word_of<custody::DisposalAction>(
        doing, request.action, custody::parse_disposal_action, "destroy, return or transfer");
    require_said(request.reason, doing, "the reason (CR-22)");
    return written(session, *this, [&] {
        return EventDraft{custody::DisposalPropose{action}, items,
                          about(items.front().incident(), {{"reason", &request.reason},
                                                           {"method", &request.method},
                                                           {"recipient", &request.recipient}}),
                          request.happened};
    });
}

EventInfo Vault::approve_disposal(const DisposalAnswer& answer) {
    Session& session = current(state_);
    const custody::DisposalRecord disposal = find_disposal(session, answer.proposal);
    require_said(answer.authority, "approving a disposal", "the authority (CR-22)");
    return written(session, *this, [&] {
        return EventDraft{custody::DisposalApprove{disposal.id}, by_text(disposal.items),
                          about(disposal.items.front().incident(),
                                {{"authority", &answer.authority}, {"note", &answer.note}}),
                          answer.happened};
    });
}

EventInfo Vault::decline_disposal(const DisposalAnswer& answer) {
    Session& session = current(state_);
    const custody::DisposalRecord disposal = find_disposal(session, answer.proposal);
    require_said(answer.reason, "declining a disposal", "the reason");
    return written(session, *this, [&] {
        return EventDraft{custody::DisposalDecline{disposal.id}, by_text(disposal.items),
                          about(disposal.items.front().incident(), {{"reason", &answer.reason}}),
                          answer.happened};
    });
}

EventInfo Vault::carry_out_disposal(const DisposalAnswer& answer) {
    Session& session = current(state_);
    const custody::DisposalRecord disposal = find_disposal(session, answer.proposal);
    require_said(answer.method, "carrying out a disposal", "the method (CR-22)");
    if (session.cosigners.empty())
        throw Error(ErrorKind::usage,
                    "carrying out a disposal: it takes a witness, who signs beside you (CR-22); "
                    "name them with --cosign");
    return written(session, *this, [&] {
        EventDraft draft{
            custody::DisposalCarryOut{disposal.id, session.cosigners.front().id()},
            by_text(disposal.items),
            about(disposal.items.front().incident(), {{"method", &answer.method},
                                                      {"place", &answer.place},
                                                      {"recipient", &answer.recipient}}),
            answer.happened};
        draft.cosigned = true;
        return draft;
    });
}

std::vector<DisposalInfo> Vault::disposals() const {
    Session& session = current(state_);
    std::vector<DisposalInfo> out;
    for (const auto& [id, disposal] : session.state.life().disposals) {
        const custody::EventRecord& event = *session.state.event(disposal.index);
        DisposalInfo info;
        info.id = id.hex();
        info.event = disposal.index;
        info.action = custody::to_string(disposal.action);
        info.items = texts_of(disposal.items);
        info.state = custody::to_string(disposal.status);
        info.proposer = disposal.proposer.hex();
        if (disposal.approver) info.approver = disposal.approver->hex();
        info.proposed = to_moment(event.happened, event.zone);
        if (const auto* values =
                about_incident(session, disposal.index, disposal.items.front().incident()))
            info.reason = text_value(*values, "reason");
        out.push_back(std::move(info));
    }
    std::ranges::sort(out, {}, &DisposalInfo::event);
    return out;
}

namespace {

/// The subjects of an event about which it may say the field.
std::vector<std::string> subjects_with(const custody::EventRecord& event, const std::string& field,
                                       const std::vector<custody::ItemId>& items) {
    std::vector<std::string> out;
    for (const ledger::SealedRef& ref : event.sealed) {
        const auto kind = custody::kind_of_subject(ref.subject);
        const bool other_item = kind == custody::SubjectKind::item &&
                                std::ranges::none_of(items, [&](const custody::ItemId& item) {
                                    return custody::subject_of(item) == ref.subject;
                                });
        if (other_item) continue;
        const auto names = custody::private_names(event.type(), kind);
        const bool known =
            std::ranges::find(names, field, &custody::PrivateName::name) != names.end();
        if (known || field == "happened") out.push_back(ref.subject);
        if (field == "happened") break;  // the time is that of the event, not of each item
    }
    return out;
}

std::string fields_of(const custody::EventRecord& event) {
    std::vector<std::string> out{"happened"};
    for (const ledger::SealedRef& ref : event.sealed)
        for (const auto& known :
             custody::private_names(event.type(), custody::kind_of_subject(ref.subject)))
            if (std::ranges::find(out, known.name) == out.end()) out.emplace_back(known.name);
    return join(out, ", ");
}

}  // namespace

EventInfo Vault::correct(const CorrectRequest& request) {
    Session& session = current(state_);
    const std::uint64_t index = find_event(session, request.event);
    const std::string doing = "correcting event " + std::to_string(index);
    const custody::EventRecord* corrected = session.state.event(index);
    if (corrected == nullptr)
        throw Error(ErrorKind::conflict, doing + ": it is not valid, and says nothing");
    require_said(request.reason, doing, "the reason (CR-27)");
    require_said(request.value, doing, "the right value");
    std::vector<custody::ItemId> items = corrected->items;
    if (!request.item.empty()) items = {find_item(session, request.item).id};
    const std::vector<std::string> subjects = subjects_with(*corrected, request.field, items);
    if (subjects.empty())
        throw Error(ErrorKind::usage, doing + ": it says nothing that is called \"" +
                                          printable(request.field) +
                                          "\"; what it may say is: " + fields_of(*corrected));
    custody::PrivateValues values;
    set_text(values, "field", request.field);
    set_text(values, "value", request.value);
    set_text(values, "reason", request.reason);
    return written(session, *this, [&] {
        ValuesBySubject by_subject;
        for (const std::string& subject : subjects) by_subject[subject] = values;
        return EventDraft{custody::RecordCorrect{corrected->leaf}, by_text(items), by_subject, {}};
    });
}

}  // namespace exhibit
