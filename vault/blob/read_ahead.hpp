// A bounded queue of stream parts between the thread that reads blocks and the one that uses them.
// Private to this folder.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "blob/stream.hpp"

namespace exhibit::blob {

/// A part and the block that holds its bytes.
struct QueuedPart {
    StreamPart part;
    Bytes block;
};

class ReadAhead {
public:
    /// Producer: waits while the queue is full; false once the consumer has stopped.
    bool put(QueuedPart part);
    /// Producer: nothing more comes, because of `failure` if there is one.
    void end(std::exception_ptr failure);
    /// Producer: a block's memory to use again.
    Bytes spare();

    /// Consumer: waits; nullopt at the end. Rethrows what the producer failed with.
    std::optional<QueuedPart> take();
    void give_back(Bytes block);
    /// Consumer: wants no more.
    void stop();

private:
    bool half_empty() const noexcept;

    std::mutex mutex_;
    std::condition_variable room_;   ///< the producer
    std::condition_variable ready_;  ///< the consumer
    std::deque<QueuedPart> parts_;
    std::vector<Bytes> spare_;
    std::size_t bytes_ = 0;
    bool ended_ = false;
    bool stopped_ = false;
    std::exception_ptr failure_;
};

}  // namespace exhibit::blob
