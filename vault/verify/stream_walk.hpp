// Walks the manifest of a stream and hands on its parts in order, data as the blocks to be opened;
// of a tree, its listing and then the stream of every file in it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "blob/block.hpp"
#include "blob/manifest.hpp"
#include "verify/block_reader.hpp"
#include "verify/content.hpp"
#include "verify/part_queue.hpp"

namespace exhibit::verify {

/// Reads the block of a data part: its bytes, or what makes it a damaged one.
void open_part(BlockReader& blocks, OpenPacks& packs, Part& part, blob::IdCheck check,
               std::uint64_t row_bytes);

class StreamWalk {
public:
    StreamWalk(BlockReader& blocks, PartQueue& queue, Report& report, const ContentInput& input);

    /// Puts the parts of one stream into the queue. False when the consumer wants no more.
    bool stream(const std::string& name, const blob::BlockId& root, const Digests& recorded);
    /// The same for a tree.
    bool tree(const blob::BlockId& root, const Digests& recorded);

private:
    /// Gets each part; false ends the walk.
    using Sink = std::function<bool(Part)>;
    struct NodePlace {
        blob::BlockId id;
        std::uint64_t offset = 0;
        std::uint64_t length = 0;
        std::uint8_t level = 0;
    };

    bool walk(const blob::BlockId& root, const Sink& sink);
    bool walk_below(const blob::Node& node, std::uint64_t offset, const Sink& sink);
    bool walk_child(const NodePlace& place, const Sink& sink);
    std::optional<BlockProblem> read_node(const blob::BlockId& id, blob::Node& node,
                                          const Sink& sink);
    bool take_lines(std::string& pending, bool& lost, Part part);
    bool file(std::string_view line);

    BlockReader& blocks_;
    OpenPacks packs_;
    PartQueue& queue_;
    Report& report_;
    std::string item_;
    const CancelFlag* cancel_;
};

}  // namespace exhibit::verify
