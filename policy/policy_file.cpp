#include "policy/policy_file.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "custody/private_names.hpp"
#include "exhibit/error.hpp"
#include "policy/toml_reader.hpp"

namespace exhibit::policy {

namespace {

using custody::Policy;
using custody::Quorum;

constexpr std::string_view format_word = "exhibit-policy-v1";
constexpr std::uint64_t signatures_max = 16;  // of an envelope (FORMAT.md 4.1)
constexpr std::uint64_t permille_max = 500;   // FORMAT.md 8.1

std::string quoted(std::string_view text) {
    return '"' + printable(text.substr(0, 80)) + '"';
}

void require_event_type(const TableReader& table, const std::string& type) {
    const auto known = custody::parse_event_type(type);
    if (known && known != custody::EventType::vault_genesis) return;
    table.refuse(type, "the event type " + quoted(type),
                 "a type of FORMAT.md 5.3 that a policy may speak of");
}

std::vector<custody::Role> roles_of(const TableReader& table, std::string_view key,
                                    const std::vector<std::string>& words) {
    std::vector<custody::Role> roles;
    for (const std::string& word : words) {
        const auto role = custody::parse_role(word);
        if (!role) table.refuse(key, "the role " + quoted(word), "a role of FORMAT.md 5.3");
        roles.push_back(*role);
    }
    if (roles.empty()) table.refuse(key, "no role", "one or more");
    std::sort(roles.begin(), roles.end());
    return roles;
}

Quorum quorum_of(TableReader& table) {
    Quorum quorum;
    const auto signatures = table.natural("signatures", 1, signatures_max);
    if (!signatures) table.refuse("", "no number of signatures", "signatures = 2, say");
    quorum.signatures = static_cast<std::uint32_t>(*signatures);
    if (const auto words = table.texts("roles")) {
        quorum.roles = roles_of(table, "roles", *words);
    }
    table.finish();
    return quorum;
}

void read_may(TableReader table, Policy& policy) {
    table.each_texts([&](const std::string& type, const std::vector<std::string>& words) {
        require_event_type(table, type);
        policy.may.emplace(type, roles_of(table, type, words));
    });
}

void read_cosign(TableReader table, Policy& policy) {
    table.each_table([&](const std::string& type, TableReader& below) {
        require_event_type(table, type);
        policy.cosign.emplace(type, quorum_of(below));
    });
}

/// Whether an event of this type has such a private value about any of its subjects.
bool has_name(custody::EventType type, std::string_view name) {
    using enum custody::SubjectKind;
    return std::ranges::any_of(std::array{handler, incident, item}, [&](auto kind) {
        const auto names = custody::private_names(type, kind);
        return std::ranges::any_of(names, [&](const auto& one) { return one.name == name; });
    });
}

void read_fields(TableReader table, Policy& policy) {
    table.each_texts([&](const std::string& type, std::vector<std::string> names) {
        require_event_type(table, type);
        const custody::EventType known = *custody::parse_event_type(type);
        for (const std::string& name : names) {
            if (has_name(known, name)) continue;
            table.refuse(type, "the field " + quoted(name), "a private name of that event type");
        }
        policy.fields.emplace(type, std::move(names));
    });
}

custody::ItemRules item_rules_of(TableReader& table) {
    constexpr std::array<std::string_view, 3> algorithms{"md5", "sha1", "sha256"};
    custody::ItemRules rules;
    rules.fields = table.texts("fields").value_or(std::vector<std::string>{});
    for (const std::string& name : rules.fields) {
        if (has_name(custody::EventType::item_register, name)) continue;
        table.refuse("fields", "the field " + quoted(name), "a private name of item.register");
    }
    rules.digests = table.texts("digests").value_or(std::vector<std::string>{});
    for (const std::string& name : rules.digests) {
        if (std::ranges::find(algorithms, name) != algorithms.end()) continue;
        table.refuse("digests", "the digest " + quoted(name), "md5, sha1 or sha256");
    }
    rules.source_digest = table.flag("source_digest").value_or(false);
    return rules;
}

void read_items(TableReader table, Policy& policy) {
    table.each_table([&](const std::string& kind, TableReader& below) {
        if (!custody::valid_kind(kind))
            table.refuse(kind, "the kind " + quoted(kind), "all, physical, digital or a kind");
        policy.items.emplace(kind, item_rules_of(below));
    });
}

void read_times(TableReader table, Policy& policy) {
    policy.longest_gap_seconds = table.duration("longest_gap").value_or(policy.longest_gap_seconds);
    policy.refuse_longer_gap = table.flag("refuse_longer_gap").value_or(false);
    policy.offer_open_seconds = table.duration("offer_open").value_or(policy.offer_open_seconds);
    policy.offer_longest_seconds = table.duration("offer_longest");
    policy.check_out_longest_seconds = table.duration("check_out_longest");
    policy.inventory_every_seconds = table.duration("inventory_every");
    if (policy.offer_longest_seconds && *policy.offer_longest_seconds < policy.offer_open_seconds)
        table.refuse("offer_longest", "less than offer_open", "as long at least");
    table.finish();
}

void read_clocks(TableReader table, Policy& policy) {
    constexpr std::uint64_t year = std::uint64_t{365} * 24 * 3600;
    custody::ClockRules& clocks = policy.clocks;
    clocks.recorded = table.texts("recorded").value_or(std::vector<std::string>{});
    for (const std::string& kind : clocks.recorded) {
        if (custody::valid_kind(kind) && kind != custody::every_item &&
            kind != custody::physical_item)
            continue;
        table.refuse("recorded", "the kind " + quoted(kind), "digital, or a kind of digital items");
    }
    clocks.note_from_seconds =
        table.natural("note_from_seconds", 1, year).value_or(clocks.note_from_seconds);
    clocks.warn_from_seconds = table.natural("warn_from_seconds", 1, year);
    table.finish();
}

void read_retention(TableReader table, Policy& policy) {
    table.each_table([&](const std::string& name, TableReader& below) {
        const auto keep = below.duration("keep");
        const auto reason = below.text("reason");
        if (!keep || !reason || reason->empty())
            table.refuse(name, "no keep or no reason", "both: how long, and why");
        policy.retention.emplace(name, custody::Retention{*keep, *reason});
    });
}

void read_exchange(TableReader table, Policy& policy) {
    constexpr std::array<std::string_view, 5> colours{"red", "amber+strict", "amber", "green",
                                                      "clear"};
    table.each_table([&](const std::string& restriction, TableReader& below) {
        if (!custody::parse_restriction(restriction))
            table.refuse(restriction, "the restriction " + quoted(restriction),
                         "public, need-to-know, private or default");
        custody::ExchangeRules rules;
        rules.leaves = below.flag("leaves").value_or(true);
        rules.content = below.flag("content").value_or(true);
        rules.tlp = below.text("tlp").value_or("");
        if (!rules.tlp.empty() && std::ranges::find(colours, rules.tlp) == colours.end())
            below.refuse("tlp", quoted(rules.tlp), "red, amber+strict, amber, green or clear");
        rules.withhold = below.texts("withhold").value_or(std::vector<std::string>{});
        for (const std::string& name : rules.withhold) {
            if (std::ranges::find(custody::withholdable, name) != custody::withholdable.end())
                continue;
            below.refuse("withhold", "the name " + quoted(name),
                         "one that `iodef emit --withhold` knows");
        }
        policy.exchange.emplace(restriction, std::move(rules));
    });
}

void read_hold(TableReader table, Policy& policy) {
    if (auto override = table.table("override")) policy.hold_override = quorum_of(*override);
    table.finish();
}

custody::Cadence cadence_of(TableReader table) {
    custody::Cadence cadence;
    cadence.every_seconds = table.duration("every");
    cadence.every_events = table.natural("every_events", 1, 1'000'000);
    cadence.quorum = static_cast<std::uint32_t>(table.natural("quorum", 0, 64).value_or(0));
    table.finish();
    return cadence;
}

void read_parity(TableReader table, Policy& policy) {
    if (const auto permille = table.natural("permille", 0, permille_max))
        policy.parity_permille = static_cast<std::uint32_t>(*permille);
    table.finish();
}

void read_head(TableReader& root, Policy& policy) {
    if (root.text("format") != std::string(format_word))
        root.refuse("format", "another format, or none", "format = \"exhibit-policy-v1\"");
    policy.name = root.text("name").value_or("");
    if (policy.name.empty() || policy.name.size() > 64)
        root.refuse("name", "no name, or one of more than 64 bytes", "a short name");
    policy.description = root.text("description").value_or("");
    const std::string mode = root.text("mode").value_or("formal");
    if (mode != "formal" && mode != "informal")
        root.refuse("mode", quoted(mode), "formal or informal");
    policy.formal = mode == "formal";
}

Policy read_policy(TableReader root) {
    Policy policy;
    read_head(root, policy);
    const auto part = [&](std::string_view key, void (*read)(TableReader, Policy&)) {
        if (auto table = root.table(key)) read(std::move(*table), policy);
    };
    part("may", read_may);
    part("cosign", read_cosign);
    part("fields", read_fields);
    part("items", read_items);
    part("times", read_times);
    part("clocks", read_clocks);
    part("retention", read_retention);
    part("exchange", read_exchange);
    part("hold", read_hold);
    part("parity", read_parity);
    if (auto table = root.table("anchors")) policy.anchors = cadence_of(std::move(*table));
    if (auto table = root.table("witnesses")) policy.witnesses = cadence_of(std::move(*table));
    root.finish();
    return policy;
}

}  // namespace

Policy parse_policy(std::string_view text, const std::string& source) {
    if (text.size() > policy_bytes_max)
        throw Error(ErrorKind::malformed, "reading policy " + source + ": found " +
                                              counted(text.size(), "byte", "bytes") +
                                              "; expected at most 65,536");
    const std::string named = "policy " + source;
    try {
        const toml::table table = toml::parse(text, std::string_view(source));
        return read_policy(TableReader(table, named, ""));
    } catch (const toml::parse_error& error) {
        refuse_at(named, error.source(), "no TOML (" + printable(error.description()) + ")",
                  "TOML 1.0");
    }
}

}  // namespace exhibit::policy
