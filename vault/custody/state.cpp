#include "custody/state.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/text.hpp"
#include "custody/codes.hpp"
#include "custody/rules.hpp"

namespace exhibit::custody {

namespace {

template <typename Map, typename Key>
auto find_in(const Map& map, const Key& key) noexcept -> const typename Map::mapped_type* {
    const auto found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
}

}  // namespace

bool HandlerRecord::has(Role role) const noexcept {
    return std::find(enrol.roles.begin(), enrol.roles.end(), role) != enrol.roles.end();
}

bool EventRecord::signed_by(const crypto::Hash& handler) const {
    return handler == actor || std::ranges::find(cosigners, handler) != cosigners.end();
}

std::vector<crypto::Hash> EventRecord::signers() const {
    std::vector<crypto::Hash> all = cosigners;
    all.insert(std::ranges::lower_bound(all, actor), actor);
    return all;
}

std::optional<Read> IncidentRecord::read_of(const crypto::Hash& handler) const {
    const GrantRecord* found = find_in(grants, handler);
    if (!found) return std::nullopt;
    return found->grant.read;
}

std::string_view to_string(OfferStatus status) {
    switch (status) {
        case OfferStatus::open: return "open";
        case OfferStatus::accepted: return "accepted";
        case OfferStatus::refused: return "refused";
        case OfferStatus::cancelled: return "cancelled";
        case OfferStatus::expired: return "expired";
    }
    return "open";
}

OfferStatus OfferRecord::status_at(Instant now) const noexcept {
    return status == OfferStatus::open && now > expires ? OfferStatus::expired : status;
}

std::string Verdict::text() const {
    std::vector<std::string> sentences;
    for (const Finding& problem : problems) sentences.push_back(problem.text);
    return join(sentences, " ");
}

State::State(std::string origin, crypto::Hash descriptor, PolicySource policies)
    : origin_(std::move(origin)), descriptor_(descriptor), policy_source_(std::move(policies)) {}

State::State(std::string origin, crypto::Hash descriptor, KnownRoots roots, PolicySource policies)
    : origin_(std::move(origin)),
      descriptor_(descriptor),
      known_roots_(std::move(roots)),
      policy_source_(std::move(policies)) {
    CHECK(known_roots_);
}

void State::pass_over_to(std::uint64_t index) {
    CHECK(!has_all() && index >= size_);
    size_ = index;
}

std::vector<Finding> State::apply(const ledger::Entry& entry, std::span<const crypto::Hash> good) {
    CHECK(entry.index.value == size());
    std::vector<crypto::Hash> signers = ledger::signers_of(entry);
    Judgement judgement = judge(*this, entry.event, signers);
    const auto signer_key = [&](const crypto::Hash& id) -> std::optional<crypto::VerifyKey> {
        if (const auto known = key_of(id)) return known;
        if (size() > 0 || !judgement.body) return std::nullopt;
        // Genesis enrols its own signer.
        const auto* first = body_if<VaultGenesis>(*judgement.body);
        if (!first || first->enrol.handler != id) return std::nullopt;
        return first->enrol.sign;
    };
    const bool stranger =
        std::any_of(judgement.problems.begin(), judgement.problems.end(),
                    [](const Finding& problem) { return problem.code == code::not_enrolled; });
    if (!stranger && !ledger::signatures_hold(entry, signer_key, good)) {
        judgement.problems.insert(
            judgement.problems.begin(),
            {std::string(code::signature),
             Severity::violation,
             {},
             {},
             entry.index.value,
             "The event claims to be by handler " + short_id(entry.event.actor.key) +
                 ", but a signature on it is missing, wrong, or by somebody unknown."});
    }
    std::shared_ptr<const EventRecord> record;
    if (judgement.problems.empty()) {
        const ledger::Event& event = entry.event;
        std::erase(signers, event.actor.key);
        record = std::make_shared<const EventRecord>(EventRecord{
            entry.index.value, entry.leaf, event.time, event.happened, event.zone, event.actor.key,
            std::move(*judgement.body), list_of(std::move(judgement.items)), event.sealed,
            std::move(signers), event.seen.size.value});
        take(*record);
        // One more than before, or, where entries are not at hand, as many as the signer counts.
        handlers_.at(event.actor.key).events = event.actor.seq + 1;
    } else if (has_all()) {
        invalid_.emplace_back(entry.index.value, entry.leaf);
    }
    const bool valid = record != nullptr;
    events_.push_back(std::move(record));
    if (valid) places_.add(events_.size() - 1, [this](auto at) { return events_[at]->leaf; });
    ++size_;
    if (has_all()) {
        tree_.append(entry.leaf);
    } else {
        numbers_.push_back(entry.index.value);
    }
    return std::move(judgement.problems);
}

bool signatures_unknown(std::span<const Finding> problems) noexcept {
    return std::ranges::any_of(problems, [](const Finding& problem) {
        return problem.code == code::signature || problem.code == code::not_enrolled;
    });
}

std::optional<crypto::VerifyKey> State::key_of(const crypto::Hash& id) const {
    const HandlerRecord* known = handler(id);
    return known ? std::optional(known->enrol.sign) : std::nullopt;
}

Verdict State::may_follow(const ledger::Event& event,
                          std::span<const crypto::Hash> cosigners) const {
    std::vector<crypto::Hash> signers(cosigners.begin(), cosigners.end());
    signers.push_back(event.actor.key);
    return {judge(*this, event, signers).problems};
}

void State::take(const EventRecord& event) {
    visit_body([&](const auto& body) { take_body(event, body); }, event.body);
    HandlerRecord& actor = handlers_.at(event.actor);
    actor.head = event.leaf;
    for (const ItemId& id : event.items) {
        ItemRecord& item = items_.at(id);
        item.chain.push_back(event.index);
        item.head = event.leaf;
    }
}

void State::take_body(const EventRecord& event, const VaultGenesis& body) {
    enrol(event, body.enrol);
}

void State::take_body(const EventRecord& event, const HandlerEnrol& body) {
    enrol(event, body.enrol);
}

void State::enrol(const EventRecord& event, const Enrol& enrol) {
    handlers_.emplace(enrol.handler, HandlerRecord{enrol, event.index, event.actor, {}, 0, {}, {}});
}

void State::take_body(const EventRecord& event, const IncidentOpen& body) {
    IncidentRecord incident{
        body.incident, body.keys, body.restriction, event.actor, event.index, {}, 0};
    incident.generations.push_back({body.keys, event.index});
    for (const Grant& grant : body.grants) {
        incident.grants.emplace(grant.handler, GrantRecord{grant, event.index});
    }
    incidents_.emplace(body.incident, std::move(incident));
}

void State::take_body(const EventRecord& event, const IncidentGrant& body) {
    incidents_.at(body.incident)
        .grants.insert_or_assign(body.grant.handler, GrantRecord{body.grant, event.index});
}

void State::take_body(const EventRecord& event, const ItemRegister&) {
    add_item(event, nullptr);
}

void State::take_body(const EventRecord& event, const ItemIngest& body) {
    add_item(event, std::make_shared<const ItemIngest>(body));
}

void State::add_item(const EventRecord& event, std::shared_ptr<const ItemIngest> ingest) {
    const ItemId& id = event.items.front();
    const ItemClass item_class = ingest ? ItemClass::digital : ItemClass::physical;
    ItemRecord item{id,          item_class,  {},           {},
                    event.actor, event.index, std::nullopt, std::move(ingest)};
    item.alone = event.items;
    items_.emplace(id, std::move(item));
    incidents_.at(id.incident()).items = id.number();
}

void State::take_body(const EventRecord& event, const CustodyOffer& body) {
    ItemList offered = event.items;
    if (!std::ranges::is_sorted(offered)) {
        std::vector<ItemId> ordered = offered;
        std::ranges::sort(ordered);
        offered = ItemList(std::move(ordered));
    }
    for (const ItemId& id : offered) {
        // An offer that is still there is past its expiry, or this one would not be valid. The new
        // one ends it for all its items: half an offer cannot be taken.
        if (items_.at(id).offer) {
            end_offer(*items_.at(id).offer, OfferStatus::expired, event.index);
        }
        items_.at(id).offer = event.leaf;
    }
    offers_.emplace(event.leaf,
                    OfferRecord{event.leaf, event.index, event.actor, body.to, event.time,
                                body.expires, std::move(offered), OfferStatus::open, std::nullopt});
}

void State::take_body(const EventRecord& event, const CustodyAccept& body) {
    end_offer(body.offer, OfferStatus::accepted, event.index);
    for (const ItemId& id : event.items) {
        ItemRecord& item = items_.at(id);
        item.custodian = event.actor;
        item.custodian_since = event.index;
    }
}

void State::take_body(const EventRecord& event, const CustodyRefuse& body) {
    end_offer(body.offer, OfferStatus::refused, event.index);
}

void State::take_body(const EventRecord& event, const CustodyCancel& body) {
    end_offer(body.offer, OfferStatus::cancelled, event.index);
}

void State::take_body(const EventRecord& event, const PrivacyShred& body) {
    for (const crypto::Hash& key : body.keys) shredded_keys_.emplace(key, event.index);
    shredded_subjects_[body.subject].push_back(event.index);
}

void State::take_body(const EventRecord& event, const ContentDestroy& body) {
    for (const DestroyedPack& one : body.packs)
        destroyed_packs_.emplace(one.pack, DestroyedPackRecord{one.by, event.index});
    for (const ItemId& id : event.items) {
        std::optional<std::uint64_t>& at = items_.at(id).destroyed_at;
        if (!at) at = event.index;
    }
}

const DestroyedPackRecord* State::destroyed_pack(const crypto::Hash& pack) const noexcept {
    return find_in(destroyed_packs_, pack);
}

std::optional<std::uint64_t> State::shredded_key(const crypto::Hash& key_object) const noexcept {
    const std::uint64_t* index = find_in(shredded_keys_, key_object);
    return index ? std::optional(*index) : std::nullopt;
}

std::optional<std::uint64_t> State::withheld_by(std::uint64_t event_index,
                                                std::string_view subject) const {
    const auto found = shredded_subjects_.find(subject);
    if (found == shredded_subjects_.end()) return std::nullopt;
    const auto later = std::upper_bound(found->second.begin(), found->second.end(), event_index);
    return later == found->second.end() ? std::nullopt : std::optional(*later);
}

void State::end_offer(crypto::Hash id, OfferStatus status, std::uint64_t index) {
    OfferRecord& offer = offers_.at(id);
    offer.status = status;
    offer.ended_at = index;
    for (const ItemId& item : offer.items) {
        std::optional<crypto::Hash>& current = items_.at(item).offer;
        if (current == id) current.reset();
    }
}

std::optional<crypto::Hash> State::root_at(std::uint64_t tree_size) const {
    if (tree_size > size_) return std::nullopt;
    if (has_all())
        return tree_.root_at({tree_size},
                             [this](ledger::LeafIndex index) { return leaf_at(index.value); });
    const crypto::Hash* known = known_roots_(tree_size);
    return known != nullptr ? std::optional(*known) : std::nullopt;
}

crypto::Hash State::leaf_at(std::uint64_t index) const {
    if (const EventRecord* record = event(index)) return record->leaf;
    const auto found = std::ranges::lower_bound(invalid_, index, {},
                                                &std::pair<std::uint64_t, crypto::Hash>::first);
    CHECK(found != invalid_.end() && found->first == index);
    return found->second;
}

ItemList State::list_of(std::vector<ItemId> items) const {
    const ItemRecord* known = items.size() == 1 ? item(items.front()) : nullptr;
    return known != nullptr ? known->alone : ItemList(std::move(items));
}

const VaultGenesis* State::genesis() const noexcept {
    const EventRecord* first = event(std::uint64_t{0});
    return first ? body_if<VaultGenesis>(first->body) : nullptr;
}

const EventRecord* State::event(std::uint64_t index) const noexcept {
    const std::size_t place = place_of(index);
    return place < events_.size() ? events_[place].get() : nullptr;
}

std::size_t State::place_of(std::uint64_t index) const noexcept {
    if (has_all()) return static_cast<std::size_t>(index);
    const auto found = std::lower_bound(numbers_.begin(), numbers_.end(), index);
    if (found == numbers_.end() || *found != index) return events_.size();
    return static_cast<std::size_t>(found - numbers_.begin());
}

const EventRecord* State::event(const crypto::Hash& leaf) const noexcept {
    const auto place = places_.find(leaf, [this](auto at) { return events_[at]->leaf; });
    return place ? events_[*place].get() : nullptr;
}

const HandlerRecord* State::handler(const crypto::Hash& id) const noexcept {
    return find_in(handlers_, id);
}

const IncidentRecord* State::incident(const IncidentId& id) const noexcept {
    return find_in(incidents_, id);
}

const ItemRecord* State::item(const ItemId& id) const noexcept {
    return find_in(items_, id);
}

const OfferRecord* State::offer(const crypto::Hash& id) const noexcept {
    return find_in(offers_, id);
}

std::optional<Read> State::read_of(const IncidentId& incident_id,
                                   const crypto::Hash& handler) const {
    const IncidentRecord* found = incident(incident_id);
    if (!found) return std::nullopt;
    return found->read_of(handler);
}

ItemId State::next_item(const IncidentId& incident_id) const {
    const IncidentRecord* found = incident(incident_id);
    CHECK(found != nullptr);
    return ItemId(found->id, found->items + 1);
}

void State::fill_chains(ledger::Event& event, const crypto::Hash& actor,
                        std::span<const ItemId> items) const {
    event.log = origin_;
    event.actor = {actor, std::nullopt, 0};
    if (const HandlerRecord* known = handler(actor)) {
        event.actor.prev = known->head;
        event.actor.seq = known->events;
    }
    event.seen = {ledger::TreeSize{size()}, root()};
    event.items.clear();
    for (const ItemId& id : items) {
        const ItemRecord* known = item(id);
        event.items.push_back({id.text(), known ? std::optional(known->head) : std::nullopt});
    }
    std::sort(event.items.begin(), event.items.end(),
              [](const auto& a, const auto& b) { return a.id < b.id; });
}

}  // namespace exhibit::custody
