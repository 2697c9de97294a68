// Ingest of an Expert Witness container: its segment files byte for byte, as a listing; its media
// are read for their digests.
#pragma once

#include <string>

#include "intake/segment_names.hpp"
#include "intake/tree.hpp"

namespace exhibit::intake {

struct EwfFacts {
    TreeFacts listing;
    ContainerInfo container;
};

/// `set` are the segment files; those that are missing, foreign or damaged become sentences in
/// `container`. Error(io) when a segment cannot be opened.
EwfFacts ingest_ewf(const SegmentSet& set, const TreeTools& tools);

}  // namespace exhibit::intake
