#include "blob/read_ahead.hpp"

#include <utility>

namespace exhibit::blob {
namespace {

// Enough that neither side waits for a short stall of the other.
constexpr std::size_t parts_max = 512;
constexpr std::size_t bytes_max = std::size_t{16} << 20;

}  // namespace

bool ReadAhead::put(QueuedPart part) {
    std::unique_lock lock(mutex_);
    if (parts_.size() >= parts_max || bytes_ >= bytes_max) {
        room_.wait(lock, [&] { return stopped_ || half_empty(); });
    }
    if (stopped_) return false;
    bytes_ += part.block.size();
    parts_.push_back(std::move(part));
    ready_.notify_one();
    return true;
}

bool ReadAhead::half_empty() const noexcept {
    return parts_.size() <= parts_max / 2 && bytes_ <= bytes_max / 2;
}

void ReadAhead::end(std::exception_ptr failure) {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    failure_ = std::move(failure);
    ready_.notify_one();
}

Bytes ReadAhead::spare() {
    const std::lock_guard lock(mutex_);
    if (spare_.empty()) return {};
    Bytes block = std::move(spare_.back());
    spare_.pop_back();
    return block;
}

std::optional<QueuedPart> ReadAhead::take() {
    std::unique_lock lock(mutex_);
    ready_.wait(lock, [&] { return ended_ || !parts_.empty(); });
    if (parts_.empty()) {
        if (failure_) std::rethrow_exception(failure_);
        return std::nullopt;
    }
    QueuedPart part = std::move(parts_.front());
    parts_.pop_front();
    bytes_ -= part.block.size();
    // A producer that waits is woken for many parts, not for each.
    if (half_empty()) room_.notify_one();
    return part;
}

void ReadAhead::give_back(Bytes block) {
    const std::lock_guard lock(mutex_);
    spare_.push_back(std::move(block));
}

void ReadAhead::stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    room_.notify_one();
}

}  // namespace exhibit::blob
