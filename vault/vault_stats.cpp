// The measures of NIST SP 800-61 (3.4.2) that a vault can answer.
#include <algorithm>
#include <set>

#include "exhibit/vault.hpp"
#include "vault/describe.hpp"
#include "vault/vault_state.hpp"

namespace exhibit {

namespace {

Spread spread_of(std::vector<std::int64_t>& times) {
    Spread out;
    out.count = times.size();
    if (times.empty()) return out;
    std::ranges::sort(times);
    out.shortest = times.front();
    out.median = times[(times.size() - 1) / 2];
    out.longest = times.back();
    return out;
}

class Measures {
public:
    Measures(Session& session, const std::optional<custody::IncidentId>& only)
        : session_(session), only_(only) {}

    Stats take() {
        for (const auto& [id, incident] : session_.state.incidents())
            if (!only_ || id == *only_) ++out_.incidents;
        for (std::uint64_t index = 0; index < session_.state.size(); ++index) {
            const custody::EventRecord* event = session_.state.event(index);
            if (event != nullptr && concerns(*event)) count(*event);
        }
        for (const auto& [id, item] : session_.state.items())
            if (!only_ || id.incident() == *only_) measure(item);
        for (const auto& [id, offer] : session_.state.offers())
            if (!only_ || offer.incident() == *only_) measure(offer);
        for (const auto& [id, hold] : session_.state.life().holds)
            if ((!only_ || hold.incident == *only_) && !hold.released_at) ++out_.holds_open;
        for (const auto& [id, one] : session_.state.life().disposals)
            if ((!only_ || one.items.front().incident() == *only_) && one.open())
                ++out_.disposals_open;
        for (const auto& [id, out] : session_.state.life().check_outs)
            if (!only_ || out.items.front().incident() == *only_) measure(out);
        out_.handlers = signers_.size();
        out_.collected_to_ingested = spread_of(to_ingest_);
        out_.happened_to_recorded = spread_of(to_record_);
        out_.offered_to_accepted = spread_of(to_accept_);
        out_.between_hand_overs = spread_of(held_);
        out_.between_verifications = spread_of(verified_);
        return std::move(out_);
    }

private:
    bool concerns(const custody::EventRecord& event) const {
        if (!only_) return true;
        if (!event.items.empty()) return event.items.front().incident() == *only_;
        const auto* open = custody::body_if<custody::IncidentOpen>(event.body);
        const auto* grant = custody::body_if<custody::IncidentGrant>(event.body);
        const auto* hold = custody::body_if<custody::HoldPlace>(event.body);
        const auto* rekey = custody::body_if<custody::IncidentRekey>(event.body);
        const auto* rewrite = custody::body_if<custody::ContentRewrite>(event.body);
        return (open != nullptr && open->incident == *only_) ||
               (grant != nullptr && grant->incident == *only_) ||
               (hold != nullptr && hold->incident == *only_) ||
               (rekey != nullptr && rekey->incident == *only_) ||
               (rewrite != nullptr && rewrite->incident == *only_);
    }

    void count(const custody::EventRecord& event) {
        ++out_.events;
        signers_.insert(event.actor);
        to_record_.push_back(event.time.seconds - event.happened.seconds);
        switch (event.type()) {
            case custody::EventType::custody_accept: ++out_.hand_overs; break;
            case custody::EventType::item_examine: ++out_.examinations; break;
            case custody::EventType::item_inventory: ++out_.inventories; break;
            case custody::EventType::record_correct: ++out_.corrections; break;
            case custody::EventType::item_access: count_access(event); break;
            default: break;
        }
    }

    void count_access(const custody::EventRecord& event) {
        const auto& access = custody::body_as<custody::ItemAccess>(event.body);
        if (access.action != custody::AccessAction::verify) return;
        ++out_.verifications;
        if (access.result == custody::AccessResult::failed) ++out_.verifications_failed;
    }

    void measure(const custody::ItemRecord& item) {
        ++out_.items;
        if (item.disposed_at) ++out_.disposed;
        if (session_.state.life().hold_on(item.id) != nullptr) ++out_.items_held;
        if (item.ingest) {
            measure_content(item);
        } else {
            ++out_.physical;
        }
        std::optional<Instant> since;
        for (const std::uint64_t index : item.chain) {
            const custody::EventRecord& event = *session_.state.event(index);
            const bool taken_over = custody::body_is<custody::CustodyAccept>(event.body);
            if (taken_over && since) held_.push_back(event.happened.seconds - since->seconds);
            if (taken_over || index == item.chain.front()) since = event.happened;
        }
    }

    void measure_content(const custody::ItemRecord& item) {
        ++out_.digital;
        const std::optional<std::uint64_t> size = describe_item(session_, item).size;
        if (size) {
            out_.bytes += *size;
        } else {
            ++out_.sizes_withheld;
        }
        const custody::EventRecord& first = *session_.state.event(item.chain.front());
        if (item.ingest->from) {
            const custody::ItemRecord& source = *session_.state.item(*item.ingest->from);
            const custody::EventRecord& collected = *session_.state.event(source.chain.front());
            if (!source.ingest)
                to_ingest_.push_back(first.happened.seconds - collected.happened.seconds);
        }
        Instant last = first.happened;
        for (const std::uint64_t index : item.chain) {
            const custody::EventRecord& event = *session_.state.event(index);
            const auto* access = custody::body_if<custody::ItemAccess>(event.body);
            if (access == nullptr || access->action != custody::AccessAction::verify) continue;
            verified_.push_back(event.happened.seconds - last.seconds);
            last = event.happened;
        }
    }

    void measure(const custody::OfferRecord& offer) {
        const custody::OfferStatus status = offer.status_at(session_.clock->now());
        if (status == custody::OfferStatus::open) ++out_.offers_open;
        if (status == custody::OfferStatus::expired) ++out_.offers_unanswered;
        if (status != custody::OfferStatus::accepted) return;
        to_accept_.push_back(session_.state.event(*offer.ended_at)->happened.seconds -
                             session_.state.event(offer.index)->happened.seconds);
    }

    void measure(const custody::CheckOutRecord& out) {
        ++out_.check_outs;
        if (out.back_at) return;
        ++out_.check_outs_open;
        if (session_.clock->now() > out.due) ++out_.check_outs_overdue;
    }

    Session& session_;
    const std::optional<custody::IncidentId>& only_;
    Stats out_;
    std::set<crypto::Hash> signers_;
    std::vector<std::int64_t> to_ingest_;
    std::vector<std::int64_t> to_record_;
    std::vector<std::int64_t> to_accept_;
    std::vector<std::int64_t> held_;
    std::vector<std::int64_t> verified_;
};

}  // namespace

Stats Vault::stats(const std::string& incident) const {
    Session& session = current(state_);
    std::optional<custody::IncidentId> only;
    if (!incident.empty()) only = find_incident(session, incident).id;
    Stats out = Measures(session, only).take();
    out.incident = incident;
    return out;
}

}  // namespace exhibit
