#include "documents/scap_parts.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/text.hpp"
#include "base/time.hpp"
#include "documents/scap.hpp"
#include "exhibit/error.hpp"

namespace exhibit::documents {
namespace {

struct Kind {
    std::string_view name;
    std::size_t told_max;
};
/// In the order they are told. Together with what is said before them they stay below facts_max.
constexpr std::array kinds = {
    Kind{"odd", 12},         Kind{"address", 12},       Kind{"MAC address", 6},
    Kind{"failed rule", 48}, Kind{"vulnerability", 32}, Kind{"patch", 12},
    Kind{"violation", 16},   Kind{"override", 6},       Kind{"CVE", 36},
    Kind{"CVSS", 12},        Kind{"affected", 10},      Kind{"CWE", 8},
    Kind{"CCE", 6},          Kind{"platform", 6},
};

constexpr std::string_view digits = "0123456789";

bool is_all(std::string_view text, std::string_view characters) {
    return !text.empty() && text.find_first_not_of(characters) == std::string_view::npos;
}

double number_of(std::string_view text) {
    double value = 0;
    if (text.starts_with('+')) text.remove_prefix(1);
    std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    return value;
}

bool has_zone(std::string_view text) {
    constexpr std::size_t zone = 6;
    if (text.ends_with('Z')) return true;
    if (text.size() <= zone) return false;
    const std::string_view end = text.substr(text.size() - zone);
    return (end[0] == '+' || end[0] == '-') && end[3] == ':';
}

std::optional<Instant> instant_of(std::string_view text) {
    constexpr std::size_t after_day = 10;
    if (text.size() <= after_day || text[after_day] != 'T') return std::nullopt;
    try {
        return parse_rfc3339(std::string(text) + (has_zone(text) ? "" : "Z")).instant;
    } catch (const Error&) {
        return std::nullopt;
    }
}

}  // namespace

void ScapLists::add(std::string_view kind, const std::string& value) {
    if (value.empty()) return;
    List& list = lists_[std::string(kind)];
    if (!list.seen.insert(crypto::sha256(as_bytes(value))).second) return;
    const auto found = std::ranges::find(kinds, kind, &Kind::name);
    if (list.first.size() < found->told_max) list.first.push_back(value);
}

void ScapLists::tell(Facts& facts) const {
    std::vector<std::string> more;
    for (const Kind& kind : kinds) {
        const auto list = lists_.find(kind.name);
        if (list == lists_.end()) continue;
        const std::size_t left = list->second.seen.size() - list->second.first.size();
        if (left > 0) more.push_back(std::string(kind.name) + ' ' + std::to_string(left));
    }
    facts.add("not listed", join(more, ", "));
    for (const Kind& kind : kinds) {
        const auto list = lists_.find(kind.name);
        if (list == lists_.end()) continue;
        for (const std::string& value : list->second.first) facts.add(kind.name, value);
    }
}

Verdicts::Verdicts(std::vector<std::string_view> known) {
    for (const std::string_view one : known) counts_.emplace_back(one, 0);
}

bool Verdicts::count(std::string_view verdict) {
    for (auto& [name, count] : counts_) {
        if (name != verdict) continue;
        ++count;
        return true;
    }
    return false;
}

std::uint64_t Verdicts::total() const {
    std::uint64_t sum = 0;
    for (const auto& one : counts_) sum += one.second;
    return sum;
}

void Verdicts::tell(Facts& facts, std::string_view prefix) const {
    for (const auto& [name, count] : counts_)
        if (count > 0)
            facts.add(std::string(prefix) + ' ' + std::string(name), std::to_string(count));
}

bool is_decimal(std::string_view text) {
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    const std::size_t point = text.find('.');
    if (point == std::string_view::npos) return is_all(text, digits);
    std::string whole(text);
    whole.erase(point, 1);
    return is_all(whole, digits);
}

bool is_time(std::string_view text, std::string_view what, ScapLists& lists) {
    if (instant_of(text)) return true;
    lists.odd("The " + std::string(what) + " is \"" + std::string(text) + "\", which is no time.");
    return false;
}

void tell_times(const std::string& started, const std::string& ended, ScapFindings& findings) {
    const bool begins = !started.empty() && is_time(started, "start", findings.lists);
    const bool ends = !ended.empty() && is_time(ended, "end", findings.lists);
    if (begins && ends && has_zone(started) == has_zone(ended) &&
        *instant_of(ended) < *instant_of(started)) {
        findings.lists.odd("The end, " + ended + ", lies before the start, " + started + '.');
        return;
    }
    if (begins) findings.facts.add("started", started);
    if (ends) findings.facts.add("ended", ended);
}

bool is_cvss(std::string_view text) {
    constexpr double score_max = 10;
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return false;
    const std::string_view score = text.substr(0, slash);
    if (!is_all(score, "0123456789.") || !is_decimal(score) || number_of(score) > score_max)
        return false;
    return is_all(text.substr(slash + 1), "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:/.");
}

bool is_cve(std::string_view text) {
    constexpr std::size_t year = 4;
    constexpr std::size_t number_max = 19;
    if (!text.starts_with("CVE-") || text.size() < 4 + year + 2) return false;
    const std::string_view number = text.substr(4 + year + 1);
    return is_all(text.substr(4, year), digits) && text[4 + year] == '-' &&
           is_all(number, digits) && number.size() <= number_max;
}

bool is_cwe(std::string_view text) {
    constexpr std::size_t length_max = 12;
    return text.starts_with("CWE-") && text.size() <= length_max && is_all(text.substr(4), digits);
}

bool is_cce(std::string_view text) {
    constexpr std::size_t length_max = 20;
    if (!text.starts_with("CCE-") || text.size() > length_max) return false;
    return is_all(text.substr(4), "0123456789-");
}

bool is_cpe(std::string_view text) {
    constexpr std::size_t length_max = 500;
    if (text.size() > length_max) return false;
    // The part: application, operating system or hardware; a CPE name may leave it open.
    if (text.starts_with("cpe:2.3:"))
        return text.size() > 9 && std::string_view("aoh*-").find(text[8]) != std::string_view::npos;
    return text.starts_with("cpe:/") && text.size() > 6 &&
           std::string_view("aoh").find(text[5]) != std::string_view::npos;
}

}  // namespace exhibit::documents
