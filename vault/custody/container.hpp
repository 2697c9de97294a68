// The form of the private value "container": what was found in a container of media, FORMAT.md 6.1.
#pragma once

#include <cstddef>

#include "encode/json.hpp"

namespace exhibit::custody {

inline constexpr std::size_t segments_max = 1000;
inline constexpr std::size_t container_ranges_max = 256;

/// Whether the value has the members of FORMAT.md 6.1 and no others, each of its form.
bool is_container(const encode::Json& value);
/// Whether the value is an array of {"name","size"}, of at most segments_max.
bool is_segments(const encode::Json& value);

}  // namespace exhibit::custody
