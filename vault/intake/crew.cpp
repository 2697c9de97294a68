#include "intake/crew.hpp"

#include <system_error>
#include <utility>

#include "base/work_threads.hpp"
#include "exhibit/error.hpp"

namespace exhibit::intake {

Crew::Crew(std::size_t threads, bool ahead) {
    threads_.reserve(threads);
    try {
        for (std::size_t i = 0; i < threads; ++i)
            threads_.emplace_back([this, i, ahead] {
                if (ahead) give_way();
                work(i);
            });
    } catch (const std::system_error& error) {
        stop();
        throw Error(ErrorKind::io, "starting a thread", error.code());
    }
}

Crew::~Crew() {
    stop();
}

void Crew::stop() noexcept {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

void Crew::post(Task task) {
    {
        const std::lock_guard lock(mutex_);
        tasks_.push_back(std::move(task));
    }
    changed_.notify_one();
}

void Crew::work(std::size_t thread) {
    while (true) {
        Task task;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [&] { return stopping_ || !tasks_.empty(); });
            if (tasks_.empty()) return;
            task = std::move(tasks_.front());
            tasks_.pop_front();
        }
        task(thread);
    }
}

void Pending::expect(std::size_t parts) {
    const std::lock_guard lock(mutex_);
    parts_ = parts;
    failure_ = nullptr;
}

void Pending::done(std::exception_ptr failure) noexcept {
    const std::lock_guard lock(mutex_);
    if (failure && !failure_) failure_ = std::move(failure);
    // Notified under the lock: whoever waits may destroy this object as soon as it is released.
    if (--parts_ == 0) changed_.notify_all();
}

void Pending::wait() noexcept {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return parts_ == 0; });
}

void Pending::finish() {
    wait();
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

}  // namespace exhibit::intake
