// The listing of an archive's members goes into the vault.
#pragma once

#include <optional>

#include "blob/writer.hpp"
#include "exhibit/types.hpp"
#include "intake/archive_input.hpp"
#include "intake/archive_reader.hpp"
#include "intake/monitor.hpp"

namespace exhibit::intake {

struct ListedArchive {
    ArchiveInfo info;
    std::optional<blob::BlockId> listing;  ///< none when there is no member
};

/// Lists the members and puts the listing with `writer`; its blocks are durable after the next
/// finish(). For `compressed` nullopt when no archive is inside. Throws as walk_archive, and what
/// the writer throws.
std::optional<ListedArchive> list_archive(ArchiveInput& input, ArchiveForms forms,
                                          blob::BlobWriter& writer, Monitor& monitor);

}  // namespace exhibit::intake
