// Shows the progress of long work on standard error: a bar on a terminal, JSON lines with --json,
// nothing on a pipe.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "exhibit/progress.hpp"

namespace exhibit::cli {

enum class ProgressStyle { none, bar, json };

/// One line for a terminal of `columns` columns, without line end: phase, bar, amount, rate, time
/// left, what was deduplicated and what failed.
std::string progress_line(const ProgressState& state, double seconds, std::size_t columns);
/// {"progress":{...}} on one line, without line end.
std::string progress_json(const ProgressState& state, double seconds);
/// "0:07", "12:34", "1:02:03".
std::string clock_text(double seconds);

class ProgressView final : public Progress {
public:
    explicit ProgressView(ProgressStyle style);
    ProgressView(const ProgressView&) = delete;
    ProgressView& operator=(const ProgressView&) = delete;
    /// Clears the bar, so that what is printed next starts on an empty line.
    ~ProgressView() override;

    void update(const ProgressState& state) noexcept override;

private:
    void show(const ProgressState& state);

    ProgressStyle style_;
    bool on_screen_ = false;
    std::string phase_;
    std::uint64_t bytes_before_ = 0;
    std::chrono::steady_clock::time_point started_;
};

}  // namespace exhibit::cli
