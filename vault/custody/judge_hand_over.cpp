// Rules about hand-overs: offer, then accept, refuse or cancel.
#include <algorithm>

#include "base/text.hpp"
#include "custody/codes.hpp"
#include "custody/judge.hpp"

namespace exhibit::custody {

// Hand-overs

void Judge::check(const CustodyOffer& body) {
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

void Judge::check_can_release(const ItemId& id, const ItemRecord& item) {
    // An admin releases in the place of a custodian whose key is not in force any more.
    const bool orphan = !state_.handler(item.custodian)->in_force() && actor_->has(Role::admin);
    if (item.custodian != event_.actor.key && !orphan) {
        report(code::custody, id,
               actor() + " offered item " + id.text() + ", which is in the custody of handler " +
                   short_id(item.custodian) + ".");
    } else if (item.offer &&
               state_.offer(*item.offer)->status_at(event_.time) == OfferStatus::open) {
        report(code::custody, id,
               "Item " + id.text() + " is on offer to handler " +
                   short_id(state_.offer(*item.offer)->to) +
                   " already; it cannot be offered twice.");
    } else if (item.checked_out) {
        report(code::checked_out, id,
               "Item " + id.text() + " is checked out; it cannot be offered before it is back.");
    }
}

void Judge::check(const CustodyAccept& body) {
    const OfferRecord* offer = open_offer(body.offer, "took over");
    if (!offer) return;
    require_party(offer->to, "took over items that were offered to");
    if (event_.time > offer->expires) {
        report(code::offer_expired, "The items were taken over at " + format_utc(event_.time) +
                                        ", but the offer ended at " + format_utc(offer->expires) +
                                        ".");
    }
    const auto same = [](const ItemCheck& check, const ItemId& item) { return check.item == item; };
    if (!std::equal(body.checks.begin(), body.checks.end(), out_.items.begin(), out_.items.end(),
                    same)) {
        report(code::offer_items,
               "The take-over does not say of each of its items whether it was checked.");
    }
}

void Judge::check(const CustodyRefuse& body) {
    if (const OfferRecord* offer = open_offer(body.offer, "refused")) {
        require_party(offer->to, "refused an offer that was made to");
    }
}

void Judge::check(const CustodyCancel& body) {
    if (const OfferRecord* offer = open_offer(body.offer, "cancelled")) {
        require_party(offer->from, "cancelled an offer that was made by");
    }
}

const OfferRecord* Judge::open_offer(const crypto::Hash& id, std::string_view act) {
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
        report(code::offer_ended, actor() + " " + std::string(act) + " an offer that had been " +
                                      std::string(to_string(offer->status)) + " already.");
        return nullptr;
    }
    std::vector<ItemId> items = out_.items;
    std::sort(items.begin(), items.end());
    if (items != offer->items.all()) {
        report(code::offer_items, "The event names other items than the offer it answers.");
    }
    return offer;
}

void Judge::require_party(const crypto::Hash& party, std::string_view act) {
    if (party == event_.actor.key) return;
    report(code::offer_party,
           actor() + " " + std::string(act) + " handler " + short_id(party) + ".");
}

}  // namespace exhibit::custody
