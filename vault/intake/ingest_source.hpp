// Ingest of one stream from wherever it comes.
#pragma once

#include <string_view>

#include "intake/ingest.hpp"
#include "intake/source.hpp"

namespace exhibit::intake {

/// Reads `source` to its end and finishes `writer`. `otherwise` is the kind when neither the
/// options nor the content say one. As ingest_path, and Error(io) when the source became shorter
/// meanwhile; `source_name` is left to the caller.
IngestOutcome ingest_source(Source& source, std::string_view otherwise, blob::BlobWriter& writer,
                            const IngestOptions& options);

}  // namespace exhibit::intake
