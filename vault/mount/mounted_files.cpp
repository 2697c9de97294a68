#include "mount/mounted_files.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace exhibit::mount {
namespace {

constexpr std::string_view root_path = ".";
constexpr std::string_view segments_folder = "segments";
constexpr std::size_t file_name_bytes_max = 255;

bool can_be_a_name(const std::string& name) {
    return !name.empty() && name.size() <= file_name_bytes_max && name != "-" && name != "." &&
           name != ".." && name.find('/') == std::string::npos &&
           name.find('\0') == std::string::npos;
}

std::string_view parent_of(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? root_path : path.substr(0, slash);
}

std::string_view name_of(std::string_view path) {
    return path == root_path ? path : path.substr(path.rfind('/') + 1);
}

MountedFile file_of(const intake::ListingEntry& entry) {
    MountedFile file;
    file.path = entry.path;
    file.listed = entry.path;
    file.type = entry.type;
    file.mode = entry.mode;
    file.uid = entry.uid;
    file.gid = entry.gid;
    file.modified = entry.modified;
    file.modified_ns = entry.modified_ns;
    file.target = entry.target;
    file.attributes = entry.attributes;
    if (entry.content) {
        file.size = entry.content->size;
        file.manifest = entry.content->manifest;
    }
    if (file.type == intake::MemberType::symlink) file.size = file.target.size();
    return file;
}

/// "disk.E01" gives "disk.raw", whatever its ending.
std::string media_name(const std::string& segment) {
    const std::string stem = segment.substr(0, segment.rfind('.'));
    const std::string name = (stem.empty() ? "media" : stem) + ".raw";
    return can_be_a_name(name) ? name : "media.raw";
}

}  // namespace

std::size_t MountedFiles::add(MountedFile file) {
    files_.push_back(std::move(file));
    files_.back().same_as = files_.size() - 1;
    return files_.size() - 1;
}

MountedFiles MountedFiles::of_stream(const std::string& name, const blob::BlockId& manifest,
                                     std::uint64_t size, Instant modified) {
    MountedFiles out;
    MountedFile root;
    root.path = root_path;
    root.modified = modified;
    out.add(std::move(root));
    MountedFile file;
    file.path = can_be_a_name(name) ? name : "content";
    file.type = intake::MemberType::file;
    file.mode = 0444;
    file.modified = modified;
    file.size = size;
    file.manifest = manifest;
    out.add(std::move(file));
    out.link_up();
    return out;
}

MountedFiles MountedFiles::of_tree(blob::BlockSource& blocks, const blob::BlockId& listing) {
    MountedFiles out;
    MountedFile root;
    root.path = root_path;
    out.add(std::move(root));
    intake::read_listing(blocks, listing, [&](const intake::ListingEntry& entry) {
        MountedFile file = file_of(entry);
        if (entry.path == root_path) {
            out.files_.front() = std::move(file);
        } else {
            out.add(std::move(file));
        }
    });
    out.link_up();
    return out;
}

MountedFiles MountedFiles::of_container(blob::BlockSource& blocks, const blob::BlockId& listing,
                                        const std::string& name,
                                        std::optional<std::uint64_t> media_size, Instant modified) {
    MountedFiles out;
    for (const std::string_view path : {root_path, segments_folder}) {
        MountedFile folder;
        folder.path = path;
        folder.modified = modified;
        out.add(std::move(folder));
    }
    if (media_size) {
        MountedFile file;
        file.path = media_name(name);
        file.type = intake::MemberType::file;
        file.mode = 0444;
        file.modified = modified;
        file.size = *media_size;
        file.media = true;
        out.add(std::move(file));
    }
    intake::read_listing(blocks, listing, [&](const intake::ListingEntry& entry) {
        MountedFile file = file_of(entry);
        file.path = std::string(segments_folder) + "/" + entry.path;
        out.add(std::move(file));
    });
    out.link_up();
    return out;
}

// Puts every file into its folder and every hard link to its target.
void MountedFiles::link_up() {
    std::unordered_map<std::string, std::size_t> by_path;
    by_path.reserve(files_.size());
    for (std::size_t i = 0; i < files_.size(); ++i) by_path.emplace(files_[i].path, i);
    // A folder that is added here may lack its own folder in turn: the loop reaches it.
    for (std::size_t i = 1; i < files_.size(); ++i) {
        const std::string parent(parent_of(files_[i].path));
        if (by_path.contains(parent)) continue;
        MountedFile folder;
        folder.path = parent;
        by_path.emplace(parent, add(std::move(folder)));
    }
    for (MountedFile& file : files_) file.entries.clear();
    for (std::size_t i = 0; i < files_.size(); ++i) {
        MountedFile& file = files_[i];
        file.name = name_of(file.path);
        if (i > 0) files_[by_path.at(std::string(parent_of(file.path)))].entries.push_back(i);
        if (file.type != intake::MemberType::hardlink) continue;
        const auto target = by_path.find(file.target);
        if (target != by_path.end() && target->second != i &&
            files_[target->second].type == intake::MemberType::file) {
            file.same_as = target->second;
        }
    }
    for (MountedFile& file : files_) {
        std::ranges::sort(file.entries, {}, [&](std::size_t i) { return files_[i].name; });
    }
}

const MountedFile* MountedFiles::find(std::size_t folder, std::string_view name) const {
    const std::vector<std::size_t>& entries = files_[folder].entries;
    const auto found =
        std::ranges::lower_bound(entries, name, {}, [&](std::size_t i) { return files_[i].name; });
    if (found == entries.end() || files_[*found].name != name) return nullptr;
    return &files_[*found];
}

}  // namespace exhibit::mount
