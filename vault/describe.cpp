#include "vault/describe.hpp"

#include "custody/chain.hpp"
#include "custody/clock.hpp"
#include "exhibit/error.hpp"
#include "vault/container_values.hpp"
#include "vault/kept_logs.hpp"

namespace exhibit {
namespace {

using custody::PrivateValues;
using custody::text_value;

const PrivateValues* values_of(Session& session, std::uint64_t index, const std::string& subject) {
    return session.privates.lookup()(index, subject);
}

Access to_access(std::optional<custody::Read> read) {
    if (!read) return Access::none;
    switch (*read) {
        case custody::Read::deposit: return Access::deposit;
        case custody::Read::record: return Access::record;
        case custody::Read::content: return Access::content;
    }
    return Access::none;
}

std::uint64_t natural_value(const PrivateValues& values, std::string_view name) {
    const auto found = values.find(name);
    return found == values.end() ? 0 : found->second.natural(name);
}

void read_expected(const PrivateValues& values, ItemInfo& out) {
    const auto found = values.find("expected");
    if (found == values.end()) return;
    for (const encode::Json& one : found->second.array("expected"))
        out.expected.push_back({one.at("algorithm", "expected").string("algorithm"),
                                one.at("value", "expected").string("value"),
                                one.at("result", "expected").string("result") == "match"});
}

void read_unreadable(const PrivateValues& values, ItemInfo& out) {
    const auto found = values.find("unreadable");
    if (found == values.end()) return;
    for (const encode::Json& range : found->second.array("unreadable")) {
        const auto& pair = range.array("unreadable range");
        out.unreadable.push_back({pair.at(0).natural("offset"), pair.at(1).natural("length")});
    }
}

void read_values(const PrivateValues& values, ItemInfo& out) {
    for (const auto& [name, value] : values)
        if (value.is_string()) out.fields[name] = value.string(name);
    out.label = text_value(values, "label");
    out.description = text_value(values, "description");
    out.acquiring_clock = custody::clock_in_words(text_value(values, "clock_drift"));
    out.digests = {text_value(values, "md5"), text_value(values, "sha1"),
                   text_value(values, "sha256")};
    if (values.contains("size")) out.size = natural_value(values, "size");
    read_expected(values, out);
    read_unreadable(values, out);
    out.logs = kept_logs(values);
    if (const auto notes = values.find("notes"); notes != values.end())
        for (const encode::Json& note : notes->second.array("notes"))
            out.notes.push_back(note.string("note"));
    read_source_values(values, out);
}

void describe_end(const custody::KeyEnd& end, HandlerInfo& out) {
    out.ended_at = end.at;
    out.ended = end.reason ? custody::to_string(*end.reason) : "rotated";
    if (end.successor) out.successor = end.successor->hex();
    if (end.reason) out.last_good = end.last_good.size.value;
}

}  // namespace

HandlerInfo describe_handler(Session& session, const crypto::Hash& id) {
    HandlerInfo out;
    out.id = id.hex();
    out.is_me = id == session.me();
    const custody::HandlerRecord* record = session.state.handler(id);
    if (record == nullptr) return out;
    for (const custody::Role role : record->enrol.roles)
        out.roles.emplace_back(custody::to_string(role));
    out.enrolled_at = record->enrolled_at;
    if (record->ended) describe_end(*record->ended, out);
    if (record->predecessor) out.predecessor = record->predecessor->hex();
    const PrivateValues* values =
        values_of(session, record->enrolled_at, custody::subject_of_handler(id));
    if (values == nullptr) return out;
    out.profile = {text_value(*values, "name"),         text_value(*values, "title"),
                   text_value(*values, "organisation"), text_value(*values, "phone"),
                   text_value(*values, "email"),        text_value(*values, "badge")};
    return out;
}

namespace {

std::vector<KeyGenerationInfo> describe_keys(Session& session,
                                             const custody::IncidentRecord& incident) {
    std::vector<KeyGenerationInfo> out;
    for (const custody::KeyGeneration& one : incident.generations) {
        KeyGenerationInfo info;
        info.number = out.size() + 1;
        info.event = one.at;
        info.content = one.content;
        info.rewritten_at = one.rewritten_at;
        if (const custody::EventRecord* event = session.state.event(one.at)) {
            info.since = to_moment(event->time, event->zone);
            info.by = event->actor.hex();
        }
        const PrivateValues* values =
            out.empty() ? nullptr : values_of(session, one.at, custody::subject_of(incident.id));
        if (values != nullptr) info.reason = text_value(*values, "reason");
        out.push_back(std::move(info));
    }
    return out;
}

}  // namespace

IncidentInfo describe_incident(Session& session, const custody::IncidentRecord& incident) {
    IncidentInfo out;
    out.id = incident.id.text();
    out.restriction = custody::to_string(incident.restriction);
    out.opened_by = incident.opener.hex();
    out.items = incident.items;
    if (const custody::EventRecord* event = session.state.event(incident.opened_at))
        out.opened = to_moment(event->happened, event->zone);
    for (const auto& [handler, grant] : incident.grants)
        out.grants.push_back({handler.hex(), to_access(grant.grant.read)});
    out.my_access = to_access(incident.read_of(session.me()));
    out.keys = describe_keys(session, incident);
    if (const PrivateValues* values =
            values_of(session, incident.opened_at, custody::subject_of(incident.id))) {
        out.title = text_value(*values, "title");
        out.authority = text_value(*values, "authority");
        out.description = text_value(*values, "description");
        out.in_charge = text_value(*values, "in_charge");
        out.incident_class = text_value(*values, "class");
        out.retention = text_value(*values, "retention");
        out.retention_reason = text_value(*values, "retention_reason");
    }
    return out;
}

ItemInfo describe_item(Session& session, const custody::ItemRecord& item) {
    ItemInfo out;
    out.id = item.id.text();
    out.incident = item.id.incident().text();
    out.digital = item.item_class == custody::ItemClass::digital;
    out.kind = item.ingest ? item.ingest->kind : "physical";
    if (item.ingest) out.unreadable_bytes = item.ingest->unreadable_bytes;
    out.custodian = item.custodian.hex();
    out.events = item.chain;
    out.first_event = item.chain.front();
    if (item.offer) {
        const custody::OfferRecord* offer = session.state.offer(*item.offer);
        const Instant now = session.clock->now();
        if (offer != nullptr && offer->status_at(now) == custody::OfferStatus::open)
            out.on_offer_to = offer->to.hex();
    }
    if (const custody::EventRecord* event = session.state.event(out.first_event))
        out.registered = to_moment(event->happened, event->zone);
    const PrivateValues* values = values_of(session, out.first_event, custody::subject_of(item.id));
    out.readable = values != nullptr;
    out.withheld_by = session.state.withheld_by(item.chain.front(), custody::subject_of(item.id));
    out.destroyed_by = item.destroyed_at;
    if (values != nullptr) read_values(*values, out);
    return out;
}

OfferInfo describe_offer(Session& session, const custody::OfferRecord& offer) {
    OfferInfo out;
    out.id = offer.id.hex();
    out.event = offer.index;
    out.from = offer.from.hex();
    out.to = offer.to.hex();
    for (const custody::ItemId& item : offer.items) out.items.push_back(item.text());
    out.state = custody::to_string(offer.status_at(session.clock->now()));
    if (const custody::EventRecord* event = session.state.event(offer.index)) {
        out.offered = to_moment(offer.offered, event->zone);
        out.expires = to_moment(offer.expires, event->zone);
    }
    if (const PrivateValues* values =
            values_of(session, offer.index, custody::subject_of(offer.incident()))) {
        out.purpose = text_value(*values, "purpose");
        out.place = text_value(*values, "place");
    }
    const custody::EventRecord* end =
        offer.ended_at ? session.state.event(*offer.ended_at) : nullptr;
    const auto* accept = end ? custody::body_if<custody::CustodyAccept>(end->body) : nullptr;
    if (accept != nullptr)
        for (const custody::ItemCheck& check : accept->checks)
            if (check.result == custody::CheckResult::mismatch)
                out.mismatched.push_back(check.item.text());
    return out;
}

std::string item_text(Session& session, const custody::ItemRecord& item, std::string_view name) {
    const PrivateValues* values =
        values_of(session, item.chain.front(), custody::subject_of(item.id));
    return values == nullptr ? std::string() : text_value(*values, name);
}

}  // namespace exhibit
