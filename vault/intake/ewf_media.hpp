// The media of an Expert Witness container: read through libewf, hashed, compared with what the
// container says of them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "blob/source.hpp"
#include "exhibit/types.hpp"
#include "intake/ewf_handle.hpp"
#include "intake/export.hpp"
#include "intake/monitor.hpp"

namespace exhibit::intake {

/// Gets the media in order, zeros where they cannot be read.
using MediaSink = std::function<void(ByteView bytes)>;

/// Opens the container; Error(unsupported) when libewf cannot.
using OpenMedia = std::function<EwfHandle()>;

/// Reads the media and fills in `info`; what goes wrong becomes a sentence there. Returns why a
/// segment could not be read, "" when all could. Throws Error(interrupted), and what the sink
/// throws.
std::string read_media(const OpenMedia& open, ContainerInfo& info, Monitor& monitor,
                       const MediaSink& sink);

/// Writes the media of the container whose listing is `listing`, read from its blocks. Without a
/// filler media that cannot all be read are Error(verification).
ExportOutcome export_media(blob::BlockSource& blocks, const blob::BlockId& listing,
                           const ExportOptions& options);

}  // namespace exhibit::intake
