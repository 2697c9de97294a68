#include "intake/archive_input.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "exhibit/error.hpp"

namespace exhibit::intake {
namespace {

constexpr std::size_t step_bytes = std::size_t{256} << 10;

std::size_t step_at(std::uint64_t offset, std::uint64_t size) {
    return static_cast<std::size_t>(std::min<std::uint64_t>(step_bytes, size - offset));
}

}  // namespace

ByteView StreamInput::next() {
    buffer_.resize(step_at(offset_, stream_.size()));
    if (buffer_.empty()) return {};
    const std::vector<blob::ByteRange> unreadable = stream_.read(offset_, buffer_);
    if (!unreadable.empty()) {
        throw Error(ErrorKind::corrupt, "reading the archive at byte " +
                                            std::to_string(unreadable.front().offset) +
                                            ": it could not be read at the source");
    }
    offset_ += buffer_.size();
    return buffer_;
}

ByteView FileInput::next() {
    buffer_.resize(step_at(offset_, size_));
    while (!buffer_.empty()) {
        const ssize_t got =
            ::pread(fd_.get(), buffer_.data(), buffer_.size(), static_cast<off_t>(offset_));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            throw Error(ErrorKind::corrupt, "reading " + shown_ + " again at byte " +
                                                std::to_string(offset_) +
                                                ": it could not be read at the source");
        }
        offset_ += static_cast<std::uint64_t>(got);
        return ByteView(buffer_).first(static_cast<std::size_t>(got));
    }
    return {};
}

}  // namespace exhibit::intake
