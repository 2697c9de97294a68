// Ingest of a folder: every member goes into a listing, every regular file gets a manifest of its
// own. FORMAT.md section 9.3.
//
// Small files are read, digested and prepared whole by one of the pipeline's threads each; the
// calling thread walks ahead of them by a bounded window, and commits in the order of the listing.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/file.hpp"
#include "blob/writer.hpp"
#include "intake/ingest.hpp"
#include "intake/monitor.hpp"
#include "intake/pipeline.hpp"

namespace exhibit::intake {

struct TreeFacts {
    blob::BlockId manifest;        ///< of the listing
    std::uint64_t size = 0;        ///< of the listing
    Digests digests;               ///< of the listing
    std::uint64_t bytes_read = 0;  ///< of all files
    std::uint64_t zero_bytes = 0;
    std::uint64_t unreadable_bytes = 0;
    std::uint64_t unreadable_ranges = 0;
    std::uint64_t files = 0;
    std::uint64_t problems = 0;  ///< members that could not be read, or changed meanwhile
    std::vector<std::string> notes;
};

/// What ingest_tree works with; all of it must outlive the call.
struct TreeTools {
    blob::BlobWriter& writer;
    Pipeline& pipeline;
    Monitor& monitor;
    const std::function<void(const TreeMember&)>& on_member;
};

/// `shown` is the folder's path, safe to show.
TreeFacts ingest_tree(FileDescriptor root, const std::string& shown, const TreeTools& tools);

}  // namespace exhibit::intake
