// Hand-overs: offer, then accept, refuse or cancel.
#include <algorithm>

#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "exhibit/vault.hpp"
#include "policy/defaults.hpp"
#include "vault/content.hpp"
#include "vault/describe.hpp"
#include "vault/vault_state.hpp"

namespace exhibit {
namespace {

/// Seal and condition, the same for each item of a hand-over.
void describe_items(ValuesBySubject& values, const std::vector<custody::ItemId>& items,
                    const std::string& seal, const std::string& condition) {
    for (const custody::ItemId& item : items) {
        custody::PrivateValues& of_item = values[custody::subject_of(item)];
        set_text(of_item, "seal", seal);
        set_text(of_item, "condition", condition);
    }
}

const custody::OfferRecord& known_offer(Session& session, const crypto::Hash& id) {
    const custody::OfferRecord* offer = session.state.offer(id);
    if (offer == nullptr) throw Error(ErrorKind::internal, "an offer disappeared from the ledger");
    return *offer;
}

/// Says why an offer cannot be answered now, in the words of the person who tries.
void require_open(Session& session, const custody::OfferRecord& offer, std::string_view doing) {
    const custody::OfferStatus status = offer.status_at(session.clock->now());
    if (status == custody::OfferStatus::open) return;
    std::string text = std::string(doing) + " offer " + offer.id.hex().substr(0, 12) + ": it is " +
                       std::string(custody::to_string(status));
    if (status == custody::OfferStatus::expired)
        text += " since " + format_for_people(offer.expires, session.clock->zone()) + "; ask " +
                printable(describe_handler(session, offer.from).profile.name) + " to offer again";
    throw Error(ErrorKind::conflict, text);
}

void require_recipient(Session& session, const custody::OfferRecord& offer,
                       std::string_view doing) {
    if (offer.to == session.me()) return;
    throw Error(ErrorKind::denied,
                std::string(doing) + " offer " + offer.id.hex().substr(0, 12) + ": it is made to " +
                    printable(describe_handler(session, offer.to).profile.name) + ", not to you");
}

}  // namespace

OfferInfo Vault::offer(const OfferRequest& request) {
    Session& session = current(state_);
    const auto items = find_items(session, request.items);
    const crypto::Hash to = find_handler(session, request.to);
    if (request.purpose.empty())
        throw Error(ErrorKind::usage,
                    "offering " + items.front().text() + ": the purpose is missing (CR-08)");
    const WrittenEvent written = session.write([&] {
        custody::CustodyOffer body;
        body.to = to;
        body.expires = request.expires
                           ? Instant{request.expires->seconds}
                           : policy::offer_expiry(session.state.policy(), session.clock->now());
        ValuesBySubject values;
        custody::PrivateValues& of_incident = values[custody::subject_of(items.front().incident())];
        set_text(of_incident, "purpose", request.purpose);
        set_text(of_incident, "place", request.place);
        set_text(of_incident, "travel", request.travel);
        set_text(of_incident, "note", request.note);
        describe_items(values, items, request.seal, request.condition);
        return EventDraft{body, items, values, request.happened};
    });
    OfferInfo out = describe_offer(session, known_offer(session, written.leaf));
    out.code = code_of(session, written.index);
    return out;
}

OfferInfo Vault::accept(const AcceptRequest& request, Progress* progress,
                        const CancelFlag* cancel) {
    Session& session = current(state_);
    const crypto::Hash id = find_offer(session, request.offer).id;
    require_recipient(session, known_offer(session, id), "accepting");
    require_open(session, known_offer(session, id), "accepting");

    // Read before signing: the recipient states what they found, not what they were told.
    custody::CustodyAccept body{{}, id};
    for (const custody::ItemId& item : known_offer(session, id).items) {
        const auto result = request.rehash ? recheck(session, item, progress, cancel)
                                           : custody::CheckResult::not_checked;
        body.checks.push_back({item, result});
    }
    session.sync();
    const WrittenEvent written = session.write([&] {
        const custody::OfferRecord& offer = known_offer(session, id);
        require_open(session, offer, "accepting");
        ValuesBySubject values;
        custody::PrivateValues& of_incident = values[custody::subject_of(offer.incident())];
        set_text(of_incident, "place", request.place);
        set_text(of_incident, "note", request.note);
        describe_items(values, offer.items, request.seal, request.condition);
        return EventDraft{body, offer.items, values, request.happened};
    });
    OfferInfo out = describe_offer(session, known_offer(session, id));
    out.code = code_of(session, written.index);
    return out;
}

OfferInfo Vault::refuse(const std::string& reference, const std::string& reason) {
    Session& session = current(state_);
    const crypto::Hash id = find_offer(session, reference).id;
    if (reason.empty()) throw Error(ErrorKind::usage, "refusing an offer: the reason is missing");
    session.write([&] {
        const custody::OfferRecord& offer = known_offer(session, id);
        require_recipient(session, offer, "refusing");
        require_open(session, offer, "refusing");
        custody::PrivateValues values;
        set_text(values, "reason", reason);
        return EventDraft{custody::CustodyRefuse{id},
                          offer.items,
                          {{custody::subject_of(offer.incident()), values}},
                          {}};
    });
    return describe_offer(session, known_offer(session, id));
}

OfferInfo Vault::cancel_offer(const std::string& reference, const std::string& reason) {
    Session& session = current(state_);
    const crypto::Hash id = find_offer(session, reference).id;
    session.write([&] {
        const custody::OfferRecord& offer = known_offer(session, id);
        if (offer.from != session.me())
            throw Error(ErrorKind::denied,
                        "cancelling offer " + id.hex().substr(0, 12) + ": it was not made by you");
        require_open(session, offer, "cancelling");
        custody::PrivateValues values;
        set_text(values, "reason", reason);
        return EventDraft{custody::CustodyCancel{id},
                          offer.items,
                          {{custody::subject_of(offer.incident()), values}},
                          {}};
    });
    return describe_offer(session, known_offer(session, id));
}

std::vector<OfferInfo> Vault::offers() const {
    Session& session = current(state_);
    std::vector<OfferInfo> out;
    for (const auto& [id, offer] : session.state.offers())
        out.push_back(describe_offer(session, offer));
    std::ranges::sort(out, {}, &OfferInfo::event);
    return out;
}

}  // namespace exhibit
