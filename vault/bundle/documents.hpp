// What is attached to items, as a bundle holds it (FORMAT.md 16).
#pragma once

#include <cstdint>

#include "bundle/verify.hpp"
#include "verify/report.hpp"

namespace exhibit::bundle {

/// Compares the documents with the digests that their events fix. Gives the number of those that
/// were attached to what the bundle is about and are not in it, which is a note.
/// REQUIRES: entries, state and values of the bundle.
std::uint64_t check_documents(const Verified& verified, verify::Report& report);

}  // namespace exhibit::bundle
