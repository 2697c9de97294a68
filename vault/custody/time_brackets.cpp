#include "custody/time_brackets.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace exhibit::custody {

namespace {

constexpr std::string_view attested_code = "CR-25";

Finding about(std::optional<std::uint64_t> event, Severity severity, std::string text) {
    return {std::string(attested_code), severity, {}, {}, event, std::move(text)};
}

/// The claimed time of one event against its bracket.
void examine_claim(const EventRecord& event, const TimeBracket& bracket, std::int64_t tolerance,
                   std::vector<Finding>& out) {
    const auto say = [&](std::string_view how, const Attestation& by) {
        out.push_back(about(event.index, Severity::warning,
                            "The event says it was recorded at " + format_utc(event.time) +
                                ", but it was signed " + std::string(how) + " " +
                                format_utc(by.time) + ", by the word of " + printable(by.by) +
                                "."));
    };
    if (bracket.not_before && event.time.seconds + tolerance < bracket.not_before->time.seconds) {
        say("after", *bracket.not_before);
    }
    if (bracket.not_after && event.time.seconds - tolerance > bracket.not_after->time.seconds) {
        say("before", *bracket.not_after);
    }
}

/// Events behind the last stamp that have waited longer than the rules allow.
void examine_waiting(const State& state, const TimeBrackets& brackets, const TimeRules& rules,
                     std::vector<Finding>& out) {
    std::optional<std::uint64_t> first;
    std::uint64_t count = 0;
    for (std::uint64_t index = brackets.size(); index < state.size(); ++index) {
        const EventRecord* event = state.event(index);
        if (event == nullptr) continue;
        if (rules.now.seconds - event->time.seconds <= rules.longest_unattested_seconds) continue;
        if (!first) first = index;
        ++count;
    }
    if (!first) return;
    constexpr std::uint64_t day_seconds = 86'400;
    const auto days = static_cast<std::uint64_t>(rules.longest_unattested_seconds) / day_seconds;
    out.push_back(about(*first, *rules.unattested,
                        "From this event on " + counted(count, "event", "events") +
                            (count == 1 ? " is" : " are") + " older than " +
                            counted(days, "day", "days") +
                            " and covered by nobody's time-stamp or cosignature: their times "
                            "rest on the word of those who signed them."));
}

}  // namespace

TimeBrackets::TimeBrackets(std::vector<Attestation> attestations)
    : by_size_(std::move(attestations)) {
    std::stable_sort(by_size_.begin(), by_size_.end(),
                     [](const auto& a, const auto& b) { return a.size < b.size; });
    first_at_least_.resize(by_size_.size());
    for (std::size_t i = by_size_.size(); i-- > 0;) {
        const bool last = i + 1 == by_size_.size();
        const std::size_t next = last ? i : first_at_least_[i + 1];
        first_at_least_[i] = by_size_[i].time <= by_size_[next].time ? i : next;
    }
    std::copy_if(by_size_.begin(), by_size_.end(), std::back_inserter(by_leaf_),
                 [](const Attestation& one) { return one.leaf.has_value(); });
    std::stable_sort(by_leaf_.begin(), by_leaf_.end(),
                     [](const auto& a, const auto& b) { return a.leaf < b.leaf; });
    for (std::size_t i = 0; i < by_leaf_.size(); ++i) {
        const std::size_t before = i == 0 ? i : latest_up_to_[i - 1];
        latest_up_to_.push_back(by_leaf_[before].time > by_leaf_[i].time ? before : i);
    }
}

TimeBracket TimeBrackets::of(std::uint64_t index, std::uint64_t seen) const {
    TimeBracket bracket;
    const auto above =
        std::upper_bound(by_size_.begin(), by_size_.end(), index,
                         [](std::uint64_t value, const auto& one) { return value < one.size; });
    if (above != by_size_.end()) {
        const auto place = static_cast<std::size_t>(above - by_size_.begin());
        bracket.not_after = by_size_[first_at_least_[place]];
    }
    const auto unseen =
        std::lower_bound(by_leaf_.begin(), by_leaf_.end(), seen,
                         [](const auto& one, std::uint64_t value) { return *one.leaf < value; });
    if (unseen != by_leaf_.begin()) {
        const auto place = static_cast<std::size_t>(unseen - by_leaf_.begin()) - 1;
        bracket.not_before = by_leaf_[latest_up_to_[place]];
    }
    return bracket;
}

std::vector<Finding> examine_times(const State& state, const TimeBrackets& brackets,
                                   const TimeRules& rules) {
    std::vector<Finding> out;
    if (brackets.empty()) {
        if (rules.unattested && state.size() > 0) {
            out.push_back(about(std::nullopt, *rules.unattested,
                                "No time in this ledger is attested by anybody but those who "
                                "signed its events; `exhibit anchor get` asks a time-stamp "
                                "authority."));
        }
        return out;
    }
    for (std::uint64_t index = 0; index < state.size(); ++index) {
        const EventRecord* event = state.event(index);
        if (event == nullptr) continue;
        examine_claim(*event, brackets.of(index, event->seen), rules.clock_tolerance_seconds, out);
    }
    if (rules.unattested) examine_waiting(state, brackets, rules, out);
    std::stable_sort(out.begin(), out.end(),
                     [](const Finding& a, const Finding& b) { return a.event < b.event; });
    return out;
}

}  // namespace exhibit::custody
