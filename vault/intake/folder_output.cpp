// Exports a tree as a folder. Nothing outside the new folder is touched: each part of a path is
// opened from the folder above it, and links are never followed.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "intake/left_attributes.hpp"
#include "intake/tree_output.hpp"

namespace exhibit::intake {
namespace {

// Evidence must not come out with its own rights to run as somebody else.
constexpr std::uint32_t exported_mode_bits = 0777;

std::string reason(int errno_value) {
    return std::error_code(errno_value, std::generic_category()).message();
}

// What a file system says to a name or a kind of member it cannot have; the other members can be
// made all the same. Anything else (no space, a failing disk) ends the export.
bool concerns_member_only(int errno_value) noexcept {
    switch (errno_value) {
        case EEXIST:
        case EILSEQ:
        case EINVAL:
        case EMLINK:
        case ENAMETOOLONG:
        case ENOENT:
        case EOPNOTSUPP:
        case EPERM: return true;
        default: return false;
    }
}

FileDescriptor open_below(int folder, const std::string& name) {
    return FileDescriptor(
        ::openat(folder, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

class FolderOutput final : public TreeOutput {
public:
    explicit FolderOutput(FileDescriptor root) : root_(std::move(root)) {}

    std::string make(const ListingEntry& entry) override {
        if (entry.path == ".") {
            add_folder(entry);
            return {};
        }
        const std::optional<Place> place = find(entry.path);
        if (!place) return missing_folder();
        switch (entry.type) {
            case MemberType::directory: return make_folder(entry, *place);
            case MemberType::symlink: return make_symlink(entry, *place);
            case MemberType::hardlink: return make_hardlink(entry, *place);
            case MemberType::file:
            case MemberType::fifo:
            case MemberType::socket:
            case MemberType::block:
            case MemberType::character: break;
        }
        return "a " + std::string(to_string(entry.type)) + " is not made again.";
    }

    Sink* begin_file(const ListingEntry& entry, std::string& problem) override {
        const std::optional<Place> place = find(entry.path);
        if (!place) {
            problem = missing_folder();
            return nullptr;
        }
        FileDescriptor fd(::openat(place->folder, place->name.c_str(),
                                   O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
        if (!fd) {
            problem = failure(entry, errno);
            return nullptr;
        }
        file_.emplace(std::move(fd), printable(entry.path));
        return &*file_;
    }

    void end_file(const ListingEntry& entry) override {
        file_->finish();
        set_attributes(file_->fd(), entry.attributes, entry.path);
        const auto mode = static_cast<mode_t>(entry.mode & exported_mode_bits);
        const std::array<struct timespec, 2> times = times_of(entry.modified, entry.modified_ns);
        if (::futimens(file_->fd(), times.data()) != 0 || ::fchmod(file_->fd(), mode) != 0) {
            throw_errno("setting mode and time of " + printable(entry.path), errno);
        }
        file_->close();
        file_.reset();
    }

    std::vector<std::string> finish() override {
        // Children first: a folder may lose the rights that are needed to enter it.
        for (auto folder = folders_.rbegin(); folder != folders_.rend(); ++folder) {
            restore(*folder);
        }
        if (::syncfs(root_.get()) != 0) throw_errno("making the exported tree durable", errno);
        return left_.sentences();
    }

private:
    struct Folder {
        std::string path;
        std::uint32_t mode;
        Instant modified;
        std::uint32_t modified_ns;
        Attributes attributes;
    };
    struct Place {
        int folder;
        std::string name;
    };

    static std::array<struct timespec, 2> times_of(Instant modified, std::uint32_t nanoseconds) {
        const struct timespec time { modified.seconds, static_cast<long>(nanoseconds) };
        return {time, time};
    }
    static std::string missing_folder() { return "the folder it is in could not be made."; }
    static std::string failure(const ListingEntry& entry, int errno_value) {
        if (!concerns_member_only(errno_value)) {
            throw_errno("making " + printable(entry.path), errno_value);
        }
        return "it could not be made: " + reason(errno_value) + ".";
    }

    void add_folder(const ListingEntry& entry) {
        folders_.push_back(
            {entry.path, entry.mode, entry.modified, entry.modified_ns, entry.attributes});
    }

    void set_attributes(int fd, const Attributes& attributes, const std::string& path);
    std::optional<Place> find(const std::string& path);
    std::optional<int> open_folder(const std::string& path);
    std::string make_folder(const ListingEntry& entry, const Place& place);
    std::string make_symlink(const ListingEntry& entry, const Place& place);
    std::string make_hardlink(const ListingEntry& entry, const Place& place);
    void restore(const Folder& folder);

    FileDescriptor root_;
    std::optional<FileSink> file_;
    std::vector<Folder> folders_;
    LeftAttributes left_;
    std::string last_path_;  ///< of last_
    FileDescriptor last_;    ///< the folder used last; none: the root
};

// Before the mode: who may not write to a file may not set attributes of users, and with an ACL the
// mode's group is its mask.
void FolderOutput::set_attributes(int fd, const Attributes& attributes, const std::string& path) {
    for (const Attribute& one : attributes) {
        if (!is_restored(one.name)) {
            left_.add(one.name, "only those of users and ACLs are", path);
        } else if (const int failed = set_attribute(fd, one)) {
            left_.add(one.name, reason(failed), path);
        }
    }
}

// The folder a member goes into; nullopt when there is no such folder.
std::optional<FolderOutput::Place> FolderOutput::find(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos) return Place{root_.get(), path};
    const std::optional<int> folder = open_folder(path.substr(0, slash));
    if (!folder) return std::nullopt;
    return Place{*folder, path.substr(slash + 1)};
}

// Part by part from the root, or from the folder used last when it lies below that one.
std::optional<int> FolderOutput::open_folder(const std::string& path) {
    if (last_ && path == last_path_) return last_.get();
    const bool below = last_ && path.starts_with(last_path_ + "/");
    FileDescriptor folder = below ? std::move(last_) : FileDescriptor();
    std::string_view rest = path;
    if (below) rest.remove_prefix(last_path_.size() + 1);
    last_ = FileDescriptor();
    for (const std::string_view part : split(rest, '/')) {
        const int above = folder ? folder.get() : root_.get();
        const std::string name(part);
        FileDescriptor next = open_below(above, name);
        // Its line of the listing may be lost to damage; its members are still worth having.
        if (!next && errno == ENOENT && ::mkdirat(above, name.c_str(), 0700) == 0) {
            next = open_below(above, name);
        }
        if (!next && concerns_member_only(errno)) return std::nullopt;
        if (!next && (errno == ELOOP || errno == ENOTDIR)) {
            throw Error(ErrorKind::malformed, "exporting a tree: its listing has members below " +
                                                  printable(path) +
                                                  ", where another member is that is not a folder");
        }
        if (!next) throw_errno("opening the new folder " + printable(path), errno);
        folder = std::move(next);
    }
    last_ = std::move(folder);
    last_path_ = path;
    return last_.get();
}

std::string FolderOutput::make_folder(const ListingEntry& entry, const Place& place) {
    if (::mkdirat(place.folder, place.name.c_str(), 0700) != 0) return failure(entry, errno);
    add_folder(entry);
    return {};
}

std::string FolderOutput::make_symlink(const ListingEntry& entry, const Place& place) {
    if (::symlinkat(entry.target.c_str(), place.folder, place.name.c_str()) != 0) {
        return failure(entry, errno);
    }
    const std::array<struct timespec, 2> times = times_of(entry.modified, entry.modified_ns);
    if (::utimensat(place.folder, place.name.c_str(), times.data(), AT_SYMLINK_NOFOLLOW) != 0) {
        return failure(entry, errno);
    }
    for (const Attribute& one : entry.attributes) left_.add(one.name, "it is a link's", entry.path);
    return {};
}

std::string FolderOutput::make_hardlink(const ListingEntry& entry, const Place& place) {
    if (!is_member_path(entry.target) || entry.target == ".") {
        throw Error(ErrorKind::malformed, "exporting a tree: the hard link " +
                                              printable(entry.path) + " leads out of the tree");
    }
    // Its own descriptor: finding the target may close the one of `place`.
    const FileDescriptor folder(::fcntl(place.folder, F_DUPFD_CLOEXEC, 0));
    if (!folder) throw_errno("making " + printable(entry.path), errno);
    const std::optional<Place> target = find(entry.target);
    if (!target) return missing_folder();
    struct stat status {};
    if (::fstatat(target->folder, target->name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
        return failure(entry, errno);
    }
    if (!S_ISREG(status.st_mode)) return "what it is a link to is not a file.";
    if (::linkat(target->folder, target->name.c_str(), folder.get(), place.name.c_str(), 0) != 0) {
        return failure(entry, errno);
    }
    return {};
}

void FolderOutput::restore(const Folder& folder) {
    FileDescriptor fd;
    if (folder.path == ".") {
        fd = FileDescriptor(::fcntl(root_.get(), F_DUPFD_CLOEXEC, 0));
    } else if (const std::optional<Place> place = find(folder.path)) {
        fd = open_below(place->folder, place->name);
    }
    if (fd) set_attributes(fd.get(), folder.attributes, folder.path);
    const std::array<struct timespec, 2> times = times_of(folder.modified, folder.modified_ns);
    const auto mode = static_cast<mode_t>(folder.mode & exported_mode_bits);
    if (!fd || ::futimens(fd.get(), times.data()) != 0 || ::fchmod(fd.get(), mode) != 0) {
        throw_errno("setting mode and time of " + printable(folder.path), errno);
    }
}

}  // namespace

std::unique_ptr<TreeOutput> folder_output(FileDescriptor root) {
    return std::make_unique<FolderOutput>(std::move(root));
}

}  // namespace exhibit::intake
