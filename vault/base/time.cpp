#include "base/time.hpp"

#include <chrono>
#include <ctime>
#include <optional>

#include "exhibit/error.hpp"

namespace exhibit {
namespace {

namespace chrono = std::chrono;

constexpr std::int64_t day_seconds = 86'400;
constexpr std::int64_t instant_max = 253'402'300'799;  // 9999-12-31T23:59:59Z
constexpr std::int32_t zone_minutes_max = 14 * 60;

struct Civil {
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    unsigned hour = 0;
    unsigned minute = 0;
    unsigned second = 0;
};

void require_in_range(Instant instant) {
    if (instant.seconds >= 0 && instant.seconds <= instant_max) return;
    throw Error(ErrorKind::malformed, "writing a time: " + std::to_string(instant.seconds) +
                                          " seconds since 1970 is outside the years 1970 to 9999");
}

void require_in_range(ZoneOffset zone) {
    if (zone.minutes >= -zone_minutes_max && zone.minutes <= zone_minutes_max) return;
    throw Error(ErrorKind::malformed, "writing a zone: " + std::to_string(zone.minutes) +
                                          " minutes is outside -14:00 to +14:00");
}

Civil civil_of(std::int64_t seconds) {
    const std::int64_t second_of_day = (seconds % day_seconds + day_seconds) % day_seconds;
    const std::int64_t day = (seconds - second_of_day) / day_seconds;
    const chrono::year_month_day date{chrono::sys_days{chrono::days{day}}};
    return {static_cast<int>(date.year()),
            static_cast<unsigned>(date.month()),
            static_cast<unsigned>(date.day()),
            static_cast<unsigned>(second_of_day / 3600),
            static_cast<unsigned>(second_of_day / 60 % 60),
            static_cast<unsigned>(second_of_day % 60)};
}

// Seconds since 1970 of a civil time taken as UTC; nullopt for a day the month does not have.
std::optional<std::int64_t> seconds_of(const Civil& civil) {
    const chrono::year_month_day date{chrono::year{civil.year}, chrono::month{civil.month},
                                      chrono::day{civil.day}};
    if (!date.ok()) return std::nullopt;
    const std::int64_t day = chrono::sys_days{date}.time_since_epoch().count();
    const std::int64_t hours = day * 24 + civil.hour;
    return (hours * 60 + civil.minute) * 60 + civil.second;
}

void put_digits(std::string& out, unsigned value, std::size_t width) {
    const std::string digits = std::to_string(value);
    if (digits.size() < width) out.append(width - digits.size(), '0');
    out += digits;
}

std::string format_civil(const Civil& civil, char separator) {
    std::string out;
    put_digits(out, static_cast<unsigned>(civil.year), 4);
    out += '-';
    put_digits(out, civil.month, 2);
    out += '-';
    put_digits(out, civil.day, 2);
    out += separator;
    put_digits(out, civil.hour, 2);
    out += ':';
    put_digits(out, civil.minute, 2);
    out += ':';
    put_digits(out, civil.second, 2);
    return out;
}

Civil local_civil(Instant instant, ZoneOffset zone) {
    require_in_range(instant);
    require_in_range(zone);
    return civil_of(instant.seconds + std::int64_t{zone.minutes} * 60);
}

// Reads fixed-width fields and remembers where it is, for errors.
class TimeReader {
public:
    TimeReader(std::string_view text, const std::string& source) : text_(text), source_(source) {}

    unsigned number(std::size_t width, unsigned max, const std::string& expected) {
        const std::size_t start = offset_;
        unsigned value = 0;
        for (std::size_t i = 0; i < width; ++i) {
            const char digit = peek();
            if (digit < '0' || digit > '9') fail(start, expected);
            value = value * 10 + static_cast<unsigned>(digit - '0');
            ++offset_;
        }
        if (value > max) fail(start, expected);
        return value;
    }
    char one_of(std::string_view choices, const std::string& expected) {
        const char found = peek();
        if (found == '\0' || choices.find(found) == std::string_view::npos) fail(offset_, expected);
        ++offset_;
        return found;
    }
    void skip_fraction() {
        if (peek() != '.') return;
        ++offset_;
        number(1, 9, "a digit of the fraction");
        while (peek() >= '0' && peek() <= '9') ++offset_;
    }
    void finish() const {
        if (offset_ != text_.size()) fail(offset_, "the end of the time");
    }
    [[noreturn]] void fail(std::size_t offset, const std::string& expected) const {
        throw FormatError(source_, offset, expected);
    }

private:
    char peek() const { return offset_ < text_.size() ? text_[offset_] : '\0'; }

    std::string_view text_;
    const std::string& source_;
    std::size_t offset_ = 0;
};

Civil read_civil(TimeReader& reader, std::string_view separators, unsigned second_max) {
    Civil civil;
    civil.year = static_cast<int>(reader.number(4, 9999, "a year of four digits"));
    reader.one_of("-", "'-' after the year");
    civil.month = reader.number(2, 12, "a month from 01 to 12");
    reader.one_of("-", "'-' after the month");
    civil.day = reader.number(2, 31, "a day from 01 to 31");
    reader.one_of(separators, "'T' between date and time");
    civil.hour = reader.number(2, 23, "an hour from 00 to 23");
    reader.one_of(":", "':' after the hour");
    civil.minute = reader.number(2, 59, "a minute from 00 to 59");
    reader.one_of(":", "':' after the minute");
    civil.second = reader.number(2, second_max, "a second from 00 to 59");
    return civil;
}

ZoneOffset read_offset(TimeReader& reader, char sign) {
    const unsigned hours = reader.number(2, 14, "zone hours from 00 to 14");
    reader.one_of(":", "':' in the zone");
    const unsigned minutes = reader.number(2, 59, "zone minutes from 00 to 59");
    const auto total = static_cast<std::int32_t>(hours * 60 + minutes);
    if (total > zone_minutes_max) reader.fail(0, "a zone from -14:00 to +14:00");
    return {sign == '-' ? -total : total};
}

Instant checked_instant(const TimeReader& reader, const Civil& civil, ZoneOffset zone) {
    const std::optional<std::int64_t> seconds = seconds_of(civil);
    if (!seconds) reader.fail(0, "a day that the month has");
    const Instant instant{*seconds - std::int64_t{zone.minutes} * 60};
    if (instant.seconds < 0 || instant.seconds > instant_max) {
        reader.fail(0, "a time in the years 1970 to 9999 UTC");
    }
    return instant;
}

class SystemClock final : public Clock {
public:
    Instant now() override {
        const auto since = chrono::system_clock::now().time_since_epoch();
        const Instant instant{chrono::floor<chrono::seconds>(since).count()};
        require_in_range(instant);
        return instant;
    }
    ZoneOffset zone() override {
        ::tzset();
        const std::time_t seconds = now().seconds;
        std::tm local{};
        if (::localtime_r(&seconds, &local) == nullptr) return {};
        const ZoneOffset zone{static_cast<std::int32_t>(local.tm_gmtoff / 60)};
        const bool plausible =
            zone.minutes >= -zone_minutes_max && zone.minutes <= zone_minutes_max;
        return plausible ? zone : ZoneOffset{};
    }
};

}  // namespace

std::string format_utc(Instant instant) {
    return format_civil(local_civil(instant, {}), 'T') + 'Z';
}

std::string format_local(Instant instant, ZoneOffset zone) {
    return format_civil(local_civil(instant, zone), 'T') + format_zone(zone);
}

std::string format_for_people(Instant instant, ZoneOffset zone) {
    return format_civil(local_civil(instant, zone), ' ') + ' ' + format_zone(zone);
}

std::string format_zone(ZoneOffset zone) {
    require_in_range(zone);
    const bool west = zone.minutes < 0;
    const auto minutes = static_cast<unsigned>(west ? -zone.minutes : zone.minutes);
    std::string out(1, west ? '-' : '+');
    put_digits(out, minutes / 60, 2);
    out += ':';
    put_digits(out, minutes % 60, 2);
    return out;
}

Instant parse_utc(std::string_view text, const std::string& source) {
    TimeReader reader(text, source);
    const Civil civil = read_civil(reader, "T", 59);
    reader.one_of("Z", "'Z' after the seconds");
    reader.finish();
    return checked_instant(reader, civil, {});
}

ZoneOffset parse_zone(std::string_view text, const std::string& source) {
    TimeReader reader(text, source);
    const char sign = reader.one_of("+-", "'+' or '-' before the zone");
    const ZoneOffset zone = read_offset(reader, sign);
    reader.finish();
    // "-00:00" says "zone unknown" (RFC 3339 section 4.3) and is not what format_zone writes.
    if (sign == '-' && zone.minutes == 0) reader.fail(0, "+00:00 for UTC");
    return zone;
}

LocalTime parse_rfc3339(std::string_view text, const std::string& source) {
    TimeReader reader(text, source);
    const Civil civil = read_civil(reader, "Tt ", 60);
    reader.skip_fraction();
    const char sign = reader.one_of("Zz+-", "'Z' or a zone such as +01:00");
    const bool utc = sign == 'Z' || sign == 'z';
    const ZoneOffset zone = utc ? ZoneOffset{} : read_offset(reader, sign);
    reader.finish();
    const Instant instant = checked_instant(reader, civil, zone);
    // A leap second is the last of a UTC day, which has no number of its own here: it counts as the
    // first second of the next day, as it does on a POSIX clock.
    if (civil.second == 60 && instant.seconds % day_seconds != 0) {
        reader.fail(17, "a second from 00 to 59");
    }
    return {instant, zone};
}

std::unique_ptr<Clock> system_clock() {
    return std::make_unique<SystemClock>();
}

}  // namespace exhibit
