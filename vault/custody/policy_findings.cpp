#include "custody/policy_findings.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.hpp"
#include "custody/codes.hpp"
#include "custody/policy_rules.hpp"

namespace exhibit::custody {

namespace {

// Types of events that are spoken of by their text.
constexpr std::string_view anchor_type = "anchor.token";
constexpr std::string_view disposal_type = "disposal.carry_out";

bool is_type(const EventRecord& event, std::string_view type) {
    return to_string(event.type()) == type;
}

Finding finding(std::string_view code, Severity severity, std::optional<std::uint64_t> event,
                std::string text) {
    return {std::string(code), severity, {}, {}, event, std::move(text)};
}

// Keys

std::string end_words(const KeyEnd& end) {
    return end.reason ? "revoked as " + std::string(to_string(*end.reason)) : "rotated";
}

void examine_contested(const State& state, const crypto::Hash& id, const KeyEnd& end,
                       const RecordRules& rules, std::vector<Finding>& out) {
    const Instant revoked = state.event(end.at)->happened;
    for (std::uint64_t index = end.last_good.size.value; index < end.at; ++index) {
        const EventRecord* event = state.event(index);
        const bool signed_it = event != nullptr && event->signed_by(id);
        if (!signed_it) continue;
        if (rules.anchored_before && rules.anchored_before(index, revoked)) continue;
        out.push_back(finding(
            code::contested, Severity::warning, index,
            "Contested: the key of handler " + short_id(id) + " was " + end_words(end) +
                " by event " + std::to_string(end.at) + ", which vouches for it up to size " +
                std::to_string(end.last_good.size.value) +
                " only. It signed this event later, and nothing from outside shows that this was "
                "before the key was lost."));
    }
}

void examine_custodians(const State& state, std::vector<Finding>& out) {
    for (const auto& [id, item] : state.items()) {
        const HandlerRecord* custodian = state.handler(item.custodian);
        const bool gone = std::ranges::any_of(item.chain, [&](std::uint64_t index) {
            return is_type(*state.event(index), disposal_type);
        });
        if (custodian == nullptr || custodian->in_force() || gone) continue;
        out.push_back(finding(code::idle_custodian, Severity::warning, custodian->ended->at,
                              "Item " + id.text() + " is in the custody of handler " +
                                  short_id(item.custodian) +
                                  ", whose key is not in force any more; an admin can offer it to "
                                  "somebody else."));
        out.back().item = id.text();
    }
}

// Policy

void examine_unread(const State& state, std::vector<Finding>& out) {
    for (const AdoptedPolicy& adopted : state.policies()) {
        if (adopted.policy) continue;
        out.push_back(finding(code::policy_unread, Severity::warning, adopted.index,
                              "The policy adopted by event " + std::to_string(adopted.index) +
                                  " cannot be read, so that what follows was not held against "
                                  "it."));
    }
}

void examine_disposals(const State& state, const PrivateLookup& values, std::vector<Finding>& out) {
    for (const auto& [id, item] : state.items()) {
        for (const std::uint64_t index : item.chain) {
            const EventRecord& event = *state.event(index);
            if (!is_type(event, disposal_type)) continue;
            const auto end = kept_until(state, *state.incident(id.incident()), index, values);
            if (!end || event.time >= *end) continue;
            out.push_back(finding(code::retention, Severity::warning, index,
                                  "Item " + id.text() + " was disposed of before " +
                                      format_utc(*end) + ", until when the policy had it kept."));
            out.back().item = id.text();
        }
    }
}

bool is_left(const State& state, const IncidentRecord& incident) {
    return std::ranges::any_of(state.items(), [&](const auto& entry) {
        const auto& [id, item] = entry;
        return id.incident() == incident.id &&
               std::ranges::none_of(item.chain, [&](std::uint64_t index) {
                   return is_type(*state.event(index), disposal_type);
               });
    });
}

/// Whether the incident says itself how long its evidence is kept.
bool states_own(const IncidentRecord& incident, const PrivateLookup& values) {
    const PrivateValues* known = values(incident.opened_at, subject_of(incident.id));
    return known != nullptr && !text_value(*known, "retention").empty();
}

void examine_retention(const State& state, const PrivateLookup& values, const RecordRules& rules,
                       std::vector<Finding>& out) {
    if (state.policy().retention.empty()) return;
    for (const auto& [id, incident] : state.incidents()) {
        const auto end = kept_until(state, incident, state.size(), values);
        if (!end && states_own(incident, values)) continue;
        if (!end) {
            out.push_back(finding(
                code::retention, Severity::note, incident.opened_at,
                "The policy has no retention for the class of incident " + id.text() + "."));
        } else if (*end < rules.now && is_left(state, incident)) {
            out.push_back(finding(code::retention, Severity::note, incident.opened_at,
                                  "The evidence of incident " + id.text() +
                                      " was to be kept until " + format_utc(*end) +
                                      "; the policy does not ask for it any longer."));
        }
    }
}

void examine_anchors(const State& state, const RecordRules& rules, std::vector<Finding>& out) {
    const AdoptedPolicy* adopted = state.adopted();
    const Cadence& anchors = state.policy().anchors;
    if (adopted == nullptr || (!anchors.every_seconds && !anchors.every_events)) return;
    // Before the first one it counts from the policy that asks for them.
    const EventRecord* last = state.event(adopted->index);
    for (std::uint64_t index = 0; index < state.size(); ++index) {
        const EventRecord* event = state.event(index);
        if (event != nullptr && is_type(*event, anchor_type)) last = event;
    }
    const bool late =
        anchors.every_seconds && rules.now.seconds - last->time.seconds > *anchors.every_seconds;
    const bool many = anchors.every_events && state.size() - last->index > *anchors.every_events;
    if (!late && !many) return;
    out.push_back(finding("CR-25", Severity::warning, last->index,
                          "The policy asks that the ledger is time-stamped regularly; since " +
                              format_utc(last->time) + " it was not, and " +
                              counted(state.size() - last->index - 1, "event", "events") +
                              " came after."));
}

}  // namespace

void examine_keys(const State& state, const RecordRules& rules, std::vector<Finding>& out) {
    for (const auto& [id, handler] : state.handlers()) {
        if (handler.ended && handler.ended->reason)
            examine_contested(state, id, *handler.ended, rules, out);
    }
    examine_custodians(state, out);
}

void examine_values(const State& state, const EventRecord& event, const PrivateLookup& values,
                    std::vector<Finding>& out) {
    const AdoptedPolicy* adopted = state.adopted_before(event.index);
    if (adopted == nullptr || !adopted->policy) return;
    const auto add = [&](SubjectKind subject, const PrivateValues& known) {
        for (const Breach& breach : value_breaches(*adopted->policy, event.body, subject, known)) {
            out.push_back(finding(breach.code, Severity::warning, event.index, breach.text));
            if (event.items.size() == 1) out.back().item = event.items.front().text();
        }
    };
    std::set<SubjectKind> spoken_of;
    for (const ledger::SealedRef& ref : event.sealed) {
        const SubjectKind subject = kind_of_subject(ref.subject);
        spoken_of.insert(subject);
        if (const PrivateValues* known = values(event.index, ref.subject)) add(subject, *known);
    }
    for (const SubjectKind subject : asked_subjects(*adopted->policy, event.type())) {
        if (!spoken_of.contains(subject)) add(subject, {});
    }
}

void examine_policy(const State& state, const PrivateLookup& values, const RecordRules& rules,
                    std::vector<Finding>& out) {
    examine_unread(state, out);
    examine_disposals(state, values, out);
    examine_retention(state, values, rules, out);
    examine_anchors(state, rules, out);
}

void soften_informal(const State& state, std::vector<Finding>& findings) {
    constexpr std::array<std::string_view, 7> paper{"CR-01", "CR-02", "CR-04", "CR-05",
                                                    "CR-07", "CR-08", "CR-28"};
    for (Finding& one : findings) {
        if (one.severity != Severity::warning || !one.event) continue;
        if (std::ranges::find(paper, one.code) == paper.end()) continue;
        if (!state.policy_before(*one.event).formal) one.severity = Severity::note;
    }
}

std::optional<Instant> kept_until(const State& state, const IncidentRecord& incident,
                                  std::uint64_t index, const PrivateLookup& values) {
    const PrivateValues* known = values(incident.opened_at, subject_of(incident.id));
    const std::string name = known != nullptr ? text_value(*known, "class") : std::string();
    const Retention* retention = retention_of(state.policy_before(index), name);
    if (retention == nullptr) return std::nullopt;
    return Instant{state.event(incident.opened_at)->time.seconds + retention->keep_seconds};
}

}  // namespace exhibit::custody
