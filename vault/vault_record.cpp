// The record of an incident in formats of other tools. What is given out is recorded.
#include "custody/chain.hpp"
#include "custody/container.hpp"
#include "exchange/case_document.hpp"
#include "exhibit/error.hpp"
#include "exhibit/vault.hpp"
#include "exhibit/version.hpp"
#include "vault/describe.hpp"
#include "vault/exchange_gather.hpp"
#include "vault/vault_state.hpp"
#include "vault/withholding.hpp"

namespace exhibit {
namespace {

std::vector<custody::ItemId> items_of(Session& session, const RecordRequest& request,
                                      const custody::IncidentId& incident) {
    std::vector<custody::ItemId> out;
    if (request.items.empty()) {
        for (const auto& [id, record] : session.state.items())
            if (id.incident() == incident) out.push_back(id);
        return out;
    }
    out = find_items(session, request.items);
    for (const custody::ItemId& id : out) {
        if (id.incident() == incident) continue;
        throw Error(ErrorKind::usage, "writing the record of incident " + incident.text() +
                                          ": item " + id.text() + " is of another one");
    }
    return out;
}

void withhold(exchange::RecordOut& record, const std::string& name) {
    for (auto& [item, rows, members] : record.items) {
        withhold(item, name);
        for (CustodyRow& row : rows) {
            if (name == "purpose") row.purpose.clear();
            if (name == "place") row.place.clear();
            if (name == "seal") row.seal.clear();
            if (name == "condition") row.condition.clear();
        }
    }
    withhold(record.incident, name);
    for (HandlerInfo& handler : record.handlers) withhold(handler, name);
}

}  // namespace

RecordResult Vault::emit_record(const RecordRequest& request) {
    Session& session = current(state_);
    const custody::IncidentRecord& incident = find_incident(session, request.incident);
    require_record_grant(session, incident.id, "writing the record of incident ");
    const custody::ExchangeRules rules = rules_of(session, incident.id);
    const bool as_case = request.format == RecordFormat::case_jsonld;
    const std::vector<custody::ItemId> items = items_of(session, request, incident.id);
    exchange::RecordOut record{session.state.origin(),
                               session.state.event(0)->leaf.hex(),
                               session.state.size(),
                               session.state.root().hex(),
                               std::string(version()),
                               describe_incident(session, incident),
                               {},
                               {},
                               session.now()};
    for (const custody::ItemId& id : items) {
        const custody::ItemRecord& item = *session.state.item(id);
        record.items.push_back(
            {describe_item(session, item),
             custody::chain_of_custody(session.state, id, session.privates.lookup()),
             {}});
        const bool listed = item.ingest && custody::is_listing_kind(item.ingest->kind);
        if (!as_case && listed && session.keyring.incident(incident.id)->content &&
            !item.destroyed_at)
            record.items.back().members = members(id.text());
    }
    for (const auto& [id, handler] : session.state.handlers())
        record.handlers.push_back(describe_handler(session, id));
    for (const std::string& name : rules.withhold) withhold(record, name);
    exchange::RecordDocument document =
        as_case ? exchange::case_document(record) : exchange::dfxml_document(record);
    RecordResult result{std::move(document.text), {}, std::move(document.omitted)};
    for (std::string& sentence : withheld_by_policy(session, rules))
        result.omitted.push_back(std::move(sentence));
    const crypto::Hash digest = crypto::sha256(as_bytes(result.document));
    result.sha256 = digest.hex();
    record_emission(
        session,
        {digest, as_case ? custody::DocumentFormat::case_1_4 : custody::DocumentFormat::dfxml_1,
         incident.id, custody::DocumentSection::document},
        items, {request.recipients, request.purpose});
    return result;
}

}  // namespace exhibit
