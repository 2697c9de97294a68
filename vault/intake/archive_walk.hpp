// Lists the members of an archive with their digests, of archives inside of it too.
//
// What an archive says, however wrong, ends the listing at worst, which is then told; every cost is
// bounded (FORMAT.md 9.5). Nothing is written anywhere but to the sink.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "intake/archive_input.hpp"
#include "intake/archive_listing.hpp"
#include "intake/archive_reader.hpp"
#include "intake/monitor.hpp"

namespace exhibit::intake {

/// Those of FORMAT.md 9.5; tests take smaller ones.
struct ArchiveLimits {
    std::uint64_t members_max = 1'000'000;
    /// A member may expand to this, whatever it takes in the archive,
    std::uint64_t member_bytes_free = std::uint64_t{64} << 20;
    /// and beyond that to so many times what it takes.
    std::uint64_t member_ratio_max = 250;
    /// All members together may expand to this, or to so many times the size of the archive.
    std::uint64_t content_bytes_free = std::uint64_t{2} << 30;
    std::uint64_t content_ratio_max = 100;
    std::size_t names_max = archive_names_max;  ///< archives inside each other, and one
};

using MemberSink = std::function<void(const ArchiveMember&)>;

/// All of what is found but the digest of the listing. `archive_bytes` is the size of the archive
/// itself. The sink must not use `input`. Error(interrupted), and what the input throws beside
/// Error(corrupt).
ArchiveInfo walk_archive(ArchiveInput& input, ArchiveForms forms, std::uint64_t archive_bytes,
                         const MemberSink& sink, Monitor& monitor,
                         const ArchiveLimits& limits = {});

}  // namespace exhibit::intake
