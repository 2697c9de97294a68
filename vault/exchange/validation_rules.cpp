#include "exchange/validation_rules.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "xml/text.hpp"

namespace exhibit::exchange {
namespace {

using schema::Rule;

constexpr std::string_view instance_namespace = "http://www.w3.org/2001/XMLSchema-instance";

constexpr std::array<std::string_view, 6> recorded = {
    "RecordItem",      "URL",           "FileData", "WindowsRegistryKeysModified",
    "CertificateData", "AdditionalData"};

bool is_one_of(std::string_view name, std::span<const std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

// Labels of letters, digits, dashes and underscores, parted by dots, at least two.
bool is_host_name(std::string_view text) {
    constexpr std::string_view allowed =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
    return text.find_first_not_of(allowed) == std::string_view::npos &&
           text.find('.') != std::string_view::npos && !text.starts_with('.') &&
           text.find("..") == std::string_view::npos;
}

bool is_version_two(const ValidationState& state, const Frame& frame) {
    return state.grammar.vocabulary(frame.type()->space).prefix == "iodef2";
}

}  // namespace

void TextRules::child_of(Frame& around, const schema::ElementRule& child,
                         schema::NamespaceIndex space) {
    Noted& noted = around.noted;
    ++noted.children;
    const std::string_view name = state_.reader.element().local;
    if (space == schema::foreign || (around.type() != nullptr && space != around.type()->space))
        ++noted.foreign_children;
    switch (around.rule.rule) {
        case Rule::record_data: noted.has_record |= is_one_of(name, recorded); break;
        case Rule::hash_data: noted.has_hash |= name == "Hash" || name == "FuzzyHash"; break;
        case Rule::node: noted.has_address |= name == "DomainData" || name == "Address"; break;
        case Rule::expectation:
        case Rule::history_item: noted.has_course |= name == "DefinedCOA"; break;
        case Rule::rid:
            noted.has_policy |= child.rule == Rule::rid_policy;
            noted.has_status |= name == "RequestStatus";
            noted.has_source |= name == "IncidentSource";
            break;
        case Rule::rid_policy:
            // What the message needs is judged at the end of RID.
            if (child.rule == Rule::incident_id && state_.parent() != nullptr)
                state_.parent()->noted.has_incident_id = true;
            break;
        default: break;
    }
}

void TextRules::note_attribute(Frame& frame, std::string_view name, std::string_view otherwise) {
    frame.noted.kind = otherwise;
    if (const xml::Attribute* given = state_.reader.attribute(name))
        frame.noted.kind = xml::trimmed(given->value());
}

void TextRules::start(Frame& frame) {
    switch (frame.rule.rule) {
        case Rule::document: document(frame); break;
        case Rule::incident: ++state_.report.incidents; break;
        case Rule::incident_id: incident_id(frame); break;
        case Rule::expectation:
        case Rule::history_item: note_attribute(frame, "action", "other"); break;
        case Rule::record_pattern: record_pattern(frame); break;
        case Rule::extension: extension(frame); break;
        case Rule::confidence:
            note_attribute(frame, "rating", "");
            frame.collects = true;
            break;
        case Rule::address:
            note_attribute(frame, "category",
                           is_version_two(state_, frame) ? "ipv6-addr" : "ipv4-addr");
            frame.collects = true;
            break;
        case Rule::media_type: frame.collects = true; break;
        case Rule::digest_method:
            if (Frame* around = state_.parent();
                around != nullptr && around->rule.rule == Rule::hash) {
                note_attribute(frame, "Algorithm", "");
                around->noted.kind = frame.noted.kind;
            }
            break;
        case Rule::indicator_reference: indicator_reference(frame); break;
        case Rule::rid_policy:
            note_attribute(frame, "MsgType", "");
            if (Frame* around = state_.parent()) around->noted.kind = frame.noted.kind;
            break;
        default: break;
    }
}

void TextRules::end(Frame& frame, std::string_view value_text) {
    switch (frame.rule.rule) {
        case Rule::start_time:
        case Rule::end_time:
        case Rule::other_time: time(frame, xml::trimmed(value_text), frame.rule.rule); break;
        case Rule::incident: times_in_order(frame); break;
        case Rule::event_data:
            times_in_order(frame);
            if (frame.noted.children == 0) nothing_inside(frame, "something");
            break;
        case Rule::expectation:
            times_in_order(frame);
            course_of_action(frame);
            break;
        case Rule::history_item: course_of_action(frame); break;
        case Rule::needs_child:
            if (frame.noted.children == 0) nothing_inside(frame, "something");
            break;
        case Rule::detection_pattern:
            if (frame.noted.children < 2)
                nothing_inside(frame, "Description or DetectionConfiguration");
            break;
        case Rule::record_data:
            if (!frame.noted.has_record)
                nothing_inside(frame,
                               "at least one RecordItem, URL, FileData, "
                               "WindowsRegistryKeysModified, CertificateData or AdditionalData");
            break;
        case Rule::hash_data:
            if (!frame.noted.has_hash) nothing_inside(frame, "Hash or FuzzyHash");
            break;
        case Rule::node:
            if (!frame.noted.has_address) nothing_inside(frame, "DomainData or Address");
            break;
        case Rule::rid: rid(frame); break;
        default: value(frame, xml::trimmed(value_text)); break;
    }
}

void TextRules::document(const Frame& frame) {
    if (state_.depth() != 1) return;
    const bool two = is_version_two(state_, frame);
    const std::string section = two ? "RFC 7970 section 4.1" : "RFC 5070 section 4.1";
    if (!state_.reader.has_declaration())
        state_.tell(
            Weight::strict, "declaration.missing", 0,
            [] { return "The document does not begin with an XML declaration."; }, section);
    else if (two && !state_.reader.declares_encoding())
        state_.tell(
            Weight::strict, "declaration.encoding", 0,
            [] { return "The XML declaration does not name the encoding."; }, section);
    if (state_.reader.attribute("schemaLocation", instance_namespace) == nullptr)
        state_.tell(
            two ? Weight::strict : Weight::warning, "schema-location.missing", frame.at,
            [] { return "IODEF-Document has no xsi:schemaLocation that refers to the schema."; },
            two ? "RFC 7970 section 4.2" : "RFC 5070 section 4.2");
}

void TextRules::incident_id(Frame& frame) {
    frame.collects = true;
    const xml::Attribute* name = state_.reader.attribute("name");
    if (name == nullptr || is_host_name(name->value())) return;
    state_.tell(Weight::warning, "incident-id.name", name->value_at, [&] {
        return "The name of IncidentID is " + quoted(name->value()) +
               ", expected the full domain name of the team that gave the number.";
    });
}

void TextRules::record_pattern(const Frame& frame) {
    const xml::Attribute* offset = state_.reader.attribute("offset");
    if (offset != nullptr && xml::trimmed(offset->value()).starts_with('-'))
        strict(frame, "number.negative",
               [] { return "The offset of RecordPattern is negative; it counts from the start."; });
}

void TextRules::indicator_reference(const Frame& frame) {
    const bool own = state_.reader.attribute("uid-ref") != nullptr;
    const bool other = state_.reader.attribute("euid-ref") != nullptr;
    // The working group's copy says it with a key: exactly one.
    const bool key = !state_.request.lenient && state_.request.schema == IodefSchema::working_group;
    if (own != other) return;
    state_.tell(key ? Weight::always : Weight::strict, "attribute.one-of", frame.at, [] {
        return "IndicatorReference needs one of uid-ref and euid-ref, and only one.";
    });
}

void TextRules::time(Frame& frame, std::string_view text, Rule rule) {
    const auto moment = schema::parse_date_time(text);
    if (!moment) return;
    if (!moment->has_offset)
        strict(frame, "time.offset", [&] {
            return std::string(frame.name) + " is " + quoted(text) +
                   ", without an offset from UTC: nobody else can tell when that was.";
        });
    Frame* const around = state_.parent();
    if (around == nullptr) return;
    if (rule == Rule::start_time) around->noted.start = *moment;
    if (rule == Rule::end_time) {
        around->noted.end = *moment;
        around->noted.end_at = frame.at;
    }
}

void TextRules::times_in_order(const Frame& frame) {
    const Noted& noted = frame.noted;
    if (!noted.start || !noted.end || noted.start->has_offset != noted.end->has_offset) return;
    if (*noted.start <= *noted.end) return;
    state_.tell(Weight::strict, "time.order", noted.end_at, [&] {
        return std::string(frame.name) +
               " ends before it starts: EndTime is earlier than "
               "StartTime.";
    });
}

void TextRules::nothing_inside(const Frame& frame, std::string_view wanted) {
    strict(frame, "class.empty",
           [&] { return std::string(frame.name) + " must hold " + std::string(wanted) + "."; });
}

void TextRules::course_of_action(const Frame& frame) {
    if (frame.noted.kind != "defined-coa" || frame.noted.has_course) return;
    strict(frame, "class.incomplete", [&] {
        return std::string(frame.name) +
               " has the action \"defined-coa\" and no DefinedCOA to say which.";
    });
}

// RFC 6545 section 5; RFC 6045 has other names for the same messages.
void TextRules::rid(const Frame& frame) {
    const Noted& noted = frame.noted;
    const std::string& type = noted.kind;
    const auto missing = [&](std::string_view what) {
        strict(frame, "rid.incomplete", [&] {
            return (type.empty() ? "A RID message" : "A RID message " + quoted(type)) + " needs " +
                   std::string(what) + ".";
        });
    };
    if (!noted.has_policy) return missing("RIDPolicy");
    if ((type == "Acknowledgement" || type == "RequestAuthorization") && !noted.has_status)
        missing("RequestStatus");
    if (type == "Result" && !noted.has_source) missing("IncidentSource");
    if (type == "Report" && !noted.has_incident_id) missing("the IncidentID in RIDPolicy");
}

}  // namespace exhibit::exchange
