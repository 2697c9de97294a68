// The segment files of a container in the vault, read from their blocks.
#pragma once

#include <vector>

#include "blob/source.hpp"
#include "intake/ewf_segments.hpp"

namespace exhibit::intake {

/// Of the container whose listing is `listing`, those that were read at ingest. `blocks` must
/// outlive them. Reading what is damaged, or was unreadable at the source, throws Error(corrupt).
std::vector<EwfSegment> stored_segments(blob::BlockSource& blocks, const blob::BlockId& listing);

}  // namespace exhibit::intake
