#include "verify/part_queue.hpp"

#include <utility>

namespace exhibit::verify {

namespace {

// Enough that no thread waits for a short stall of another, little beside all memory.
constexpr std::size_t parts_max = 1024;
constexpr std::size_t bytes_max = std::size_t{32} << 20;
// What one opener takes at once: its blocks mostly lie in a row, and are read at once.
constexpr std::size_t run_bytes = std::size_t{2} << 20;

}  // namespace

bool PartQueue::put(Part part) {
    std::unique_lock lock(mutex_);
    if (places_.size() >= parts_max || bytes_ >= bytes_max) {
        room_.wait(lock, [&] { return stopped_ || half_empty(); });
    }
    if (stopped_) return false;
    const bool is_data = part.kind == PartKind::data;
    const std::uint64_t bytes = is_data ? part.length : 0;
    bytes_ += bytes;
    places_.push_back({std::move(part), !is_data, bytes});
    (is_data ? work_ : ready_).notify_one();
    return true;
}

void PartQueue::end() {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    end_waits();
}

bool PartQueue::half_empty() const noexcept {
    return places_.size() <= parts_max / 2 && bytes_ <= bytes_max / 2;
}

void PartQueue::end_waits() {
    room_.notify_all();
    work_.notify_all();
    ready_.notify_all();
}

void PartQueue::fail(std::exception_ptr failure) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::move(failure);
    stopped_ = true;
    end_waits();
}

std::vector<Part*> PartQueue::take_unopened() {
    std::unique_lock lock(mutex_);
    const auto next = [&] {
        while (unopened_ < places_.size() && places_[unopened_].ready) ++unopened_;
        return unopened_ < places_.size();
    };
    work_.wait(lock, [&] { return stopped_ || next() || ended_; });
    std::vector<Part*> run;
    if (stopped_) return run;
    std::size_t bytes = 0;
    while (bytes < run_bytes && next()) {
        Part& part = places_[unopened_++].part;
        bytes += part.length;
        run.push_back(&part);
    }
    return run;
}

void PartQueue::opened(const std::vector<Part*>& run) {
    const std::lock_guard lock(mutex_);
    // The places from the first of the run on, up to where none is taken yet.
    for (std::size_t i = 0, done = 0; done < run.size() && i < unopened_; ++i) {
        if (&places_[i].part != run[done]) continue;
        places_[i].ready = true;
        ++done;
    }
    ready_.notify_one();
}

Bytes PartQueue::spare() {
    const std::lock_guard lock(mutex_);
    if (spare_.empty()) return {};
    Bytes memory = std::move(spare_.back());
    spare_.pop_back();
    return memory;
}

std::optional<Part> PartQueue::take() {
    std::unique_lock lock(mutex_);
    ready_.wait(lock,
                [&] { return failure_ || (places_.empty() ? ended_ : places_.front().ready); });
    if (failure_) std::rethrow_exception(failure_);
    if (places_.empty()) return std::nullopt;
    Part part = std::move(places_.front().part);
    bytes_ -= places_.front().bytes;
    places_.pop_front();
    if (unopened_ > 0) --unopened_;
    // A walker that waits is woken for many parts, not for each: so do openers get runs of them.
    if (half_empty()) room_.notify_one();
    return part;
}

void PartQueue::give_back(Bytes memory) {
    const std::lock_guard lock(mutex_);
    spare_.push_back(std::move(memory));
}

void PartQueue::stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    end_waits();
}

}  // namespace exhibit::verify
