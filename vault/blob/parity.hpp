// Parity of a pack: made by who writes it, and used by anybody to restore it. No key takes part.
// FORMAT.md section 8.1. Pure functions on bytes.
#pragma once

#include <cstdint>
#include <vector>

#include "base/bytes.hpp"
#include "blob/parity_format.hpp"
#include "crypto/digest.hpp"
#include "exhibit/types.hpp"

namespace exhibit::blob {

/// Appends the parity part to a pack that ends after its table. Nothing moves when `pack` has
/// parity_room_bytes() to spare. REQUIRES: pack.size() == geometry.covered_bytes.
void append_parity(Bytes& pack, const ParityGeometry& geometry);

enum class PackState {
    whole,      ///< it has the digest of its name
    restored,   ///< it was damaged; `bytes` has the digest of its name
    no_parity,  ///< it is damaged, and no part of an index is left, if it ever had one
    lost,       ///< it is damaged beyond its parity
};

struct PackRepair {
    PackState state = PackState::lost;
    Bytes bytes;  ///< the whole pack, when restored
    /// What differed from the restored bytes, in whole shards; what is known to be damaged when it
    /// is lost. Behind the end of a pack that is cut short too.
    std::vector<exhibit::ByteRange> damaged;
    /// What cannot be restored. All of the pack when nothing else can be said.
    std::vector<exhibit::ByteRange> lost;
};

/// Restores a pack from whatever is left of it. Never gives bytes without the digest `name`; never
/// throws for what `found` holds. Takes memory for the pack, and time for reading it a few times.
PackRepair repair_pack(ByteView found, const crypto::Hash& name);

}  // namespace exhibit::blob
