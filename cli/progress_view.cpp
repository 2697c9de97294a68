#include "cli/progress_view.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <iostream>

#include "cli/json.hpp"
#include "cli/terminal.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

constexpr std::size_t bar_columns_min = 10;
constexpr std::size_t bar_columns_max = 40;
constexpr double rate_after_seconds = 0.5;  ///< a rate of the first moments says nothing

double fraction_done(const ProgressState& state) {
    if (state.bytes_total == 0) return 0;
    return std::min(1.0,
                    static_cast<double>(state.bytes_done) / static_cast<double>(state.bytes_total));
}

std::string bar(double fraction, std::size_t columns) {
    const auto full =
        static_cast<std::size_t>(std::lround(fraction * static_cast<double>(columns)));
    return '[' + std::string(full, '#') + std::string(columns - full, '.') + ']';
}

double rate_of(const ProgressState& state, double seconds) {
    return seconds < rate_after_seconds ? 0 : static_cast<double>(state.bytes_done) / seconds;
}

std::string amounts(const ProgressState& state, double seconds) {
    std::string text = human_bytes(state.bytes_done);
    if (state.bytes_total > 0) text += " of " + human_bytes(state.bytes_total);
    const double rate = rate_of(state, seconds);
    if (rate > 0) text += "  " + human_bytes(static_cast<std::uint64_t>(rate)) + "/s";
    if (rate > 0 && state.bytes_total > state.bytes_done) {
        text += "  " +
                clock_text(static_cast<double>(state.bytes_total - state.bytes_done) / rate) +
                " left";
    }
    const std::uint64_t saved = state.bytes_deduplicated + state.bytes_zero;
    if (saved > 0) text += "  " + human_bytes(saved) + " not stored twice";
    if (state.errors > 0) text += "  " + counted(state.errors, "error", "errors");
    return text;
}

}  // namespace

std::string clock_text(double seconds) {
    // Beyond 99 hours an estimate is noise.
    const auto total = static_cast<unsigned>(std::clamp(seconds, 0.0, 359'999.0));
    const auto two = [](unsigned value) { return (value < 10 ? "0" : "") + std::to_string(value); };
    const unsigned hours = total / 3600;
    const unsigned minutes = total / 60 % 60;
    if (hours > 0) return std::to_string(hours) + ':' + two(minutes) + ':' + two(total % 60);
    return std::to_string(minutes) + ':' + two(total % 60);
}

std::string progress_line(const ProgressState& state, double seconds, std::size_t columns) {
    const std::string head = printable(state.phase);
    const std::string tail = amounts(state, seconds);
    std::string line = head + "  " + tail;
    const std::size_t used = display_width(line) + 9;  // "[]", "100%" and the gaps
    if (state.bytes_total > 0 && used + bar_columns_min <= columns) {
        const double fraction = fraction_done(state);
        const std::string percent = std::to_string(static_cast<int>(fraction * 100)) + '%';
        const std::size_t room = std::min(bar_columns_max, columns - used);
        line = head + "  " + bar(fraction, room) + ' ' + std::string(4 - percent.size(), ' ') +
               percent + "  " + tail;
    }
    while (display_width(line) > columns) line.pop_back();
    return line;
}

std::string progress_json(const ProgressState& state, double seconds) {
    Json progress;
    progress["phase"] = state.phase;
    progress["bytes_done"] = state.bytes_done;
    progress["bytes_total"] = state.bytes_total;
    progress["bytes_stored"] = state.bytes_stored;
    progress["bytes_deduplicated"] = state.bytes_deduplicated;
    progress["bytes_zero"] = state.bytes_zero;
    progress["errors"] = state.errors;
    progress["seconds"] = seconds;
    return one_line(Json{{"progress", progress}});
}

ProgressView::ProgressView(ProgressStyle style)
    : style_(style), started_(std::chrono::steady_clock::now()) {}

ProgressView::~ProgressView() {
    if (on_screen_) std::cerr << "\r\x1b[K" << std::flush;
}

void ProgressView::update(const ProgressState& state) noexcept {
    if (style_ == ProgressStyle::none) return;
    try {
        show(state);
    } catch (const std::exception&) {
        // Out of memory for one line of progress: the work itself must go on.
        style_ = ProgressStyle::none;
    }
}

void ProgressView::show(const ProgressState& state) {
    const auto now = std::chrono::steady_clock::now();
    // Several items one after the other share a view; each has its own rate.
    if (state.phase != phase_ || state.bytes_done < bytes_before_) started_ = now;
    phase_ = state.phase;
    bytes_before_ = state.bytes_done;
    const double seconds = std::chrono::duration<double>(now - started_).count();
    if (style_ == ProgressStyle::json) {
        std::cerr << progress_json(state, seconds) + '\n' << std::flush;
        return;
    }
    std::cerr << '\r' + progress_line(state, seconds, terminal_columns() - 1) + "\x1b[K"
              << std::flush;
    on_screen_ = true;
}

}  // namespace exhibit::cli
