// What was found in a container of media or an archive, as the private values of FORMAT.md 6.1 and
// 6.2 and back.
#pragma once

#include "custody/private_names.hpp"
#include "exhibit/types.hpp"
#include "intake/ingest.hpp"

namespace exhibit {

/// Adds container, archive, summary, segments, recognised, memory_ranges and what a device says,
/// those that there are.
void add_source_values(custody::PrivateValues& values, const intake::IngestOutcome& outcome);
/// The other way; values of another form are Error(malformed).
void read_source_values(const custody::PrivateValues& values, ItemInfo& out);

}  // namespace exhibit
