// An item as a read-only file system (FUSE): a stream as one file, a tree as its folders, a
// container as its media and its segments.
//
// Bytes reach a reader only after the seal and the id of their block held. What is damaged, or was
// unreadable at the source, is an I/O error for that read, never zeros, unless a filler was asked
// for.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "exhibit/progress.hpp"
#include "exhibit/types.hpp"
#include "mount/content_pool.hpp"
#include "mount/mounted_files.hpp"
#include "mount/read_ranges.hpp"

namespace exhibit::mount {

struct MountOptions {
    std::string directory;             ///< an existing folder
    std::optional<std::uint8_t> fill;  ///< for unreadable and damaged ranges
    bool others = false;               ///< let other users of the machine read, too
    const CancelFlag* cancel = nullptr;
    std::function<void()> on_ready;  ///< called once the folder can be used; may be empty
};

/// A file something was read of.
struct ReadFile {
    std::string listed;  ///< path in the item's listing; empty: the stream, or the media
    ReadRanges ranges;
};

struct MountOutcome {
    std::vector<ReadFile> read;         ///< in the order of MountedFiles
    std::uint64_t bytes = 0;            ///< handed out, what was read twice counted twice
    bool filled = false;                ///< the filler was handed out somewhere
    std::vector<std::string> problems;  ///< sentences, the first 50: what could not be read
};

/// Mounts, serves until the folder is unmounted or `cancel` is requested, and tells what was read.
/// Error(io) when the folder cannot be mounted.
MountOutcome serve(const MountedFiles& files, ContentPool& content, const MountOptions& options);

}  // namespace exhibit::mount
