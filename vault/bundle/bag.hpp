// The bag around a bundle (RFC 8493, FORMAT.md 16): names, manifests, digests.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "crypto/digest.hpp"
#include "verify/report.hpp"

namespace exhibit::bundle {

/// A file of a bag that is written; `executable` is verify.sh.
struct File {
    std::string path;
    std::string content;
    bool executable = false;
};

/// A file of a bag that was read: its digest, and its bytes unless it is content.
struct Member {
    std::string name;  ///< as the archive has it, the folder of the bag included
    std::uint64_t size = 0;
    crypto::Hash sha256;
    Bytes bytes;
};

inline constexpr std::string_view content_folder = "data/content/";
inline constexpr std::string_view documents_folder = "data/documents/";
/// What is digested as it is read, and not kept: it may be larger than memory.
bool is_streamed(std::string_view path) noexcept;
inline constexpr std::uint64_t members_max = std::uint64_t{1} << 21;
inline constexpr std::uint64_t file_bytes_max = std::uint64_t{64} << 20;
inline constexpr std::uint64_t files_bytes_max = std::uint64_t{2} << 30;

/// True for a path inside a bag that may stand there at all.
bool valid_bag_path(std::string_view path) noexcept;
/// The same with the folder of the bag before it; `folder` gets that.
bool valid_member_name(std::string_view name, std::string& folder);

/// What stands in a manifest: digest and path of each file.
struct Digested {
    std::string path;
    crypto::Hash sha256;
    std::uint64_t size = 0;
};
/// The tag files of the bag around files below data/: bagit.txt, bag-info.txt and both manifests.
/// `tags` are the other files outside data/.
std::vector<File> make_tags(std::vector<Digested> payload, const std::vector<File>& tags,
                            const std::string& description, const std::string& date);

/// Judges the bag and gives its sound files by path. Reports everything that is wrong.
using FilesByPath = std::map<std::string, const Member*, std::less<>>;
FilesByPath check_bag(const std::vector<Member>& members, verify::Report& report);

}  // namespace exhibit::bundle
