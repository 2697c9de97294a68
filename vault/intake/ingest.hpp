// Ingest: one read of a source feeds its digests and the vault's packs.
//
// Nothing here touches the ledger: the façade records what is returned. Until then the blocks that
// were stored are orphans, which the next ingest of the same source finds and uses.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "blob/block.hpp"
#include "blob/source.hpp"
#include "blob/writer.hpp"
#include "exhibit/progress.hpp"
#include "exhibit/types.hpp"
#include "intake/device.hpp"
#include "intake/digests.hpp"
#include "intake/resumed_source.hpp"

namespace exhibit::intake {

/// A file of a tree, for the catalogue.
struct TreeMember {
    std::string path;  ///< bytes as they were
    std::uint64_t size = 0;
    Digests digests;
};

struct IngestOptions {
    std::string kind;  ///< empty: by content
    Progress* progress = nullptr;
    const CancelFlag* cancel = nullptr;
    /// Called for each file of a tree, from the calling thread; may be empty.
    std::function<void(const TreeMember&)> on_member;
    DigestSet digests = DigestSet::all;
    bool single = false;  ///< take the file alone, though it looks like one of several segments
    /// Told before the source is read: why its bytes may change meanwhile; may be empty.
    std::function<void(const std::string& sentence)> on_warning = {};
    /// Gives back what the writer has finished, for listing the members of archives; must not be
    /// disturbed by the writer. Null for whoever may deposit only: a file is then read a second
    /// time, and what came through a pipe is not listed.
    blob::BlockSource* read_back = nullptr;
    /// Told once a minute while a file or device is read as one stream, and when reading it fails
    /// or is cancelled: what lies before the bookmark is durable. May be empty.
    std::function<void(const Bookmark&)> on_bookmark = {};
    std::chrono::steady_clock::duration bookmark_every = std::chrono::minutes(1);
    /// Go on from there with a file or device, which takes read_back. Errors of ResumedSource;
    /// Error(usage) for what is not read as one stream.
    std::optional<ResumeOptions> resume = {};
};

struct IngestOutcome {
    std::string kind;         ///< image, memory, file, stream, tree, ewf, archive
    std::string wraps;        ///< "EWF" and the like when the file wraps another stream; else empty
    std::string source_name;  ///< last part of the path, bytes as they were; "-" for standard input
    blob::BlockId manifest;
    std::uint64_t size = 0;
    Digests digests;               ///< what was not computed is empty
    std::uint64_t bytes_read = 0;  ///< of the source; for trees of all files
    std::uint64_t zero_bytes = 0;
    std::vector<ByteRange> unreadable;  ///< the first 256
    std::uint64_t unreadable_bytes = 0;
    std::uint64_t unreadable_ranges = 0;
    std::uint64_t files = 0;          ///< trees only
    std::uint64_t files_problem = 0;  ///< members that could not be read, or changed meanwhile
    std::vector<std::string> notes;   ///< sentences for the record: what was odd about the source
    std::optional<ContainerInfo> container;
    std::optional<ArchiveInfo> archive;
    std::optional<DocumentSummary> summary;  ///< of a file or stream of a known form
    std::optional<blob::BlockId> members;    ///< the listing of an archive's members
    std::vector<SegmentInfo> segments;       ///< of a split source
    std::string recognised;                  ///< what the headers of a virtual disk or dump say
    std::vector<ByteRange> memory_ranges;    ///< physical addresses a memory image has
    DeviceFacts device;                      ///< of a block device
    std::uint64_t resumed_at = 0;            ///< what lies before was read by an earlier ingest
    std::uint64_t places_compared = 0;       ///< of that part, with the source; all were the same
    blob::WriteResult written;               ///< packs the item needs, counts

    bool partial() const noexcept {
        const bool media = container && container->media_partial();
        return unreadable_ranges > 0 || files_problem > 0 || media;
    }
};

/// Reads `path` (a file, a block device, a folder; "-" is standard input) and finishes `writer`.
/// Error(not_found, io, interrupted); then nothing may be recorded.
IngestOutcome ingest_path(const std::string& path, blob::BlobWriter& writer,
                          const IngestOptions& options);

}  // namespace exhibit::intake
