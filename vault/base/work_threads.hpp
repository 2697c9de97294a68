// The threads beside the consumer of a RunQueue.
#pragma once

#include <sys/resource.h>

#include <exception>
#include <thread>
#include <utility>
#include <vector>

namespace exhibit {

/// Makes the calling thread give way to the others of the process: for work that can be done ahead,
/// so that what must be done in order never waits for a core. Linux has the nice value of a thread.
inline void give_way() noexcept {
    static_cast<void>(::setpriority(PRIO_PROCESS, 0, 5));  // without it the work is slower at most
}

/// Stops the queue and waits for its threads when it goes.
template <typename Queue>
class WorkThreads {
public:
    explicit WorkThreads(Queue& queue) : queue_(queue) {}
    WorkThreads(const WorkThreads&) = delete;
    WorkThreads& operator=(const WorkThreads&) = delete;
    ~WorkThreads() {
        queue_.stop();
        for (std::thread& thread : threads_) thread.join();
    }
    /// What `work` throws is thrown by the queue's take().
    template <typename Work>
    void start(Work work) {
        threads_.emplace_back([&queue = queue_, work = std::move(work)] {
            try {
                work();
            } catch (...) {
                queue.fail(std::current_exception());
            }
        });
    }

private:
    Queue& queue_;
    std::vector<std::thread> threads_;
};

}  // namespace exhibit
