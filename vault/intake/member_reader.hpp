// Reads the members of a tree ahead of the thread that writes them: the listing, and the content of
// short files, are opened and decompressed on a thread of their own.
#pragma once

#include <functional>
#include <optional>

#include "base/bytes.hpp"
#include "blob/stream.hpp"
#include "intake/listing.hpp"

namespace exhibit::intake {

/// Files up to here are read ahead whole.
inline constexpr std::uint64_t short_file_bytes_max = std::uint64_t{1} << 20;

struct ReadMember {
    ListingEntry entry;
    /// All of a short file; none when it is longer, or not whole: then the block source may be used
    /// by the call that gets this member.
    std::optional<Bytes> content;
    /// Instead of an entry: a part of the listing that cannot be read.
    std::optional<blob::DamagedRange> lost;
};

/// Hands on all members in order, on the calling thread. Throws what reading the listing and `take`
/// throw.
void read_members(blob::BlockSource& blocks, const blob::BlockId& listing,
                  const std::function<void(const ReadMember&)>& take);

}  // namespace exhibit::intake
