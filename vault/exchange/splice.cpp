#include "exchange/splice.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.hpp"
#include "exchange/iodef_names.hpp"
#include "exhibit/error.hpp"
#include "exhibit/text.hpp"
#include "xml/reader.hpp"
#include "xml/text.hpp"

namespace exhibit::exchange {
namespace {

constexpr std::size_t choices_told = 20;

/// What stands before a new child, in the order of the schemas. v2 has more of them; none of the
/// added names means anything else in v1.
constexpr std::array<std::string_view, 15> before_event_data{
    "IncidentID", "AlternativeID", "RelatedActivity", "DetectTime",     "StartTime",
    "EndTime",    "RecoveryTime",  "ReportTime",      "GenerationTime", "Description",
    "Discovery",  "Assessment",    "Method",          "Contact",        "EventData"};
constexpr std::array<std::string_view, 12> before_record{
    "Description", "DetectTime", "StartTime",  "EndTime", "RecoveryTime", "ReportTime",
    "Contact",     "Discovery",  "Assessment", "Method",  "Flow",         "Expectation"};

template <class Names>
const MappedElement* last_of(const std::vector<MappedElement>& children, const Names& names) {
    const MappedElement* last = nullptr;
    for (const MappedElement& child : children)
        if (!child.name.empty() && std::ranges::find(names, child.name) != names.end())
            last = &child;
    return last;
}

std::string shown(const std::string& text) {
    return printable(text.size() <= 60 ? text : text.substr(0, 57) + "...");
}

std::string incident_text(const MappedIncident& incident) {
    std::string out = "Incident " + std::to_string(incident.number);
    if (!incident.ids.empty())
        out += " (" + shown(incident.ids.front().first + ' ' + incident.ids.front().second) + ')';
    return out;
}

/// The blanks before a tag when nothing else stands before it in its line.
std::optional<std::string> indent_before(std::string_view document, std::size_t tag) {
    std::size_t begin = tag;
    while (begin > 0 && (document[begin - 1] == ' ' || document[begin - 1] == '\t')) --begin;
    if (begin == 0 || (document[begin - 1] != '\n' && document[begin - 1] != '\r'))
        return std::nullopt;
    return std::string(document.substr(begin, tag - begin));
}

class PlaceFinder {
public:
    PlaceFinder(std::string_view document, const ReportMap& map, const IodefAttachRequest& request)
        : document_(document), map_(map), request_(request) {}

    SplicePlace find() {
        const MappedIncident& incident = chosen_incident();
        place_.version = incident.version;
        switch (request_.evidence.section) {
            case IodefSection::event_data: into_incident(incident); break;
            case IodefSection::record: into_event(incident); break;
            case IodefSection::record_data: into_record(incident); break;
            case IodefSection::document:
                throw Error(ErrorKind::usage, doing() +
                                                  ": a whole document cannot stand in "
                                                  "another one");
        }
        place_.line = line_of(place_.offset);
        place_.layout.newline = map_.newline;
        for (const MappedSignature& signature : map_.signatures) judge(signature);
        return place_;
    }

private:
    std::size_t line_of(std::size_t offset) const {
        return xml::Lines(document_).position(offset).line;
    }

    std::string event_text(const MappedEvent& event) const {
        std::string out = std::to_string(event.number) + " in line " +
                          std::to_string(line_of(event.self.start_at));
        const std::string words(xml::trimmed(event.description));
        if (!words.empty()) out += " \"" + shown(words) + '"';
        return out;
    }

    std::string doing() const { return "attaching to " + request_.source; }

    const MappedIncident& chosen_incident() const {
        if (map_.incidents.empty())
            throw Error(ErrorKind::malformed,
                        doing() + ": there is no Incident in an IODEF-Document of version 1 (" +
                            std::string(iodef_v1_uri) + ") or 2 (" + std::string(iodef_v2_uri) +
                            "); the document element is " + printable(map_.root));
        if (request_.report_incident > map_.incidents.size())
            throw Error(ErrorKind::not_found, doing() + ": there is no Incident " +
                                                  std::to_string(request_.report_incident) +
                                                  "; the report has " + incidents_text());
        if (request_.report_incident > 0) return map_.incidents[request_.report_incident - 1];
        std::vector<const MappedIncident*> matches;
        for (const MappedIncident& incident : map_.incidents)
            if (named_as_ours(incident)) matches.push_back(&incident);
        if (matches.size() == 1) return *matches.front();
        throw Error(matches.empty() ? ErrorKind::not_found : ErrorKind::conflict,
                    doing() + ": " +
                        (matches.empty() ? "no Incident is" : "more than one Incident is") +
                        " named " + printable(request_.evidence.csirt_name) + ' ' +
                        printable(request_.evidence.incident) +
                        " by IncidentID or AlternativeID; the report has " + incidents_text() +
                        "; choose with --report-incident N");
    }

    bool named_as_ours(const MappedIncident& incident) const {
        return std::ranges::any_of(incident.ids, [&](const auto& id) {
            return id.first == request_.evidence.csirt_name &&
                   id.second == request_.evidence.incident;
        });
    }

    std::string incidents_text() const {
        std::vector<std::string> texts;
        for (const MappedIncident& incident : map_.incidents) {
            if (texts.size() == choices_told) break;
            texts.push_back(incident_text(incident));
        }
        std::string out = join(texts, ", ");
        if (map_.incidents.size() > choices_told)
            out += " and " + grouped(map_.incidents.size() - choices_told) + " more";
        return out;
    }

    const MappedEvent& chosen_event(const MappedIncident& incident, bool with_record,
                                    const std::string& hint) const {
        std::vector<const MappedEvent*> fitting;
        for (const MappedEvent& event : incident.events) {
            const bool fits = event.records.empty() != with_record;
            if (request_.event_data == event.number) {
                if (fits) return event;
                throw Error(ErrorKind::conflict, doing() + ": EventData " + event_text(event) +
                                                     " of " + incident_text(incident) +
                                                     (with_record ? " has no" : " has a") +
                                                     " Record; " + hint);
            }
            if (fits) fitting.push_back(&event);
        }
        if (request_.event_data > 0)
            throw Error(ErrorKind::not_found,
                        doing() + ": " + incident_text(incident) + " has " +
                            counted(incident.events.size(), "EventData", "EventData") +
                            ", no number " + std::to_string(request_.event_data));
        if (fitting.size() == 1) return *fitting.front();
        if (fitting.empty())
            throw Error(ErrorKind::not_found,
                        doing() + ": no EventData of " + incident_text(incident) +
                            (with_record ? " has a" : " is without a") + " Record; " + hint);
        std::vector<std::string> texts;
        for (const MappedEvent* event : fitting)
            if (texts.size() < choices_told) texts.push_back(event_text(*event));
        throw Error(ErrorKind::conflict, doing() + ": " + grouped(fitting.size()) +
                                             " EventData of " + incident_text(incident) +
                                             " could take it: " + join(texts, ", ") +
                                             "; choose with --event-data N");
    }

    void into_incident(const MappedIncident& incident) {
        // Each EventData of a fraud report holds exactly one fraud record (RFC 5941 section 5).
        if (std::ranges::any_of(incident.events, &MappedEvent::fraud))
            throw Error(ErrorKind::conflict,
                        doing() + ": " + incident_text(incident) +
                            " is a fraud report (RFC 5941): every EventData of it is to hold a "
                            "fraud record, so that none may be added; use --into record");
        const MappedElement* last =
            last_of(incident.children, std::array{std::string_view("EventData")});
        if (last == nullptr) last = last_of(incident.children, before_event_data);
        enter(incident, nullptr);
        put(incident.self, incident.children, last, "Incident");
        place_.where += " of " + incident_text(incident);
    }

    void into_event(const MappedIncident& incident) {
        const MappedEvent& event =
            chosen_event(incident, false, "use --into record-data for one that has a Record");
        enter(incident, event.parent);
        put(event.self, event.children, last_of(event.children, before_record), "EventData");
        place_.where += " of EventData " + event_text(event) + " of " + incident_text(incident);
    }

    void into_record(const MappedIncident& incident) {
        const MappedEvent& event =
            chosen_event(incident, true, "use --into record for one that has none");
        if (event.records.size() > 1)
            throw Error(ErrorKind::malformed, doing() + ": EventData " + event_text(event) +
                                                  " has more than one Record; IODEF has one");
        const MappedElement* last = event.record_data.empty() ? nullptr : &event.record_data.back();
        enter(incident, &event);
        put(event.records.front(), event.record_data, last, "Record");
        place_.where += " of EventData " + event_text(event) + " of " + incident_text(incident);
    }

    /// Notes what the part will stand in: the incident, and the events from the outermost to
    /// `event`; put() adds the innermost. Null: directly in the incident's child.
    void enter(const MappedIncident& incident, const MappedEvent* event) {
        place_.around = incident.around;
        if (request_.evidence.section == IodefSection::event_data) return;
        place_.around.push_back(incident.self);
        const auto outermost = static_cast<std::ptrdiff_t>(place_.around.size());
        for (; event != nullptr; event = event->parent)
            place_.around.insert(place_.around.begin() + outermost, event->self);
    }

    /// After `sibling`, or as the first child of `parent`; laid out as its neighbours are.
    void put(const MappedElement& parent, const std::vector<MappedElement>& children,
             const MappedElement* sibling, const char* name) {
        if (parent.self_closing)
            throw Error(ErrorKind::malformed, doing() + ": the " + name + " is empty (\"<" + name +
                                                  "/>\"), which IODEF does not allow; nothing "
                                                  "can be put into it without changing it");
        place_.around.push_back(parent);
        place_.siblings = &children;
        const MappedElement* like = sibling;
        if (like == nullptr && !children.empty()) like = &children.front();
        const auto outer = indent_before(document_, parent.start_at);
        const auto inner =
            like == nullptr ? std::nullopt : indent_before(document_, like->start_at);
        place_.offset = sibling == nullptr ? parent.start_end : sibling->end_end;
        place_.where = sibling == nullptr ? "at the beginning"
                                          : "after the last " + std::string(sibling->name);
        place_.layout.lines = place_.new_line = inner.has_value();
        if (!inner) return;
        place_.layout.indent = *inner;
        if (outer && inner->starts_with(*outer) && inner->size() > outer->size())
            place_.layout.unit = inner->substr(outer->size());
    }

    void judge(const MappedSignature& signature) {
        const std::string name =
            "The signature in line " + std::to_string(line_of(signature.start_at));
        for (const MappedReference& reference : signature.references) {
            if (reference.uri.empty() || reference.uri == "#xpointer(/)") {
                place_.signatures.push_back(
                    reference.selects
                        ? name +
                              " may break: an XPath or XSLT transform says which part of the "
                              "document it covers, and that is not evaluated here."
                        : name + " breaks: it covers the whole document.");
            } else if (reference.uri.front() == '#') {
                judge_named(name, reference);
            }
        }
        if (signature.references.empty())
            place_.signatures.push_back(name + " may break: it does not say what it covers.");
    }

    void judge_named(const std::string& name, const MappedReference& reference) {
        std::string id = reference.uri.substr(1);
        constexpr std::string_view pointer = "xpointer(id(";
        if (id.starts_with(pointer) && id.size() > pointer.size() + 4)
            id = id.substr(pointer.size() + 1, id.size() - pointer.size() - 4);
        bool found = false;
        for (const ReportMap::Named& named : map_.named) {
            if (named.id != id) continue;
            found = true;
            if (place_.offset > named.start_at && place_.offset < named.end_end)
                place_.signatures.push_back(name + " breaks: it covers the element with the id " +
                                            shown(id) + ", into which this would go.");
        }
        if (!found)
            place_.signatures.push_back(name + " may break: no element with the id " + shown(id) +
                                        ", which it covers, was found.");
    }

    std::string_view document_;
    const ReportMap& map_;
    const IodefAttachRequest& request_;
    SplicePlace place_;
};

}  // namespace

SplicePlace find_place(std::string_view document, const ReportMap& map,
                       const IodefAttachRequest& request) {
    return PlaceFinder(document, map, request).find();
}

std::string splice(std::string_view document, const SplicePlace& place, std::string_view part) {
    std::string out;
    const std::string lead =
        place.new_line ? place.layout.newline + place.layout.indent : std::string();
    out.reserve(document.size() + lead.size() + part.size());
    out += document.substr(0, place.offset);
    out += lead;
    out += part;
    out += document.substr(place.offset);
    return out;
}

}  // namespace exhibit::exchange
