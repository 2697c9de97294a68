// Names of incidents and items (FORMAT.md 5.1), and the subjects private values are about (2).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "crypto/digest.hpp"

namespace exhibit::custody {

/// `[A-Za-z0-9][A-Za-z0-9._-]{0,63}`, as the people who opened the incident wrote it.
class IncidentId {
public:
    static std::optional<IncidentId> try_parse(std::string_view text);
    /// Error(malformed) whose message names `what` and says the form.
    static IncidentId parse(std::string_view text, std::string_view what = "incident id");

    const std::string& text() const noexcept { return text_; }
    auto operator<=>(const IncidentId&) const = default;

private:
    explicit IncidentId(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

/// `<incident>/<n>`: item n of an incident, counted from 1. Ordered by incident, then number, as
/// people expect it; events sort items by their text instead.
class ItemId {
public:
    /// REQUIRES: number > 0.
    ItemId(IncidentId incident, std::uint32_t number);
    static std::optional<ItemId> try_parse(std::string_view text);
    static ItemId parse(std::string_view text, std::string_view what = "item id");

    const IncidentId& incident() const noexcept { return incident_; }
    std::uint32_t number() const noexcept { return number_; }
    std::string text() const;
    auto operator<=>(const ItemId&) const = default;

private:
    IncidentId incident_;
    std::uint32_t number_;
};

/// "handler:<key id>", "incident:<incident id>", "item:<item id>".
std::string subject_of_handler(const crypto::Hash& handler);
std::string subject_of(const IncidentId& incident);
std::string subject_of(const ItemId& item);

/// What sentences call a handler when no name can be read: the first 12 digits of the key id.
std::string short_id(const crypto::Hash& handler);

}  // namespace exhibit::custody
