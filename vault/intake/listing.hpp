// The listing of a tree: one canonical JSON object a line for each member, FORMAT.md section 9.3.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "blob/block.hpp"
#include "blob/source.hpp"
#include "blob/stream.hpp"
#include "exhibit/types.hpp"
#include "intake/attributes.hpp"

namespace exhibit::intake {

inline constexpr std::size_t member_path_bytes_max = 4096;
/// More than any line that write_entry makes.
inline constexpr std::size_t listing_line_bytes_max = std::size_t{1} << 20;

enum class MemberType { file, directory, symlink, hardlink, fifo, socket, block, character };
std::string_view to_string(MemberType type);
std::optional<MemberType> member_type_of(std::string_view name) noexcept;

/// Whether a listing has a name as text: valid UTF-8 without control characters.
bool is_plain_text(std::string_view name) noexcept;

/// What there is of a file that was read.
struct MemberContent {
    std::uint64_t size = 0;
    Digests digests;
    blob::BlockId manifest;
};

struct ListingEntry {
    std::string path;  ///< bytes as they were; "." is the root
    MemberType type = MemberType::file;
    std::uint32_t mode = 0;  ///< permission bits
    std::uint64_t uid = 0;
    std::uint64_t gid = 0;
    Instant modified;
    std::uint32_t modified_ns = 0;
    std::optional<MemberContent> content;  ///< files only; none when it could not be read
    std::string target;                    ///< of links
    std::string device;                    ///< "major:minor"
    std::string problem;                   ///< a sentence
    Attributes attributes;
};

/// The line without its LF.
std::string write_entry(const ListingEntry& entry);
/// Accepts lines of the format only, with a path that stays in the tree. FormatError otherwise.
ListingEntry parse_entry(std::string_view line, const std::string& source);

/// True for "." and for relative paths without empty, "." and ".." parts and without NUL, of at
/// most member_path_bytes_max bytes.
bool is_member_path(std::string_view path) noexcept;

/// Hands on all entries in order. Parts of the listing that cannot be read go to `damaged`, and
/// with them the lines they are in; without it they are thrown (blob::DamagedRange). FormatError
/// when it is not a listing sorted by path. The sinks may use `blocks`.
using ListingSink = std::function<void(const ListingEntry&)>;
using DamageSink = std::function<void(const blob::DamagedRange&)>;
void read_listing(blob::BlockSource& blocks, const blob::BlockId& manifest, const ListingSink& sink,
                  const DamageSink& damaged = {});

}  // namespace exhibit::intake
