#include "intake/monitor.hpp"

#include <utility>

#include "exhibit/error.hpp"

namespace exhibit::intake {
namespace {

constexpr std::chrono::milliseconds interval{200};

}  // namespace

Monitor::Monitor(std::string phase, std::string what, Progress* progress, const CancelFlag* cancel)
    : what_(std::move(what)), progress_(progress), cancel_(cancel), last_(Clock::now() - interval) {
    // Told at the first step already: a source that keeps everybody waiting is seen to be read.
    state_.phase = std::move(phase);
}

void Monitor::begin(std::string phase, std::uint64_t bytes_total) {
    state_.phase = std::move(phase);
    state_.bytes_done = 0;
    state_.bytes_total = bytes_total;
}

bool Monitor::due() const noexcept {
    return progress_ != nullptr && Clock::now() - last_ >= interval;
}

void Monitor::step() {
    if (cancel_ != nullptr && cancel_->requested()) {
        throw Error(ErrorKind::interrupted, state_.phase + " " + what_ + ": cancelled");
    }
    if (!due()) return;
    last_ = Clock::now();
    progress_->update(state_);
}

void Monitor::finish() noexcept {
    if (progress_ != nullptr) progress_->update(state_);
}

}  // namespace exhibit::intake
