// A bounded queue between the thread that opens blocks and the one that hashes them.
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
#include "verify/block_reader.hpp"

namespace exhibit::verify {

enum class PartKind {
    begin,  ///< a stream begins: `name`, `sha256`, `size`
    data,
    zeros,
    unreadable,  ///< at the source, as recorded
    damaged,
    end,
};

struct Part {
    PartKind kind = PartKind::data;
    std::uint64_t offset = 0;  ///< in its stream
    std::uint64_t length = 0;
    Bytes bytes;           ///< data only
    BlockProblem problem;  ///< damaged only
    std::string name;      ///< begin: the member of a tree; empty for the item's own stream
    std::string sha256;    ///< begin: as recorded, hex
};

class PartQueue {
public:
    /// Producer: waits while the queue is full; false once the consumer wants no more.
    bool put(Part part);
    /// Producer: nothing more comes, because of `failure` if there is one.
    void end(std::exception_ptr failure);
    /// Producer: a block's memory to use again.
    Bytes spare();

    /// Consumer: waits; nullopt at the end. Rethrows what the producer failed with.
    std::optional<Part> take();
    void give_back(Bytes memory);
    void stop();

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Part> parts_;
    std::vector<Bytes> spare_;
    std::size_t bytes_ = 0;
    bool ended_ = false;
    bool stopped_ = false;
    std::exception_ptr failure_;
};

}  // namespace exhibit::verify
