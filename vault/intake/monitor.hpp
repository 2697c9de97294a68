// How far a job is, and whether it should stop.
#pragma once

#include <chrono>
#include <string>

#include "exhibit/progress.hpp"

namespace exhibit::intake {

/// Used by the thread that runs the job.
class Monitor {
public:
    /// "reading", "disk.img": what is done to what. Both pointers may be null; what they point to
    /// must outlive the monitor.
    Monitor(std::string phase, std::string what, Progress* progress, const CancelFlag* cancel);

    /// A new phase of the same job, of so many bytes.
    void begin(std::string phase, std::uint64_t bytes_total);
    const std::string& what() const noexcept { return what_; }
    /// What is told next time; change it freely.
    ProgressState& state() noexcept { return state_; }
    /// Whether step() would tell the progress now: to spare the work of counting.
    bool due() const noexcept;
    /// Tells the progress when it is time. Error(interrupted) when cancelled.
    void step();
    /// Tells the progress for the last time.
    void finish() noexcept;
    const CancelFlag* cancel() const noexcept { return cancel_; }

private:
    using Clock = std::chrono::steady_clock;
    std::string what_;
    Progress* progress_;
    const CancelFlag* cancel_;
    ProgressState state_;
    Clock::time_point last_;
};

}  // namespace exhibit::intake
