// What every store refuses in the same words: bad names, oversized objects, ranges past the end.
// And the names of temporary files, which can never be mistaken for objects.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "store/object_store.hpp"

namespace exhibit::store {

/// True when `part` may stand between two slashes of an object's name.
bool valid_name_part(std::string_view part) noexcept;

/// Throws Error(usage) unless `prefix` is "" or a valid name followed by '/'.
void require_valid_prefix(std::string_view prefix);

/// Throws Error(usage) for an invalid name or more than object_bytes_max bytes.
void require_storable(std::string_view name, ByteView bytes);

/// Throws Error(corrupt) naming `object` unless the range ends within `size` bytes. A range that is
/// longer than object_bytes_max is refused as well: it would be read into memory.
void require_range(const std::string& object, Range range, std::uint64_t size);

inline constexpr std::string_view temporary_prefix = ".tmp-";
/// ".tmp-<process>-<number>". No part of an object's name begins like that, so that what an
/// interrupted writer left can never be read as an object.
std::string temporary_name(long process, unsigned long number);

}  // namespace exhibit::store
