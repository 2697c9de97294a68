#include "policy/describe.hpp"

#include "base/text.hpp"

namespace exhibit::policy {

namespace {

using custody::Policy;

std::string words_of(const std::vector<custody::Role>& roles) {
    std::vector<std::string> words;
    for (const custody::Role role : roles) words.emplace_back(custody::to_string(role));
    return join(words, ", ");
}

std::string words_of(const custody::Quorum& quorum) {
    std::string text = counted(quorum.signatures, "signature", "signatures");
    if (!quorum.roles.empty()) text += " by " + words_of(quorum.roles);
    return text;
}

void add_people(const Policy& policy, std::vector<std::string>& out) {
    for (const auto& [type, roles] : policy.may)
        out.push_back(type + " may be recorded by: " + words_of(roles) + ".");
    for (const auto& [type, quorum] : policy.cosign)
        out.push_back(type + " needs " + words_of(quorum) + ".");
    if (policy.hold_override)
        out.push_back("A hold that somebody else placed is lifted with " +
                      words_of(*policy.hold_override) + ".");
}

void add_records(const Policy& policy, std::vector<std::string>& out) {
    for (const auto& [type, names] : policy.fields)
        out.push_back(type + " states: " + join(names, ", ") + ".");
    for (const auto& [kind, rules] : policy.items) {
        const std::string items = "Items (" + kind + ")";
        if (!rules.fields.empty())
            out.push_back(items + " state: " + join(rules.fields, ", ") + ".");
        if (!rules.digests.empty())
            out.push_back(items + " have the digests: " + join(rules.digests, ", ") + ".");
        if (rules.source_digest)
            out.push_back(items + " are compared with a digest of their source.");
    }
}

void add_times(const Policy& policy, std::vector<std::string>& out) {
    out.push_back(
        "Events are recorded within " + duration_text(policy.longest_gap_seconds) +
        (policy.refuse_longer_gap ? "; later they are refused." : "; later ones are reported."));
    out.push_back("An offer ends after " + duration_text(policy.offer_open_seconds) +
                  (policy.offer_longest_seconds
                       ? ", or after " + duration_text(*policy.offer_longest_seconds) + " at most."
                       : ", unless it says otherwise."));
    if (policy.check_out_longest_seconds)
        out.push_back("A check-out lasts for " + duration_text(*policy.check_out_longest_seconds) +
                      " at most.");
    if (policy.inventory_every_seconds)
        out.push_back("Each item is looked at every " +
                      duration_text(*policy.inventory_every_seconds) + ".");
}

void add_clocks(const Policy& policy, std::vector<std::string>& out) {
    const custody::ClockRules& clocks = policy.clocks;
    if (!clocks.recorded.empty())
        out.push_back("Items (" + join(clocks.recorded, ", ") +
                      ") state how far the clock of their device was off.");
    std::string text = "A clock of a device that was off by " +
                       counted(clocks.note_from_seconds, "second", "seconds") + " or more is noted";
    if (clocks.warn_from_seconds)
        text += ", from " + counted(*clocks.warn_from_seconds, "second", "seconds") +
                " on with a warning";
    out.push_back(text + ".");
}

void add_exchange(const Policy& policy, std::vector<std::string>& out) {
    for (const auto& [restriction, rules] : policy.exchange) {
        const std::string whose = "of incidents with the restriction " + restriction;
        if (!rules.leaves) {
            out.push_back("Nothing " + whose + " goes to others, but bundles.");
            continue;
        }
        if (!rules.tlp.empty())
            out.push_back("Documents " + whose + " are marked TLP:" + rules.tlp + ".");
        if (!rules.content) out.push_back("No line of the content " + whose + " goes to others.");
        if (!rules.withhold.empty())
            out.push_back("Documents " + whose + " leave out: " + join(rules.withhold, ", ") + ".");
    }
}

void add_cadence(std::string_view what, const custody::Cadence& cadence,
                 std::vector<std::string>& out) {
    std::vector<std::string> parts;
    if (cadence.every_seconds) parts.push_back("every " + duration_text(*cadence.every_seconds));
    if (cadence.every_events)
        parts.push_back("every " + counted(*cadence.every_events, "event", "events"));
    if (parts.empty()) return;
    std::string text = "The ledger is " + std::string(what) + ' ' + join(parts, ", or ");
    if (cadence.quorum > 0) text += ", by " + std::to_string(cadence.quorum);
    out.push_back(text + ".");
}

}  // namespace

std::vector<std::string> rules_in_words(const Policy& policy) {
    std::vector<std::string> out;
    add_people(policy, out);
    add_records(policy, out);
    add_times(policy, out);
    add_clocks(policy, out);
    for (const auto& [name, retention] : policy.retention)
        out.push_back("Evidence of incidents of the class " + name + " is kept for " +
                      duration_text(retention.keep_seconds) + ": " + retention.reason + ".");
    add_exchange(policy, out);
    add_cadence("time-stamped", policy.anchors, out);
    add_cadence("shown to witnesses", policy.witnesses, out);
    if (policy.parity_permille)
        out.push_back("New packs have " + std::to_string(*policy.parity_permille) +
                      " thousandths of parity.");
    return out;
}

std::string duration_text(std::int64_t seconds) {
    constexpr std::int64_t hour = 3600;
    constexpr std::int64_t day = 24 * hour;
    constexpr std::int64_t year = 365 * day;
    const auto in = [&](std::int64_t unit, std::string_view one, std::string_view many) {
        return counted(static_cast<std::uint64_t>(seconds / unit), one, many);
    };
    if (seconds % year == 0) return in(year, "year", "years");
    if (seconds % day == 0) return in(day, "day", "days");
    return in(hour, "hour", "hours");
}

}  // namespace exhibit::policy
