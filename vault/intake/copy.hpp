// Copies a stream out of the vault into a sink, and says what it was.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "blob/source.hpp"
#include "blob/stream.hpp"
#include "exhibit/types.hpp"
#include "intake/digests.hpp"
#include "intake/monitor.hpp"
#include "intake/sink.hpp"

namespace exhibit::intake {

struct CopyOptions {
    std::string what;  ///< for messages and findings, safe to show
    /// Stands in for what was unreadable at the source or is damaged now; none: refuse.
    std::optional<std::uint8_t> fill;
};

struct CopyOutcome {
    std::string sha256;  ///< of what was written
    std::vector<ByteRange> filled;
    std::vector<Finding> findings;
};

/// REQUIRES: the range lies in the stream. Without a filler a range that cannot be given is
/// Error(verification): before anything is written when the manifest shows it, in the middle when
/// a block turns out damaged.
CopyOutcome copy_stream(blob::StreamReader& reader, blob::ByteRange range, Sink& sink,
                        const CopyOptions& options, Monitor& monitor);

/// A whole stream that was read already.
CopyOutcome copy_bytes(ByteView content, Sink& sink, const CopyOptions& options, Monitor& monitor);

}  // namespace exhibit::intake
