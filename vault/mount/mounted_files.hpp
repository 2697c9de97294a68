// What a mounted item looks like: folders and files, made once from the item's record.
//
// Nothing in here changes after it was made; any number of threads may read it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "blob/block.hpp"
#include "blob/source.hpp"
#include "intake/archive_listing.hpp"
#include "intake/listing.hpp"

namespace exhibit::mount {

/// A file, folder or link. Its number is its place in MountedFiles; the root has number 0.
struct MountedFile {
    std::string path;  ///< inside the item, bytes as they were; "." is the root
    std::string_view name;
    intake::MemberType type = intake::MemberType::directory;
    std::uint32_t mode = 0555;  ///< permission bits
    std::uint64_t uid = 0;
    std::uint64_t gid = 0;
    Instant modified;
    std::uint32_t modified_ns = 0;
    std::uint64_t size = 0;
    /// Of files whose content is in the vault; of members of an archive the archive's.
    std::optional<blob::BlockId> manifest;
    std::unique_ptr<const intake::ArchiveMember> member;  ///< of members with content
    /// Path in the item's listing, of members the one shown; empty: in none.
    std::string listed;
    bool media = false;                ///< the media of the container the item is
    std::string target;                ///< of symbolic links
    intake::Attributes attributes;     ///< extended ones, access control lists among them
    std::size_t same_as = 0;           ///< the number that is shown: of a hard link's target
    std::vector<std::size_t> entries;  ///< of folders: numbers, sorted by name
};

class MountedFiles {
public:
    /// A stream as one file. `name` is what its source was called; one that no file can have
    /// becomes "content".
    static MountedFiles of_stream(const std::string& name, const blob::BlockId& manifest,
                                  std::uint64_t size, Instant modified);
    /// An archive: the file as of_stream() has it, and beside it a folder NAME.members with its
    /// members, and in there for every nested archive the same. Throws what reading the listing
    /// throws. Names that no file can have, or that stand there twice, are changed: what leads out
    /// of the folder stays in it, what is too long is cut, a second one gets ~ and its number.
    static MountedFiles of_archive(blob::BlockSource& blocks, const blob::BlockId& listing,
                                   MountedFiles archive);
    /// A tree, from its listing. Throws what reading the listing throws; members below a folder
    /// that the listing does not have get one.
    static MountedFiles of_tree(blob::BlockSource& blocks, const blob::BlockId& listing);

    /// A container: its media as one file, when their size is known, and its segment files in the
    /// folder "segments". `name` is what the first segment was called. As of_tree.
    static MountedFiles of_container(blob::BlockSource& blocks, const blob::BlockId& listing,
                                     const std::string& name,
                                     std::optional<std::uint64_t> media_size, Instant modified);

    // Names point into paths: a copy's would point into the original's.
    MountedFiles(MountedFiles&&) = default;
    MountedFiles& operator=(MountedFiles&&) = default;
    MountedFiles(const MountedFiles&) = delete;
    MountedFiles& operator=(const MountedFiles&) = delete;

    std::size_t size() const noexcept { return files_.size(); }
    /// REQUIRES: number < size().
    const MountedFile& at(std::size_t number) const { return files_[number]; }
    /// The entry of a folder, nullptr when it has none of that name.
    const MountedFile* find(std::size_t folder, std::string_view name) const;
    /// REQUIRES: `file` is one of this object.
    std::size_t number_of(const MountedFile& file) const noexcept {
        return static_cast<std::size_t>(&file - files_.data());
    }

private:
    MountedFiles() = default;
    std::size_t add(MountedFile file);
    void link_up();

    std::vector<MountedFile> files_;
};

}  // namespace exhibit::mount
