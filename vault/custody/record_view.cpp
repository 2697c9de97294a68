#include "custody/record_view.hpp"

#include "custody/steps.hpp"
#include "custody/teller.hpp"

namespace exhibit::custody {

namespace {

void add_places(const PrivateValues* values, std::set<std::string>& out) {
    if (values == nullptr) return;
    for (const std::string_view name : {"place", "collected_place", "from_place"}) {
        const std::string place = text_value(*values, name);
        if (!blank(place)) out.insert(folded(place));
    }
}

}  // namespace

const PrivateValues* RecordView::profile(const crypto::Hash& handler) const {
    const HandlerRecord* record = state.handler(handler);
    if (record == nullptr) return nullptr;
    return corrected_.about(record->enrolled_at, subject_of_handler(handler));
}

std::string RecordView::name_of(const crypto::Hash& handler) const {
    const PrivateValues* values = profile(handler);
    const std::string name = values != nullptr ? text_value(*values, "name") : std::string();
    return name.empty() ? "handler " + short_id(handler) : name;
}

const std::set<std::string>& RecordView::places(const IncidentId& incident) const {
    const auto [place, is_new] = places_.try_emplace(incident);
    if (!is_new) return place->second;
    const IncidentRecord* record = state.incident(incident);
    for (std::uint32_t number = 1; record != nullptr && number <= record->items; ++number) {
        const ItemId id(incident, number);
        for (const std::uint64_t index : state.item(id)->chain) {
            const EventRecord& event = *state.event(index);
            add_places(about(event, id), place->second);
            add_places(about(event, incident), place->second);
        }
    }
    return place->second;
}

}  // namespace exhibit::custody
