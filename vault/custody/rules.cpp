#include "custody/rules.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "custody/codes.hpp"
#include "exhibit/error.hpp"

namespace exhibit::custody {

namespace {

bool creates_item(EventType type) {
    return type == EventType::item_register || type == EventType::item_ingest;
}

std::string who(const crypto::Hash& handler) {
    return "Handler " + short_id(handler);
}

class Judge {
public:
    Judge(const State& state, const ledger::Event& event)
        : state_(state), event_(event), actor_(state.handler(event.actor.key)) {}

    Judgement judge() {
        check_origin();
        check_actor();
        check_seen();
        const bool understood = read_body();
        if (!understood || !first_is_genesis() || !enrolled()) return std::move(out_);
        check_item_links();
        check_subjects();
        if (items_understood_) std::visit([this](const auto& body) { check(body); }, *out_.body);
        return std::move(out_);
    }

private:
    // Reporting

    void report(std::string_view code, std::string text) {
        out_.problems.push_back(
            {std::string(code), Severity::violation, {}, {}, state_.size(), std::move(text)});
    }
    void report(std::string_view code, const ItemId& item, std::string text) {
        report(code, std::move(text));
        out_.problems.back().item = item.text();
    }
    EventType type() const { return type_of(*out_.body); }
    std::string act() const { return std::string(to_string(type())); }
    std::string actor() const { return who(event_.actor.key); }

    // The common part

    void check_origin() {
        if (event_.log == state_.origin()) return;
        report(code::origin, "The event was signed for the vault " + printable(event_.log) +
                                 ", not for this one, " + state_.origin() + ".");
    }

    void check_actor() {
        const std::uint64_t seq = actor_ ? actor_->events : 0;
        const auto prev = actor_ ? actor_->head : std::optional<crypto::Hash>{};
        if (event_.actor.seq == seq && event_.actor.prev == prev) return;
        report(code::actor_chain,
               actor() + " signed this as event number " + std::to_string(event_.actor.seq) +
                   " of their own chain; the ledger holds " + std::to_string(seq) +
                   " before it, and it must name the last of them. An event was left out, or two "
                   "were signed side by side.");
    }

    void check_seen() {
        const std::uint64_t size = event_.seen.size.value;
        const crypto::Hash* root = state_.root_at(size);
        if (root && *root == event_.seen.root) return;
        report(code::seen, root ? "The signer had seen another history of the first " +
                                      counted(size, "event", "events") + " than this ledger holds."
                                : "The signer claims to have seen " +
                                      counted(size, "event", "events") +
                                      ", more than stand before this one.");
    }

    /// False when there is nothing to judge further.
    bool read_body() {
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

    bool first_is_genesis() {
        const bool first = state_.size() == 0;
        if (first == (type() == EventType::vault_genesis)) return true;
        report(code::genesis,
               first ? "A ledger begins with vault.genesis; this one begins with " + act() + "."
                     : "A ledger has one vault.genesis, its first event; this is "
                       "another one.");
        return false;
    }

    bool enrolled() {
        if (actor_ || type() == EventType::vault_genesis) return true;
        report(code::not_enrolled,
               actor() + " signed this event, but was not enrolled in the vault before it.");
        return false;
    }

    // Items: known, in their own chains, and as many as the type names.

    void check_item_links() {
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

    void check_item_link(const ItemId& id, const ledger::ItemLink& link) {
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

    void check_item_count() {
        const std::size_t count = event_.items.size();
        const auto expect = [&](bool right, std::string_view number) {
            if (right) return;
            items_understood_ = false;
            report(code::items, "The event names " + counted(count, "item", "items") + "; " +
                                    act() + " names " + std::string(number) + ".");
        };
        switch (type()) {
            case EventType::vault_genesis:
            case EventType::handler_enrol:
            case EventType::incident_open:
            case EventType::incident_grant:
            case EventType::anchor_token: return expect(count == 0, "none");
            case EventType::item_register:
            case EventType::item_ingest:
            case EventType::item_access: return expect(count == 1, "one");
            case EventType::custody_offer:
            case EventType::custody_accept:
            case EventType::custody_refuse:
            case EventType::custody_cancel: return expect(count > 0, "one or more");
            case EventType::exchange_emit: return;
        }
    }

    // Private values: only about what the event is about.

    void check_subjects() {
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

    std::set<std::string> allowed_subjects() const {
        std::set<std::string> allowed;
        const auto incident = [&](const IncidentId& id) { allowed.insert(subject_of(id)); };
        const bool item_values = type() != EventType::custody_refuse &&
                                 type() != EventType::custody_cancel &&
                                 type() != EventType::exchange_emit;
        const bool about_items = !creates_item(type()) && type() != EventType::item_access;
        for (const ItemId& item : out_.items) {
            if (item_values) allowed.insert(subject_of(item));
            if (about_items) incident(item.incident());
        }
        if (const auto* body = std::get_if<VaultGenesis>(&*out_.body)) {
            allowed.insert(subject_of_handler(body->enrol.handler));
        } else if (const auto* enrol = std::get_if<HandlerEnrol>(&*out_.body)) {
            allowed.insert(subject_of_handler(enrol->enrol.handler));
        } else if (const auto* open = std::get_if<IncidentOpen>(&*out_.body)) {
            incident(open->incident);
        } else if (const auto* grant = std::get_if<IncidentGrant>(&*out_.body)) {
            incident(grant->incident);
        } else if (const auto* emit = std::get_if<ExchangeEmit>(&*out_.body)) {
            incident(emit->incident);
        }
        return allowed;
    }

    // Vault and handlers

    void check(const VaultGenesis& body) {
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

    void check(const HandlerEnrol& body) {
        if (!actor_->has(Role::admin)) {
            report(code::role, actor() + " enrolled a handler without being an admin.");
        }
        if (state_.handler(body.enrol.handler)) {
            report(code::enrol, who(body.enrol.handler) + " is enrolled already.");
        }
        check_possession(body.enrol);
    }

    void check_possession(const Enrol& enrol) {
        if (enrol_proves_possession(enrol)) return;
        report(code::enrol, "The keys of handler " + short_id(enrol.handler) +
                                " are not shown to be their own: the key id, the soundness of the "
                                "key or the proof of possession is wrong.");
    }

    static bool has_role(const Enrol& enrol, Role role) {
        return std::find(enrol.roles.begin(), enrol.roles.end(), role) != enrol.roles.end();
    }

    // Incidents

    void check(const IncidentOpen& body) {
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
            if (!handler.has(Role::recovery) || gives_content(body, id)) continue;
            report(code::recovery, "Incident " + body.incident.text() +
                                       " was opened without a content grant for the recovery "
                                       "handler " +
                                       short_id(id) + ".");
        }
    }

    static bool gives_content(const IncidentOpen& body, const crypto::Hash& handler) {
        return std::any_of(body.grants.begin(), body.grants.end(), [&](const Grant& grant) {
            return grant.handler == handler && grant.read == Read::content;
        });
    }

    void check(const IncidentGrant& body) {
        const IncidentRecord* incident = known_incident(body.incident);
        if (!incident) return;
        if (incident->opener != event_.actor.key && !actor_->has(Role::admin)) {
            report(code::role, actor() + " gave a grant on incident " + body.incident.text() +
                                   "; only who opened it and admins may.");
        }
        require_grant(body.incident, {Read::content});
        check_enrolled(body.grant.handler, "The grant");
    }

    // Items

    void check(const ItemRegister& body) {
        check_new_item(body.incident, {Read::deposit, Read::record, Read::content});
    }

    void check(const ItemIngest& body) {
        check_new_item(body.incident, {Read::deposit, Read::content});
        if (!body.from) return;
        if (!state_.item(*body.from)) {
            report(
                code::item_unknown, *body.from,
                "The item was derived from " + body.from->text() + ", which was never registered.");
        } else if (body.from->incident() != body.incident) {
            report(code::item_incident, *body.from,
                   "The item was derived from " + body.from->text() +
                       ", which belongs to another incident.");
        }
    }

    void check_new_item(const IncidentId& id, std::initializer_list<Read> grants) {
        if (!known_incident(id)) return;
        require_grant(id, grants);
        const ItemId& item = out_.items.front();
        if (item.incident() != id) {
            report(code::item_incident, item,
                   "Item " + item.text() + " is registered under incident " + id.text() +
                       ", which its id does not name.");
        } else if (item != state_.next_item(id)) {
            report(code::item_number, item,
                   "Item " + item.text() + " is out of order: the next one of this incident is " +
                       state_.next_item(id).text() + ".");
        }
    }

    void check(const ItemAccess&) { require_grant(out_.items.front().incident(), {Read::content}); }

    void check(const ExchangeEmit& body) {
        if (!known_incident(body.incident)) return;
        require_grant(body.incident, {Read::record, Read::content});
        for (const ItemId& item : out_.items) {
            if (item.incident() == body.incident) continue;
            report(code::item_incident, item,
                   "Item " + item.text() + " does not belong to incident " + body.incident.text() +
                       ".");
        }
    }

    // Hand-overs

    void check(const CustodyOffer& body) {
        check_enrolled(body.to, "The offer");
        if (body.to == event_.actor.key) {
            report(code::offer_party, actor() +
                                          " offered items to themself; a hand-over needs "
                                          "two people.");
        }
        if (body.expires <= event_.time) {
            report(code::offer_expired,
                   "The offer ends at " + format_utc(body.expires) + ", not after it was made.");
        }
        for (const ItemId& id : out_.items) {
            if (id.incident() != out_.items.front().incident()) {
                report(code::item_incident, id,
                       "Item " + id.text() + " is of another incident than " +
                           out_.items.front().text() + "; one offer is about one incident.");
            }
            check_can_release(id, *state_.item(id));
        }
    }

    void check_can_release(const ItemId& id, const ItemRecord& item) {
        if (item.custodian != event_.actor.key) {
            report(code::custody, id,
                   actor() + " offered item " + id.text() +
                       ", which is in the custody of handler " + short_id(item.custodian) + ".");
        } else if (item.offer &&
                   state_.offer(*item.offer)->status_at(event_.time) == OfferStatus::open) {
            report(code::custody, id,
                   "Item " + id.text() + " is on offer to handler " +
                       short_id(state_.offer(*item.offer)->to) +
                       " already; it cannot be offered twice.");
        }
    }

    void check(const CustodyAccept& body) {
        const OfferRecord* offer = open_offer(body.offer, "took over");
        if (!offer) return;
        require_party(offer->to, "took over items that were offered to");
        if (event_.time > offer->expires) {
            report(code::offer_expired, "The items were taken over at " + format_utc(event_.time) +
                                            ", but the offer ended at " +
                                            format_utc(offer->expires) + ".");
        }
        const auto same = [](const ItemCheck& check, const ItemId& item) {
            return check.item == item;
        };
        if (!std::equal(body.checks.begin(), body.checks.end(), out_.items.begin(),
                        out_.items.end(), same)) {
            report(code::offer_items,
                   "The take-over does not say of each of its items whether it was checked.");
        }
    }

    void check(const CustodyRefuse& body) {
        if (const OfferRecord* offer = open_offer(body.offer, "refused")) {
            require_party(offer->to, "refused an offer that was made to");
        }
    }

    void check(const CustodyCancel& body) {
        if (const OfferRecord* offer = open_offer(body.offer, "cancelled")) {
            require_party(offer->from, "cancelled an offer that was made by");
        }
    }

    /// The offer when nothing ended it; reports when it is unknown, ended, or of other items.
    const OfferRecord* open_offer(const crypto::Hash& id, std::string_view act) {
        const OfferRecord* offer = state_.offer(id);
        if (!offer) {
            report(code::offer_unknown,
                   actor() + " " + std::string(act) + " an offer that was never made.");
            return nullptr;
        }
        if (offer->status == OfferStatus::expired) {
            report(code::offer_expired, actor() + " " + std::string(act) +
                                            " an offer that had expired, and whose items were "
                                            "offered again.");
            return nullptr;
        }
        if (offer->status != OfferStatus::open) {
            report(code::offer_ended, actor() + " " + std::string(act) +
                                          " an offer that had been " +
                                          std::string(to_string(offer->status)) + " already.");
            return nullptr;
        }
        std::vector<ItemId> items = out_.items;
        std::sort(items.begin(), items.end());
        if (items != offer->items) {
            report(code::offer_items, "The event names other items than the offer it answers.");
        }
        return offer;
    }

    void require_party(const crypto::Hash& party, std::string_view act) {
        if (party == event_.actor.key) return;
        report(code::offer_party,
               actor() + " " + std::string(act) + " handler " + short_id(party) + ".");
    }

    void check(const AnchorToken& body) {
        const crypto::Hash* root = state_.root_at(body.size);
        if (root && *root == body.root) return;
        report(code::anchor, "The event anchors a tree of " +
                                 counted(body.size, "event", "events") +
                                 " that is not a beginning of this ledger.");
    }

    // Shared

    const IncidentRecord* known_incident(const IncidentId& id) {
        const IncidentRecord* incident = state_.incident(id);
        if (!incident) {
            report(code::incident_unknown, "Incident " + id.text() + " was never opened.");
        }
        return incident;
    }

    void check_enrolled(const crypto::Hash& handler, std::string_view what) {
        if (state_.handler(handler)) return;
        report(code::handler_unknown, std::string(what) + " names handler " + short_id(handler) +
                                          ", who is not enrolled.");
    }

    void require_grant(const IncidentId& incident, std::initializer_list<Read> any_of) {
        const auto read = state_.read_of(incident, event_.actor.key);
        if (read && std::find(any_of.begin(), any_of.end(), *read) != any_of.end()) return;
        std::vector<std::string> words;
        for (const Read one : any_of) words.emplace_back(to_string(one));
        report(code::grant, actor() + " has " +
                                (read ? "a " + std::string(to_string(*read)) : std::string("no")) +
                                " grant on incident " + incident.text() + "; " + act() + " needs " +
                                join(words, " or ") + ".");
    }

    const State& state_;
    const ledger::Event& event_;
    const HandlerRecord* actor_;
    bool items_understood_ = true;
    Judgement out_;
};

}  // namespace

Judgement judge(const State& state, const ledger::Event& event) {
    return Judge(state, event).judge();
}

}  // namespace exhibit::custody
