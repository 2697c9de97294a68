// What State remembers of the events of an item's life.
#include <algorithm>

#include "custody/state.hpp"

namespace exhibit::custody {

namespace {

/// In the order of records: by number, not by text.
std::vector<ItemId> sorted(std::vector<ItemId> items) {
    std::sort(items.begin(), items.end());
    return items;
}

}  // namespace

void State::take_body(const EventRecord& event, const ItemSeal& body) {
    const bool on = body.action == SealAction::sealed || body.action == SealAction::resealed;
    items_.at(event.items.front()).seal = on ? SealState::on : SealState::off;
}

void State::take_body(const EventRecord& event, const ItemCheckOut& body) {
    for (const ItemId& id : event.items) items_.at(id).checked_out = event.leaf;
    life_.check_outs.emplace(event.leaf, CheckOutRecord{event.leaf, event.index, body.to, body.due,
                                                        sorted(event.items), std::nullopt});
}

void State::take_body(const EventRecord& event, const ItemCheckIn& body) {
    life_.check_outs.at(body.out).back_at = event.index;
    for (const ItemId& id : event.items) items_.at(id).checked_out.reset();
}

void State::take_body(const EventRecord& event, const HoldPlace& body) {
    life_.holds.emplace(event.leaf, HoldRecord{event.leaf, event.index, body.incident,
                                               sorted(event.items), std::nullopt});
    life_.open_holds.insert(event.leaf);
}

void State::take_body(const EventRecord& event, const HoldRelease& body) {
    life_.holds.at(body.hold).released_at = event.index;
    life_.open_holds.erase(body.hold);
}

void State::take_body(const EventRecord& event, const DisposalPropose& body) {
    DisposalRecord disposal;
    disposal.id = event.leaf;
    disposal.index = event.index;
    disposal.action = body.action;
    disposal.proposer = event.actor;
    disposal.items = sorted(event.items);
    life_.disposals.emplace(event.leaf, std::move(disposal));
    for (const ItemId& id : event.items) items_.at(id).disposal = event.leaf;
}

void State::take_body(const EventRecord& event, const DisposalApprove& body) {
    DisposalRecord& disposal = life_.disposals.at(body.proposal);
    disposal.status = DisposalStatus::approved;
    disposal.approver = event.actor;
    disposal.approved_at = event.index;
}

void State::take_body(const EventRecord& event, const DisposalDecline& body) {
    DisposalRecord& disposal = life_.disposals.at(body.proposal);
    disposal.status = DisposalStatus::declined;
    disposal.ended_at = event.index;
    for (const ItemId& id : event.items) items_.at(id).disposal.reset();
}

void State::take_body(const EventRecord& event, const DisposalCarryOut& body) {
    DisposalRecord& disposal = life_.disposals.at(body.proposal);
    disposal.status = DisposalStatus::carried_out;
    disposal.ended_at = event.index;
    for (const ItemId& id : event.items) items_.at(id).disposed_at = event.index;
}

void State::take_body(const EventRecord& event, const RecordCorrect& body) {
    life_.corrections[this->event(body.event)->index].push_back(event.index);
}

}  // namespace exhibit::custody
