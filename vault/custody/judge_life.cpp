// Rules of an item's life: attachments, seals, places, check-outs, examinations, inventories and
// corrections (FORMAT.md 5.3).
#include <algorithm>

#include "base/text.hpp"
#include "custody/codes.hpp"
#include "custody/judge.hpp"
#include "custody/private_names.hpp"

namespace exhibit::custody {

bool is_hold_or_disposal(EventType type) {
    switch (type) {
        case EventType::hold_place:
        case EventType::hold_release:
        case EventType::disposal_propose:
        case EventType::disposal_approve:
        case EventType::disposal_decline:
        case EventType::disposal_carry_out: return true;
        default: return false;
    }
}

namespace {

/// What takes a thing that is still there.
bool moves_or_reads(EventType type) {
    switch (type) {
        case EventType::item_access:
        case EventType::item_seal:
        case EventType::item_move:
        case EventType::item_check_out:
        case EventType::item_check_in:
        case EventType::item_examine:
        case EventType::custody_offer:
        case EventType::custody_accept:
        case EventType::custody_refuse:
        case EventType::custody_cancel:
        case EventType::disposal_propose:
        case EventType::disposal_approve:
        case EventType::disposal_decline:
        case EventType::disposal_carry_out: return true;
        default: return false;
    }
}

}  // namespace

std::optional<IncidentId> incident_of(const State& state, const EventRecord& event) {
    if (!event.items.empty()) return event.items.front().incident();
    if (const auto* open = body_if<IncidentOpen>(event.body)) return open->incident;
    if (const auto* grant = body_if<IncidentGrant>(event.body)) return grant->incident;
    if (const auto* rekey = body_if<IncidentRekey>(event.body)) return rekey->incident;
    if (const auto* rewrite = body_if<ContentRewrite>(event.body)) return rewrite->incident;
    if (const auto* emit = body_if<ExchangeEmit>(event.body)) return emit->incident;
    if (const auto* hold = body_if<HoldPlace>(event.body)) return hold->incident;
    if (const auto* release = body_if<HoldRelease>(event.body)) {
        return state.life().hold(release->hold)->incident;
    }
    if (const auto* correction = body_if<RecordCorrect>(event.body)) {
        return incident_of(state, *state.event(correction->event));
    }
    return std::nullopt;
}

/// What holds without items and corrections are about stands in the event they speak of.
void Judge::add_life_subjects(std::set<std::string>& allowed) const {
    if (const auto* place = body_if<HoldPlace>(*out_.body)) {
        allowed.insert(subject_of(place->incident));
    } else if (const auto* release = body_if<HoldRelease>(*out_.body)) {
        const HoldRecord* hold = state_.life().hold(release->hold);
        if (hold != nullptr) allowed.insert(subject_of(hold->incident));
    } else if (const auto* correction = body_if<RecordCorrect>(*out_.body)) {
        const EventRecord* event = state_.event(correction->event);
        if (event == nullptr) return;
        if (const auto incident = incident_of(state_, *event)) {
            allowed.insert(subject_of(*incident));
        }
        // Of a handler: whom the event enrolled, or enrolled itself.
        for (const ledger::SealedRef& ref : event->sealed) {
            if (kind_of_subject(ref.subject) == SubjectKind::handler) allowed.insert(ref.subject);
        }
    }
}

void Judge::check_life() {
    if (!items_understood_ || out_.items.empty()) return;
    if (!moves_or_reads(type())) return;
    for (const ItemId& id : out_.items) {
        const ItemRecord* item = state_.item(id);
        if (item == nullptr || !item->disposed_at) continue;
        report(code::disposed, id,
               "Item " + id.text() + " was disposed of by event " +
                   std::to_string(*item->disposed_at) + "; " + act() + " cannot follow that.");
    }
}

void Judge::check_one_incident() {
    for (const ItemId& id : out_.items) {
        if (id.incident() == out_.items.front().incident()) continue;
        report(code::item_incident, id,
               "Item " + id.text() + " is of another incident than " + out_.items.front().text() +
                   "; one event is about one incident.");
    }
}

void Judge::require_custody(std::string_view act) {
    for (const ItemId& id : out_.items) {
        const ItemRecord& item = *state_.item(id);
        if (item.custodian == event_.actor.key) continue;
        report(code::custody, id,
               actor() + " " + std::string(act) + " item " + id.text() +
                   ", which is in the custody of handler " + short_id(item.custodian) + ".");
    }
}

void Judge::require_joint(const crypto::Hash& other, std::string_view what) {
    check_enrolled(other, what);
    if (other == event_.actor.key) {
        report(code::joint, std::string(what) + " names the signer of the event, handler " +
                                short_id(other) + ", as the other person.");
    } else if (!signed_by(other)) {
        report(code::joint, std::string(what) + " names handler " + short_id(other) +
                                ", who did not sign the event.");
    }
}

bool Judge::on_offer(const ItemRecord& item) const {
    return item.offer && state_.offer(*item.offer)->status_at(event_.time) == OfferStatus::open;
}

void Judge::check(const ItemAttach&) {
    require_grant(out_.items.front().incident(), {Read::deposit, Read::content});
}

void Judge::check(const ItemSeal& body) {
    require_custody("changed the seal of");
    const ItemId& id = out_.items.front();
    const SealState seal = state_.item(id)->seal;
    if (body.action == SealAction::sealed && seal == SealState::on) {
        report(code::seal, id, "Item " + id.text() + " is sealed already.");
    }
    const bool opens = body.action == SealAction::unsealed || body.action == SealAction::broken;
    if (opens && seal == SealState::off) {
        report(code::seal, id,
               "Item " + id.text() + " has no seal on it that could be opened or broken.");
    }
}

void Judge::check(const ItemMove&) {
    check_one_incident();
    require_custody("moved");
}

void Judge::check(const ItemCheckOut& body) {
    check_one_incident();
    require_custody("checked out");
    check_enrolled(body.to, "The check-out");
    if (body.due <= event_.time) {
        report(code::checked_out,
               "The check-out is due at " + format_utc(body.due) + ", not after it was made.");
    }
    for (const ItemId& id : out_.items) {
        const ItemRecord& item = *state_.item(id);
        if (item.checked_out) {
            report(code::checked_out, id, "Item " + id.text() + " is checked out already.");
        }
        if (on_offer(item)) {
            report(code::custody, id,
                   "Item " + id.text() + " is on offer; it cannot be checked out.");
        }
    }
}

void Judge::check(const ItemCheckIn& body) {
    require_custody("checked in");
    const CheckOutRecord* out = state_.life().check_out(body.out);
    if (out == nullptr) {
        report(code::event_unknown, actor() + " checked items in that were never checked out.");
        return;
    }
    if (out->back_at) {
        report(code::checked_out, "The check-out of event " + std::to_string(out->index) +
                                      " was ended by event " + std::to_string(*out->back_at) +
                                      " already.");
    }
    require_items(out->items, "the check-out it ends");
}

void Judge::check(const ItemExamine&) {
    const ItemId& id = out_.items.front();
    if (state_.item(id)->custodian == event_.actor.key) return;
    require_grant(id.incident(), {Read::content});
}

void Judge::check(const ItemInventory& body) {
    check_one_incident();
    require_grant(out_.items.front().incident(), {Read::record, Read::content});
    if (body.joint) require_joint(*body.joint, "The joint inventory");
    const auto same = [](const CountedItem& one, const ItemId& item) { return one.item == item; };
    if (!std::equal(body.results.begin(), body.results.end(), out_.items.begin(), out_.items.end(),
                    same)) {
        report(code::inventory, "The inventory does not say of each of its items what was found.");
    }
}

void Judge::check(const RecordCorrect& body) {
    const EventRecord* corrected = state_.event(body.event);
    if (corrected == nullptr) {
        report(code::event_unknown, actor() + " corrected an event that is not in the ledger.");
        return;
    }
    for (const ItemId& id : out_.items) {
        if (std::find(corrected->items.begin(), corrected->items.end(), id) !=
            corrected->items.end()) {
            continue;
        }
        report(code::correction, id,
               "The correction names item " + id.text() + ", which event " +
                   std::to_string(corrected->index) + " is not about.");
    }
    if (out_.items.empty() && !corrected->items.empty()) {
        report(code::correction, "The correction names none of the items of event " +
                                     std::to_string(corrected->index) + ".");
    }
    if (corrected->actor == event_.actor.key) return;
    const auto incident = incident_of(state_, *corrected);
    if (incident) {
        require_grant(*incident, {Read::record, Read::content});
    } else {
        report(code::role, actor() + " corrected event " + std::to_string(corrected->index) +
                               ", which is not about an incident and not by them.");
    }
}

void Judge::require_items(const std::vector<ItemId>& expected, std::string_view record) {
    std::vector<ItemId> items = out_.items;
    std::sort(items.begin(), items.end());
    if (items == expected) return;
    report(code::items, "The event names other items than " + std::string(record) + ".");
}

}  // namespace exhibit::custody
