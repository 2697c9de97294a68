// Rules of holds and disposals (FORMAT.md 5.3): nobody disposes of evidence alone, and nobody of
// what is held.
#include "base/text.hpp"
#include "custody/codes.hpp"
#include "custody/judge.hpp"

namespace exhibit::custody {

void Judge::require_role(std::initializer_list<Role> any_of, std::string_view act) {
    std::vector<std::string> words;
    for (const Role role : any_of) {
        if (actor_->has(role)) return;
        words.emplace_back(to_string(role));
    }
    report(code::role,
           actor() + " " + std::string(act) + " without the role " + join(words, " or ") + ".");
}

void Judge::check(const HoldPlace& body) {
    require_role({Role::legal, Role::admin}, "placed a hold");
    if (known_incident(body.incident) == nullptr) return;
    for (const ItemId& id : out_.items) {
        if (id.incident() == body.incident) continue;
        report(code::item_incident, id,
               "Item " + id.text() + " does not belong to incident " + body.incident.text() + ".");
    }
}

void Judge::check(const HoldRelease& body) {
    require_role({Role::legal, Role::admin}, "released a hold");
    const HoldRecord* hold = state_.life().hold(body.hold);
    if (hold == nullptr) {
        report(code::event_unknown, actor() + " released a hold that was never placed.");
        return;
    }
    if (hold->released_at) {
        report(code::hold, "The hold of event " + std::to_string(hold->index) +
                               " was released by event " + std::to_string(*hold->released_at) +
                               " already.");
    }
    require_items(hold->items, "the hold it releases");
}

void Judge::require_not_held(std::string_view act) {
    for (const ItemId& id : out_.items) {
        const HoldRecord* hold = state_.life().hold_on(id);
        if (hold == nullptr) continue;
        report(code::hold, id,
               "Item " + id.text() + " is held since event " + std::to_string(hold->index) +
                   "; its disposal cannot be " + std::string(act) + ".");
    }
}

void Judge::check(const DisposalPropose&) {
    check_one_incident();
    require_custody("proposed to dispose of");
    for (const ItemId& id : out_.items) {
        if (!state_.item(id)->disposal || state_.item(id)->disposed_at) continue;
        report(code::disposal, id,
               "The disposal of item " + id.text() + " is proposed already, by event " +
                   std::to_string(state_.life().disposal(*state_.item(id)->disposal)->index) + ".");
    }
}

const DisposalRecord* Judge::open_disposal(const crypto::Hash& id, std::string_view act) {
    const DisposalRecord* disposal = state_.life().disposal(id);
    if (disposal == nullptr) {
        report(code::event_unknown,
               actor() + " " + std::string(act) + " a disposal that was never proposed.");
        return nullptr;
    }
    if (!disposal->open()) {
        report(code::disposal, actor() + " " + std::string(act) + " a disposal that had been " +
                                   std::string(to_string(disposal->status)) + " already.");
        return nullptr;
    }
    require_items(disposal->items, "the proposal it answers");
    return disposal;
}

void Judge::check(const DisposalApprove& body) {
    require_role({Role::authority}, "approved a disposal");
    require_not_held("approved");
    const DisposalRecord* disposal = open_disposal(body.proposal, "approved");
    if (disposal == nullptr) return;
    if (disposal->status == DisposalStatus::approved) {
        report(code::disposal, "The disposal was approved already, by event " +
                                   std::to_string(*disposal->approved_at) + ".");
    }
    if (disposal->proposer == event_.actor.key) {
        report(code::approver, actor() + " approved a disposal that they proposed themself.");
    }
    for (const ItemId& id : out_.items) {
        if (state_.item(id)->custodian != event_.actor.key) continue;
        report(code::approver, id,
               actor() + " approved the disposal of item " + id.text() +
                   ", which is in their own custody.");
    }
}

void Judge::check(const DisposalDecline& body) {
    const DisposalRecord* disposal = open_disposal(body.proposal, "declined");
    if (disposal == nullptr || disposal->proposer == event_.actor.key) return;
    require_role({Role::authority}, "declined a disposal of somebody else");
}

void Judge::check(const DisposalCarryOut& body) {
    require_custody("disposed of");
    require_not_held("carried out");
    require_joint(body.witness, "The disposal");
    const DisposalRecord* disposal = open_disposal(body.proposal, "carried out");
    if (disposal == nullptr) return;
    if (disposal->status != DisposalStatus::approved) {
        report(code::disposal, actor() + " carried out a disposal that was not approved.");
    } else if (disposal->approver == event_.actor.key) {
        report(code::approver, actor() + " carried out a disposal that they approved themself.");
    }
    for (const ItemId& id : out_.items) {
        const ItemRecord& item = *state_.item(id);
        if (item.checked_out) {
            report(code::checked_out, id,
                   "Item " + id.text() + " is checked out; it cannot be disposed of.");
        }
        if (on_offer(item)) {
            report(code::custody, id,
                   "Item " + id.text() + " is on offer; it cannot be disposed of.");
        }
    }
}

}  // namespace exhibit::custody
