// Members of an archive under names a file system can have.
#include <algorithm>
#include <map>
#include <utility>

#include "base/text.hpp"
#include "mount/mounted_files.hpp"

namespace exhibit::mount {
namespace {

using intake::ArchiveMember;
using intake::MemberType;

constexpr std::size_t name_bytes_max = 255;
constexpr std::size_t kept_bytes = 220;  ///< of a longer one, so that marks have room
constexpr std::string_view folder_suffix = ".members";

struct NumberedEntry {
    std::uint64_t number = 0;
    ArchiveMember member;
};

/// The paths given out so far.
class Paths {
public:
    /// The folder the members of an archive shown at that path are in; a new one.
    std::string folder_for(const std::string& archive) {
        std::string path = archive + std::string(folder_suffix);
        while (kinds_.contains(path)) path += '~';
        kinds_.emplace(path, Kind::folder);
        return path;
    }

    void take(const std::string& file) { kinds_.emplace(file, Kind::file); }

    /// Where a member is shown; empty for a folder that is there already.
    std::string place(const std::string& base, const std::string& name, bool folder,
                      std::uint64_t number) {
        std::vector<std::string> parts = parts_of(name);
        if (parts.empty() && folder) return {};
        if (parts.empty()) parts.emplace_back("member");
        std::string path = base;
        for (std::size_t i = 0; i + 1 < parts.size(); ++i) path = folder_in(path, parts[i]);
        if (folder) {
            const std::size_t before = kinds_.size();
            path = folder_in(path, parts.back());
            return kinds_.size() > before ? path : std::string();
        }
        path += "/" + parts.back();
        while (kinds_.contains(path)) path += "~" + std::to_string(number);
        kinds_.emplace(path, Kind::file);
        return path;
    }

    /// Where a hard link leads: to the file that got its name first.
    static std::string target(const std::string& base, const std::string& name) {
        return base + "/" + join(parts_of(name), "/");
    }

private:
    enum class Kind { file, folder };

    std::string folder_in(const std::string& path, const std::string& part) {
        std::string folder = path + "/" + part;
        // A file may have the name that others need for their folder.
        for (auto known = kinds_.find(folder); known != kinds_.end() && known->second == Kind::file;
             known = kinds_.find(folder)) {
            folder += '~';
        }
        kinds_.emplace(folder, Kind::folder);
        return folder;
    }

    static std::vector<std::string> parts_of(const std::string& name) {
        std::vector<std::string> parts;
        for (const std::string_view part : split(name, '/')) {
            if (part.empty() || part == ".") continue;
            std::string shown(part == ".." ? "..~" : part);
            if (shown.size() > name_bytes_max - folder_suffix.size()) {
                shown = shown.substr(0, kept_bytes) + "~";
            }
            parts.push_back(std::move(shown));
        }
        return parts;
    }

    std::map<std::string, Kind, std::less<>> kinds_;
};

MountedFile file_of(const ArchiveMember& member) {
    MountedFile file;
    file.type = member.type;
    file.mode = member.mode;
    file.uid = member.uid.value_or(0);
    file.gid = member.gid.value_or(0);
    if (member.modified) {
        file.modified = member.modified->instant;
        file.modified_ns = member.modified->nanoseconds;
    }
    if (member.type == MemberType::symlink) {
        file.target = member.target;
        file.size = file.target.size();
    }
    return file;
}

}  // namespace

MountedFiles MountedFiles::of_archive(blob::BlockSource& blocks, const blob::BlockId& listing,
                                      MountedFiles archive) {
    std::vector<NumberedEntry> entries;
    intake::read_members_listing(blocks, listing,
                                 [&](std::uint64_t number, const ArchiveMember& member) {
                                     entries.push_back({number, member});
                                 });
    // An archive before what is in it.
    std::ranges::sort(entries, {}, [](const NumberedEntry& one) { return one.member.at; });
    const std::string name = archive.files_[1].path;
    const blob::BlockId manifest = *archive.files_[1].manifest;
    Paths paths;
    paths.take(name);
    std::map<std::vector<std::uint64_t>, std::string> folders;
    const std::string top =
        paths.folder_for(name.size() + folder_suffix.size() < name_bytes_max ? name : "content");
    folders.emplace(std::vector<std::uint64_t>(), top);
    for (NumberedEntry& entry : entries) {
        ArchiveMember& member = entry.member;
        const auto around = folders.find({member.at.begin(), member.at.end() - 1});
        const std::string& base = around == folders.end() ? top : around->second;
        const bool folder = member.type == MemberType::directory;
        MountedFile file = file_of(member);
        file.path = paths.place(base, member.path.back(), folder, entry.number);
        if (file.path.empty()) continue;
        file.listed = file.path;
        if (!member.archive.empty()) folders.emplace(member.at, paths.folder_for(file.path));
        if (member.content) {
            file.type = MemberType::file;
            file.size = member.content->size;
            file.manifest = manifest;
            file.member = std::make_unique<const ArchiveMember>(std::move(member));
        } else if (member.type == MemberType::hardlink) {
            file.target = Paths::target(base, member.target);
        }
        archive.add(std::move(file));
    }
    archive.link_up();
    return archive;
}

}  // namespace exhibit::mount
