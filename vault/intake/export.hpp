// Export: an item's bytes out of the vault again, checked while they are written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "blob/block.hpp"
#include "blob/source.hpp"
#include "exhibit/progress.hpp"
#include "exhibit/types.hpp"
#include "intake/ingest.hpp"

namespace exhibit::intake {

struct ExportOptions {
    /// Must not exist yet; "-" is standard output. Trees become a folder, or a tar stream when the
    /// output is "-" or ends in ".tar".
    std::string output;
    std::optional<ByteRange> range;  ///< streams only
    std::string member;  ///< of a tree: path inside, as the listing has it; of an archive: 9.5
    /// For what was unreadable at the source or is damaged in the vault; without it such an item is
    /// not exported (Error verification) and nothing is left at `output`.
    std::optional<std::uint8_t> fill;
    /// Of the stream, as the record has it; hex, "" when it is not known. Where all of it goes to a
    /// file, it spares computing what it shows anyway: the ids of the blocks. Should it differ, the
    /// file is written again with every id computed, so that damage is told block by block.
    std::string recorded_sha256{};
    Progress* progress = nullptr;
    const CancelFlag* cancel = nullptr;
};

struct ExportOutcome {
    std::uint64_t bytes = 0;  ///< written; for trees the sum of all files
    std::string sha256;       ///< of a stream or member written whole or in part; empty for trees
    bool whole = false;       ///< the whole stream was written
    bool matches_listing = false;   ///< the member of an archive, whole, has its listed digest
    std::vector<ByteRange> filled;  ///< ranges the filler stands in
    std::vector<Finding> findings;  ///< damage, members that could not be made again
};

/// `kind` and `manifest` as the ledger has them. Error(conflict) when `output` exists,
/// Error(not_found) for an unknown member.
ExportOutcome export_item(blob::BlockSource& blocks, const std::string& kind,
                          const blob::BlockId& manifest, const ExportOptions& options);

/// The files of a tree, from its listing. Throws what reading the listing throws.
std::vector<TreeMember> list_members(blob::BlockSource& blocks, const blob::BlockId& manifest);

}  // namespace exhibit::intake
