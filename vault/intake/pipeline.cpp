#include "intake/pipeline.hpp"

#include <algorithm>
#include <thread>
#include <utility>

#include "exhibit/error.hpp"

namespace exhibit::intake {
namespace {

// A run without bytes costs no memory, only digest time: cut so that a cancel does not wait long.
constexpr std::uint64_t empty_batch_bytes = std::uint64_t{8} << 20;
// Room before a batch for the end of the one before it that could not be cut yet.
constexpr std::size_t carry_bytes_max = blob::content_block_bytes_max;

// One thread compresses about as fast as MD5 digests; more than a few only wait for MD5.
std::size_t block_threads() {
    return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 2, 4);
}

}  // namespace

/// A stretch of the stream: bytes, then perhaps a run that has none.
struct Pipeline::Batch {
    Bytes memory = Bytes(carry_bytes_max + batch_bytes);
    std::size_t carried = 0;  ///< bytes of the batch before, which are in the pieces of this one
    std::size_t length = 0;   ///< of the content
    SourceRun run;            ///< zeros or unreadable, after the content
    std::vector<Piece> pieces;
    Pending pending;

    void clear() {
        carried = 0;
        length = 0;
        run = {};
        pieces.clear();
    }
    ByteView content() const noexcept { return ByteView(memory).subspan(carry_bytes_max, length); }
    std::span<std::byte> room() noexcept {
        return std::span(memory).subspan(carry_bytes_max + length);
    }
    void carry(ByteView bytes) noexcept {
        carried = bytes.size();
        const auto from = static_cast<std::ptrdiff_t>(carry_bytes_max - carried);
        std::copy(bytes.begin(), bytes.end(), memory.begin() + from);
    }
    ByteView uncut() const noexcept {
        return ByteView(memory).subspan(carry_bytes_max - carried, carried + length);
    }
    bool empty() const noexcept { return carried + length == 0 && run.length == 0; }
    void feed(RunDigest& digest) const {
        digest.update(content());
        digest.zeros(run.length);
    }
    void feed_both(RunDigest& one, RunDigest& other) const {
        RunDigest::update_both(one, other, content());
        RunDigest::zeros_both(one, other, run.length);
    }
};

/// One run of the pipeline.
class Pipeline::Stream {
public:
    Stream(Pipeline& pipeline, Source& source, const blob::Chunker& chunker,
           const Milestones& milestones)
        : pipeline_(pipeline),
          source_(source),
          chunker_(chunker),
          milestones_(milestones),
          manifest_(manifest_in(pipeline.writer_)) {
        pipeline_.md5_.reset();
        pipeline_.sha1_.reset();
        pipeline_.sha256_.reset();
    }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;
    // On the way out of a failure threads may still be at work on batches.
    ~Stream() {
        for (const auto& batch : under_way_) batch->pending.wait();
    }

    StreamFacts run() {
        try {
            pump();
        } catch (const Error& error) {
            const bool from_outside =
                error.kind() == ErrorKind::io || error.kind() == ErrorKind::interrupted;
            if (from_outside) tell_last_milestone();
            throw;
        }
        facts_.size = manifest_.length();
        facts_.manifest = manifest_.finish();
        facts_.digests.sha256 = pipeline_.sha256_.finish();
        if (pipeline_.digests_ == DigestSet::all) {
            facts_.digests.md5 = pipeline_.md5_.finish();
            facts_.digests.sha1 = pipeline_.sha1_.finish();
        }
        return std::move(facts_);
    }

private:
    void pump() {
        while (!ended_ || ahead_.length > 0) {
            std::unique_ptr<Batch> batch = fresh();
            try {
                fill(*batch);
            } catch (const Error& error) {
                // What was read before is worth storing, for whoever reads the source again.
                while (error.kind() == ErrorKind::io && !under_way_.empty()) retire();
                throw;
            }
            if (!batch->empty()) send(std::move(batch));
        }
        while (!under_way_.empty()) retire();
    }
    std::unique_ptr<Batch> fresh();
    void fill(Batch& batch);
    void read_content(Batch& batch);
    void note_unreadable(std::uint64_t offset, std::uint64_t length);
    void send(std::unique_ptr<Batch> batch);
    void retire();
    void tell_milestone();
    void tell_last_milestone() noexcept;

    Pipeline& pipeline_;
    Source& source_;
    const blob::Chunker& chunker_;
    const Milestones& milestones_;
    std::chrono::steady_clock::time_point told_ = std::chrono::steady_clock::now();
    blob::ManifestWriter manifest_;
    StreamFacts facts_;
    std::deque<std::unique_ptr<Batch>> under_way_;  ///< oldest first
    std::uint64_t position_ = 0;                    ///< of the next content in the stream
    SourceRun ahead_;  ///< of a run without bytes: what no batch has yet
    bool ended_ = false;
    std::uint64_t unreadable_until_ = 0;  ///< where the last unreadable range ends
    ByteView uncut_;  ///< end of the newest batch under way, too short to be cut yet
};

std::unique_ptr<Pipeline::Batch> Pipeline::Stream::fresh() {
    // The newest batch under way stays there: uncut_ lies in it.
    static_assert(batches_max > 1);
    while (under_way_.size() >= batches_max) retire();
    auto& spare = pipeline_.spare_;
    if (spare.empty()) return std::make_unique<Batch>();
    std::unique_ptr<Batch> batch = std::move(spare.back());
    spare.pop_back();
    return batch;
}

void Pipeline::Stream::fill(Batch& batch) {
    batch.carry(uncut_);
    uncut_ = {};
    read_content(batch);
    batch.run = {ahead_.kind, std::min(ahead_.length, empty_batch_bytes)};
    ahead_.length -= batch.run.length;
    const bool last = ended_ || batch.run.length > 0;
    const ByteView uncut = batch.uncut();
    const std::size_t cut =
        cut_pieces(chunker_, position_ - batch.carried, uncut, last, batch.pieces);
    uncut_ = uncut.subspan(cut);
    position_ += batch.length + batch.run.length;
}

void Pipeline::Stream::read_content(Batch& batch) {
    // Up to a multiple of the batch's size: blocks of fixed places then end with the batch, and no
    // end of it has to be copied to the next one.
    const std::size_t wanted = batch_bytes - position_ % batch_bytes;
    while (batch.length < wanted && ahead_.length == 0 && !ended_) {
        pipeline_.monitor_.step();
        const SourceRun run = source_.next(batch.room().first(wanted - batch.length));
        if (run.kind == RunKind::data) {
            batch.length += run.length;
        } else if (run.kind == RunKind::end) {
            ended_ = true;
        } else {
            ahead_ = run;
            if (run.kind == RunKind::unreadable) {
                note_unreadable(position_ + batch.length, run.length);
            }
        }
    }
}

void Pipeline::Stream::note_unreadable(std::uint64_t offset, std::uint64_t length) {
    facts_.unreadable_bytes += length;
    const bool neighbour = facts_.unreadable_ranges > 0 && unreadable_until_ == offset;
    unreadable_until_ = offset + length;
    if (!neighbour) {
        ++facts_.unreadable_ranges;
        ++pipeline_.monitor_.state().errors;
        if (facts_.unreadable.size() < unreadable_ranges_kept) {
            facts_.unreadable.push_back({offset, length});
        }
    } else if (facts_.unreadable_ranges == facts_.unreadable.size()) {
        facts_.unreadable.back().length += length;
    }
}

void Pipeline::Stream::send(std::unique_ptr<Batch> sent) {
    Batch& batch = *sent;
    under_way_.push_back(std::move(sent));
    Pipeline& pipeline = pipeline_;
    const bool all = pipeline.digests_ == DigestSet::all;
    batch.pending.expect(1 + std::size_t{!batch.pieces.empty()} + std::size_t{all});
    if (!batch.pieces.empty()) {
        pipeline.block_crew_.post([&batch, &pipeline](std::size_t thread) {
            batch.pending.part([&] { pipeline.workers_[thread].prepare(batch.pieces); });
        });
    }
    if (all) {
        pipeline.md5_crew_.post([&batch, &pipeline](std::size_t) {
            batch.pending.part([&] { batch.feed(pipeline.md5_); });
        });
    }
    pipeline.sha_crew_.post([all, &batch, &pipeline](std::size_t) {
        batch.pending.part([&] {
            if (all) {
                batch.feed_both(pipeline.sha1_, pipeline.sha256_);
            } else {
                batch.feed(pipeline.sha256_);
            }
        });
    });
}

// Ends the oldest batch.
void Pipeline::Stream::retire() {
    Monitor& monitor = pipeline_.monitor_;
    Batch& batch = *under_way_.front();
    batch.pending.finish();
    std::uint64_t zeros = commit_pieces(pipeline_.writer_, manifest_, batch.pieces);
    if (batch.run.kind == RunKind::zeros) {
        manifest_.zeros(batch.run.length);
        zeros += batch.run.length;
    } else if (batch.run.kind == RunKind::unreadable) {
        manifest_.unreadable(batch.run.length);
    }
    facts_.zero_bytes += zeros;
    monitor.state().bytes_zero += zeros;
    monitor.state().bytes_done += batch.length + batch.run.length;
    if (monitor.due()) count_stored(monitor, pipeline_.writer_);
    monitor.step();
    batch.clear();
    pipeline_.spare_.push_back(std::move(under_way_.front()));
    under_way_.pop_front();
    if (milestones_.tell && std::chrono::steady_clock::now() - told_ >= milestones_.every) {
        tell_milestone();
    }
}

void Pipeline::Stream::tell_milestone() {
    const std::uint64_t length = manifest_.length() - manifest_.unreadable_at_end();
    if (length == 0) return;
    blob::ManifestWriter so_far = manifest_;
    milestones_.tell(so_far.finish(), length);
    told_ = std::chrono::steady_clock::now();
}

void Pipeline::Stream::tell_last_milestone() noexcept {
    if (!milestones_.tell) return;
    try {
        tell_milestone();
    } catch (const std::exception&) {
        // The failure on the way says why it ended; a milestone before this one may be there.
    }
}

Pipeline::Pipeline(blob::BlobWriter& writer, Monitor& monitor, DigestSet digests)
    : writer_(writer),
      monitor_(monitor),
      digests_(digests),
      md5_crew_(digests == DigestSet::all ? 1 : 0),
      sha_crew_(1),
      block_crew_(block_threads(), true) {
    // No task is posted before the constructor ends, so the threads do not look at this yet.
    workers_.reserve(block_crew_.size());
    for (std::size_t i = 0; i < block_crew_.size(); ++i) workers_.emplace_back(writer);
}

Pipeline::~Pipeline() = default;

StreamFacts Pipeline::run(Source& source, const blob::Chunker& chunker,
                          const Milestones& milestones) {
    return Stream(*this, source, chunker, milestones).run();
}

void count_stored(Monitor& monitor, const blob::BlobWriter& writer) {
    const blob::WriteCounts counts = writer.counts();
    monitor.state().bytes_stored = counts.bytes_stored;
    monitor.state().bytes_deduplicated = counts.bytes_known;
}

}  // namespace exhibit::intake
