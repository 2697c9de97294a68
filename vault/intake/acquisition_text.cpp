#include "intake/acquisition_text.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "base/text.hpp"

namespace exhibit::intake {
namespace {

constexpr std::uint64_t sector_bytes_usual = 512;
constexpr std::array<std::pair<std::string_view, std::size_t>, 5> algorithms = {
    {{"md5", 32}, {"sha1", 40}, {"sha256", 64}, {"sha384", 96}, {"sha512", 128}}};

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

}  // namespace

std::string_view trimmed(std::string_view text) noexcept {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

std::optional<std::string_view> after_label(std::string_view line,
                                            std::string_view label) noexcept {
    line = trimmed(line);
    if (!line.starts_with(label)) return std::nullopt;
    return trimmed(line.substr(label.size()));
}

std::optional<std::string> digest_text(std::string_view text, std::string_view algorithm) {
    const auto* known = std::find_if(algorithms.begin(), algorithms.end(),
                                     [&](const auto& one) { return one.first == algorithm; });
    if (known == algorithms.end() || text.size() != known->second) return std::nullopt;
    std::string hex;
    for (const char c : text) {
        const char l = lower(c);
        if (!is_digit(l) && (l < 'a' || l > 'f')) return std::nullopt;
        hex += l;
    }
    return hex;
}

std::string algorithm_name(std::string_view text) {
    std::string name;
    for (const char c : text) {
        if (c != '-') name += lower(c);
    }
    const bool known = std::any_of(algorithms.begin(), algorithms.end(),
                                   [&](const auto& one) { return one.first == name; });
    return known ? name : std::string();
}

std::string algorithm_of_digits(std::size_t digits) {
    for (const auto& [name, length] : algorithms) {
        if (length == digits) return std::string(name);
    }
    return {};
}

std::optional<std::uint64_t> parse_grouped(std::string_view text) {
    const std::size_t mark = text.find_first_of(".,");
    if (mark == std::string_view::npos) return parse_decimal(text);
    std::string digits(text.substr(0, mark));
    if (digits.empty() || digits.size() > 3) return std::nullopt;
    for (std::size_t at = mark; at < text.size(); at += 4) {
        const std::string_view group = text.substr(at + 1, 3);
        if (text[at] != text[mark] || group.size() != 3) return std::nullopt;
        digits += group;
    }
    return parse_decimal(digits);
}

void add_bad_bytes(AcquisitionLog& log, std::uint64_t offset, std::uint64_t length) {
    if (length == 0 || offset > std::numeric_limits<std::uint64_t>::max() - length) {
        throw NotUnderstood{"a bad range is empty or ends beyond 2^64 bytes"};
    }
    if (!log.bad_ranges.empty()) {
        ByteRange& last = log.bad_ranges.back();
        if (last.offset + last.length == offset) {
            last.length += length;
            return;
        }
    }
    if (log.bad_ranges.size() == acquisition_ranges_max) {
        throw NotUnderstood{"it lists more than 1,000,000 bad ranges"};
    }
    log.bad_ranges.push_back({offset, length});
}

void add_sectors(AcquisitionLog& log, std::uint64_t first, std::uint64_t end) {
    const std::uint64_t size = log.sector_bytes.value_or(sector_bytes_usual);
    if (end <= first || size == 0 || end > std::numeric_limits<std::uint64_t>::max() / size) {
        throw NotUnderstood{"a range of bad sectors ends before it starts, or is out of bounds"};
    }
    add_bad_bytes(log, first * size, (end - first) * size);
}

void warn_of_verdict(AcquisitionLog& log, bool good) {
    if (good || log.verdict.empty()) return;
    log.warnings.push_back("The tool's own verdict is \"" + printable(log.verdict) + "\".");
}

void add_digest(AcquisitionLog& log, LogDigest digest) {
    if (log.digests.size() == acquisition_digests_max) {
        throw NotUnderstood{"it lists more than 1,000,000 digests"};
    }
    log.digests.push_back(std::move(digest));
}

}  // namespace exhibit::intake
