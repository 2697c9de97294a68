// Threads that do small tasks, and the count of what is still to be done of a job.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace exhibit::intake {

/// Tasks begin in the order they were posted; a crew of one also ends them in that order.
class Crew {
public:
    /// Gets the number of the thread that runs it, from 0. Must not throw: see Pending::part.
    using Task = std::function<void(std::size_t thread)>;

    /// Throws Error(io) when the system gives no more threads. `ahead`: what it does can be done
    /// ahead of others, and gives way to them.
    explicit Crew(std::size_t threads, bool ahead = false);
    Crew(const Crew&) = delete;
    Crew& operator=(const Crew&) = delete;
    /// Does what was posted, then ends.
    ~Crew();

    void post(Task task);
    std::size_t size() const noexcept { return threads_.size(); }

private:
    void work(std::size_t thread);
    void stop() noexcept;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Task> tasks_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

/// Parts of one job that run on other threads.
class Pending {
public:
    /// Before the parts are posted.
    void expect(std::size_t parts);
    /// Runs one part and counts it as done; what it throws is kept for finish().
    template <typename Part>
    void part(Part&& work) noexcept {
        std::exception_ptr failure;
        try {
            work();
        } catch (...) {
            failure = std::current_exception();
        }
        done(failure);
    }
    /// Waits for all parts.
    void wait() noexcept;
    /// Waits, and throws what the first failed part threw.
    void finish();

private:
    void done(std::exception_ptr failure) noexcept;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t parts_ = 0;
    std::exception_ptr failure_;
};

}  // namespace exhibit::intake
