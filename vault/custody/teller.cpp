#include "custody/teller.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace exhibit::custody {

bool blank(std::string_view text) noexcept {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

std::string enumerate(const std::vector<std::string>& words) {
    if (words.size() < 2) return join(words, "");
    const std::vector<std::string> first(words.begin(), words.end() - 1);
    return join(first, ", ") + " and " + words.back();
}

bool has_any(const PrivateValues& values, std::initializer_list<std::string_view> names) {
    return std::any_of(names.begin(), names.end(),
                       [&](std::string_view name) { return !blank(text_value(values, name)); });
}

std::string in_words(std::int64_t seconds) {
    constexpr std::int64_t minute = 60;
    constexpr std::int64_t hour = 60 * minute;
    constexpr std::int64_t day = 24 * hour;
    const auto words = [&](std::int64_t unit, std::string_view one, std::string_view many) {
        return counted(static_cast<std::uint64_t>(seconds / unit), one, many);
    };
    if (seconds >= 3 * day) return words(day, "day", "days");
    if (seconds >= 2 * hour) return words(hour, "hour", "hours");
    return words(minute, "minute", "minutes");
}

}  // namespace exhibit::custody
