#include "custody/judge.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "custody/codes.hpp"
#include "exhibit/error.hpp"

namespace exhibit::custody {

bool creates_item(EventType type) {
    return type == EventType::item_register || type == EventType::item_ingest;
}

std::string who(const crypto::Hash& handler) {
    return "Handler " + short_id(handler);
}

Judgement Judge::judge() {
    check_origin();
    check_actor();
    check_seen();
    const bool understood = read_body();
    if (!understood || !first_is_genesis() || !enrolled() || !in_force()) return std::move(out_);
    check_item_links();
    check_subjects();
    check_life();
    if (items_understood_) visit_body([this](const auto& body) { check(body); }, *out_.body);
    // Of what breaks the format itself it is not asked whether it breaks the policy as well.
    if (out_.problems.empty()) check_policy();
    return std::move(out_);
}

// Reporting

void Judge::report(std::string_view code, std::string text) {
    out_.problems.push_back(
        {std::string(code), Severity::violation, {}, {}, state_.size(), std::move(text)});
}

void Judge::report(std::string_view code, const ItemId& item, std::string text) {
    report(code, std::move(text));
    out_.problems.back().item = item.text();
}

EventType Judge::type() const {
    return type_of(*out_.body);
}

std::string Judge::act() const {
    return std::string(to_string(type()));
}

std::string Judge::actor() const {
    return who(event_.actor.key);
}

// The common part

void Judge::check_origin() {
    if (event_.log == state_.origin()) return;
    report(code::origin, "The event was signed for the vault " + printable(event_.log) +
                             ", not for this one, " + state_.origin() + ".");
}

void Judge::check_actor() {
    const std::uint64_t seq = actor_ ? actor_->events : 0;
    const auto prev = actor_ ? actor_->head : std::optional<crypto::Hash>{};
    if (event_.actor.seq == seq && event_.actor.prev == prev) return;
    if (follows_after_gap(seq, prev)) return;
    report(code::actor_chain,
           actor() + " signed this as event number " + std::to_string(event_.actor.seq) +
               " of their own chain; the ledger holds " + std::to_string(seq) +
               " before it, and it must name the last of them. An event was left out, or two "
               "were signed side by side.");
}

bool Judge::follows_after_gap(std::uint64_t seq, const std::optional<crypto::Hash>& prev) const {
    if (state_.has_all() || event_.actor.seq <= seq || !event_.actor.prev) return false;
    const EventRecord* last = prev ? state_.event(*prev) : nullptr;
    const std::uint64_t begin = last ? last->index + 1 : 0;
    return event_.actor.prev != prev && event_.actor.seq - seq <= state_.size() - begin;
}

void Judge::check_seen() {
    const std::uint64_t size = event_.seen.size.value;
    const std::optional<crypto::Hash> root = state_.root_at(size);
    if (root && *root == event_.seen.root) return;
    if (!root && size <= state_.size()) {
        report(code::seen, "What the signer had seen, the first " +
                               counted(size, "event", "events") +
                               ", cannot be compared: the tree of that size is not at hand.");
        return;
    }
    report(code::seen, root ? "The signer had seen another history of the first " +
                                  counted(size, "event", "events") + " than this ledger holds."
                            : "The signer claims to have seen " + counted(size, "event", "events") +
                                  ", more than stand before this one.");
}

bool Judge::read_body() {
    const auto known = parse_event_type(event_.type);
    if (!known) {
        report(code::type, "The event is of the type \"" + printable(event_.type) +
                               "\", which format version 1 does not have.");
        return false;
    }
    try {
        out_.body = body_from_json(*known, event_.body);
    } catch (const Error& error) {
        std::string text =
            std::string("The event does not have the form of its type: ") + error.what();
        if (text.back() != '.') text += '.';
        report(code::body, std::move(text));
        return false;
    }
    return true;
}

bool Judge::first_is_genesis() {
    const bool first = state_.size() == 0;
    if (first == (type() == EventType::vault_genesis)) return true;
    report(code::genesis,
           first ? "A ledger begins with vault.genesis; this one begins with " + act() + "."
                 : "A ledger has one vault.genesis, its first event; this is "
                   "another one.");
    return false;
}

bool Judge::enrolled() {
    if (actor_ || type() == EventType::vault_genesis) return true;
    report(code::not_enrolled,
           actor() + " signed this event, but was not enrolled in the vault before it.");
    return false;
}

// Items: known, in their own chains, and as many as the type names.

void Judge::check_item_links() {
    for (const ledger::ItemLink& link : event_.items) {
        const auto id = ItemId::try_parse(link.id);
        if (!id) {
            items_understood_ = false;
            report(code::items,
                   "The event names \"" + printable(link.id) + "\", which is not an item id.");
            continue;
        }
        out_.items.push_back(*id);
        check_item_link(*id, link);
    }
    check_item_count();
}

void Judge::check_item_link(const ItemId& id, const ledger::ItemLink& link) {
    const ItemRecord* item = state_.item(id);
    if (!item && !creates_item(type())) {
        items_understood_ = false;
        report(code::item_unknown, id,
               "The event is about item " + id.text() + ", which was never registered.");
        return;
    }
    if (item && creates_item(type())) {
        items_understood_ = false;
        report(code::item_number, id,
               "Item " + id.text() + " exists already; " + act() + " must name a new one.");
        return;
    }
    const auto head = item ? std::optional(item->head) : std::nullopt;
    if (link.prev == head) return;
    report(code::item_chain, id,
           "The event does not follow the last one about item " + id.text() +
               ": the signer did not know of it, or it is left out on purpose.");
}

void Judge::check_item_count() {
    const std::size_t count = event_.items.size();
    const auto expect = [&](bool right, std::string_view number) {
        if (right) return;
        items_understood_ = false;
        report(code::items, "The event names " + counted(count, "item", "items") + "; " + act() +
                                " names " + std::string(number) + ".");
    };
    switch (type()) {
        case EventType::vault_genesis:
        case EventType::handler_enrol:
        case EventType::handler_roles:
        case EventType::key_rotate:
        case EventType::key_revoke:
        case EventType::policy_adopt:
        case EventType::incident_open:
        case EventType::incident_grant:
        case EventType::incident_rekey:
        case EventType::content_rewrite:
        case EventType::anchor_token: return expect(count == 0, "none");
        case EventType::item_register:
        case EventType::item_ingest:
        case EventType::item_access:
        case EventType::item_attach:
        case EventType::item_seal:
        case EventType::item_examine: return expect(count == 1, "one");
        case EventType::item_move:
        case EventType::item_check_out:
        case EventType::item_check_in:
        case EventType::item_inventory:
        case EventType::disposal_propose:
        case EventType::disposal_approve:
        case EventType::disposal_decline:
        case EventType::disposal_carry_out:
        case EventType::custody_offer:
        case EventType::custody_accept:
        case EventType::custody_refuse:
        case EventType::custody_cancel:
        case EventType::content_destroy: return expect(count > 0, "one or more");
        case EventType::hold_place:
        case EventType::hold_release:
        case EventType::record_correct:
        case EventType::exchange_emit:
        case EventType::privacy_shred: return;
    }
}

// Private values: only about what the event is about.

void Judge::check_subjects() {
    const std::set<std::string> allowed = allowed_subjects();
    for (const ledger::SealedRef& ref : event_.sealed) {
        if (allowed.contains(ref.subject)) continue;
        report(code::subject, "The event holds private values about " + printable(ref.subject) +
                                  ", which it is not about.");
    }
    if (event_.sealed.empty() != event_.private_digests.empty()) {
        report(code::subject,
               "The event states private values without saying where they lie, "
               "or the other way round.");
    }
}

std::set<std::string> Judge::allowed_subjects() const {
    if (type() == EventType::content_destroy || type() == EventType::content_rewrite) return {};
    std::set<std::string> allowed;
    const auto incident = [&](const IncidentId& id) { allowed.insert(subject_of(id)); };
    // Of privacy.shred the reason is kept with the incident: what is about the item is destroyed.
    const bool item_values = type() != EventType::custody_refuse &&
                             type() != EventType::custody_cancel &&
                             type() != EventType::exchange_emit &&
                             type() != EventType::privacy_shred && !is_hold_or_disposal(type());
    const bool about_items = !creates_item(type()) && type() != EventType::item_access;
    for (const ItemId& item : out_.items) {
        if (item_values) allowed.insert(subject_of(item));
        if (about_items) incident(item.incident());
    }
    if (const auto* body = body_if<VaultGenesis>(*out_.body)) {
        allowed.insert(subject_of_handler(body->enrol.handler));
    } else if (const auto* enrol = body_if<HandlerEnrol>(*out_.body)) {
        allowed.insert(subject_of_handler(enrol->enrol.handler));
    } else if (const auto* rotate = body_if<KeyRotate>(*out_.body)) {
        allowed.insert(subject_of_handler(rotate->enrol.handler));
    } else if (const auto* revoke = body_if<KeyRevoke>(*out_.body)) {
        allowed.insert(subject_of_handler(revoke->handler));
    } else if (const auto* open = body_if<IncidentOpen>(*out_.body)) {
        incident(open->incident);
    } else if (const auto* grant = body_if<IncidentGrant>(*out_.body)) {
        incident(grant->incident);
    } else if (const auto* rekey = body_if<IncidentRekey>(*out_.body)) {
        incident(rekey->incident);
    } else if (const auto* emit = body_if<ExchangeEmit>(*out_.body)) {
        incident(emit->incident);
    } else {
        add_life_subjects(allowed);
    }
    return allowed;
}

// Shared

const IncidentRecord* Judge::known_incident(const IncidentId& id) {
    const IncidentRecord* incident = state_.incident(id);
    if (!incident) {
        report(code::incident_unknown, "Incident " + id.text() + " was never opened.");
    }
    return incident;
}

void Judge::check_enrolled(const crypto::Hash& handler, std::string_view what) {
    static_cast<void>(handler_in_force(handler, what));
}

void Judge::require_grant(const IncidentId& incident, std::initializer_list<Read> any_of) {
    const auto read = state_.read_of(incident, event_.actor.key);
    if (read && std::find(any_of.begin(), any_of.end(), *read) != any_of.end()) return;
    std::vector<std::string> words;
    for (const Read one : any_of) words.emplace_back(to_string(one));
    report(code::grant, actor() + " has " +
                            (read ? "a " + std::string(to_string(*read)) : std::string("no")) +
                            " grant on incident " + incident.text() + "; " + act() + " needs " +
                            join(words, " or ") + ".");
}

bool Judge::signed_by(const crypto::Hash& handler) const {
    return std::find(signers_.begin(), signers_.end(), handler) != signers_.end();
}

Judgement judge(const State& state, const ledger::Event& event,
                std::span<const crypto::Hash> signers) {
    return Judge(state, event, signers).judge();
}

}  // namespace exhibit::custody
