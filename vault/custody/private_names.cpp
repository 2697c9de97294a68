#include "custody/private_names.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "custody/archive.hpp"
#include "custody/bodies.hpp"
#include "custody/container.hpp"
#include "custody/imported.hpp"
#include "custody/life_names.hpp"
#include "custody/summary.hpp"
#include "exhibit/error.hpp"

namespace exhibit::custody {

namespace {

using encode::Json;
using enum ValueForm;

constexpr std::size_t ranges_max = 256;

constexpr std::array<PrivateName, 6> handler_names{
    {{"badge"}, {"email"}, {"name", text, true}, {"organisation"}, {"phone"}, {"title"}}};

constexpr std::array<PrivateName, 1> revoke_names{{{"note"}}};

constexpr std::array<PrivateName, 7> incident_names{{{"authority"},
                                                     {"class"},
                                                     {"description"},
                                                     {"in_charge"},
                                                     {"retention"},
                                                     {"retention_reason"},
                                                     {"title", text, true}}};

constexpr std::array<PrivateName, 1> grant_names{{{"reason"}}};

constexpr std::array<PrivateName, 1> rekey_names{{{"reason", text, true}}};

constexpr std::array<PrivateName, 20> item_names{{{"asset_tag"},
                                                  {"authority"},
                                                  {"collected_by"},
                                                  {"collected_from"},
                                                  {"collected_place"},
                                                  {"condition"},
                                                  {"description", text, true},
                                                  {"discovered_at"},
                                                  {"discovered_by"},
                                                  {"host_name"},
                                                  {"ip"},
                                                  {"label"},
                                                  {"mac"},
                                                  {"make"},
                                                  {"method"},
                                                  {"model"},
                                                  {"place"},
                                                  {"quantity"},
                                                  {"seal"},
                                                  {"serial"}}};

constexpr std::array<PrivateName, 47> ingest_names{{{"acquisition"},
                                                    {"archive", archive},
                                                    {"asset_tag"},
                                                    {"authority"},
                                                    {"clock_drift"},
                                                    {"collected_by"},
                                                    {"collected_from"},
                                                    {"collected_place"},
                                                    {"condition"},
                                                    {"container", container},
                                                    {"derivation_parameters"},
                                                    {"derivation_tool"},
                                                    {"derivation_version"},
                                                    {"description", text, true},
                                                    {"device"},
                                                    {"discovered_at"},
                                                    {"discovered_by"},
                                                    {"expected", expected},
                                                    {"files", natural},
                                                    {"finished", text, true},
                                                    {"host_name"},
                                                    {"input_sha256", hex},
                                                    {"ip"},
                                                    {"label"},
                                                    {"logs", logs},
                                                    {"mac"},
                                                    {"make"},
                                                    {"md5", hex},
                                                    {"memory_ranges", ranges},
                                                    {"method"},
                                                    {"model"},
                                                    {"notes", texts},
                                                    {"place"},
                                                    {"quantity"},
                                                    {"recognised"},
                                                    {"seal"},
                                                    {"segments", segments},
                                                    {"serial"},
                                                    {"sha1", hex},
                                                    {"sha256", hex, true},
                                                    {"size", natural, true},
                                                    {"source_name", text, true},
                                                    {"started", text, true},
                                                    {"summary", summary},
                                                    {"tool", text, true},
                                                    {"unreadable", ranges},
                                                    {"write_blocker"}}};

constexpr std::array<PrivateName, 9> access_names{{{"damage", texts},
                                                   {"destination"},
                                                   {"files", natural},
                                                   {"filler"},
                                                   {"paths", texts},
                                                   {"purpose"},
                                                   {"ranges", ranges},
                                                   {"sha256", hex},
                                                   {"size", natural}}};

constexpr std::array<PrivateName, 4> offer_names{
    {{"note"}, {"place"}, {"purpose", text, true}, {"travel"}}};

constexpr std::array<PrivateName, 2> accept_names{{{"note"}, {"place"}}};

constexpr std::array<PrivateName, 2> moved_item_names{{{"condition"}, {"seal"}}};

constexpr std::array<PrivateName, 1> refuse_names{{{"reason", text, true}}};

constexpr std::array<PrivateName, 1> cancel_names{{{"reason"}}};

constexpr std::array<PrivateName, 1> shred_names{{{"reason"}}};

constexpr std::array<PrivateName, 3> emit_names{
    {{"purpose"}, {"recipients"}, {"report_sha256", hex}}};

bool is_hex(std::string_view value) {
    return value.size() % 2 == 0 && !value.empty() &&
           std::all_of(value.begin(), value.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_natural(const Json& value) {
    return value.is_integer() && value.integer("a number") >= 0;
}

bool is_range(const Json& value) {
    if (!value.is_array()) return false;
    const Json::Array& pair = value.array("a range");
    return pair.size() == 2 && is_natural(pair[0]) && is_natural(pair[1]);
}

bool is_expected_digest(const Json& value) {
    if (!value.is_object() || value.object("expected").size() != 3) return false;
    const Json* algorithm = value.find("algorithm");
    const Json* result = value.find("result");
    const Json* digest = value.find("value");
    if (!algorithm || !result || !digest) return false;
    if (!algorithm->is_string() || !result->is_string() || !digest->is_string()) return false;
    const std::string& verdict = result->string("result");
    return (verdict == "match" || verdict == "mismatch") && is_hex(digest->string("value"));
}

template <typename Test>
bool all_of_array(const Json& value, Test test) {
    if (!value.is_array()) return false;
    const Json::Array& entries = value.array("a list");
    return std::all_of(entries.begin(), entries.end(), test);
}

bool has_form(const Json& value, ValueForm form);

bool are_texts(const Json& value, std::initializer_list<std::string_view> names) {
    return std::all_of(names.begin(), names.end(), [&](std::string_view name) {
        const Json* member = value.find(name);
        return member != nullptr && member->is_string();
    });
}

bool is_log_check(const Json& value) {
    if (!value.is_object() || value.object("check").size() != 4) return false;
    if (!are_texts(value, {"result", "scope", "text", "what"})) return false;
    const std::string& result = value.find("result")->string("result");
    return result == "match" || result == "mismatch" || result == "not-comparable";
}

/// One of `logs`: the members of FORMAT.md 5.3 and no others.
bool is_kept_log(const Json& value) {
    if (!value.is_object() || value.object("log").size() != 12) return false;
    if (!are_texts(value, {"finished", "format", "name", "sha256", "source", "started", "tool",
                           "verdict"}))
        return false;
    const Json* size = value.find("size");
    const Json* bad = value.find("bad_ranges");
    const Json* checks = value.find("checks");
    const Json* warnings = value.find("warnings");
    return size && bad && checks && warnings && is_natural(*size) &&
           is_hex(value.find("sha256")->string("sha256")) && has_form(*bad, ranges) &&
           has_form(*warnings, texts) && all_of_array(*checks, is_log_check) &&
           checks->array("checks").size() <= log_checks_max;
}

bool has_form(const Json& value, ValueForm form) {
    switch (form) {
        case text: return value.is_string();
        case hex: return value.is_string() && is_hex(value.string("digits"));
        case natural: return is_natural(value);
        case texts: return all_of_array(value, [](const Json& one) { return one.is_string(); });
        case ranges:
            return all_of_array(value, is_range) && value.array("ranges").size() <= ranges_max;
        case expected: return all_of_array(value, is_expected_digest);
        case logs:
            return all_of_array(value, is_kept_log) && value.array("logs").size() <= logs_max;
        case segments: return is_segments(value);
        case container: return is_container(value);
        case archive: return is_archive(value);
        case summary: return is_summary(value);
        case imported: return is_imported(value);
    }
    return false;
}

std::string_view words_for(ValueForm form) {
    switch (form) {
        case text: return "a text";
        case hex: return "lower-case hexadecimal digits";
        case natural: return "a whole number";
        case texts: return "a list of texts";
        case ranges: return "a list of at most 256 pairs of offset and length";
        case expected: return "a list of digests with algorithm, result and value";
        case logs: return "a list of at most 16 acquisition logs of the form of version 1";
        case segments: return "a list of at most 1,000 segments with name and size";
        case container: return "what FORMAT.md 6.1 says of a container";
        case archive: return "what FORMAT.md 6.2 says of an archive";
        case summary: return "what FORMAT.md 6.3 says of a document";
        case imported: return "what FORMAT.md 6.4 says of imported history";
    }
    return "another form";
}

}  // namespace

SubjectKind kind_of_subject(std::string_view subject) {
    if (subject.starts_with("handler:")) return SubjectKind::handler;
    if (subject.starts_with("incident:")) return SubjectKind::incident;
    if (subject.starts_with("item:")) return SubjectKind::item;
    throw Error(ErrorKind::malformed, "subject of private values: found \"" +
                                          printable(subject.substr(0, 80)) +
                                          "\", expected handler:, incident: or item: and an id");
}

std::optional<IncidentId> incident_of_subject(std::string_view subject) {
    constexpr std::string_view incident = "incident:";
    constexpr std::string_view item = "item:";
    if (subject.starts_with(incident))
        return IncidentId::try_parse(subject.substr(incident.size()));
    if (!subject.starts_with(item)) return std::nullopt;
    const auto id = ItemId::try_parse(subject.substr(item.size()));
    if (!id) return std::nullopt;
    return id->incident();
}

std::span<const PrivateName> private_names(EventType type, SubjectKind kind) {
    const bool item = kind == SubjectKind::item;
    const bool incident = kind == SubjectKind::incident;
    switch (type) {
        case EventType::vault_genesis:
        case EventType::handler_enrol:
        case EventType::key_rotate:
            if (kind == SubjectKind::handler) return handler_names;
            break;
        case EventType::key_revoke:
            if (kind == SubjectKind::handler) return revoke_names;
            break;
        case EventType::handler_roles:
        case EventType::policy_adopt: break;
        case EventType::incident_open:
            if (incident) return incident_names;
            break;
        case EventType::incident_grant:
            if (incident) return grant_names;
            break;
        case EventType::item_register:
            if (item) return item_names;
            break;
        case EventType::item_ingest:
            if (item) return ingest_names;
            break;
        case EventType::item_access:
            if (item) return access_names;
            break;
        case EventType::custody_offer:
            if (incident) return offer_names;
            if (item) return moved_item_names;
            break;
        case EventType::custody_accept:
            if (incident) return accept_names;
            if (item) return moved_item_names;
            break;
        case EventType::custody_refuse:
            if (incident) return refuse_names;
            break;
        case EventType::custody_cancel:
            if (incident) return cancel_names;
            break;
        case EventType::content_destroy:
        case EventType::content_rewrite: break;
        case EventType::incident_rekey:
            if (incident) return rekey_names;
            break;
        case EventType::privacy_shred:
            if (incident) return shred_names;
            break;
        case EventType::exchange_emit:
            if (incident) return emit_names;
            break;
        case EventType::anchor_token: break;
        default: return life_names(type, kind);
    }
    return {};
}

std::vector<std::string> private_problems(EventType type, SubjectKind kind,
                                          const PrivateValues& values) {
    std::vector<std::string> problems;
    const auto names = private_names(type, kind);
    for (const auto& [name, value] : values) {
        const auto known =
            std::find_if(names.begin(), names.end(),
                         [&name = name](const auto& one) { return one.name == name; });
        if (known == names.end()) {
            problems.push_back("The private value \"" + printable(name) + "\" is not one that " +
                               std::string(to_string(type)) + " has.");
        } else if (!has_form(value, known->form)) {
            problems.push_back("The private value \"" + name + "\" is not " +
                               std::string(words_for(known->form)) + ".");
        }
    }
    for (const PrivateName& known : names) {
        if (!known.required || values.contains(known.name)) continue;
        problems.push_back("The private value \"" + std::string(known.name) + "\" is missing; " +
                           std::string(to_string(type)) + " must have it.");
    }
    return problems;
}

std::string text_value(const PrivateValues& values, std::string_view name) {
    const auto found = values.find(name);
    if (found == values.end() || !found->second.is_string()) return {};
    return found->second.string(name);
}

}  // namespace exhibit::custody
