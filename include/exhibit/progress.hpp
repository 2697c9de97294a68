// Progress of long work, and its cancellation.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

namespace exhibit {

/// A snapshot of long work. Byte counts are of the source stream unless said otherwise.
struct ProgressState {
    std::string phase;                     ///< "reading", "verifying", "exporting", ...
    std::uint64_t bytes_done = 0;          ///< bytes of the job finished
    std::uint64_t bytes_total = 0;         ///< 0 when unknown (standard input)
    std::uint64_t bytes_stored = 0;        ///< bytes newly written to packs so far
    std::uint64_t bytes_deduplicated = 0;  ///< bytes that were already in the vault
    std::uint64_t bytes_zero = 0;          ///< bytes that were zeros and are not stored
    std::uint64_t errors = 0;              ///< unreadable ranges or files so far
};

/// Receives progress. Called from the thread that runs the job, at most a few times a second plus
/// once at the end; must not throw.
class Progress {
public:
    virtual ~Progress() = default;
    virtual void update(const ProgressState& state) noexcept = 0;
};

/// Set from any thread or a signal handler; long jobs look at it at every block and stop with
/// ErrorKind::interrupted, leaving a consistent vault.
class CancelFlag {
public:
    void request() noexcept { requested_.store(true, std::memory_order_relaxed); }
    bool requested() const noexcept { return requested_.load(std::memory_order_relaxed); }

private:
    std::atomic<bool> requested_{false};
};

}  // namespace exhibit
