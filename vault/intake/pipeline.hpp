// One read of a stream feeds everything: MD5 on one thread, SHA-1 and SHA-256 on another (or
// SHA-256 alone), the blocks (zero test, id, look-up, compression) on a few more. The calling
// thread reads, cuts, and commits the prepared blocks in stream order.
//
// The stream passes in batches of up to 1 MiB. At most `batches_max` of them exist, so memory is
// bounded and the slowest thread holds the reader back; nothing is copied between threads. What
// fails on any thread is thrown by run(), after all threads let go of the batches.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "blob/block.hpp"
#include "blob/chunker.hpp"
#include "blob/manifest.hpp"
#include "blob/writer.hpp"
#include "exhibit/types.hpp"
#include "intake/crew.hpp"
#include "intake/digests.hpp"
#include "intake/monitor.hpp"
#include "intake/pieces.hpp"
#include "intake/source.hpp"

namespace exhibit::intake {

inline constexpr std::size_t batch_bytes = std::size_t{1} << 20;
inline constexpr std::size_t batches_max = 12;
inline constexpr std::size_t unreadable_ranges_kept = 256;

/// What is known of a stream after it was read.
struct StreamFacts {
    blob::BlockId manifest;
    std::uint64_t size = 0;
    Digests digests;  ///< with zeros where the source could not be read
    std::uint64_t zero_bytes = 0;
    std::vector<ByteRange> unreadable;  ///< the first unreadable_ranges_kept
    std::uint64_t unreadable_bytes = 0;
    std::uint64_t unreadable_ranges = 0;
};

/// Told now and then how far a stream is: what lies before `length` is committed, under a manifest
/// of its own. A range that the source refused is left out at the end: it may be gone altogether.
struct Milestones {
    std::function<void(const blob::BlockId& manifest, std::uint64_t length)>
        tell;  ///< may be empty
    std::chrono::steady_clock::duration every = std::chrono::minutes(1);
};

/// Keeps its threads from one stream to the next.
class Pipeline {
public:
    /// Both must outlive the pipeline.
    Pipeline(blob::BlobWriter& writer, Monitor& monitor, DigestSet digests);
    ~Pipeline();
    Pipeline(const Pipeline&) = delete;
    Pipeline& operator=(const Pipeline&) = delete;

    /// Reads the source to its end and puts its blocks and nodes. Error(interrupted, io, ...); of
    /// these two a last milestone is told.
    StreamFacts run(Source& source, const blob::Chunker& chunker,
                    const Milestones& milestones = {});

    DigestSet digests() const noexcept { return digests_; }

    /// The threads that prepare blocks, and what each of them works with: for files so small that a
    /// thread does all of one file.
    Crew& block_crew() noexcept { return block_crew_; }
    PieceWorker& piece_worker(std::size_t thread) noexcept { return workers_[thread]; }

private:
    struct Batch;
    class Stream;

    blob::BlobWriter& writer_;
    Monitor& monitor_;
    DigestSet digests_;
    std::vector<PieceWorker> workers_;
    std::vector<std::unique_ptr<Batch>> spare_;
    RunDigest md5_{crypto::Algorithm::md5};
    RunDigest sha1_{crypto::Algorithm::sha1};
    RunDigest sha256_{crypto::Algorithm::sha256};
    // Last: their threads end before what they use goes.
    Crew md5_crew_;
    Crew sha_crew_;
    Crew block_crew_;
};

/// Puts what the writer has counted into the progress.
void count_stored(Monitor& monitor, const blob::BlobWriter& writer);

}  // namespace exhibit::intake
