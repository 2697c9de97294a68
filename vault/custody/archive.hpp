// The form of the private value "archive": what was found in an archive, FORMAT.md 6.2.
#pragma once

#include <cstddef>

#include "encode/json.hpp"

namespace exhibit::custody {

inline constexpr std::size_t archive_sentences_max = 16;

/// Whether the value has the members of FORMAT.md 6.2 and no others, each of its form.
bool is_archive(const encode::Json& value);

}  // namespace exhibit::custody
