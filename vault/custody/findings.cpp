#include "custody/findings.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/check.hpp"
#include "custody/examiners.hpp"
#include "custody/policy_findings.hpp"

namespace exhibit::custody {

namespace {

/// By item, event and code; what is about no item first. Item ids are read once each, not in each
/// comparison: a long record has a million findings about a few thousand items.
std::vector<Finding> sorted(std::vector<Finding>&& findings) {
    std::map<std::string_view, std::size_t> ranks;
    for (const Finding& finding : findings) ranks.emplace(finding.item, 0);
    std::vector<std::pair<std::optional<ItemId>, std::size_t*>> items;
    for (auto& [text, rank] : ranks) items.emplace_back(ItemId::try_parse(text), &rank);
    std::ranges::sort(items);
    for (std::size_t i = 0; i < items.size(); ++i) *items[i].second = i;

    using Place = std::tuple<std::size_t, std::optional<std::uint64_t>, std::string_view, Finding*>;
    std::vector<Place> places;
    places.reserve(findings.size());
    for (Finding& finding : findings)
        places.emplace_back(ranks.at(finding.item), finding.event, finding.code, &finding);
    // The last part keeps the order of what is equal.
    std::ranges::sort(places);
    std::vector<Finding> out;
    out.reserve(findings.size());
    for (const Place& place : places) out.push_back(std::move(*std::get<Finding*>(place)));
    return out;
}

/// Runs the families of rules over what it is given, and sorts what they found.
class Examiner {
public:
    Examiner(const State& state, const PrivateLookup& values, const RecordRules& rules)
        : view_(state, values, rules), record_(out_, {}), events_(view_, record_) {}

    void item(const ItemRecord& item) {
        Teller teller(out_, item.id.text());
        examine_origin(view_, item, teller);
        examine_content(view_, item, teller);
        examine_custody(view_, item, teller);
        examine_acts(view_, item, teller);
        for (const std::uint64_t index : item.chain) events_.examine(*view_.state.event(index));
    }

    void incident(const IncidentRecord& incident) {
        examine_incident(view_, incident, record_);
        events_.examine(*view_.state.event(incident.opened_at));
    }

    void whole_record(const FindingSink& tell) {
        events_.examine_all();
        events_.examine_clocks();
        examine_keys(view_.state, view_.rules, out_);
        examine_policy(view_.state, view_.first_values(), view_.rules, out_);
        for (const auto& [id, record] : view_.state.incidents()) incident(record);
        attestation();
        items(finish(), tell);
    }

    void attestation() { events_.examine_attestation(); }

    std::vector<Finding> finish() {
        soften_informal(view_.state, out_);
        std::vector<Finding> all = sorted(std::move(out_));
        out_.clear();
        return all;
    }

private:
    /// Item by item, with what was found about it already.
    void items(std::vector<Finding> found, const FindingSink& tell) {
        auto next = found.begin();
        for (; next != found.end() && next->item.empty(); ++next) tell(std::move(*next));
        for (const auto& [id, record] : view_.state.items()) {
            const std::string text = id.text();
            for (; next != found.end() && next->item == text; ++next)
                out_.push_back(std::move(*next));
            item(record);
            for (Finding& one : finish()) tell(std::move(one));
        }
        CHECK(next == found.end());  // events name items that are there
    }

    std::vector<Finding> out_;
    RecordView view_;
    Teller record_;
    EventExaminer events_;
};

}  // namespace

void examine_record(const State& state, const PrivateLookup& values, const RecordRules& rules,
                    const FindingSink& tell) {
    Examiner(state, values, rules).whole_record(tell);
}

std::vector<Finding> examine_record(const State& state, const PrivateLookup& values,
                                    const RecordRules& rules) {
    std::vector<Finding> all;
    examine_record(state, values, rules, [&](Finding one) { all.push_back(std::move(one)); });
    return all;
}

std::vector<Finding> examine_incident(const State& state, const IncidentId& incident,
                                      const PrivateLookup& values, const RecordRules& rules) {
    Examiner examiner(state, values, rules);
    if (const IncidentRecord* record = state.incident(incident)) examiner.incident(*record);
    for (const auto& [id, item] : state.items()) {
        if (id.incident() == incident) examiner.item(item);
    }
    examiner.attestation();
    return examiner.finish();
}

std::vector<Finding> examine_item(const State& state, const ItemId& item,
                                  const PrivateLookup& values, const RecordRules& rules) {
    Examiner examiner(state, values, rules);
    if (const ItemRecord* record = state.item(item)) {
        examiner.item(*record);
        examiner.attestation();
    }
    return examiner.finish();
}

}  // namespace exhibit::custody
