#include "custody/policy_rules.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "custody/clock.hpp"
#include "custody/codes.hpp"
#include "custody/log_findings.hpp"
#include "custody/state.hpp"
#include "custody/teller.hpp"
#include "exhibit/error.hpp"

namespace exhibit::custody {

namespace {

// Types of events that are spoken of by their text.
constexpr std::string_view offer_type = "custody.offer";
constexpr std::string_view check_out_type = "item.check_out";
constexpr std::string_view release_type = "hold.release";
constexpr std::string_view revoke_type = "key.revoke";
constexpr std::string_view exchange_type = "exchange.emit";

// Without these nobody can be enrolled, shut out, or given another policy.
constexpr std::array<std::string_view, 4> keeping_types{"handler.enrol", "handler.roles",
                                                        "key.revoke", "policy.adopt"};

template <typename Value>
const Value* find_in(const ByText<Value>& map, std::string_view key) {
    const auto found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
}

std::string words_of(const std::vector<Role>& roles) {
    std::vector<std::string> words;
    for (const Role role : roles) words.emplace_back(to_string(role));
    return join(words, " or ");
}

std::string in_words(const Quorum& quorum) {
    std::string text = counted(quorum.signatures, "person", "different people");
    if (!quorum.roles.empty()) text += " with the role " + words_of(quorum.roles);
    return text;
}

std::string hours(std::int64_t seconds) {
    return counted(static_cast<std::uint64_t>(seconds / 3600), "hour", "hours");
}

bool has_any(const State& state, const crypto::Hash& handler, const std::vector<Role>& roles) {
    const HandlerRecord* record = state.handler(handler);
    return record != nullptr &&
           std::ranges::any_of(roles, [&](Role role) { return record->has(role); });
}

void check_may(const State& state, const Policy& policy, const ledger::Event& event,
               std::vector<Breach>& out) {
    const std::vector<Role>* roles = find_in(policy.may, event.type);
    if (roles == nullptr || has_any(state, event.actor.key, *roles)) return;
    out.push_back({code::policy_role, "The policy lets only " + words_of(*roles) + " record " +
                                          event.type + "; handler " + short_id(event.actor.key) +
                                          " has no such role."});
}

void check_quorum(const State& state, const Quorum& quorum, const std::string& act,
                  std::span<const crypto::Hash> signers, std::vector<Breach>& out) {
    const std::size_t found = counting(state, quorum, signers);
    if (found >= quorum.signatures) return;
    out.push_back({code::policy_cosign, "The policy asks that " + in_words(quorum) + " sign " +
                                            act + "; " + std::to_string(found) +
                                            (found == 1 ? " signature" : " signatures") +
                                            " of such people is on it."});
}

void check_gap(const Policy& policy, const ledger::Event& event, std::vector<Breach>& out) {
    const std::int64_t gap = event.time.seconds - event.happened.seconds;
    if (!policy.refuse_longer_gap || gap <= policy.longest_gap_seconds) return;
    out.push_back({code::policy_gap, "The policy asks that an event is recorded within " +
                                         hours(policy.longest_gap_seconds) +
                                         "; this one was recorded " + hours(gap) +
                                         " after it happened."});
}

/// The time in a member of a body that this part does not know the type of; nullopt without one.
std::optional<Instant> time_in(const ledger::Event& event, std::string_view name) {
    const encode::Json* value = event.body.is_object() ? event.body.find(name) : nullptr;
    if (value == nullptr || !value->is_string()) return std::nullopt;
    try {
        return parse_utc(value->string(name));
    } catch (const Error&) {
        return std::nullopt;  // the form of the body is judged elsewhere
    }
}

void check_end(const std::optional<std::int64_t>& longest, const ledger::Event& event,
               std::string_view name, std::string_view what, std::vector<Breach>& out) {
    const auto end = time_in(event, name);
    if (!longest || !end || end->seconds - event.time.seconds <= *longest) return;
    out.push_back({code::policy_time, "The policy lets " + std::string(what) + " last for " +
                                          hours(*longest) + "; this one ends at " +
                                          format_utc(*end) + "."});
}

/// Whoever notices that their key is lost ends it at once, whatever the policy asks of others.
bool ends_own_key(const ledger::Event& event) {
    if (event.type != revoke_type || !event.body.is_object()) return false;
    const encode::Json* handler = event.body.find("handler");
    return handler != nullptr && handler->is_string() &&
           handler->string("handler") == event.actor.key.hex();
}

/// Whether `later` is this key, or one that took its place.
bool is_same_person(const State& state, const crypto::Hash& key, crypto::Hash later) {
    while (later != key) {
        const HandlerRecord* handler = state.handler(later);
        if (handler == nullptr || !handler->predecessor) return false;
        later = *handler->predecessor;
    }
    return true;
}

/// A hold that somebody else placed is lifted with the signatures of the override only.
void check_release(const State& state, const Policy& policy, const ledger::Event& event,
                   std::span<const crypto::Hash> signers, std::vector<Breach>& out) {
    if (!policy.hold_override || event.type != release_type) return;
    const encode::Json* hold = event.body.is_object() ? event.body.find("hold") : nullptr;
    if (hold == nullptr || !hold->is_string()) return;
    const EventRecord* placed = nullptr;
    try {
        placed = state.event(crypto::Hash::from_hex(hold->string("hold"), "the hold"));
    } catch (const Error&) {
        return;  // the form of the body is judged elsewhere
    }
    if (placed == nullptr || is_same_person(state, placed->actor, event.actor.key)) return;
    check_quorum(state, *policy.hold_override, "the release of a hold that somebody else placed",
                 signers, out);
}

/// A document, but a bundle, of an incident of which nothing may leave.
void check_exchange(const State& state, const Policy& policy, const ledger::Event& event,
                    std::vector<Breach>& out) {
    if (policy.exchange.empty() || event.type != exchange_type || !event.body.is_object()) return;
    const encode::Json* format = event.body.find("format");
    const encode::Json* incident = event.body.find("incident");
    if (format == nullptr || !format->is_string() || incident == nullptr || !incident->is_string())
        return;  // the form of the body is judged elsewhere
    if (format->string("format") == to_string(DocumentFormat::bundle_v1)) return;
    const auto found = std::ranges::find_if(state.incidents(), [&](const auto& entry) {
        return entry.first.text() == incident->string("incident");
    });
    if (found == state.incidents().end()) return;
    const Restriction restriction = found->second.restriction;
    if (exchange_rules(policy, restriction).leaves) return;
    out.push_back(
        {code::policy_exchange, "The policy lets nothing of incidents with the restriction " +
                                    std::string(to_string(restriction)) + " go to others, and " +
                                    found->first.text() + " has it."});
}

void check_reachable(const State& state, const Quorum& quorum, const std::string& act,
                     std::span<const crypto::Hash> all, std::vector<Breach>& out) {
    const std::size_t found = counting(state, quorum, all);
    if (found >= quorum.signatures) return;
    out.push_back({code::policy_quorum, "The policy asks that " + in_words(quorum) + " sign " +
                                            act + ", but the vault has " + std::to_string(found) +
                                            " of them."});
}

const std::string& kind_of(const Body& body) {
    static const std::string physical(physical_item);
    const auto* ingest = body_if<ItemIngest>(body);
    return ingest != nullptr ? ingest->kind : physical;
}

bool present(const PrivateValues& values, std::string_view name) {
    const auto found = values.find(name);
    if (found == values.end()) return false;
    return !found->second.is_string() ||
           text_value(values, name).find_first_not_of(" \t\r\n") != std::string::npos;
}

/// Where an item came from is said of the item it was derived from.
bool of_origin(std::string_view name) {
    return name.starts_with("collected_") || name == "discovered_at";
}

void check_field(const Body& body, const PrivateValues& values, const std::string& name,
                 std::vector<Breach>& out) {
    const auto* ingest = body_if<ItemIngest>(body);
    if (present(values, name) || (ingest != nullptr && ingest->from && of_origin(name))) return;
    out.push_back({code::policy_field, "The policy asks for the field " + name + " in " +
                                           std::string(to_string(type_of(body))) + "."});
}

bool source_was_compared(const PrivateValues& values) {
    if (log_verdict(values) == LogVerdict::match) return true;
    const auto expected = values.find("expected");
    return expected != values.end() && expected->second.is_array() &&
           !expected->second.array("expected").empty();
}

void check_item(const Body& body, const ItemRules& rules, const PrivateValues& values,
                std::vector<Breach>& out) {
    for (const std::string& name : rules.fields) check_field(body, values, name, out);
    if (!body_is<ItemIngest>(body)) return;
    for (const std::string& name : rules.digests) {
        if (present(values, name)) continue;
        out.push_back({code::policy_digest, "The policy asks for the digest " + name + " of " +
                                                kind_of(body) + " items."});
    }
    if (!rules.source_digest || source_was_compared(values)) return;
    out.push_back({code::policy_digest,
                   "The policy asks that " + kind_of(body) +
                       " items are compared with a digest that the source was said to have."});
}

/// Of what is made from another item the clock is said there.
void check_clock(const Body& body, const ClockRules& rules, const PrivateValues& values,
                 std::vector<Breach>& out) {
    const auto* ingest = body_if<ItemIngest>(body);
    if (ingest == nullptr || (ingest->from && ingest->derivation != Derivation::acquired)) return;
    const auto asked = [&](std::string_view kind) {
        return std::ranges::find(rules.recorded, kind) != rules.recorded.end();
    };
    if (!asked(digital_item) && !asked(ingest->kind)) return;
    const std::string said = text_value(values, "clock_drift");
    if (clock_offset(said) || clock_unknown(said)) return;
    out.push_back(
        {code::policy_field,
         "The policy asks how far the clock of the acquiring machine was off (clock_drift) of " +
             ingest->kind + " items; " +
             (blank(said) ? "nothing is said" : "found \"" + printable(said.substr(0, 80)) + "\"") +
             ", expected " + std::string(clock_form) + "."});
}

}  // namespace

std::size_t counting(const State& state, const Quorum& quorum,
                     std::span<const crypto::Hash> handlers) {
    std::vector<crypto::Hash> distinct(handlers.begin(), handlers.end());
    std::ranges::sort(distinct);
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    return static_cast<std::size_t>(
        std::ranges::count_if(distinct, [&](const crypto::Hash& handler) {
            const HandlerRecord* record = state.handler(handler);
            return record != nullptr && record->in_force() &&
                   (quorum.roles.empty() || has_any(state, handler, quorum.roles));
        }));
}

std::vector<Breach> breaches_of(const State& state, const Policy& policy,
                                const ledger::Event& event, std::span<const crypto::Hash> signers) {
    std::vector<Breach> out;
    const Quorum* quorum = find_in(policy.cosign, event.type);
    if (!ends_own_key(event)) {
        check_may(state, policy, event, out);
        if (quorum != nullptr) check_quorum(state, *quorum, event.type, signers, out);
    }
    check_gap(policy, event, out);
    if (event.type == offer_type)
        check_end(policy.offer_longest_seconds, event, "expires", "an offer", out);
    if (event.type == check_out_type)
        check_end(policy.check_out_longest_seconds, event, "due", "a check-out", out);
    check_release(state, policy, event, signers, out);
    check_exchange(state, policy, event, out);
    return out;
}

std::vector<Breach> locks_of(const State& state, const Policy& policy) {
    std::vector<crypto::Hash> all;
    for (const auto& [id, handler] : state.handlers()) all.push_back(id);
    std::vector<Breach> out;
    for (const std::string_view type : keeping_types) {
        // The format lets admins do these things; the policy may ask for a further role.
        const auto* roles = find_in(policy.may, type);
        const bool somebody = std::ranges::any_of(all, [&](const crypto::Hash& handler) {
            return counting(state, {1, {Role::admin}}, std::span(&handler, 1)) == 1 &&
                   (roles == nullptr || has_any(state, handler, *roles));
        });
        if (!somebody)
            out.push_back({code::policy_quorum, "After this, no admin in the vault could record " +
                                                    std::string(type) + " any more."});
        if (const Quorum* quorum = find_in(policy.cosign, type))
            check_reachable(state, *quorum, std::string(type), all, out);
    }
    return out;
}

std::vector<Breach> unreachable_quorums(const State& state, const Policy& policy) {
    std::vector<crypto::Hash> all;
    for (const auto& [id, handler] : state.handlers()) all.push_back(id);
    std::vector<Breach> out;
    for (const auto& [type, quorum] : policy.cosign) check_reachable(state, quorum, type, all, out);
    if (policy.hold_override)
        check_reachable(state, *policy.hold_override, "the release of a hold", all, out);
    return out;
}

std::vector<Breach> value_breaches(const Policy& policy, const Body& body, SubjectKind subject,
                                   const PrivateValues& values) {
    std::vector<Breach> out;
    // The end of an access that is on record is never refused for what is not said of it.
    const auto* access = body_if<ItemAccess>(body);
    if (access != nullptr && access->action == AccessAction::unmount) return out;
    const EventType type = type_of(body);
    const auto names = private_names(type, subject);
    if (const auto* fields = find_in(policy.fields, to_string(type))) {
        for (const std::string& name : *fields) {
            const bool of_subject =
                std::ranges::any_of(names, [&](const auto& one) { return one.name == name; });
            if (of_subject) check_field(body, values, name, out);
        }
    }
    const bool new_item = type == EventType::item_register || type == EventType::item_ingest;
    if (!new_item || subject != SubjectKind::item) return out;
    const std::string_view group = type == EventType::item_ingest ? digital_item : physical_item;
    std::vector<std::string_view> groups{every_item, group};
    if (kind_of(body) != group) groups.emplace_back(kind_of(body));
    for (const std::string_view which : groups) {
        if (const ItemRules* rules = find_in(policy.items, which))
            check_item(body, *rules, values, out);
    }
    check_clock(body, policy.clocks, values, out);
    return out;
}

std::vector<SubjectKind> asked_subjects(const Policy& policy, EventType type) {
    std::vector<SubjectKind> out;
    const auto* fields = find_in(policy.fields, to_string(type));
    if (fields == nullptr) return out;
    for (const SubjectKind kind :
         {SubjectKind::handler, SubjectKind::incident, SubjectKind::item}) {
        const auto names = private_names(type, kind);
        const bool asked = std::ranges::any_of(names, [&](const PrivateName& one) {
            return std::ranges::find(*fields, one.name) != fields->end();
        });
        if (asked) out.push_back(kind);
    }
    return out;
}

const ExchangeRules& exchange_rules(const Policy& policy, Restriction restriction) {
    static const ExchangeRules none;
    const ExchangeRules* found = find_in(policy.exchange, to_string(restriction));
    return found == nullptr ? none : *found;
}

const Retention* retention_of(const Policy& policy, std::string_view incident_class) {
    const Retention* found = find_in(policy.retention, incident_class);
    return found != nullptr ? found : find_in(policy.retention, default_class);
}

}  // namespace exhibit::custody
