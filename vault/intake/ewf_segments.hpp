// Segment files of a container that are not files: libewf reads them through calls of ours.
//
// libewf was built with a libbfio inside, whose symbols it exports; only that one fits its handles
// (CMakeLists.txt checks that it is there).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace exhibit::intake {

/// One segment. Used by one thread at a time, and only while the handle it was given to lives.
struct EwfSegment {
    std::uint64_t size = 0;
    /// Fills all of `into` from that offset, which lies inside the segment with all of it. Throws
    /// when it cannot: then libewf gets an error, never other bytes.
    std::function<void(std::uint64_t offset, std::span<std::byte> into)> read;
};

/// The segments as libewf takes them.
class EwfPool {
public:
    explicit EwfPool(std::vector<EwfSegment> segments);
    ~EwfPool();
    EwfPool(const EwfPool&) = delete;
    EwfPool& operator=(const EwfPool&) = delete;

    /// For libewf_handle_open_file_io_pool(); stays this object's.
    void* pool() const noexcept;
    /// What the last read that failed said, once; empty when none failed.
    std::string take_failure();

private:
    struct Library;
    std::unique_ptr<Library> library_;
};

}  // namespace exhibit::intake
