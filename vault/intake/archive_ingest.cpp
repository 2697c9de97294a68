#include "intake/archive_ingest.hpp"

#include <utility>

#include "intake/archive_walk.hpp"
#include "intake/listing_writer.hpp"

namespace exhibit::intake {

std::optional<ListedArchive> list_archive(ArchiveInput& input, ArchiveForms forms,
                                          blob::BlobWriter& writer, Monitor& monitor) {
    // Only made with the first member: an empty listing would be a block for nothing.
    std::optional<ListingWriter> lines;
    const MemberSink add = [&](const ArchiveMember& member) {
        if (!lines) lines.emplace(writer);
        lines->add_line(write_member(member) + "\n");
    };
    ListedArchive out;
    out.info = walk_archive(input, forms, input.size().value_or(0), add, monitor);
    if (lines) {
        const MemberContent listing = lines->finish();
        out.info.listing_sha256 = listing.digests.sha256;
        out.listing = listing.manifest;
    } else if (forms == ArchiveForms::compressed && !out.info.partial.empty()) {
        return std::nullopt;
    }
    return out;
}

}  // namespace exhibit::intake
