// Takes the parts of an item's streams in their order and says what is wrong with each stream.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "crypto/digest.hpp"
#include "exhibit/progress.hpp"
#include "verify/content.hpp"
#include "verify/part_queue.hpp"
#include "verify/report.hpp"

namespace exhibit::verify {

/// Used by one thread: the one that computes digests.
class StreamJudge {
public:
    /// Both must outlive this.
    StreamJudge(const ContentInput& input, Report& report);

    void take(const Part& part);
    /// After the last part.
    void finish();
    std::uint64_t bytes() const noexcept { return progress_.bytes_done; }
    /// Ranges of the item's own stream that are lost. Of an image only: a place in a file system is
    /// asked of no other.
    std::vector<LostRange> take_lost() { return std::move(lost_ranges_); }

private:
    struct Damage {
        std::uint64_t offset = 0;
        std::uint64_t length = 0;
        BlockProblem problem;
    };
    struct RunningDigest {
        crypto::Algorithm algorithm;
        crypto::Digest digest{algorithm};
    };

    void add(std::string_view code, Severity severity, std::string object, std::string text);
    std::string where() const;
    void begin(const Part& part);
    void end();
    void compare(RunningDigest& running);
    void hash(ByteView bytes);
    void hash_zeros(std::uint64_t length);
    void unreadable(const Part& part);
    void damaged(const Part& part);
    void flush_damage();
    void keep_lost(std::uint64_t offset, std::uint64_t length, bool at_source);
    void count(std::uint64_t bytes);

    const ContentInput& input_;
    Report& report_;
    std::string item_;
    std::vector<RunningDigest> digests_;  ///< none when only blocks are verified
    std::string name_;
    Digests recorded_;
    bool whole_ = true;  ///< no damage in this stream so far
    bool lost_ = false;  ///< damage anywhere
    std::optional<Damage> damage_;
    std::vector<LostRange> lost_ranges_;
    std::uint64_t unreadable_ = 0;
    ProgressState progress_;
    std::uint64_t told_ = 0;
};

}  // namespace exhibit::verify
