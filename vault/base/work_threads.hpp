// The threads beside the consumer of a RunQueue.
#pragma once

#include <exception>
#include <thread>
#include <utility>
#include <vector>

namespace exhibit {

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
