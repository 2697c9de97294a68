#include "custody/clock.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace exhibit::custody {

namespace {

constexpr std::int64_t minute = 60;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t day = 24 * hour;
constexpr std::int64_t longest = 100 * 365 * day;
constexpr std::size_t digits_max = 10;
constexpr std::size_t text_max = 100;

std::int64_t unit_of(std::string_view word) {
    if (word == "d" || word == "day" || word == "days") return day;
    if (word == "h" || word == "hour" || word == "hours") return hour;
    if (word == "m" || word == "min" || word == "minute" || word == "minutes") return minute;
    if (word == "s" || word == "sec" || word == "second" || word == "seconds") return 1;
    return 0;
}

/// Reads one text from left to right; what does not fit makes the whole of it other words.
class ClockText {
public:
    explicit ClockText(std::string_view text) {
        for (const char c : text.substr(0, text_max + 1))
            text_ += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }

    std::optional<std::int64_t> read() {
        if (text_.size() > text_max) return std::nullopt;
        skip_blanks();
        std::int64_t sign = 0;
        if (take('+'))
            sign = 1;
        else if (take('-'))
            sign = -1;
        const bool signed_amount = sign != 0;
        const std::size_t begin = at_;
        const std::string word = take_word();
        if (!signed_amount && word == "none") return at_end() ? std::optional(0) : std::nullopt;
        at_ = begin;
        const auto amount = take_amount();
        if (!amount) return std::nullopt;
        if (!signed_amount && !at_end()) sign = direction(take_word());
        if (!at_end() || (sign == 0 && *amount != 0)) return std::nullopt;
        return sign * *amount;
    }

private:
    bool at_end() {
        skip_blanks();
        return at_ == text_.size();
    }
    void skip_blanks() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
    }
    bool take(char c) {
        if (at_ == text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }
    std::string take_word() {
        skip_blanks();
        std::string word;
        while (at_ < text_.size() && text_[at_] >= 'a' && text_[at_] <= 'z') word += text_[at_++];
        return word;
    }
    std::optional<std::int64_t> take_number() {
        std::string digits;
        while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') digits += text_[at_++];
        if (digits.empty() || digits.size() > digits_max) return std::nullopt;
        return std::stoll(digits);
    }
    static std::int64_t direction(const std::string& word) {
        if (word == "ahead" || word == "fast") return 1;
        if (word == "behind" || word == "slow") return -1;
        return 0;
    }

    std::optional<std::int64_t> take_amount() {
        std::int64_t total = 0;
        std::int64_t smaller_than = day + 1;
        for (bool first = true;; first = false) {
            skip_blanks();
            if (!first && take(',')) skip_blanks();
            const bool number = at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9';
            if (!number) return first ? std::nullopt : std::optional(total);
            const auto count = take_number();
            if (!count) return std::nullopt;
            if (first && take(':')) return take_clock(*count);
            const std::size_t behind = at_;
            const std::int64_t unit = unit_of(take_word());
            if (unit == 0 && first && *count == 0) {  // "0"
                at_ = behind;
                return 0;
            }
            if (unit == 0 || unit >= smaller_than || *count > longest / unit) return std::nullopt;
            smaller_than = unit;
            total += unit * *count;
            if (total >= longest) return std::nullopt;
        }
    }
    /// "MM:SS" behind the hours.
    std::optional<std::int64_t> take_clock(std::int64_t hours) {
        const std::size_t begin = at_;
        const auto minutes = take_number();
        if (!minutes || at_ - begin != 2 || *minutes > 59 || !take(':')) return std::nullopt;
        const std::size_t then = at_;
        const auto seconds = take_number();
        if (!seconds || at_ - then != 2 || *seconds > 59 || hours >= longest / hour)
            return std::nullopt;
        return hours * hour + *minutes * minute + *seconds;
    }

    std::string text_;
    std::size_t at_ = 0;
};

std::string amount_in_words(std::int64_t seconds) {
    std::vector<std::string> parts;
    const auto add = [&](std::int64_t unit, std::string_view one, std::string_view many) {
        const auto count = static_cast<std::uint64_t>(seconds / unit);
        seconds %= unit;
        if (count > 0) parts.push_back(counted(count, one, many));
    };
    add(day, "day", "days");
    add(hour, "hour", "hours");
    add(minute, "minute", "minutes");
    add(1, "second", "seconds");
    return join(parts, " ");
}

}  // namespace

std::optional<std::int64_t> clock_offset(std::string_view said) {
    return ClockText(said).read();
}

bool clock_unknown(std::string_view said) {
    constexpr std::string_view blanks = " \t";
    const std::size_t begin = said.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return false;
    return said.substr(begin, said.find_last_not_of(blanks) - begin + 1) == "unknown";
}

std::string clock_in_words(std::string_view said) {
    const auto offset = clock_offset(said);
    if (!offset) return std::string(said);
    if (*offset == 0) return "right";
    return amount_in_words(static_cast<std::int64_t>(clock_distance(*offset))) +
           (*offset > 0 ? " ahead" : " behind");
}

}  // namespace exhibit::custody
