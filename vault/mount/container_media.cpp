#include "mount/container_media.hpp"

#include <algorithm>
#include <utility>

#include "exhibit/error.hpp"

namespace exhibit::mount {
namespace {

[[noreturn]] void refuse(const std::string& why) {
    throw Error(ErrorKind::corrupt, why);
}

}  // namespace

ContainerMedia::ContainerMedia(ContentPool& content, std::vector<StoredSegment> segments,
                               std::uint64_t size)
    : content_(content), segments_(std::move(segments)), size_(size) {}

void ContainerMedia::open() {
    if (handle_) return;
    if (!failure_.empty()) refuse(failure_);
    std::vector<intake::EwfSegment> segments;
    for (const StoredSegment& one : segments_) {
        segments.push_back({one.size, [this, root = one.manifest](std::uint64_t offset,
                                                                  std::span<std::byte> into) {
                                std::vector<blob::ByteRange> filled;
                                ContentPool::Lease(content_).read(root, offset, into, {}, filled);
                            }});
    }
    try {
        handle_.emplace(std::move(segments));
        if (handle_->media_size() != size_) {
            failure_ = "the media have " + std::to_string(handle_->media_size()) +
                       " bytes, the record says " + std::to_string(size_);
        }
    } catch (const Error& error) {
        failure_ = error.what();
    }
    if (failure_.empty()) return;
    handle_.reset();
    refuse(failure_);
}

bool ContainerMedia::read(std::uint64_t offset, std::span<std::byte> out,
                          std::optional<std::byte> fill) {
    const std::lock_guard lock(mutex_);
    open();
    if (handle_->read_sound(offset, out)) return false;
    std::string why = handle_->take_failure();
    if (fill) return read_chunks(offset, out, *fill);
    if (why.empty()) why = "a chunk of the container is missing, or its checksum is wrong";
    refuse("reading offset " + std::to_string(offset) + " of the media: " + why);
}

bool ContainerMedia::read_chunks(std::uint64_t offset, std::span<std::byte> out, std::byte fill) {
    bool filled = false;
    const std::uint64_t chunk = handle_->chunk_bytes();
    while (!out.empty()) {
        const auto length =
            static_cast<std::size_t>(std::min<std::uint64_t>(out.size(), chunk - offset % chunk));
        if (!handle_->read_sound(offset, out.first(length))) {
            std::ranges::fill(out.first(length), fill);
            filled = true;
        }
        offset += length;
        out = out.subspan(length);
    }
    return filled;
}

}  // namespace exhibit::mount
