#include "intake/walk.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "intake/listing.hpp"
#include "intake/source.hpp"

namespace exhibit::intake {
namespace {

// Descriptors for folders kept at once, besides the root: deeper trees open them again on the way
// up.
constexpr std::size_t open_levels_max = 64;
constexpr std::size_t problems_max = 20;

struct CloseFolder {
    void operator()(DIR* folder) const noexcept { ::closedir(folder); }
};

// Names in a folder, or errno.
int read_names(int fd, std::vector<std::string>& names) {
    // fdopendir takes the descriptor over and closes it.
    const int own = ::openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (own < 0) return errno;
    const std::unique_ptr<DIR, CloseFolder> folder(::fdopendir(own));
    if (!folder) {
        const int error = errno;
        ::close(own);
        return error;
    }
    while (true) {
        errno = 0;
        const dirent* entry = ::readdir(folder.get());
        if (entry == nullptr) return errno;
        const std::string_view name = &entry->d_name[0];
        if (name != "." && name != "..") names.emplace_back(name);
    }
}

FileDescriptor open_folder(int parent, const std::string& name) {
    return FileDescriptor(open_evidence(parent, name.c_str(), O_DIRECTORY | O_NOFOLLOW));
}

std::string reason(int errno_value) {
    return std::error_code(errno_value, std::generic_category()).message();
}

}  // namespace

/// One thing to do in a folder: tell an entry, or go down into it.
struct TreeWalk::Step {
    std::string name;
    bool down = false;

    /// Paths below "a" begin with "a/", which comes after "a-b" and before "a0".
    char after_name() const noexcept { return down ? '/' : '\0'; }
    bool operator<(const Step& other) const noexcept {
        const std::size_t common = std::min(name.size(), other.name.size());
        const int order = std::char_traits<char>::compare(name.data(), other.name.data(), common);
        if (order != 0) return order < 0;
        return byte_at(common) < other.byte_at(common);
    }
    unsigned byte_at(std::size_t index) const noexcept {
        return static_cast<unsigned char>(index < name.size() ? name[index] : after_name());
    }
};

struct TreeWalk::Level {
    std::string path;  ///< empty for the root
    std::string name;
    FileDescriptor fd;  ///< none: open it again
    dev_t device = 0;
    ino_t inode = 0;
    std::vector<Step> tell;  ///< sorted
    std::size_t next = 0;    ///< of tell
    std::set<Step> down;     ///< told, not entered yet

    std::optional<Step> take_step();
};

std::optional<TreeWalk::Step> TreeWalk::Level::take_step() {
    const bool tells = next < tell.size();
    if (!down.empty() && (!tells || *down.begin() < tell[next])) {
        return std::move(down.extract(down.begin()).value());
    }
    if (!tells) return std::nullopt;
    return std::move(tell[next++]);
}

TreeWalk::TreeWalk(FileDescriptor root, std::string shown) : shown_(std::move(shown)) {
    std::vector<std::string> names;
    if (const int error = read_names(root.get(), names)) {
        throw_errno("listing the folder " + shown_, error);
    }
    enter("", std::move(root), std::move(names));
    std::vector<Step>& tell = levels_.front()->tell;
    const Step itself{".", false};
    tell.insert(std::lower_bound(tell.begin(), tell.end(), itself), itself);
}

TreeWalk::~TreeWalk() = default;

// Adds the level of a folder that was just opened.
void TreeWalk::enter(const std::string& path, FileDescriptor fd, std::vector<std::string> names) {
    auto level = std::make_unique<Level>();
    level->path = path;
    level->name = path.substr(path.rfind('/') + 1);
    struct stat status {};
    if (::fstat(fd.get(), &status) == 0) {
        level->device = status.st_dev;
        level->inode = status.st_ino;
    }
    for (std::string& name : names) level->tell.push_back({std::move(name), false});
    std::sort(level->tell.begin(), level->tell.end());
    level->fd = std::move(fd);
    levels_.push_back(std::move(level));
    close_far_levels();
}

// The root and the newest levels stay open.
void TreeWalk::close_far_levels() {
    if (levels_.size() <= open_levels_max + 1) return;
    levels_[levels_.size() - 1 - open_levels_max]->fd = FileDescriptor();
}

// Descriptor of a level's folder, -1 when it is gone.
int TreeWalk::folder(std::size_t level) {
    std::size_t open = level;
    while (!levels_[open]->fd) --open;  // ends: the root is always open
    for (; open < level; ++open) {
        Level& below = *levels_[open + 1];
        FileDescriptor fd = open_folder(levels_[open]->fd.get(), below.name);
        struct stat status {};
        const bool same = fd && ::fstat(fd.get(), &status) == 0 && status.st_dev == below.device &&
                          status.st_ino == below.inode;
        if (!same) return -1;
        below.fd = std::move(fd);
        if (open > 0) levels_[open]->fd = FileDescriptor();
    }
    return levels_[level]->fd.get();
}

std::optional<WalkEntry> TreeWalk::next() {
    while (!levels_.empty()) {
        Level& level = *levels_.back();
        const std::optional<Step> step = level.take_step();
        if (!step) {
            levels_.pop_back();
            continue;
        }
        const std::string path = level.path.empty() ? step->name : level.path + "/" + step->name;
        if (step->down) {
            descend(path, step->name);
        } else if (std::optional<WalkEntry> entry = look_at(path, step->name)) {
            return entry;
        }
    }
    return std::nullopt;
}

std::optional<WalkEntry> TreeWalk::look_at(const std::string& path, const std::string& name) {
    if (path.size() > member_path_bytes_max) {
        leave_out(path, 0, "its path has more than 4,096 bytes");
        return std::nullopt;
    }
    WalkEntry entry{path, name, folder(levels_.size() - 1), {}, 0};
    if (entry.folder < 0) {
        leave_out(path, 0, "its folder was moved or deleted while the tree was read");
        return std::nullopt;
    }
    if (::fstatat(entry.folder, name.c_str(), &entry.status, AT_SYMLINK_NOFOLLOW) != 0) {
        leave_out(path, errno, "it could not be looked at");
        return std::nullopt;
    }
    if (path == "." || !S_ISDIR(entry.status.st_mode)) return entry;
    if (!open_folder(entry.folder, name)) {
        entry.error = errno;
        return entry;
    }
    levels_.back()->down.insert({name, true});
    return entry;
}

void TreeWalk::descend(const std::string& path, const std::string& name) {
    const int above = folder(levels_.size() - 1);
    if (above < 0) {
        return leave_out(path, 0, "its folder was moved or deleted while the tree was read");
    }
    FileDescriptor fd = open_folder(above, name);
    if (!fd) return leave_out(path, errno, "its content could not be listed");
    std::vector<std::string> names;
    if (const int error = read_names(fd.get(), names)) {
        leave_out(path, error, "its content could not be listed whole");
    }
    enter(path, std::move(fd), std::move(names));
}

void TreeWalk::leave_out(const std::string& path, int errno_value, const std::string& what) {
    ++left_out_;
    if (problems_.size() >= problems_max) return;
    // A path can be longer than a sentence should be.
    const std::string shown = printable(path.substr(0, 200)) + (path.size() > 200 ? "..." : "");
    problems_.push_back("Not ingested: " + shown + ": " + what +
                        (errno_value == 0 ? "." : ": " + reason(errno_value) + "."));
}

}  // namespace exhibit::intake
