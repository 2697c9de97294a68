#include "cli/progress_view.hpp"

#include <gtest/gtest.h>

#include <string>

#include "exhibit/text.hpp"

namespace exhibit::cli {
namespace {

constexpr std::uint64_t mib = 1 << 20;

ProgressState reading(std::uint64_t done, std::uint64_t total) {
    ProgressState state;
    state.phase = "reading";
    state.bytes_done = done;
    state.bytes_total = total;
    return state;
}

bool contains(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
}

TEST(ProgressLine, says_share_amount_rate_and_time_left) {
    const std::string line = progress_line(reading(25 * mib, 100 * mib), 5, 120);
    EXPECT_TRUE(contains(line, "reading")) << line;
    EXPECT_TRUE(contains(line, " 25%")) << line;
    EXPECT_TRUE(contains(line, "25.0 MiB of 100.0 MiB")) << line;
    EXPECT_TRUE(contains(line, "5.0 MiB/s")) << line;
    EXPECT_TRUE(contains(line, "0:15 left")) << line;
}

TEST(ProgressLine, fills_a_quarter_of_the_bar_at_a_quarter) {
    const std::string line = progress_line(reading(25, 100), 0, 200);
    EXPECT_TRUE(contains(line, "[##########..............................]")) << line;
}

TEST(ProgressLine, has_no_bar_when_the_total_is_not_known) {
    const std::string line = progress_line(reading(mib, 0), 1, 100);
    EXPECT_FALSE(contains(line, "[")) << line;
    EXPECT_FALSE(contains(line, "left")) << line;
    EXPECT_TRUE(contains(line, "1.0 MiB/s")) << line;
}

TEST(ProgressLine, gives_no_rate_in_the_first_moments) {
    EXPECT_FALSE(contains(progress_line(reading(mib, 10 * mib), 0.1, 100), "/s"));
}

TEST(ProgressLine, counts_errors_and_what_is_not_stored_twice) {
    ProgressState state = reading(10 * mib, 20 * mib);
    state.bytes_deduplicated = 2 * mib;
    state.bytes_zero = mib;
    state.errors = 1;
    const std::string line = progress_line(state, 1, 160);
    EXPECT_TRUE(contains(line, "3.0 MiB not stored twice")) << line;
    EXPECT_TRUE(contains(line, "1 error")) << line;
}

TEST(ProgressLine, never_exceeds_100_percent) {
    // A source that grew while it was read.
    EXPECT_TRUE(contains(progress_line(reading(300, 100), 0, 120), "100%"));
}

TEST(ProgressLine, fits_any_terminal) {
    for (std::size_t columns = 20; columns < 140; ++columns) {
        const std::string line = progress_line(reading(25 * mib, 100 * mib), 5, columns);
        EXPECT_LE(display_width(line), columns) << line;
    }
}

TEST(ProgressLine, escapes_the_phase) {
    ProgressState state = reading(1, 2);
    state.phase = "reading \x1b[2J";
    EXPECT_FALSE(contains(progress_line(state, 1, 100), "\x1b"));
}

TEST(ProgressJson, is_one_line_with_all_counts) {
    ProgressState state = reading(5, 10);
    state.bytes_stored = 3;
    state.errors = 2;
    EXPECT_EQ(progress_json(state, 1.5),
              "{\"progress\":{\"phase\":\"reading\",\"bytes_done\":5,\"bytes_total\":10,"
              "\"bytes_stored\":3,\"bytes_deduplicated\":0,\"bytes_zero\":0,\"errors\":2,"
              "\"seconds\":1.5}}");
}

TEST(ClockText, shows_hours_only_when_there_are_some) {
    EXPECT_EQ(clock_text(0), "0:00");
    EXPECT_EQ(clock_text(67), "1:07");
    EXPECT_EQ(clock_text(3723), "1:02:03");
    EXPECT_EQ(clock_text(-1), "0:00");
    EXPECT_EQ(clock_text(1e12), "99:59:59");
}

}  // namespace
}  // namespace exhibit::cli
