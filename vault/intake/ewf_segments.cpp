#include "intake/ewf_segments.hpp"

#include <libbfio.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <utility>

#include "exhibit/error.hpp"

namespace exhibit::intake {
namespace {

/// A segment with the place libbfio has moved to. libbfio knows it as an "io handle".
struct OpenSegment {
    EwfSegment segment;
    std::string* failure = nullptr;
    std::uint64_t offset = 0;
    bool open = false;
};

OpenSegment& segment_of(intptr_t* handle) {
    return *reinterpret_cast<OpenSegment*>(handle);
}

// What libbfio calls. It is C: no exception may pass.

int open_segment(intptr_t* handle, int, libbfio_error_t**) {
    segment_of(handle).open = true;
    segment_of(handle).offset = 0;
    return 1;
}

int close_segment(intptr_t* handle, libbfio_error_t**) {
    segment_of(handle).open = false;
    return 0;
}

ssize_t read_segment(intptr_t* handle, std::uint8_t* buffer, std::size_t size, libbfio_error_t**) {
    OpenSegment& own = segment_of(handle);
    if (own.offset >= own.segment.size) return 0;
    const auto length =
        static_cast<std::size_t>(std::min<std::uint64_t>(size, own.segment.size - own.offset));
    try {
        own.segment.read(own.offset, {reinterpret_cast<std::byte*>(buffer), length});
    } catch (const std::exception& error) {
        *own.failure = error.what();
        return -1;
    } catch (...) {
        *own.failure = "reading a segment failed";
        return -1;
    }
    own.offset += length;
    return static_cast<ssize_t>(length);
}

ssize_t refuse_write(intptr_t*, const std::uint8_t*, std::size_t, libbfio_error_t**) {
    return -1;
}

off64_t seek_segment(intptr_t* handle, off64_t offset, int whence, libbfio_error_t**) {
    OpenSegment& own = segment_of(handle);
    std::int64_t base = 0;
    if (whence == SEEK_CUR) base = static_cast<std::int64_t>(own.offset);
    if (whence == SEEK_END) base = static_cast<std::int64_t>(own.segment.size);
    std::int64_t target = 0;
    if (__builtin_add_overflow(base, offset, &target) || target < 0) return -1;
    own.offset = static_cast<std::uint64_t>(target);
    return target;
}

int segment_exists(intptr_t*, libbfio_error_t**) {
    return 1;
}

int segment_is_open(intptr_t* handle, libbfio_error_t**) {
    return segment_of(handle).open ? 1 : 0;
}

int segment_size(intptr_t* handle, size64_t* size, libbfio_error_t**) {
    *size = segment_of(handle).segment.size;
    return 1;
}

}  // namespace

struct EwfPool::Library {
    ~Library() {
        // Handles first forget the segments, then these go.
        if (pool == nullptr) return;
        libbfio_pool_close_all(pool, nullptr);
        libbfio_pool_free(&pool, nullptr);
    }

    void add(OpenSegment& segment) {
        libbfio_handle_t* handle = nullptr;
        int entry = 0;
        // No flags: the io handle stays ours, and is not cloned.
        if (libbfio_handle_initialize(&handle, reinterpret_cast<intptr_t*>(&segment), nullptr,
                                      nullptr, open_segment, close_segment, read_segment,
                                      refuse_write, seek_segment, segment_exists, segment_is_open,
                                      segment_size, 0, nullptr) != 1) {
            throw Error(ErrorKind::internal, "preparing a segment for libewf: refused");
        }
        if (libbfio_pool_append_handle(pool, &entry, handle, LIBBFIO_OPEN_READ, nullptr) != 1) {
            libbfio_handle_free(&handle, nullptr);
            throw Error(ErrorKind::internal, "giving a segment to libewf: refused");
        }
    }

    std::vector<OpenSegment> segments;  ///< not moved once the pool knows them
    std::string failure;
    libbfio_pool_t* pool = nullptr;
};

EwfPool::EwfPool(std::vector<EwfSegment> segments) : library_(std::make_unique<Library>()) {
    if (libbfio_pool_initialize(&library_->pool, 0, 0, nullptr) != 1) {
        throw Error(ErrorKind::internal, "preparing segments for libewf: refused");
    }
    library_->segments.reserve(segments.size());
    for (EwfSegment& segment : segments) {
        library_->segments.push_back({std::move(segment), &library_->failure, 0, false});
        library_->add(library_->segments.back());
    }
}

EwfPool::~EwfPool() = default;

void* EwfPool::pool() const noexcept {
    return library_->pool;
}

std::string EwfPool::take_failure() {
    return std::exchange(library_->failure, {});
}

}  // namespace exhibit::intake
