// Export of one member of an archive.
#pragma once

#include "intake/export.hpp"

namespace exhibit::intake {

/// Writes the member `options.member` names, or a range of it; published only when all of it has
/// the digest of the listing. `archive` is the manifest of the archive's stream. Error(not_found),
/// Error(conflict) for several of that path, Error(usage) for one without content,
/// Error(verification) when it is not what was listed.
ExportOutcome export_archive_member(blob::BlockSource& blocks, const blob::BlockId& archive,
                                    const blob::BlockId& listing, const ExportOptions& options);

}  // namespace exhibit::intake
