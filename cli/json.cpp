#include "cli/json.hpp"

#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

Json or_null(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

/// A text that names evidence may be any bytes; replaced, it stays a JSON string.
std::string dump(const Json& value, int indent) {
    return value.dump(indent, ' ', true, Json::error_handler_t::replace);
}

/// The signed payload is JSON already; text that is not, which an audit would report, stays text.
Json embedded(const std::string& text) {
    Json parsed = Json::parse(text, nullptr, false);
    return parsed.is_discarded() ? Json(text) : parsed;
}

}  // namespace

std::string one_line(const Json& value) {
    return dump(value, -1);
}
std::string document(const Json& value) {
    return dump(value, 2) + '\n';
}

Json to_json(Moment moment) {
    if (moment.seconds == 0 && moment.zone_minutes == 0) return nullptr;
    return Json{{"utc", utc_text(moment)}, {"local", local_text(moment)}};
}

Json to_json(const Digests& digests) {
    Json out = Json::object();
    out["md5"] = or_null(digests.md5);
    out["sha1"] = or_null(digests.sha1);
    out["sha256"] = or_null(digests.sha256);
    return out;
}

Json to_json(const ByteRange& range) {
    return Json{{"offset", range.offset}, {"length", range.length}};
}

Json to_json(const ExpectedDigest& expected) {
    return Json{{"algorithm", expected.algorithm},
                {"value", expected.value},
                {"matched", expected.matched}};
}

Json to_json(const GrantInfo& grant) {
    return Json{{"handler", grant.handler}, {"access", to_string(grant.access)}};
}

Json to_json(const Claim& claim) {
    return Json{{"name", claim.name}, {"holds", claim.holds}, {"scope", claim.scope}};
}

Json to_json(const Profile& profile) {
    return Json{{"name", or_null(profile.name)},
                {"title", or_null(profile.title)},
                {"organisation", or_null(profile.organisation)},
                {"phone", or_null(profile.phone)},
                {"email", or_null(profile.email)},
                {"badge", or_null(profile.badge)}};
}

Json to_json(const IdentityInfo& identity) {
    return Json{{"name", identity.name},
                {"id", identity.id},
                {"profile", to_json(identity.profile)},
                {"signer", identity.agent ? "ssh-agent" : "file"},
                {"path", identity.path}};
}

Json to_json(const HandlerInfo& handler) {
    return Json{{"id", handler.id},
                {"profile", to_json(handler.profile)},
                {"roles", handler.roles},
                {"enrolled_at", handler.enrolled_at},
                {"in_force", !handler.ended_at},
                {"ended_at", handler.ended_at ? Json(*handler.ended_at) : Json(nullptr)},
                {"ended", or_null(handler.ended)},
                {"last_good", handler.last_good ? Json(*handler.last_good) : Json(nullptr)},
                {"successor", or_null(handler.successor)},
                {"predecessor", or_null(handler.predecessor)},
                {"is_me", handler.is_me}};
}

Json to_json(const PolicyInfo& policy) {
    return Json{{"name", policy.name},
                {"description", or_null(policy.description)},
                {"mode", policy.formal ? "formal" : "informal"},
                {"object", or_null(policy.object)},
                {"adopted_at", policy.adopted_at ? Json(*policy.adopted_at) : Json(nullptr)},
                {"rules", policy.rules},
                {"toml", or_null(policy.text)}};
}

Json to_json(const PolicyTrial& trial) {
    Json forbidden = Json::array();
    for (const PolicyTrial::Forbidden& one : trial.forbidden)
        forbidden.push_back(Json{{"code", one.code},
                                 {"type", one.type},
                                 {"events", one.events},
                                 {"examples", one.examples},
                                 {"text", one.text}});
    return Json{{"name", trial.name},
                {"events", trial.events},
                {"forbidden", forbidden},
                {"locks", trial.locks},
                {"unreachable", trial.unreachable}};
}

Json to_json(const VaultInfo& vault) {
    return Json{{"id", vault.id},
                {"location", vault.location},
                {"origin", vault.origin},
                {"log_key", vault.log_key},
                {"size", vault.size},
                {"root", vault.root},
                {"first_contact", vault.first_contact}};
}

Json to_json(const KeyGenerationInfo& keys) {
    return Json{{"generation", keys.number},
                {"event", keys.event},
                {"since", to_json(keys.since)},
                {"by", keys.by},
                {"reason", or_null(keys.reason)},
                {"content", keys.content},
                {"rewritten_at", keys.rewritten_at ? Json(*keys.rewritten_at) : Json()}};
}

Json to_json(const IncidentInfo& incident) {
    return Json{{"id", incident.id},
                {"title", or_null(incident.title)},
                {"authority", or_null(incident.authority)},
                {"description", or_null(incident.description)},
                {"class", or_null(incident.incident_class)},
                {"restriction", incident.restriction},
                {"in_charge", or_null(incident.in_charge)},
                {"class", or_null(incident.incident_class)},
                {"retention", or_null(incident.retention)},
                {"retention_reason", or_null(incident.retention_reason)},
                {"opened", to_json(incident.opened)},
                {"opened_by", incident.opened_by},
                {"grants", to_json(incident.grants)},
                {"my_access", to_string(incident.my_access)},
                {"items", incident.items},
                {"keys", to_json(incident.keys)}};
}

Json to_json(const LogCheck& check) {
    return Json{{"what", check.what},
                {"scope", check.scope},
                {"result", check.result},
                {"text", check.text}};
}

Json to_json(const KeptLog& log) {
    return Json{{"name", log.name},
                {"size", log.size},
                {"sha256", log.sha256},
                {"format", log.format},
                {"tool", or_null(log.tool)},
                {"verdict", or_null(log.verdict)},
                {"started", or_null(log.started)},
                {"finished", or_null(log.finished)},
                {"source", or_null(log.source)},
                {"checks", to_json(log.checks)},
                {"bad_ranges", to_json(log.bad_ranges)},
                {"warnings", log.warnings}};
}

Json to_json(const SegmentInfo& segment) {
    return Json{{"name", segment.name}, {"size", segment.size}};
}

Json to_json(const StoredDigest& stored) {
    return Json{{"algorithm", stored.algorithm},
                {"value", or_null(stored.value)},
                {"result", stored.result}};
}

Json to_json(const ContainerInfo& container) {
    Json out;
    out["format"] = container.format;
    out["segment_files"] = container.segment_files;
    out["media_size"] = container.media_size ? Json(*container.media_size) : Json(nullptr);
    out["bytes_per_sector"] = container.bytes_per_sector;
    out["media"] = to_json(container.media);
    out["stored"] = to_json(container.stored);
    out["header"] = Json::object();
    for (const auto& [name, value] : container.header) out["header"][name] = value;
    out["acquisition_errors"] = to_json(container.acquisition_errors);
    out["unreadable"] = to_json(container.unreadable);
    out["problems"] = container.problems;
    return out;
}

Json to_json(const ArchiveInfo& archive) {
    return Json{{"format", or_null(archive.format)},
                {"listed", archive.listed},
                {"files", archive.files},
                {"problems", archive.problems},
                {"bytes", archive.bytes},
                {"partial", archive.partial},
                {"listing_sha256", or_null(archive.listing_sha256)}};
}

Json to_json(const DocumentSummary& summary) {
    Json facts = Json::array();
    for (const DocumentFact& one : summary.facts)
        facts.push_back(Json{{"name", one.name}, {"value", one.value}});
    return Json{{"form", summary.form},
                {"facts", std::move(facts)},
                {"left_out", summary.left_out},
                {"problem", or_null(summary.problem)}};
}

Json to_json(const MemberInfo& member) {
    const auto number = [](const std::optional<std::uint64_t>& value) {
        return value ? Json(*value) : Json(nullptr);
    };
    return Json{{"number", member.number},
                {"path", member.path},
                {"type", member.type},
                {"mode", member.mode},
                {"uid", number(member.uid)},
                {"gid", number(member.gid)},
                {"user", or_null(member.user)},
                {"group", or_null(member.group)},
                {"times", member.times},
                {"size", number(member.size)},
                {"digests", to_json(member.digests)},
                {"stated_size", number(member.stated_size)},
                {"target", or_null(member.target)},
                {"device", or_null(member.device)},
                {"archive", or_null(member.archive)},
                {"problem", or_null(member.problem)}};
}

Json to_json(const ItemInfo& item) {
    Json out;
    out["id"] = item.id;
    out["incident"] = item.incident;
    out["digital"] = item.digital;
    out["kind"] = item.kind;
    out["label"] = or_null(item.label);
    out["description"] = or_null(item.description);
    out["fields"] = Json::object();
    for (const auto& [name, value] : item.fields) out["fields"][name] = value;
    out["size"] = item.size ? Json(*item.size) : Json(nullptr);
    out["digests"] = to_json(item.digests);
    out["expected"] = to_json(item.expected);
    out["unreadable"] = to_json(item.unreadable);
    out["unreadable_bytes"] = item.unreadable_bytes;
    out["notes"] = item.notes;
    out["logs"] = to_json(item.logs);
    out["container"] = item.container ? to_json(*item.container) : Json(nullptr);
    out["archive"] = item.archive ? to_json(*item.archive) : Json(nullptr);
    out["summary"] = item.summary ? to_json(*item.summary) : Json(nullptr);
    out["segments"] = to_json(item.segments);
    out["acquiring_clock"] = or_null(item.acquiring_clock);
    out["memory_ranges"] = to_json(item.memory_ranges);
    out["custodian"] = or_null(item.custodian);
    out["on_offer_to"] = or_null(item.on_offer_to);
    out["registered"] = to_json(item.registered);
    out["first_event"] = item.first_event;
    out["events"] = item.events;
    out["readable"] = item.readable;
    if (item.withheld_by) out["withheld_by"] = *item.withheld_by;
    if (item.destroyed_by) out["destroyed_by"] = *item.destroyed_by;
    return out;
}

Json to_json(const IngestResult& result) {
    return Json{
        {"item", to_json(result.item)},        {"bytes_read", result.bytes_read},
        {"bytes_stored", result.bytes_stored}, {"bytes_deduplicated", result.bytes_deduplicated},
        {"resumed_at", result.resumed_at},     {"bytes_zero", result.bytes_zero},
        {"seconds", result.seconds},           {"partial", result.partial}};
}

Json to_json(const OfferInfo& offer) {
    return Json{{"id", offer.id},
                {"event", offer.event},
                {"from", offer.from},
                {"to", offer.to},
                {"items", offer.items},
                {"state", offer.state},
                {"purpose", or_null(offer.purpose)},
                {"place", or_null(offer.place)},
                {"offered", to_json(offer.offered)},
                {"expires", to_json(offer.expires)},
                {"code", or_null(offer.code)},
                {"mismatched", offer.mismatched}};
}

Json to_json(const CustodyRow& row) {
    return Json{{"event", row.event},
                {"event_hash", row.event_hash},
                {"recorded", to_json(row.recorded)},
                {"happened", to_json(row.happened)},
                {"what", row.what},
                {"actor", row.actor},
                {"from", or_null(row.from)},
                {"to", or_null(row.to)},
                {"purpose", or_null(row.purpose)},
                {"place", or_null(row.place)},
                {"seal", or_null(row.seal)},
                {"condition", or_null(row.condition)},
                {"note", or_null(row.note)},
                {"beside", row.beside},
                {"corrections", to_json(row.corrections)},
                {"times", to_json(row.times)}};
}

Json to_json(const EventInfo& event) {
    Json out;
    out["index"] = event.index;
    out["hash"] = event.hash;
    out["type"] = event.type;
    out["recorded"] = to_json(event.recorded);
    out["happened"] = to_json(event.happened);
    out["actor"] = event.actor;
    out["items"] = event.items;
    out["payload"] = embedded(event.payload);
    out["private_values"] = Json::array();
    for (const auto& [name, value] : event.private_values) {
        out["private_values"].push_back(Json{{"name", name}, {"value", embedded(value)}});
    }
    out["times"] = to_json(event.times);
    return out;
}

Json to_json(const Finding& finding) {
    return Json{{"code", finding.code},
                {"severity", to_string(finding.severity)},
                {"object", or_null(finding.object)},
                {"item", or_null(finding.item)},
                {"event", finding.event ? Json(*finding.event) : Json(nullptr)},
                {"text", finding.text}};
}

namespace {

/// A range in no known file system has no volume; a volume that counts otherwise no blocks.
Json lost_json(const LostRange& lost) {
    Json out{{"offset", lost.range.offset},
             {"length", lost.range.length},
             {"at_source", lost.at_source},
             {"volume", nullptr}};
    if (lost.volume.empty()) return out;
    out["volume"] = Json{{"type", lost.volume},
                         {"offset", lost.volume_offset},
                         {"partition", lost.partition > 0 ? Json(lost.partition) : Json(nullptr)},
                         {"blocks", nullptr}};
    if (lost.block_bytes > 0) {
        out["volume"]["blocks"] = Json{
            {"first", lost.first_block}, {"last", lost.last_block}, {"bytes", lost.block_bytes}};
    }
    return out;
}

}  // namespace

Json to_json(const VerifyResult& result) {
    Json items = Json::array();
    for (const VerifiedItem& item : result.items) {
        Json lost = Json::array();
        for (const LostRange& range : item.lost) lost.push_back(lost_json(range));
        items.push_back(Json{{"item", item.item},
                             {"ok", item.ok},
                             {"scope", item.scope},
                             {"bytes", item.bytes},
                             {"findings", to_json(item.findings)},
                             {"lost", lost}});
    }
    return Json{{"ok", result.ok()}, {"items", items}, {"seconds", result.seconds}};
}

Json to_json(const ExportResult& result) {
    return Json{{"item", result.item},
                {"output", result.output},
                {"bytes", result.bytes},
                {"sha256", or_null(result.sha256)},
                {"matches_record", result.matches_record},
                {"findings", to_json(result.findings)},
                {"seconds", result.seconds}};
}

Json to_json(const MountResult& result) {
    return Json{{"item", result.item},      {"event", result.event},
                {"bytes", result.bytes},    {"ranges", to_json(result.ranges)},
                {"paths", result.paths},    {"findings", to_json(result.findings)},
                {"seconds", result.seconds}};
}

Json to_json(const AuditResult& result) {
    return Json{{"ok", result.ok()},
                {"events", result.events},
                {"size", result.size},
                {"root", result.root},
                {"claims", to_json(result.claims)},
                {"findings", to_json(result.findings)},
                {"items", to_json(result.items)},
                {"seconds", result.seconds}};
}

Json to_json(const BundleVerdict& verdict) {
    return Json{{"ok", verdict.ok()},
                {"incident", or_null(verdict.incident)},
                {"item", or_null(verdict.item)},
                {"made", to_json(verdict.made)},
                {"maker", or_null(verdict.maker)},
                {"tool", or_null(verdict.tool)},
                {"withheld_names", verdict.withheld_names},
                {"origin", or_null(verdict.origin)},
                {"log_key", or_null(verdict.log_key)},
                {"vault_id", or_null(verdict.vault_id)},
                {"size", verdict.size},
                {"root", or_null(verdict.root)},
                {"events", verdict.events},
                {"items", verdict.items},
                {"disclosed", verdict.disclosed},
                {"withheld", verdict.withheld},
                {"documents", verdict.documents},
                {"documents_out", verdict.documents_out},
                {"cosignatures", verdict.cosignatures},
                {"claims", to_json(verdict.claims)},
                {"findings", to_json(verdict.findings)},
                {"seconds", verdict.seconds}};
}

Json to_json(const CheckResult& result) {
    return Json{{"ok", result.ok()},
                {"objects", result.objects},
                {"bytes", result.bytes},
                {"packs", result.packs},
                {"size", result.size},
                {"findings", to_json(result.findings)},
                {"left_over", result.left_over},
                {"seconds", result.seconds}};
}

Json to_json(const RepairedObject& repair) {
    return Json{{"object", repair.object},
                {"missing", repair.missing},
                {"outcome", to_string(repair.outcome)},
                {"copy", or_null(repair.copy)},
                {"damaged", to_json(repair.damaged)},
                {"lost", to_json(repair.lost)},
                {"text", repair.text}};
}

Json to_json(const RepairResult& result) {
    return Json{
        {"ok", result.ok()},     {"dry_run", result.dry_run},          {"objects", result.objects},
        {"bytes", result.bytes}, {"repairs", to_json(result.repairs)}, {"seconds", result.seconds}};
}

Json to_json(const FoundItem& found) {
    return Json{{"item", to_json(found.item)},
                {"matched", found.matched},
                {"member", or_null(found.member)}};
}

Json to_json(const Error& error) {
    return Json{{"error",
                 {{"kind", std::string(to_string(error.kind()))},
                  {"message", error.what()},
                  {"context", error.context()}}}};
}

}  // namespace exhibit::cli
