#include "base/time.hpp"

#include <gtest/gtest.h>

#include "exhibit/error.hpp"

namespace exhibit {
namespace {

constexpr Instant sample{1'795'368'600};  // 2026-11-22T17:30:00Z

TEST(Time, writes_utc_with_whole_seconds) {
    EXPECT_EQ(format_utc(sample), "2026-11-22T17:30:00Z");
    EXPECT_EQ(format_utc({0}), "1970-01-01T00:00:00Z");
    EXPECT_EQ(format_utc({951'782'400}), "2000-02-29T00:00:00Z");
    EXPECT_EQ(format_utc({253'402'300'799}), "9999-12-31T23:59:59Z");
}

TEST(Time, writes_local_time_with_its_zone) {
    EXPECT_EQ(format_local(sample, {60}), "2026-11-22T18:30:00+01:00");
    EXPECT_EQ(format_local(sample, {-570}), "2026-11-22T08:00:00-09:30");
    EXPECT_EQ(format_local(sample, {}), "2026-11-22T17:30:00+00:00");
    EXPECT_EQ(format_local({0}, {-60}), "1969-12-31T23:00:00-01:00");
    EXPECT_EQ(format_for_people(sample, {60}), "2026-11-22 18:30:00 +01:00");
}

TEST(Time, refuses_to_write_what_it_could_not_read_back) {
    EXPECT_THROW(format_utc({-1}), Error);
    EXPECT_THROW(format_utc({253'402'300'800}), Error);
    EXPECT_THROW(format_utc({INT64_MIN}), Error);
    EXPECT_THROW(format_zone({841}), Error);
    EXPECT_THROW(format_local(sample, {-841}), Error);
}

TEST(Time, parse_utc_reads_what_format_utc_writes) {
    for (const std::int64_t seconds : {std::int64_t{0}, std::int64_t{951'868'799}, sample.seconds,
                                       std::int64_t{253'402'300'799}}) {
        EXPECT_EQ(parse_utc(format_utc({seconds})).seconds, seconds);
    }
}

TEST(Time, parse_utc_refuses_every_other_spelling) {
    for (const std::string_view text :
         {"", "2026-11-22T17:30:00", "2026-11-22t17:30:00Z", "2026-11-22 17:30:00Z",
          "2026-11-22T17:30:00z", "2026-11-22T17:30:00.0Z", "2026-11-22T17:30:00+00:00",
          "2026-11-22T17:30:00Z ", "2026-11-22T24:00:00Z", "2026-11-22T17:60:00Z",
          "2026-11-22T23:59:60Z", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
          "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-1-01T00:00:00Z",
          "1969-12-31T23:59:59Z", "0000-01-01T00:00:00Z", "+2026-11-22T17:30:00Z"}) {
        EXPECT_THROW(parse_utc(text), FormatError) << text;
    }
}

TEST(Time, refusal_names_source_and_offset) {
    try {
        parse_utc("2026-11-2xT17:30:00Z", "event 7");
        FAIL() << "accepted a letter as a digit";
    } catch (const FormatError& error) {
        EXPECT_STREQ(error.what(), "event 7, at byte 8: expected a day from 01 to 31");
    }
}

TEST(Zone, has_one_spelling) {
    EXPECT_EQ(format_zone({0}), "+00:00");
    EXPECT_EQ(format_zone({-210}), "-03:30");
    EXPECT_EQ(parse_zone("+05:45").minutes, 345);
    EXPECT_EQ(parse_zone("-14:00").minutes, -840);
    for (const std::string_view text :
         {"", "Z", "-00:00", "+14:01", "+15:00", "+1:00", "+01:60", "+0100", "01:00", "+01:00 "}) {
        EXPECT_THROW(parse_zone(text), FormatError) << text;
    }
}

TEST(Rfc3339, returns_the_instant_and_the_zone_given) {
    const LocalTime local = parse_rfc3339("2026-11-22T18:30:00+01:00");
    EXPECT_EQ(local.instant, sample);
    EXPECT_EQ(local.zone.minutes, 60);
    EXPECT_EQ(parse_rfc3339("2026-11-22T17:30:00Z").instant, sample);
    EXPECT_EQ(parse_rfc3339("2026-11-22T12:00:00-05:30").instant, sample);
    EXPECT_EQ(parse_rfc3339("2026-11-22T17:30:00-00:00").zone.minutes, 0);
}

TEST(Rfc3339, accepts_small_letters_a_blank_and_fractions) {
    EXPECT_EQ(parse_rfc3339("2026-11-22t17:30:00z").instant, sample);
    EXPECT_EQ(parse_rfc3339("2026-11-22 17:30:00Z").instant, sample);
    EXPECT_EQ(parse_rfc3339("2026-11-22T17:30:00.999999999Z").instant, sample);
}

TEST(Rfc3339, a_leap_second_is_the_end_of_a_utc_day) {
    // RFC 3339 section 5.8.
    const Instant next_day = parse_utc("1991-01-01T00:00:00Z");
    EXPECT_EQ(parse_rfc3339("1990-12-31T23:59:60Z").instant, next_day);
    EXPECT_EQ(parse_rfc3339("1990-12-31T15:59:60-08:00").instant, next_day);
    EXPECT_THROW(parse_rfc3339("1990-12-31T15:59:60Z"), FormatError);
}

TEST(Rfc3339, refuses_a_time_without_zone_and_times_out_of_range) {
    for (const std::string_view text :
         {"2026-11-22", "2026-11-22T17:30:00", "2026-11-22T17:30Z", "2026-11-22T17:30:00.Z",
          "2026-11-22T17:30:00+1", "2026-11-22T17:30:00+15:00", "1970-01-01T00:00:00+01:00",
          "9999-12-31T23:59:59-01:00", "2026-02-30T00:00:00Z", "2026-11-22_17:30:00Z"}) {
        EXPECT_THROW(parse_rfc3339(text), FormatError) << text;
    }
}

TEST(Clock, fixed_clock_moves_when_told) {
    FixedClock clock(sample, {60});
    EXPECT_EQ(clock.now(), sample);
    clock.advance(5);
    EXPECT_EQ(clock.now().seconds, sample.seconds + 5);
    clock.set(sample);
    EXPECT_EQ(clock.now(), sample);
    EXPECT_EQ(clock.zone().minutes, 60);
}

TEST(Clock, system_clock_shows_a_time_and_zone_that_can_be_written) {
    const auto clock = system_clock();
    EXPECT_NO_THROW(format_local(clock->now(), clock->zone()));
    EXPECT_GT(clock->now(), parse_utc("2020-01-01T00:00:00Z"));
}

}  // namespace
}  // namespace exhibit
