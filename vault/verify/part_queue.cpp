#include "verify/part_queue.hpp"

#include <utility>

namespace exhibit::verify {

namespace {

// Enough that neither thread waits for a short stall of the other, little beside all memory.
constexpr std::size_t parts_max = 256;
constexpr std::size_t bytes_max = std::size_t{8} << 20;

}  // namespace

bool PartQueue::put(Part part) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock,
                  [&] { return stopped_ || (parts_.size() < parts_max && bytes_ < bytes_max); });
    if (stopped_) return false;
    bytes_ += part.bytes.size();
    parts_.push_back(std::move(part));
    changed_.notify_all();
    return true;
}

void PartQueue::end(std::exception_ptr failure) {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    failure_ = std::move(failure);
    changed_.notify_all();
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
    changed_.wait(lock, [&] { return ended_ || !parts_.empty(); });
    if (parts_.empty()) {
        if (failure_) std::rethrow_exception(failure_);
        return std::nullopt;
    }
    Part part = std::move(parts_.front());
    parts_.pop_front();
    bytes_ -= part.bytes.size();
    changed_.notify_all();
    return part;
}

void PartQueue::give_back(Bytes memory) {
    const std::lock_guard lock(mutex_);
    spare_.push_back(std::move(memory));
}

void PartQueue::stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
}

}  // namespace exhibit::verify
