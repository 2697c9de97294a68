// Content of an archive's members for readers of the mount, expanded while they read.
//
// Who reads front to back gets a stream; who goes back further than a few MiB makes it start again.
// Memory: member_window_bytes for each of open_members_max, and what expanding takes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <span>

#include "mount/content_pool.hpp"
#include "mount/mounted_files.hpp"

namespace exhibit::mount {

inline constexpr std::size_t open_members_max = 3;
/// Kept behind the furthest place read: the kernel reads ahead on several threads, out of order.
inline constexpr std::size_t member_window_bytes = std::size_t{4} << 20;

/// Any thread.
class MemberPool {
public:
    /// `content` must outlive it.
    explicit MemberPool(ContentPool& content);
    ~MemberPool();
    MemberPool(const MemberPool&) = delete;
    MemberPool& operator=(const MemberPool&) = delete;

    /// Fills `out` from `offset` of a file with a member, which must outlive the pool.
    /// REQUIRES: it ends within the file's size. Throws as intake::OpenMember: then not a byte of
    /// `out` counts.
    void read(const MountedFile& file, std::uint64_t offset, std::span<std::byte> out);

private:
    class Open;
    std::shared_ptr<Open> open(const MountedFile& file);

    ContentPool& content_;
    std::mutex mutex_;
    /// Last used first. Shared: one that is pushed out may be in use on another thread.
    std::list<std::shared_ptr<Open>> open_;
};

}  // namespace exhibit::mount
