// What events about keys and policy change in the state.
#include <algorithm>

#include "custody/state.hpp"

namespace exhibit::custody {

void State::take_body(const EventRecord&, const HandlerRoles& body) {
    handlers_.at(body.handler).enrol.roles = body.roles;
}

void State::take_body(const EventRecord& event, const KeyRevoke& body) {
    handlers_.at(body.handler).ended =
        KeyEnd{event.index, event.actor, body.reason, std::nullopt, body.last_good};
    // Nobody can answer for them any more.
    for (auto& [id, offer] : offers_) {
        const bool party = offer.from == body.handler || offer.to == body.handler;
        if (party && offer.status == OfferStatus::open)
            end_offer(id, OfferStatus::cancelled, event.index);
    }
}

void State::take_body(const EventRecord& event, const IncidentRekey& body) {
    IncidentRecord& incident = incidents_.at(body.incident);
    incident.keys.record_public = body.record_public;
    incident.keys.content_public = body.content_public;
    incident.generations.push_back({incident.keys, event.index, body.past, body.content, {}});
    incident.grants.clear();
    for (const Grant& grant : body.grants)
        incident.grants.emplace(grant.handler, GrantRecord{grant, event.index});
}

void State::take_body(const EventRecord& event, const ContentRewrite& body) {
    for (const RewrittenPack& one : body.packs)
        destroyed_packs_.emplace(one.pack, DestroyedPackRecord{one.by, event.index, true});
    for (const ResealedValues& one : body.values) reseal(event, one);
    if (body.complete) incidents_.at(body.incident).generations.back().rewritten_at = event.index;
}

/// Readers find the values in their new object; copies of this state keep the record they share.
void State::reseal(const EventRecord& event, const ResealedValues& values) {
    const EventRecord& old = *this->event(values.event);
    auto changed = std::make_shared<EventRecord>(old);
    const auto ref =
        std::ranges::find(changed->sealed, values.subject, &ledger::SealedRef::subject);
    resealed_.emplace(ref->object, ResealedRecord{old.index, values.subject, event.index});
    ref->object = values.by;
    events_[place_of(old.index)] = std::move(changed);
}

std::size_t IncidentRecord::generation_at(std::uint64_t index) const {
    const auto later =
        std::ranges::find_if(generations, [&](const KeyGeneration& one) { return one.at > index; });
    return std::max<std::size_t>(1, static_cast<std::size_t>(later - generations.begin()));
}

ContentKeys content_keys(const IncidentRecord& incident, std::uint64_t index) {
    ContentKeys out{incident.generation_at(index), std::nullopt};
    for (std::size_t i = out.generation; i < incident.generations.size(); ++i) {
        if (incident.generations[i].rewritten_at)
            out = {i + 1, incident.generations[i].rewritten_at};
    }
    return out;
}

void State::take_body(const EventRecord& event, const KeyRotate& body) {
    enrol(event, body.enrol);
    handlers_.at(body.enrol.handler).predecessor = event.actor;
    // Where only some entries are at hand, the root before this one may not be known.
    const crypto::Hash before = root_at(event.index).value_or(crypto::Hash{});
    handlers_.at(event.actor).ended = KeyEnd{event.index,
                                             event.actor,
                                             std::nullopt,
                                             body.enrol.handler,
                                             {ledger::TreeSize{event.index}, before}};
    succeed(event, body);
}

void State::succeed(const EventRecord& event, const KeyRotate& body) {
    const auto replace = [&](crypto::Hash& key) {
        if (key == event.actor) key = body.enrol.handler;
    };
    for (auto& [id, item] : items_) replace(item.custodian);
    for (auto& [id, offer] : offers_) {
        if (offer.status != OfferStatus::open) continue;
        replace(offer.from);
        replace(offer.to);
    }
    for (auto& [id, out] : life_.check_outs) {
        if (!out.back_at) replace(out.to);
    }
    // Nobody decides over their own proposal, nor witnesses it, by way of a new key.
    for (auto& [id, disposal] : life_.disposals) {
        if (!disposal.open()) continue;
        replace(disposal.proposer);
        if (disposal.approver) replace(*disposal.approver);
    }
    for (auto& [id, incident] : incidents_) {
        replace(incident.opener);
        incident.grants.erase(event.actor);
    }
    for (const RotatedGrant& grant : body.grants) {
        const Grant sealed{body.enrol.handler, grant.object, grant.read};
        incidents_.at(grant.incident)
            .grants.insert_or_assign(body.enrol.handler, GrantRecord{sealed, event.index});
    }
}

void State::take_body(const EventRecord& event, const PolicyAdopt& body) {
    policies_.push_back({event.index, body.object, read_policy(body.object)});
}

std::shared_ptr<const Policy> State::read_policy(const crypto::Hash& object) const {
    return policy_source_ ? policy_source_(object) : nullptr;
}

const AdoptedPolicy* State::adopted_before(std::uint64_t index) const noexcept {
    const auto after = std::lower_bound(
        policies_.begin(), policies_.end(), index,
        [](const AdoptedPolicy& one, std::uint64_t limit) { return one.index < limit; });
    return after == policies_.begin() ? nullptr : &*(after - 1);
}

const Policy& State::policy_before(std::uint64_t index) const noexcept {
    static const Policy built_in;
    const AdoptedPolicy* adopted = adopted_before(index);
    return adopted != nullptr && adopted->policy ? *adopted->policy : built_in;
}

}  // namespace exhibit::custody
