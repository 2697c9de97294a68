// The listing of an archive's members: one canonical JSON object a line, FORMAT.md section 9.5.
//
// Names are what the archive has, and never used as paths.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "blob/block.hpp"
#include "blob/source.hpp"
#include "exhibit/types.hpp"
#include "intake/listing.hpp"

namespace exhibit::intake {

/// Names in a path: of the member, and of up to three archives around it.
inline constexpr std::size_t archive_names_max = 4;
/// Of the sentences of one line: with the longest names a line stays below listing_line_bytes_max.
inline constexpr std::size_t member_problem_bytes_max = 4000;

struct MemberTime {
    Instant instant;
    std::uint32_t nanoseconds = 0;
};

/// Content that was read to its end.
struct DigestedContent {
    std::uint64_t size = 0;
    Digests digests;
};

struct ArchiveMember {
    std::vector<std::string> path;  ///< bytes as they were, outermost archive first
    std::vector<std::uint64_t> at;  ///< place of each of them in its archive, from 1
    MemberType type = MemberType::file;
    std::uint32_t mode = 0;  ///< permission bits
    std::optional<std::uint64_t> uid;
    std::optional<std::uint64_t> gid;
    std::string user;
    std::string group;
    std::optional<MemberTime> modified;
    std::optional<MemberTime> accessed;
    std::optional<MemberTime> changed;
    std::optional<MemberTime> born;
    std::optional<DigestedContent> content;
    std::optional<std::uint64_t> stated_size;
    std::string target;   ///< of links
    std::string device;   ///< "major:minor"
    std::string archive;  ///< what a nested archive is, when its members are listed
    std::string problem;  ///< sentences
};

/// The line without its LF.
std::string write_member(const ArchiveMember& member);
/// Accepts lines of the format only. FormatError otherwise.
ArchiveMember parse_member(std::string_view line, const std::string& source);

/// "dir/inner.zip!/a.txt": for people, not unambiguous.
std::string shown_path(const ArchiveMember& member);

/// At most so many bytes of a text, cut between characters and marked.
std::string shortened(const std::string& text, std::size_t bytes_max);

/// Hands on all members in order with their number, from 1. Throws what reading the stream throws
/// (blob::DamagedRange), FormatError for what is no listing of members.
using NumberedMember = std::function<void(std::uint64_t number, const ArchiveMember&)>;
void read_members_listing(blob::BlockSource& blocks, const blob::BlockId& listing,
                          const NumberedMember& sink);

/// The one member a text means: its shown path, or "!#" and its number, or both. Error(not_found);
/// Error(conflict) naming the numbers when several have that path.
ArchiveMember choose_member(blob::BlockSource& blocks, const blob::BlockId& listing,
                            const std::string& text);

}  // namespace exhibit::intake
