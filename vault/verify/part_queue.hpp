// A bounded queue of the parts of streams: one thread walks manifests and puts them in, some open
// the blocks they name, one takes them out in the order they came.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "exhibit/types.hpp"
#include "verify/block_reader.hpp"

namespace exhibit::verify {

enum class PartKind {
    begin,  ///< a stream begins: `name`, `digests`
    data,
    zeros,
    unreadable,  ///< at the source, as recorded
    damaged,
    seen,  ///< nothing of the stream: only `bad_copies`
    end,
};

struct Part {
    PartKind kind = PartKind::data;
    std::uint64_t offset = 0;  ///< in its stream
    std::uint64_t length = 0;
    blob::BlockId id;                      ///< data: what is to be opened
    Bytes bytes;                           ///< data, once it is opened
    BlockProblem problem;                  ///< damaged only
    std::vector<BlockProblem> bad_copies;  ///< damaged, though a sound one was found
    std::string name;                      ///< begin: the member; empty for the item's own stream
    Digests digests;                       ///< begin: as recorded; empty: not on record
};

class PartQueue {
public:
    /// Walker: waits while the queue is full; false once the consumer wants no more.
    bool put(Part part);
    /// Walker: nothing more comes.
    void end();

    /// Opener: waits for data parts nobody has taken to open, and takes a run of them; empty when
    /// there will be none any more. They stay where they are until opened() is told.
    std::vector<Part*> take_unopened();
    void opened(const std::vector<Part*>& run);
    /// Opener: a block's memory to use again.
    Bytes spare();

    /// Consumer: waits; nullopt at the end. Rethrows what a producer failed with.
    std::optional<Part> take();
    void give_back(Bytes memory);

    /// Walker or opener: it failed, and nothing more comes of any of them.
    void fail(std::exception_ptr failure);
    /// Consumer: it wants no more.
    void stop();

private:
    struct Place {
        Part part;
        bool ready = true;
        std::uint64_t bytes = 0;  ///< that it has or will have
    };
    void end_waits();
    bool half_empty() const noexcept;

    std::mutex mutex_;
    // One for each of those who wait: waking all for every part would cost more than the parts.
    std::condition_variable room_;   ///< the walker
    std::condition_variable work_;   ///< openers
    std::condition_variable ready_;  ///< the consumer
    // A deque: what openers work on stays in its place while others come and go at the ends.
    std::deque<Place> places_;
    std::size_t unopened_ = 0;  ///< places_ from here on: nobody opens them yet
    std::vector<Bytes> spare_;
    std::uint64_t bytes_ = 0;
    bool ended_ = false;
    bool stopped_ = false;
    std::exception_ptr failure_;
};

}  // namespace exhibit::verify
