// A bounded queue of the parts of a stream: one thread puts them in, some do the work on runs of
// them, one takes them out in the order they came.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "base/bytes.hpp"

namespace exhibit {

template <typename Part>
class RunQueue {
public:
    /// Producer: waits while the queue is full; false once nobody wants more. `to_open`: an opener
    /// has to work on the part before it is taken; `bytes` it will hold then.
    bool put(Part part, bool to_open, std::uint64_t bytes) {
        std::unique_lock lock(mutex_);
        if (places_.size() >= parts_max || bytes_ >= bytes_max) {
            room_.wait(lock, [&] { return stopped_ || half_empty(); });
        }
        if (stopped_) return false;
        bytes_ += bytes;
        places_.push_back({std::move(part), !to_open, bytes});
        (to_open ? work_ : ready_).notify_one();
        return true;
    }
    /// Producer: nothing more comes.
    void end() {
        const std::lock_guard lock(mutex_);
        ended_ = true;
        end_waits();
    }

    /// Opener: waits for parts nobody has taken to open, and takes a run of them; empty when there
    /// will be none any more. They stay where they are until opened() is told.
    std::vector<Part*> take_unopened() {
        std::unique_lock lock(mutex_);
        work_.wait(lock, [&] { return stopped_ || next_unopened() || ended_; });
        std::vector<Part*> run;
        if (stopped_) return run;
        std::uint64_t bytes = 0;
        while (bytes < run_bytes && next_unopened()) {
            Place& place = places_[unopened_++];
            bytes += place.bytes;
            run.push_back(&place.part);
        }
        return run;
    }
    void opened(const std::vector<Part*>& run) {
        const std::lock_guard lock(mutex_);
        for (std::size_t i = 0, done = 0; done < run.size() && i < unopened_; ++i) {
            if (&places_[i].part != run[done]) continue;
            places_[i].ready = true;
            ++done;
        }
        ready_.notify_one();
    }

    /// Anyone: a part's memory to use again.
    Bytes spare() {
        const std::lock_guard lock(mutex_);
        if (spare_.empty()) return {};
        Bytes memory = std::move(spare_.back());
        spare_.pop_back();
        return memory;
    }
    void give_back(Bytes memory) {
        const std::lock_guard lock(mutex_);
        spare_.push_back(std::move(memory));
    }

    /// Consumer: waits; nullopt at the end. Rethrows what another thread failed with.
    std::optional<Part> take() {
        std::unique_lock lock(mutex_);
        ready_.wait(lock,
                    [&] { return failure_ || (places_.empty() ? ended_ : places_.front().ready); });
        if (failure_) std::rethrow_exception(failure_);
        if (places_.empty()) return std::nullopt;
        Part part = std::move(places_.front().part);
        bytes_ -= places_.front().bytes;
        places_.pop_front();
        if (unopened_ > 0) --unopened_;
        // A producer that waits is woken for many parts, not for each: so do openers get runs.
        if (half_empty()) room_.notify_one();
        return part;
    }

    /// Producer or opener: it failed, and nothing more comes of any of them.
    void fail(std::exception_ptr failure) {
        const std::lock_guard lock(mutex_);
        if (!failure_) failure_ = std::move(failure);
        stopped_ = true;
        end_waits();
    }
    /// Consumer: it wants no more.
    void stop() {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
        end_waits();
    }

private:
    // Enough that no thread waits for a short stall of another, little beside all memory.
    static constexpr std::size_t parts_max = 1024;
    static constexpr std::uint64_t bytes_max = std::uint64_t{32} << 20;
    // What one opener takes at once: its blocks mostly lie in a row, and are read at once.
    static constexpr std::uint64_t run_bytes = std::uint64_t{2} << 20;

    struct Place {
        Part part;
        bool ready = true;
        std::uint64_t bytes = 0;
    };

    bool half_empty() const noexcept {
        return places_.size() <= parts_max / 2 && bytes_ <= bytes_max / 2;
    }
    bool next_unopened() {
        while (unopened_ < places_.size() && places_[unopened_].ready) ++unopened_;
        return unopened_ < places_.size();
    }
    void end_waits() {
        room_.notify_all();
        work_.notify_all();
        ready_.notify_all();
    }

    std::mutex mutex_;
    // One for each of those who wait: waking all for every part would cost more than the parts.
    std::condition_variable room_;   ///< the producer
    std::condition_variable work_;   ///< openers
    std::condition_variable ready_;  ///< the consumer
    // A deque: what openers work on stays in its place while others come and go at the ends.
    std::deque<Place> places_;
    std::size_t unopened_ = 0;  ///< from here on nobody opens the parts yet
    std::vector<Bytes> spare_;
    std::uint64_t bytes_ = 0;
    bool ended_ = false;
    bool stopped_ = false;
    std::exception_ptr failure_;
};

}  // namespace exhibit
