// Damaged objects: what is left of them, and what that is good for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "blob/parity.hpp"
#include "exhibit/types.hpp"
#include "store/object_store.hpp"

namespace exhibit::verify {

/// All of an object that the medium gives back; sectors that cannot be read are zeros. nullopt when
/// it is absent, or when not even its size can be told. Of an object above the limit of objects the
/// beginning.
std::optional<Bytes> read_what_is_left(store::ObjectStore& store, const std::string& name);

/// "bytes 0 to 4095 and 8192 to 12287"; long lists end in "and 7 more ranges".
std::string ranges_text(const std::vector<ByteRange>& ranges);

/// Whether the parity of a pack can restore it and what to do next, in one or two sentences.
/// REQUIRES: the pack is not whole.
std::string parity_verdict(const blob::PackRepair& repair);

}  // namespace exhibit::verify
