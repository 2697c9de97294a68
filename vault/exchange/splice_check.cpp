#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "exchange/splice.hpp"
#include "exhibit/error.hpp"
#include "exhibit/text.hpp"
#include "exhibit/validation.hpp"

namespace exhibit::exchange {
namespace {

std::size_t parts_in(const ReportMap& map, IodefSection section) {
    std::size_t count = 0;
    for (const MappedIncident& incident : map.incidents) {
        if (section == IodefSection::event_data) count += incident.events.size();
        for (const MappedEvent& event : incident.events) {
            if (section == IodefSection::record) count += event.records.size();
            if (section == IodefSection::record_data) count += event.record_data.size();
        }
    }
    return count;
}

/// Lenient, because the three schemas in use differ: what all of them refuse must not become more.
void require_no_worse(std::string_view document, std::string_view spliced,
                      const std::string& source) {
    ValidationRequest request;
    request.lenient = true;
    const ValidationReport after = validate_report(spliced, request);
    if (after.errors == 0) return;
    const ValidationReport before = validate_report(document, request);
    if (after.errors <= before.errors) return;
    // In a report that is right, more errors are ours. In one that is not, what it has more of may
    // come from what was wrong: an element in the wrong place can be counted twice.
    Error error(before.errors == 0 ? ErrorKind::internal : ErrorKind::malformed,
                "attaching to " + source + ": with the evidence in it, " + grouped(after.errors) +
                    " things around the place are wrong, and " + grouped(before.errors) +
                    " without it; nothing was written" +
                    (before.errors == 0 ? "" : "; put the report right first (iodef validate)"));
    for (const ValidationMessage& message : after.messages)
        if (message.is_error)
            error.add_context("line " + std::to_string(message.line) + ", " + message.path + ": " +
                              message.text);
    throw error;
}

/// How often each observable-id stands in a document.
std::map<std::string_view, std::size_t> observables(const ReportMap& map) {
    std::map<std::string_view, std::size_t> out;
    for (const ReportMap::Named& named : map.named)
        if (named.observable) ++out[named.id];
    return out;
}

std::string end_tag(std::string_view document, const MappedElement& element) {
    const std::size_t name = element.start_at + 1;
    const std::size_t end = document.find_first_of(" \t\r\n/>", name);
    return "</" + std::string(document.substr(name, end - name)) + '>';
}

/// A small document: the elements around the place, and in the innermost one its children without
/// what is in them. `offset` is where the place is in it.
struct Neighbourhood {
    std::string document;
    std::size_t offset = 0;
};

/// Of a run of siblings with one name, two at each end say as much about their order as all.
bool within_run(const std::vector<MappedElement>& siblings, std::size_t index, std::size_t offset) {
    constexpr std::size_t kept = 2;
    if (index < kept || index + kept >= siblings.size()) return false;
    const std::string_view name = siblings[index].name;
    const auto alike = [&](std::size_t i) { return siblings[i].name == name; };
    const bool beside = siblings[index].end_end == offset || siblings[index - 1].end_end == offset;
    return !name.empty() && !beside && alike(index - 2) && alike(index - 1) && alike(index + 1) &&
           alike(index + 2);
}

Neighbourhood neighbourhood(std::string_view document, const SplicePlace& place) {
    Neighbourhood out;
    const auto tag = [&](const MappedElement& element) {
        return document.substr(element.start_at, element.start_end - element.start_at);
    };
    for (const MappedElement& element : place.around) out.document += tag(element);
    out.offset = out.document.size();
    for (std::size_t i = 0; i < place.siblings->size(); ++i) {
        const MappedElement& sibling = (*place.siblings)[i];
        if (within_run(*place.siblings, i, place.offset)) continue;
        out.document += tag(sibling);
        if (!sibling.self_closing) out.document += end_tag(document, sibling);
        if (sibling.end_end <= place.offset) out.offset = out.document.size();
    }
    for (auto element = place.around.rbegin(); element != place.around.rend(); ++element)
        out.document += end_tag(document, *element);
    return out;
}

/// The map of the result, once it is sound.
ReportMap checked(std::string_view document, const std::string& spliced, const ReportMap& before,
                  IodefSection into, const std::string& source) {
    require_no_worse(document, spliced, source);
    ReportMap after = map_report(spliced, source + " with the evidence in it");
    const bool more = after.incidents.size() == before.incidents.size() &&
                      parts_in(after, into) > parts_in(before, into);
    const auto counts = observables(after);
    const auto before_counts = observables(before);
    const bool twice = std::ranges::any_of(counts, [&](const auto& entry) {
        const auto known = before_counts.find(entry.first);
        return entry.second > 1 && (known == before_counts.end() || known->second < entry.second);
    });
    if (!more || twice)
        throw Error(ErrorKind::internal,
                    "attaching to " + source +
                        ": the evidence does not stand where it was put, or an id of it is in the "
                        "report already; nothing was written");
    return after;
}

}  // namespace

void require_sound(std::string_view document, const std::string& spliced, const ReportMap& before,
                   IodefSection into, const std::string& source) {
    checked(document, spliced, before, into, source);
}

void require_sound_place(std::string_view document, const SplicePlace& place, std::string_view part,
                         const ReportMap& map, IodefSection into, const std::string& source) {
    const Neighbourhood here = neighbourhood(document, place);
    std::string spliced = here.document;
    spliced.insert(here.offset, part);
    const ReportMap before = map_report(here.document, source);
    const ReportMap after = checked(here.document, spliced, before, into, source);
    const auto known = observables(before);
    for (const auto& [id, count] : observables(after))
        if (!known.contains(id) && map.ids.contains(id))
            throw Error(ErrorKind::internal, "attaching to " + source + ": the id " +
                                                 printable(id) +
                                                 " of the evidence is in the report already; "
                                                 "nothing was written");
}

}  // namespace exhibit::exchange
