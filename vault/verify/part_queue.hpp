// The parts of streams on their way from the thread that walks manifests, through those that open
// the blocks they name, to the one that judges.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/run_queue.hpp"
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

class PartQueue : public RunQueue<Part> {
public:
    bool put(Part part) {
        const bool is_data = part.kind == PartKind::data;
        const std::uint64_t bytes = is_data ? part.length : 0;
        return RunQueue::put(std::move(part), is_data, bytes);
    }
};

}  // namespace exhibit::verify
