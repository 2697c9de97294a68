// The media of an Expert Witness container: read through libewf, hashed, compared with what the
// container says of them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "blob/source.hpp"
#include "exhibit/types.hpp"
#include "intake/export.hpp"
#include "intake/monitor.hpp"

namespace exhibit::intake {

/// Gets the media in order, zeros where they cannot be read.
using MediaSink = std::function<void(ByteView bytes)>;

/// Reads the media of `files` and fills in `info`; what goes wrong becomes a sentence there. Throws
/// Error(interrupted), and what the sink throws.
void read_media(const std::vector<std::string>& files, ContainerInfo& info, Monitor& monitor,
                const MediaSink& sink);

/// Writes the media of the container whose listing is `listing`. The segment files are made again
/// in a private folder (0700) beside the output for as long as this takes, because libewf reads
/// files only. Without a filler media that cannot all be read are Error(verification).
ExportOutcome export_media(blob::BlockSource& blocks, const blob::BlockId& listing,
                           const ExportOptions& options);

}  // namespace exhibit::intake
