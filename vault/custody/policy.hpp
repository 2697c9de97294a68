// A vault's policy as plain values: what is asked of people where the format leaves a choice.
//
// The values here are those of a vault that adopted none: they forbid nothing that the format
// allows, so that a ledger from before its first policy stays valid. Files are read by policy/;
// the rules that ask these values are in policy_rules.hpp.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "custody/types.hpp"

namespace exhibit::custody {

template <typename Value>
using ByText = std::map<std::string, Value, std::less<>>;

/// How many different enrolled people sign an event, the actor among them.
struct Quorum {
    std::uint32_t signatures = 1;
    std::vector<Role> roles;  ///< only signers with one of these count; empty: all do
    bool operator==(const Quorum&) const = default;
};

/// What the record of a new item must have.
struct ItemRules {
    std::vector<std::string> fields;   ///< names of FORMAT.md 5.3
    std::vector<std::string> digests;  ///< of md5, sha1, sha256
    bool source_digest = false;        ///< one that the source was said to have, and that matched
    bool operator==(const ItemRules&) const = default;
};

/// How long the evidence of a class of incidents is kept, and why.
struct Retention {
    std::int64_t keep_seconds = 0;
    std::string reason;
    bool operator==(const Retention&) const = default;
};

/// How often something is to be done; empty: the policy does not say.
struct Cadence {
    std::optional<std::int64_t> every_seconds;
    std::optional<std::uint64_t> every_events;
    std::uint32_t quorum = 0;  ///< how many of them: authorities, witnesses
    bool operator==(const Cadence&) const = default;
};

/// What of the record may be left out of a document that goes to others, by its names in FORMAT.md
/// 5.3 and of what the document says beside it.
inline constexpr std::array<std::string_view, 26> withholdable{
    "asset_tag",   "authority",    "condition", "container", "description", "email", "expected",
    "host_name",   "ip",           "label",     "logs",      "mac",         "make",  "model",
    "name",        "organisation", "phone",     "place",     "purpose",     "seal",  "serial",
    "source_name", "summary",      "title",     "tool",      "travel"};

/// What may go to others of an incident with a certain restriction, in documents but bundles.
struct ExchangeRules {
    bool leaves = true;                 ///< false: nothing does
    bool content = true;                ///< false: the record does, no line of the content
    std::string tlp;                    ///< clear, green, amber, amber+strict, red; empty: not said
    std::vector<std::string> withhold;  ///< of withholdable
    bool operator==(const ExchangeRules&) const = default;
};

/// What is asked about the clocks of acquiring machines (CR-06).
struct ClockRules {
    /// Of which digital items it must be said how far the clock of the acquiring machine was off:
    /// kinds, or `digital` for all.
    std::vector<std::string> recorded;
    std::uint64_t note_from_seconds = 60;            ///< off by as much: a note
    std::optional<std::uint64_t> warn_from_seconds;  ///< off by as much: a warning
    bool operator==(const ClockRules&) const = default;
};

/// Groups of items that rules are given for, besides the kinds.
inline constexpr std::string_view every_item = "all";
inline constexpr std::string_view physical_item = "physical";
inline constexpr std::string_view digital_item = "digital";
/// The class whose retention holds for incidents of no other.
inline constexpr std::string_view default_class = "default";

struct Policy {
    std::string name = "built-in";
    std::string description;
    /// Informal: what is missing on paper (CR-01, CR-02, ...) is a note, not a warning.
    bool formal = true;

    /// By event type. Each limits what the format allows; a type not named here is not limited.
    ByText<std::vector<Role>> may;
    ByText<Quorum> cosign;
    ByText<std::vector<std::string>> fields;

    /// By kind, or all, physical, digital. All that fit an item hold.
    ByText<ItemRules> items;

    std::int64_t longest_gap_seconds = 24 * 3600;  ///< between happened and recorded (CR-28)
    bool refuse_longer_gap = false;
    std::int64_t offer_open_seconds = 7 * 24 * 3600;  ///< when the offer does not say otherwise
    std::optional<std::int64_t> offer_longest_seconds;
    std::optional<std::int64_t> check_out_longest_seconds;
    std::optional<std::int64_t> inventory_every_seconds;

    ClockRules clocks;
    ByText<Retention> retention;
    ByText<ExchangeRules> exchange;  ///< by the restriction of the incident
    /// A hold is lifted by who placed it; by somebody else only with these signatures. Empty: by
    /// everybody whom the format allows.
    std::optional<Quorum> hold_override;

    Cadence anchors;
    Cadence witnesses;
    std::optional<std::uint32_t> parity_permille;

    bool operator==(const Policy&) const = default;
};

}  // namespace exhibit::custody
