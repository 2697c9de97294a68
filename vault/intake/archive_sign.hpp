// Whether a file begins like an archive: a few comparisons, so that others lose no time.
#pragma once

#include "base/bytes.hpp"

namespace exhibit::intake {

enum class ArchiveSign {
    none,
    archive,     ///< can be read front to back
    zip,         ///< the same, but its directory, which says more, is at the end
    from_end,    ///< can only be read by its directory at the end: 7z
    compressed,  ///< one compressed stream; what is in it, only reading on can tell
};

/// The first 512 bytes are enough, except for ISO 9660, which is an image unless someone says
/// otherwise.
ArchiveSign archive_sign(ByteView head) noexcept;

}  // namespace exhibit::intake
