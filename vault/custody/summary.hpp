// The form of the private value "summary": what a document kept as an item says, FORMAT.md 6.3.
#pragma once

#include <cstddef>

#include "encode/json.hpp"

namespace exhibit::custody {

inline constexpr std::size_t summary_facts_max = 256;

/// Whether the value has the members of FORMAT.md 6.3 and no others, each of its form.
bool is_summary(const encode::Json& value);

}  // namespace exhibit::custody
