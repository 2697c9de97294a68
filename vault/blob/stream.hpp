// Reading a stream through its manifest: at any place, or all of it in order with read-ahead.
//
// Damage is told as the exact range of the stream it costs; zeros are never put in its place.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/run_queue.hpp"
#include "blob/manifest.hpp"
#include "blob/source.hpp"
#include "exhibit/error.hpp"

namespace exhibit::blob {

/// Part of a stream cannot be read back from the vault.
class DamagedRange : public Error {
public:
    DamagedRange(ByteRange range, const std::string& reason);
    ByteRange range() const noexcept { return range_; }
    const std::string& reason() const noexcept { return reason_; }

private:
    ByteRange range_;
    std::string reason_;
};

enum class PartKind { data, zeros, unreadable, damaged };

/// A run of a stream, handed on in order and without gaps.
struct StreamPart {
    PartKind kind = PartKind::data;
    ByteRange range;
    ByteView bytes;      ///< data only; valid during the call
    std::string reason;  ///< damaged only
};

/// A block a stream is made of, or a run without one, as the manifest tells it.
struct StreamBlock {
    RefKind kind = RefKind::data;  ///< node: `range` is what lies below it
    ByteRange range;
    BlockId id;
    std::string problem;  ///< node only: why it, and so all of `range`, could not be read
};

struct QueuedPart;

/// One stream. Not shared between threads.
class StreamReader {
public:
    /// Reads the root node. Throws what the source throws when that one is damaged: then not even
    /// the length is known. `source` must outlive the reader.
    StreamReader(BlockSource& source, const BlockId& root);

    std::uint64_t size() const noexcept { return nodes_.front()->node.length; }

    /// Fills `out` from `offset`. What was unreadable at the source is filled with zeros, and
    /// returned. Throws DamagedRange, Error(usage) past the end. Keeps one node of each level and
    /// one block, so that small neighbouring reads are cheap.
    [[nodiscard]] std::vector<ByteRange> read(std::uint64_t offset, std::span<std::byte> out);

    /// Hands on the whole range in order; damaged parts too, and goes on after them. Other threads
    /// read ahead: the block source is used by one of them only until the call ends. Exceptions of
    /// the sink end it.
    using Sink = std::function<void(const StreamPart&)>;
    void for_each(ByteRange range, const Sink& sink);

    /// All nodes (before what is below them) and all runs in stream order, without reading data
    /// blocks.
    using Visit = std::function<void(const StreamBlock&)>;
    void for_each_block(const Visit& visit);

private:
    struct OpenNode {
        std::uint64_t offset = 0;  ///< of its first byte in the stream
        Node node;
        std::vector<std::uint64_t> starts;  ///< stream offset of each ref
    };
    struct Place {
        Ref ref;
        std::uint64_t offset = 0;  ///< of the ref's first byte in the stream
    };
    using NodePointer = std::shared_ptr<const OpenNode>;
    OpenNode open_node(const BlockId& id, std::uint64_t offset);
    OpenNode open_child(const OpenNode& parent, std::size_t index);
    NodePointer known_child(const OpenNode& parent, std::size_t index);
    Place find(std::uint64_t offset);
    QueuedPart part_at(std::uint64_t offset, std::uint64_t end);
    void walk_parts(ByteRange range, bool alone, RunQueue<QueuedPart>& queue);
    void walk(const OpenNode& node, const Visit& visit);

    BlockSource& source_;
    BlockId root_;
    std::vector<NodePointer> nodes_;   ///< path from the root to the last place found
    std::list<NodePointer> children_;  ///< those found last, so that random reads parse few
    BlockId block_id_;                 ///< of the block in block_
    Bytes block_;
};

}  // namespace exhibit::blob
