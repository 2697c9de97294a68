// IODEF documents that leave the vault, alone or in somebody else's report, and the events that
// say so.
#include <algorithm>
#include <future>

#include "exchange/json_text.hpp"
#include "exchange/report_map.hpp"
#include "exchange/splice.hpp"
#include "exhibit/error.hpp"
#include "exhibit/text.hpp"
#include "exhibit/vault.hpp"
#include "vault/describe.hpp"
#include "vault/exchange_gather.hpp"
#include "vault/vault_state.hpp"

namespace exhibit {
namespace {

std::vector<custody::ItemId> chosen_items(Session& session, const EmitRequest& request,
                                          const custody::IncidentId& incident) {
    if (!request.items.empty()) return find_items(session, request.items);
    std::vector<custody::ItemId> out;
    for (const auto& [id, record] : session.state.items())
        if (id.incident() == incident) out.push_back(id);
    std::ranges::sort(out, {}, &custody::ItemId::text);
    return out;
}

/// RecordData stand in a Record: to the ledger both are the section `record`.
custody::DocumentSection section_of(IodefSection section) {
    switch (section) {
        case IodefSection::document: return custody::DocumentSection::document;
        case IodefSection::event_data: return custody::DocumentSection::event_data;
        case IodefSection::record:
        case IodefSection::record_data: return custody::DocumentSection::record;
    }
    throw Error(ErrorKind::usage, "emitting IODEF: unknown section");
}

custody::ExchangeEmit emission_of(const EmitRequest& request, const custody::IncidentId& incident,
                                  const std::string& sha256) {
    custody::DocumentFormat format = custody::DocumentFormat::iodef_v2;
    if (request.version == IodefVersion::v1) format = custody::DocumentFormat::iodef_v1;
    if (request.encoding == IodefEncoding::json) format = custody::DocumentFormat::iodef_v2_json;
    return {crypto::Hash::from_hex(sha256), format, incident, section_of(request.section)};
}

/// What the place is chosen by; a report may be large.
IodefAttachRequest without_report(const IodefAttachRequest& request) {
    IodefAttachRequest out;
    out.evidence = request.evidence;
    out.source = printable(request.source);
    out.report_incident = request.report_incident;
    out.event_data = request.event_data;
    out.force = request.force;
    return out;
}

std::string sha256_of(const std::string& text) {
    return crypto::sha256(as_bytes(text)).hex();
}

void require_unbroken(const IodefAttachRequest& request, const exchange::SplicePlace& place) {
    if (place.signatures.empty() || request.force) return;
    Error error(ErrorKind::conflict, "attaching to " + request.source + ": " +
                                         place.signatures.front() +
                                         " Nothing was written; --force attaches nevertheless");
    for (std::size_t i = 1; i < place.signatures.size(); ++i)
        error.add_context(place.signatures[i]);
    throw error;
}

}  // namespace

EmitResult Vault::emit_iodef(const EmitRequest& request) {
    Session& session = current(state_);
    const custody::IncidentId incident = find_incident(session, request.incident).id;
    const auto items = chosen_items(session, request, incident);
    require_record_grant(session, incident, "emitting IODEF for incident ");
    const exchange::IodefDocument document =
        exchange::emit_iodef(gather_iodef(session, request, items));
    EmitResult result{document.xml, sha256_of(document.xml), document.omitted};
    record_emission(session, emission_of(request, incident, result.sha256), items,
                    {request.recipients, request.purpose});
    return result;
}

IodefAttachResult Vault::attach_to_iodef(const IodefAttachRequest& original) {
    Session& session = current(state_);
    const std::string& report = original.report;
    IodefAttachRequest request = without_report(original);
    EmitRequest& evidence = request.evidence;
    if (exchange::looks_like_json(report) || evidence.encoding == IodefEncoding::json)
        throw Error(ErrorKind::unsupported,
                    "attaching to " + request.source +
                        ": evidence is put into reports in XML only; exhibit iodef convert makes "
                        "one of JSON");
    if (evidence.incident.empty() && !evidence.items.empty())
        evidence.incident = find_item(session, evidence.items.front()).id.incident().text();
    const custody::IncidentId incident = find_incident(session, evidence.incident).id;
    const auto items = chosen_items(session, evidence, incident);
    require_record_grant(session, incident, "emitting IODEF for incident ");
    // Of a large report the digest takes as long as reading it: at the same time.
    auto report_sha256 =
        std::async(std::launch::async, [&] { return crypto::sha256(as_bytes(report)).hex(); });
    const exchange::ReportMap map = exchange::map_report(report, request.source);
    const exchange::SplicePlace place = exchange::find_place(report, map, request);
    require_unbroken(request, place);
    evidence.version = place.version;
    exchange::IodefInput input = gather_iodef(session, evidence, items);
    input.taken_ids = &map.ids;
    const exchange::IodefDocument part = exchange::emit_fragment(input, place.layout);
    exchange::require_sound_place(report, place, part.xml, map, evidence.section, request.source);

    IodefAttachResult out;
    out.result.document = exchange::splice(report, place, part.xml);
    out.result.sha256 = sha256_of(out.result.document);
    out.result.omitted = part.omitted;
    out.version = place.version;
    out.report_sha256 = report_sha256.get();
    out.offset = place.offset;
    out.length = out.result.document.size() - report.size();
    out.line = place.line;
    out.place = place.where;
    out.signatures = place.signatures;
    record_emission(session, emission_of(evidence, incident, out.result.sha256), items,
                    {evidence.recipients, evidence.purpose, out.report_sha256});
    return out;
}

}  // namespace exhibit
