// What the parts of a report ask of verified events: names, times, values, who held what when.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bundle/verify.hpp"
#include "custody/state.hpp"

namespace exhibit::report {

/// A time in which one handler had an item, or in which it was on its way.
struct Holding {
    crypto::Hash handler;
    Instant from;
    Instant to;
    bool on_offer = false;  ///< offered by that handler and not yet taken
};

class Story {
public:
    /// REQUIRES: verified.state and contents.info. `verified` must outlive it.
    explicit Story(const bundle::Verified& verified);

    const bundle::Verified& verified() const noexcept { return verified_; }
    const custody::State& state() const noexcept { return *verified_.state; }
    const bundle::Info& info() const noexcept { return *verified_.contents.info; }
    /// The items the report is about, in order.
    const std::vector<const custody::ItemRecord*>& items() const noexcept { return items_; }
    const std::vector<crypto::Hash>& people() const noexcept { return people_; }

    /// The values of an event about a subject; nullptr when none are told.
    const custody::PrivateValues* values(std::uint64_t index, std::string_view subject) const;
    /// Of the first event of the item.
    const custody::PrivateValues* facts(const custody::ItemRecord& item) const;
    std::string text(std::uint64_t index, std::string_view subject, std::string_view name) const;

    /// Who it is, as plain text: the name that was disclosed, or the beginning of the key id.
    std::string name(const crypto::Hash& handler) const;
    /// The same as HTML, marked so that the script can compare it with what was signed.
    std::string name_html(const crypto::Hash& handler) const;
    /// One private value as HTML, marked likewise; "" when it is not told.
    std::string value_html(std::uint64_t index, std::string_view subject,
                           std::string_view name) const;
    /// "2026-11-22 18:30:00 +01:00" and the same in UTC, marked.
    std::string happened_html(const custody::EventRecord& event) const;
    std::string recorded_html(const custody::EventRecord& event) const;

    std::vector<Holding> holdings(const custody::ItemRecord& item) const;
    Instant begin() const noexcept { return begin_; }
    Instant end() const noexcept { return end_; }

    /// Findings about an item, and about its events as such; in the order of the audit.
    std::vector<const Finding*> findings_about(const custody::ItemRecord& item) const;

private:
    std::string time_html(std::uint64_t index, char which, Instant instant, ZoneOffset zone) const;
    void involve(const crypto::Hash& handler);

    const bundle::Verified& verified_;
    std::vector<const custody::ItemRecord*> items_;
    std::vector<crypto::Hash> people_;
    std::map<std::string, std::vector<const Finding*>> about_items_;
    std::vector<const Finding*> about_events_;  ///< and about no item
    Instant begin_;
    Instant end_;
};

/// "Collected from" for collected_from; the name itself for one that is not known.
std::string label_of(std::string_view name);
std::string severity_word(Severity severity);

}  // namespace exhibit::report
