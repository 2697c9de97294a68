#include "store/posix_folder.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <boost/filesystem/operations.hpp>
#include <boost/filesystem/path.hpp>
#include <cerrno>
#include <utility>

#include "exhibit/error.hpp"
#include "store/name.hpp"

namespace exhibit::store {
namespace {

namespace fs = boost::filesystem;

// The process's umask decides who shares a store: what is in it is sealed, and handlers of one
// vault may be different users of one machine.
constexpr mode_t folder_mode = 0777;
constexpr int folder_flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
constexpr unsigned temporary_names_tried_max = 10000;

std::string path_of(const Folder& folder, const std::string& part) {
    return folder.path + "/" + part;
}

[[noreturn]] void refuse_type(const std::string& path) {
    throw Error(ErrorKind::corrupt,
                "opening " + path +
                    ": it is a symbolic link or a special file, expected a plain "
                    "file or folder; a store holds nothing else");
}

template <typename Call>
auto retry_interrupted(Call call) {
    auto result = call();
    while (result < 0 && errno == EINTR) result = call();
    return result;
}

int open_at(const Folder& folder, const std::string& part, int flags, mode_t mode = 0) {
    return retry_interrupted([&] { return ::openat(folder.fd.get(), part.c_str(), flags, mode); });
}

void sync_descriptor(int fd, const std::string& path) {
    if (retry_interrupted([&] { return ::fsync(fd); }) != 0) {
        throw_errno("making " + path + " durable", errno);
    }
}

}  // namespace

std::string absolute_path(const std::string& path) {
    boost::system::error_code error;
    const fs::path here = fs::current_path(error);
    if (error) throw_errno("finding the working folder", error.value());
    return fs::absolute(path, here).string();
}

Folder open_root(const std::string& path) {
    const int fd = retry_interrupted([&] { return ::open(path.c_str(), folder_flags); });
    if (fd >= 0) return {FileDescriptor(fd), path};
    if (errno == ENOENT) {
        throw Error(ErrorKind::not_found,
                    "opening the store " + path + ": there is no such folder");
    }
    if (errno == ENOTDIR) {
        throw Error(ErrorKind::not_found, "opening the store " + path + ": it is not a folder");
    }
    throw_errno("opening the store " + path, errno);
}

std::optional<Folder> open_child(const Folder& parent, const std::string& part) {
    std::string path = path_of(parent, part);
    const int fd = open_at(parent, part, folder_flags | O_NOFOLLOW);
    if (fd >= 0) return Folder{FileDescriptor(fd), std::move(path)};
    const int cause = errno;
    if (cause == ENOENT) return std::nullopt;
    if (cause == ENOTDIR || cause == ELOOP) {
        // Linux says ENOTDIR for a symbolic link as well: absent below a file, refused for a link.
        if (look_at(parent, part).type == EntryType::other) refuse_type(path);
        return std::nullopt;
    }
    throw_errno("opening the folder " + path, cause);
}

MadeFolder open_or_make_child(const Folder& parent, const std::string& part) {
    if (auto child = open_child(parent, part)) return {std::move(*child), false};
    const std::string path = path_of(parent, part);
    const bool made = ::mkdirat(parent.fd.get(), part.c_str(), folder_mode) == 0;
    if (!made && errno != EEXIST) throw_errno("making the folder " + path, errno);
    if (auto child = open_child(parent, part)) return {std::move(*child), made};
    throw ConflictError("making the folder " + path +
                        ": the name is taken by an object, expected a folder");
}

void sync_folder(const Folder& folder) {
    sync_descriptor(folder.fd.get(), folder.path);
}

void make_durable_folders(const std::string& path) {
    boost::system::error_code error;
    const fs::path folder = absolute_path(path);
    if (fs::is_directory(folder, error)) return;
    const fs::path parent = folder.parent_path();
    if (!parent.empty()) make_durable_folders(parent.string());
    // Not fs::create_directory: its mode is fixed, and a dangling link would look like success.
    if (::mkdir(folder.c_str(), folder_mode) != 0 && errno != EEXIST) {
        throw_errno("making the folder " + folder.string(), errno);
    }
    sync_folder(open_root(parent.string()));
}

Entry look_at(const Folder& folder, const std::string& part) {
    struct stat status {};
    if (::fstatat(folder.fd.get(), part.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT) return {};
        throw_errno("looking at " + path_of(folder, part), errno);
    }
    if (S_ISREG(status.st_mode)) {
        return {EntryType::file, static_cast<std::uint64_t>(status.st_size)};
    }
    return {S_ISDIR(status.st_mode) ? EntryType::folder : EntryType::other, 0};
}

std::optional<OpenFile> open_object(const Folder& folder, const std::string& part) {
    std::string path = path_of(folder, part);
    // O_NONBLOCK: opening a pipe that somebody planted must not wait for a writer.
    const int fd = open_at(folder, part, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0) {
        if (errno == ENOENT) return std::nullopt;
        if (errno == ELOOP || errno == ENXIO) refuse_type(path);
        throw_errno("opening " + path, errno);
    }
    OpenFile file{FileDescriptor(fd), 0, std::move(path)};
    struct stat status {};
    if (::fstat(fd, &status) != 0) throw_errno("looking at " + file.path, errno);
    if (S_ISDIR(status.st_mode)) return std::nullopt;
    if (!S_ISREG(status.st_mode)) refuse_type(file.path);
    file.bytes = static_cast<std::uint64_t>(status.st_size);
    return file;
}

Bytes read_range(const OpenFile& file, Range range) {
    require_range(file.path, range, file.bytes);
    Bytes out(range.length);
    std::size_t done = 0;
    while (done < out.size()) {
        const ssize_t count = retry_interrupted([&] {
            return ::pread(file.fd.get(), out.data() + done, out.size() - done,
                           static_cast<off_t>(range.offset + done));
        });
        if (count < 0) throw_errno("reading " + file.path, errno);
        if (count == 0) {
            throw Error(ErrorKind::corrupt, "reading " + file.path + ": it ends at byte " +
                                                std::to_string(range.offset + done) +
                                                ", expected " + std::to_string(file.bytes) +
                                                " bytes");
        }
        done += static_cast<std::size_t>(count);
    }
    return out;
}

TemporaryFile::TemporaryFile(const Folder& folder, ByteView bytes, unsigned mode)
    : folder_(folder) {
    try {
        FileDescriptor fd = create();
        const std::string path = path_of(folder_, name_);
        write_all(fd.get(), bytes, path);
        // The mode is set before the fsync, so that no crash leaves a writable object.
        if (::fchmod(fd.get(), static_cast<mode_t>(mode)) != 0) {
            throw_errno("setting the mode of " + path, errno);
        }
        sync_descriptor(fd.get(), path);
        fd.close(path);
    } catch (...) {
        remove();
        throw;
    }
}

TemporaryFile::~TemporaryFile() {
    remove();
}

FileDescriptor TemporaryFile::create() {
    static std::atomic<unsigned long> next{0};
    // A name may be taken by a file that a dead process of the same number left, or by a process of
    // another machine that shares the file system: try the next number.
    for (unsigned tries = 0; tries < temporary_names_tried_max; ++tries) {
        name_ = temporary_name(::getpid(), next.fetch_add(1, std::memory_order_relaxed));
        const int fd =
            open_at(folder_, name_, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (fd >= 0) {
            present_ = true;
            return FileDescriptor(fd);
        }
        if (errno != EEXIST) throw_errno("creating " + path_of(folder_, name_), errno);
    }
    throw Error(ErrorKind::io,
                "creating a temporary file in " + folder_.path + ": " +
                    std::to_string(temporary_names_tried_max) +
                    " names are taken, expected a free one; remove .tmp- files there");
}

void TemporaryFile::remove() noexcept {
    // A name that stays is harmless: it is no object's name, and `check` reports it.
    if (present_) ::unlinkat(folder_.fd.get(), name_.c_str(), 0);
    present_ = false;
}

Put TemporaryFile::link_as(const std::string& part) {
    const int folder = folder_.fd.get();
    if (::linkat(folder, name_.c_str(), folder, part.c_str(), 0) == 0) {
        remove();
        return Put::created;
    }
    if (errno == EEXIST) return Put::exists;
    throw_errno("linking " + path_of(folder_, part) + " (the file system must know hard links)",
                errno);
}

void TemporaryFile::rename_over(const std::string& part) {
    const int folder = folder_.fd.get();
    if (::renameat(folder, name_.c_str(), folder, part.c_str()) == 0) {
        present_ = false;
        return;
    }
    if (errno == EISDIR || errno == ENOTEMPTY || errno == EEXIST) {
        throw ConflictError("storing " + path_of(folder_, part) +
                            ": the name is a folder, expected a file or nothing");
    }
    throw_errno("renaming " + path_of(folder_, name_) + " to " + part, errno);
}

}  // namespace exhibit::store
