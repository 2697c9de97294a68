// Writes the members of a tree to an output.
#pragma once

#include <optional>
#include <string>

#include "blob/source.hpp"
#include "intake/export.hpp"
#include "intake/listing.hpp"
#include "intake/monitor.hpp"
#include "intake/tree_output.hpp"

namespace exhibit::intake {

/// A tree to be read back. Without a filler anything that cannot be given is Error(verification).
struct StoredTree {
    blob::BlockSource& blocks;
    blob::BlockId listing;
    std::optional<std::uint8_t> fill;
};

/// All members; adds bytes, findings and filled ranges to `outcome`, whose `whole` becomes false
/// when members are lost to damage.
void export_members(const StoredTree& tree, TreeOutput& output, Monitor& monitor,
                    ExportOutcome& outcome);

/// Error(not_found) when the tree has no such member.
ListingEntry find_member(const StoredTree& tree, const std::string& path, ExportOutcome& outcome);

}  // namespace exhibit::intake
