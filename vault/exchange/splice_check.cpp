#include <algorithm>

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
    Error error(ErrorKind::internal, "attaching to " + source + ": with the evidence in it, " +
                                         grouped(after.errors) + " things in it are wrong, and " +
                                         grouped(before.errors) +
                                         " without it; nothing was written");
    for (const ValidationMessage& message : after.messages)
        if (message.is_error)
            error.add_context("line " + std::to_string(message.line) + ", " + message.path + ": " +
                              message.text);
    throw error;
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

Neighbourhood neighbourhood(std::string_view document, const SplicePlace& place) {
    Neighbourhood out;
    const auto tag = [&](const MappedElement& element) {
        return document.substr(element.start_at, element.start_end - element.start_at);
    };
    for (const MappedElement& element : place.around) out.document += tag(element);
    out.offset = out.document.size();
    for (const MappedElement& sibling : *place.siblings) {
        out.document += tag(sibling);
        if (!sibling.self_closing) out.document += end_tag(document, sibling);
        if (sibling.end_end <= place.offset) out.offset = out.document.size();
    }
    for (auto element = place.around.rbegin(); element != place.around.rend(); ++element)
        out.document += end_tag(document, *element);
    return out;
}

}  // namespace

void require_sound(std::string_view document, const std::string& spliced, const ReportMap& before,
                   IodefSection into, const std::string& source) {
    require_no_worse(document, spliced, source);
    const ReportMap after = map_report(spliced, source + " with the evidence in it");
    const bool more = after.incidents.size() == before.incidents.size() &&
                      parts_in(after, into) > parts_in(before, into);
    const bool twice = std::ranges::any_of(after.observables, [&](const std::string& id) {
        return after.observables.count(id) > std::max<std::size_t>(1, before.observables.count(id));
    });
    if (!more || twice)
        throw Error(ErrorKind::internal,
                    "attaching to " + source +
                        ": the evidence does not stand where it was put, or an id of it is in the "
                        "report already; nothing was written");
}

void require_sound_place(std::string_view document, const SplicePlace& place, std::string_view part,
                         const ReportMap& map, IodefSection into, const std::string& source) {
    const Neighbourhood here = neighbourhood(document, place);
    std::string spliced = here.document;
    spliced.insert(here.offset, part);
    const ReportMap before = map_report(here.document, source);
    require_sound(here.document, spliced, before, into, source);
    for (const std::string& id : map_report(spliced, source).observables)
        if (!before.observables.contains(id) && map.observables.contains(id))
            throw Error(ErrorKind::internal, "attaching to " + source + ": the id " +
                                                 printable(id) +
                                                 " of the evidence is in the report already; "
                                                 "nothing was written");
}

}  // namespace exhibit::exchange
