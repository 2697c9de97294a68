// Gathers what the ledger says about items, for IODEF documents.
#include "vault/exchange_gather.hpp"

#include <algorithm>

#include "base/codec.hpp"
#include "base/text.hpp"
#include "encode/dsse.hpp"
#include "exhibit/error.hpp"
#include "exhibit/text.hpp"
#include "ledger/object_names.hpp"
#include "ledger/receipt.hpp"
#include "store/object_store.hpp"
#include "vault/describe.hpp"
#include "vault/enclosure.hpp"
#include "vault/excerpt.hpp"
#include "vault/kept_anchors.hpp"
#include "vault/withholding.hpp"

namespace exhibit {
namespace {

using custody::text_value;

std::string leaf_of(Session& session, std::uint64_t index) {
    const custody::EventRecord* event = session.state.event(index);
    return event == nullptr ? std::string() : event->leaf.hex();
}

std::string value_of(const custody::PrivateValues* values, std::string_view name) {
    return values == nullptr ? std::string() : text_value(*values, name);
}

exchange::HandOver hand_over_of(Session& session, const custody::OfferRecord& offer,
                                const custody::ItemId& item) {
    const custody::PrivateLookup lookup = session.privates.lookup();
    const custody::EventRecord& offered = *session.state.event(offer.index);
    const custody::EventRecord& accepted = *session.state.event(*offer.ended_at);
    const std::string about_incident = custody::subject_of(offer.incident());
    const std::string about_item = custody::subject_of(item);
    exchange::HandOver out;
    out.from = offer.from.hex();
    out.to = offer.to.hex();
    out.released = to_moment(offered.happened, offered.zone);
    out.received = to_moment(accepted.happened, accepted.zone);
    out.purpose = value_of(lookup(offered.index, about_incident), "purpose");
    out.place = value_of(lookup(offered.index, about_incident), "place");
    out.travel = value_of(lookup(offered.index, about_incident), "travel");
    out.seal_released = value_of(lookup(offered.index, about_item), "seal");
    out.seal_received = value_of(lookup(accepted.index, about_item), "seal");
    out.condition = value_of(lookup(accepted.index, about_item), "condition");
    out.offer_event = offered.leaf.hex();
    out.accept_event = accepted.leaf.hex();
    return out;
}

Moment moment_or(const std::string& text, Moment fallback) {
    if (text.empty()) return fallback;
    return {parse_utc(text).seconds, fallback.zone_minutes};
}

exchange::EvidenceItem evidence_of(Session& session, const custody::ItemRecord& item) {
    exchange::EvidenceItem out;
    out.item = describe_item(session, item);
    const custody::EventRecord& first = *session.state.event(item.chain.front());
    out.collector = first.actor.hex();
    out.tool = item_text(session, item, "tool");
    const Moment happened = to_moment(first.happened, first.zone);
    out.finished = moment_or(item_text(session, item, "finished"), happened);
    out.started = moment_or(item_text(session, item, "started"), out.finished);
    out.first_event = first.leaf.hex();
    out.last_event = leaf_of(session, item.chain.back());
    for (const std::uint64_t index : item.chain) {
        const auto* accept =
            custody::body_if<custody::CustodyAccept>(session.state.event(index)->body);
        if (accept != nullptr)
            out.hand_overs.push_back(
                hand_over_of(session, *session.state.offer(accept->offer), item.id));
    }
    return out;
}

/// Events of an item that a reader needs to check: how it came, how it went from hand to hand, what
/// is the newest.
std::vector<std::uint64_t> proved_events(Session& session, const custody::ItemRecord& item) {
    std::vector<std::uint64_t> out{item.chain.front()};
    for (const std::uint64_t index : item.chain) {
        const custody::EventRecord& event = *session.state.event(index);
        const auto* accept = custody::body_if<custody::CustodyAccept>(event.body);
        if (accept == nullptr) continue;
        out.push_back(session.state.offer(accept->offer)->index);
        out.push_back(index);
    }
    out.push_back(item.chain.back());
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

exchange::Proof proof_of(Session& session, std::uint64_t index) {
    const ledger::Entry entry = session.reader.entries({index}, {index + 1}).front();
    return {entry.leaf.hex(), index, entry.event.type, encode::dump_envelope(entry.envelope),
            receipt_of(session, index)};
}

exchange::TimeStamp stamp_of(Session& session, const KeptAnchor& kept) {
    const std::string name = ledger::anchor_name(kept.body.object);
    const Bytes bytes = get_named_by_digest(*session.store, name, kept.body.object);
    const ledger::Anchor anchor = ledger::parse_anchor(as_text(bytes), name);
    exchange::TimeStamp out;
    out.size = kept.body.size;
    out.root = kept.body.root.hex();
    out.checkpoint = anchor.note;
    out.time = to_moment(kept.facts->stamp.time, session.clock->zone());
    out.authority = kept.facts->stamp.authority;
    out.reply = to_base64(anchor.response);
    out.reply_sha256 = crypto::sha256(anchor.response).hex();
    return out;
}

/// The earliest time-stamp that covers the item's first event, and the earliest over its last.
std::vector<exchange::TimeStamp> stamps_of(Session& session, const custody::ItemRecord& item,
                                           const std::vector<KeptAnchor>& anchors) {
    std::vector<exchange::TimeStamp> out;
    for (const std::uint64_t index : {item.chain.front(), item.chain.back()}) {
        const KeptAnchor* best = nullptr;
        for (const KeptAnchor& kept : anchors)
            if (kept.facts && kept.body.size > index &&
                (best == nullptr || kept.facts->stamp.time < best->facts->stamp.time))
                best = &kept;
        if (best == nullptr) continue;
        exchange::TimeStamp stamp = stamp_of(session, *best);
        if (out.empty() || out.back().reply_sha256 != stamp.reply_sha256)
            out.push_back(std::move(stamp));
    }
    return out;
}

void withhold(exchange::IodefInput& input, const std::string& name) {
    for (exchange::EvidenceItem& evidence : input.items) {
        withhold(evidence.item, name);
        if (name == "tool") evidence.tool.clear();
        for (exchange::HandOver& one : evidence.hand_overs) {
            if (name == "purpose") one.purpose.clear();
            if (name == "place") one.place.clear();
            if (name == "travel") one.travel.clear();
            if (name == "seal") one.seal_released = one.seal_received = {};
            if (name == "condition") one.condition.clear();
        }
    }
    withhold(input.incident, name);
    for (HandlerInfo& handler : input.handlers) withhold(handler, name);
}

void require_content_leaves(const custody::ExchangeRules& rules, const EmitRequest& request) {
    if (rules.content) return;
    if (request.excerpts.empty() && request.enclosed.empty() && request.phishing.empty()) return;
    throw Error(ErrorKind::denied,
                "emitting IODEF for incident " + request.incident +
                    ": the policy lets no line of the content leave; leave out --excerpt, "
                    "--enclose and --phishing");
}

/// A document that goes into the report whole.
struct Taken {
    custody::ItemId item;
    std::string document;
};
custody::ItemId require_among(const custody::ItemId& item,
                              const std::vector<custody::ItemId>& items) {
    if (std::ranges::find(items, item) == items.end())
        throw Error(ErrorKind::usage, "emitting IODEF: " + item.text() +
                                          " is to be put in but is not among the items named");
    return item;
}

std::vector<Taken> take_documents(Session& session, const std::vector<std::string>& references,
                                  const EmitRequest& request,
                                  const std::vector<custody::ItemId>& items) {
    std::vector<Taken> out;
    for (const std::string& reference : references) {
        const custody::ItemRecord item = find_item(session, reference);
        require_among(item.id, items);
        out.push_back(
            {item.id, take_document(session, item, request.purpose, "an IODEF document")});
    }
    return out;
}

/// Takes trees and archives out of `references`: of these no content leaves, the report says where
/// they are held.
std::vector<custody::ItemId> take_captures(Session& session, std::vector<std::string>& references,
                                           const std::vector<custody::ItemId>& items) {
    std::vector<custody::ItemId> out;
    std::erase_if(references, [&](const std::string& reference) {
        const custody::ItemRecord item = find_item(session, reference);
        const bool capture = item.ingest && (item.ingest->kind == custody::kind_tree ||
                                             item.ingest->kind == custody::kind_archive);
        if (capture) out.push_back(require_among(item.id, items));
        return capture;
    });
    return out;
}

}  // namespace

void require_record_grant(Session& session, const custody::IncidentId& incident,
                          const std::string& doing) {
    const custody::IncidentKeys* keys = session.keyring.incident(incident);
    if (keys == nullptr || !keys->record)
        throw Error(ErrorKind::denied,
                    doing + incident.text() + ": this takes a record or content grant of it");
}

void record_emission(Session& session, const custody::ExchangeEmit& body,
                     const std::vector<custody::ItemId>& items, const Emission& emission) {
    session.write([&] {
        custody::PrivateValues values;
        set_text(values, "recipients", emission.recipients);
        set_text(values, "purpose", emission.purpose);
        set_text(values, "report_sha256", emission.report_sha256);
        return EventDraft{body, items, {{custody::subject_of(body.incident), values}}, {}};
    });
}

exchange::IodefInput gather_iodef(Session& session, const EmitRequest& request,
                                  const std::vector<custody::ItemId>& items) {
    exchange::IodefInput input;
    require_withholdable(request.withhold);
    const custody::ExchangeRules rules =
        rules_of(session, find_incident(session, request.incident).id);
    require_content_leaves(rules, request);
    // First, because it writes events: the checkpoint below is to cover them.
    std::vector<std::pair<custody::ItemId, exchange::Excerpt>> excerpts;
    for (const ExcerptRequest& one : request.excerpts) {
        const custody::ItemRecord item = find_item(session, one.item);
        if (std::ranges::find(items, item.id) == items.end())
            throw Error(ErrorKind::usage, "emitting IODEF: " + item.id.text() +
                                              " is to be quoted but is not among the items named");
        excerpts.emplace_back(item.id, take_excerpt(session, item, one.text, request.purpose));
    }
    const std::vector<Taken> enclosed = take_documents(session, request.enclosed, request, items);
    std::vector<std::string> messages = request.phishing;
    const std::vector<custody::ItemId> captures = take_captures(session, messages, items);
    const std::vector<Taken> phishing = take_documents(session, messages, request, items);
    input.request = request;
    input.origin = session.state.origin();
    input.vault_id = session.state.event(0)->leaf.hex();
    input.ledger_size = session.state.size();
    input.ledger_root = session.state.root().hex();
    input.checkpoint = session.reader.newest().note;
    input.incident = describe_incident(session, find_incident(session, request.incident));
    const std::vector<KeptAnchor> anchors =
        request.proofs ? kept_anchors(session, {}) : std::vector<KeptAnchor>{};
    for (const custody::ItemId& id : items) {
        const custody::ItemRecord& item = *session.state.item(id);
        exchange::EvidenceItem& evidence = input.items.emplace_back(evidence_of(session, item));
        for (auto& [about, excerpt] : excerpts)
            if (about == id) evidence.excerpts.push_back(excerpt);
        for (const Taken& one : enclosed)
            if (one.item == id) evidence.enclosed = one.document;
        for (const Taken& one : phishing)
            if (one.item == id) evidence.phishing = one.document;
        evidence.capture = std::ranges::find(captures, id) != captures.end();
        if (!request.proofs) continue;
        for (const std::uint64_t index : proved_events(session, item))
            evidence.proofs.push_back(proof_of(session, index));
        evidence.stamps = stamps_of(session, item, anchors);
    }
    for (const auto& [id, record] : session.state.handlers())
        input.handlers.push_back(describe_handler(session, id));
    input.sender = describe_handler(session, session.me());
    input.generated = session.now();
    input.tlp = rules.tlp;
    for (const std::string& name : request.withhold) withhold(input, name);
    for (const std::string& name : rules.withhold) withhold(input, name);
    input.withheld = withheld_by_policy(session, rules);
    const HandlerInfo* sender = nullptr;
    for (const HandlerInfo& handler : input.handlers)
        if (handler.id == input.sender.id) sender = &handler;
    if (sender != nullptr) input.sender = *sender;
    return input;
}

}  // namespace exhibit
