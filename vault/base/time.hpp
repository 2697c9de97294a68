// Instants and clocks. Exhibit writes times as RFC 3339 UTC with whole seconds:
// "2026-11-22T17:30:00Z".
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace exhibit {

/// Seconds since 1970-01-01T00:00:00Z, leap seconds ignored. Range: years 1970 to 9999.
struct Instant {
    std::int64_t seconds = 0;
    auto operator<=>(const Instant&) const = default;
};

/// Minutes east of UTC, -14:00 to +14:00: the zone a handler's own clock showed.
struct ZoneOffset {
    std::int32_t minutes = 0;
    auto operator<=>(const ZoneOffset&) const = default;
};

/// "2026-11-22T17:30:00Z".
std::string format_utc(Instant instant);
/// "2026-11-22T18:30:00+01:00".
std::string format_local(Instant instant, ZoneOffset zone);
/// For people: "2026-11-22 18:30:00 +01:00".
std::string format_for_people(Instant instant, ZoneOffset zone);
/// "+01:00"; UTC is "+00:00".
std::string format_zone(ZoneOffset zone);

/// Accepts exactly what format_utc writes; else FormatError naming `source`.
Instant parse_utc(std::string_view text, const std::string& source = "time");
/// Accepts exactly what format_zone writes.
ZoneOffset parse_zone(std::string_view text, const std::string& source = "zone");
/// Accepts any RFC 3339 date-time with `Z` or a numeric offset (fractions are dropped), as people
/// type it on a command line; returns the instant and the offset given.
struct LocalTime {
    Instant instant;
    ZoneOffset zone;
};
LocalTime parse_rfc3339(std::string_view text, const std::string& source = "time");

/// The source of "now". A seam: tests use FixedClock.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() = 0;
    virtual ZoneOffset zone() = 0;
};

/// The machine's own clock and zone.
std::unique_ptr<Clock> system_clock();

/// A clock that stands still until told otherwise.
class FixedClock final : public Clock {
public:
    explicit FixedClock(Instant start, ZoneOffset zone = {}) : now_(start), zone_(zone) {}
    Instant now() override { return now_; }
    ZoneOffset zone() override { return zone_; }
    void advance(std::int64_t seconds) { now_.seconds += seconds; }
    void set(Instant instant) { now_ = instant; }

private:
    Instant now_;
    ZoneOffset zone_;
};

}  // namespace exhibit
