// IODEF emission: gathers what the ledger says and records what was given out.
#include <algorithm>
#include <set>

#include "custody/chain.hpp"
#include "exchange/iodef.hpp"
#include "exhibit/error.hpp"
#include "exhibit/vault.hpp"
#include "vault/describe.hpp"
#include "vault/vault_state.hpp"

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
    const std::string about_incident = custody::subject_of(offer.incident);
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
        const auto* accept = std::get_if<custody::CustodyAccept>(&session.state.event(index)->body);
        if (accept != nullptr)
            out.hand_overs.push_back(
                hand_over_of(session, *session.state.offer(accept->offer), item.id));
    }
    return out;
}

exchange::IodefInput gather(Session& session, const EmitRequest& request,
                            const std::vector<custody::ItemId>& items) {
    exchange::IodefInput input;
    input.request = request;
    input.origin = session.state.origin();
    input.vault_id = session.state.event(0)->leaf.hex();
    input.ledger_size = session.state.size();
    input.ledger_root = session.state.root().hex();
    input.checkpoint = session.reader.newest().note;
    input.incident = describe_incident(session, find_incident(session, request.incident));
    for (const custody::ItemId& id : items)
        input.items.push_back(evidence_of(session, *session.state.item(id)));
    for (const auto& [id, record] : session.state.handlers())
        input.handlers.push_back(describe_handler(session, id));
    input.sender = describe_handler(session, session.me());
    input.generated = session.now();
    return input;
}

std::vector<custody::ItemId> chosen_items(Session& session, const EmitRequest& request,
                                          const custody::IncidentId& incident) {
    if (!request.items.empty()) return find_items(session, request.items);
    std::vector<custody::ItemId> out;
    for (const auto& [id, record] : session.state.items())
        if (id.incident() == incident) out.push_back(id);
    std::ranges::sort(out, {}, &custody::ItemId::text);
    return out;
}

custody::DocumentSection section_of(IodefSection section) {
    switch (section) {
        case IodefSection::document: return custody::DocumentSection::document;
        case IodefSection::event_data: return custody::DocumentSection::event_data;
        case IodefSection::record: return custody::DocumentSection::record;
    }
    throw Error(ErrorKind::usage, "emitting IODEF: unknown section");
}

}  // namespace

EmitResult Vault::emit_iodef(const EmitRequest& request) {
    Session& session = current(state_);
    const custody::IncidentId incident = find_incident(session, request.incident).id;
    const auto items = chosen_items(session, request, incident);
    const custody::IncidentKeys* keys = session.keyring.incident(incident);
    if (keys == nullptr || !keys->record)
        throw Error(ErrorKind::denied, "emitting IODEF for incident " + incident.text() +
                                           ": this takes a record or content grant of it");
    const exchange::IodefDocument document = exchange::emit_iodef(gather(session, request, items));
    EmitResult result{document.xml, crypto::sha256(as_bytes(document.xml)).hex(), document.omitted};
    const bool v1 = request.version == IodefVersion::v1;
    const custody::ExchangeEmit body{
        crypto::Hash::from_hex(result.sha256),
        v1 ? custody::DocumentFormat::iodef_v1 : custody::DocumentFormat::iodef_v2, incident,
        section_of(request.section)};
    session.write([&] {
        custody::PrivateValues values;
        set_text(values, "recipients", request.recipients);
        set_text(values, "purpose", request.purpose);
        return EventDraft{body, items, {{custody::subject_of(incident), values}}, {}};
    });
    return result;
}

}  // namespace exhibit
