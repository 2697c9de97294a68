#include "base/file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <utility>

#include "exhibit/error.hpp"

namespace exhibit {
namespace {

constexpr std::size_t read_step = std::size_t{64} << 10;

std::string folder_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos) return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

void sync_descriptor(int fd, const std::string& path) {
    while (::fsync(fd) != 0) {
        if (errno != EINTR) throw_errno("making durable " + path, errno);
    }
}

void sync_folder(const std::string& folder) {
    const FileDescriptor fd = open_file(folder, O_RDONLY | O_DIRECTORY);
    // EINVAL: a file system without fsync for folders; its entries are as durable as they get.
    if (::fsync(fd.get()) != 0 && errno != EINVAL) throw_errno("making durable " + folder, errno);
}

// A durable file under a temporary name beside `path`; the destructor removes the name unless
// it was moved into place.
class TemporaryFile {
public:
    TemporaryFile(const std::string& path, ByteView content, unsigned mode)
        : name_(path + ".tmp-XXXXXX") {
        FileDescriptor fd(::mkostemp(name_.data(), O_CLOEXEC));
        if (!fd) throw_errno("creating a temporary file beside " + path, errno);
        try {
            if (::fchmod(fd.get(), mode) != 0) throw_errno("setting the mode of " + name_, errno);
            write_all(fd.get(), content, name_);
            sync_descriptor(fd.get(), name_);
            fd.close(name_);
        } catch (...) {
            ::unlink(name_.c_str());
            throw;
        }
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    TemporaryFile(TemporaryFile&&) = delete;
    TemporaryFile& operator=(TemporaryFile&&) = delete;
    ~TemporaryFile() {
        if (!name_.empty()) ::unlink(name_.c_str());
    }

    void replace(const std::string& path) {
        if (::rename(name_.c_str(), path.c_str()) != 0) throw_errno("replacing " + path, errno);
        name_.clear();
    }

    /// False when `path` exists. Two ways, since each is missing somewhere: FAT has no links, NFS
    /// has no rename that refuses to overwrite.
    bool create(const std::string& path) {
        if (::renameat2(AT_FDCWD, name_.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) == 0) {
            name_.clear();
            return true;
        }
        if (errno == EEXIST) return false;
        if (errno != EINVAL && errno != ENOSYS) throw_errno("creating " + path, errno);
        if (::link(name_.c_str(), path.c_str()) == 0) return true;
        if (errno == EEXIST) return false;
        throw_errno("creating " + path, errno);
    }

private:
    std::string name_;
};

void make_private_folder(const std::string& path) {
    if (::mkdir(path.c_str(), 0700) == 0) {
        sync_folder(folder_of(path));
        return;
    }
    const int mkdir_error = errno;
    struct stat status {};
    // Not only EEXIST: mkdir of an existing folder on a read-only file system says EROFS.
    if (::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) return;
    throw_errno("creating the folder " + path, mkdir_error);
}

}  // namespace

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
    if (this != &other) {
        if (fd_ >= 0) ::close(fd_);
        fd_ = other.release();
    }
    return *this;
}

FileDescriptor::~FileDescriptor() {
    if (fd_ >= 0) ::close(fd_);
}

int FileDescriptor::release() noexcept {
    return std::exchange(fd_, -1);
}

void FileDescriptor::close(const std::string& path) {
    const int fd = release();
    // EINTR: Linux has closed the descriptor all the same; closing again could hit another's.
    if (fd >= 0 && ::close(fd) != 0 && errno != EINTR) throw_errno("closing " + path, errno);
}

FileDescriptor open_file(const std::string& path, int flags, unsigned mode) {
    int fd = -1;
    do {
        fd = ::open(path.c_str(), flags | O_CLOEXEC, mode);
    } while (fd < 0 && errno == EINTR);
    if (fd >= 0) return FileDescriptor(fd);
    const std::error_code cause(errno, std::generic_category());
    const ErrorKind kind =
        cause == std::errc::no_such_file_or_directory ? ErrorKind::not_found : ErrorKind::io;
    throw Error(kind, "opening " + path, cause);
}

void write_all(int fd, ByteView bytes, const std::string& path) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(fd, bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR) continue;
            throw_errno("writing " + path, errno);
        }
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

std::size_t read_up_to(int fd, std::span<std::byte> into, const std::string& path) {
    std::size_t done = 0;
    while (done < into.size()) {
        const ssize_t got = ::read(fd, into.data() + done, into.size() - done);
        if (got == 0) break;
        if (got > 0) {
            done += static_cast<std::size_t>(got);
        } else if (errno != EINTR) {
            throw_errno("reading " + path, errno);
        }
    }
    return done;
}

std::optional<Bytes> read_file(const std::string& path, std::uint64_t bytes_max) {
    FileDescriptor fd;
    try {
        fd = open_file(path, O_RDONLY);
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::not_found) return std::nullopt;
        throw;
    }
    Bytes content;
    while (true) {
        // One step past the bound, so that a file of exactly bytes_max is told from a longer one;
        // never the size the file claims, which may grow or be zero for a pipe.
        const std::size_t start = content.size();
        content.resize(start + read_step);
        const std::size_t got =
            read_up_to(fd.get(), std::span<std::byte>(content).subspan(start), path);
        content.resize(start + got);
        if (content.size() > bytes_max) {
            throw Error(ErrorKind::malformed, "reading " + path + ": it is longer than " +
                                                  std::to_string(bytes_max) +
                                                  " bytes, the most that is expected");
        }
        if (got < read_step) return content;
    }
}

void replace_file(const std::string& path, ByteView content, unsigned mode) {
    TemporaryFile file(path, content, mode);
    file.replace(path);
    sync_folder(folder_of(path));
}

bool create_file(const std::string& path, ByteView content, unsigned mode) {
    TemporaryFile file(path, content, mode);
    if (!file.create(path)) return false;
    sync_folder(folder_of(path));
    return true;
}

void make_private_folders(const std::string& path) {
    for (std::size_t slash = path.find('/', 1); slash != std::string::npos;
         slash = path.find('/', slash + 1)) {
        if (path[slash - 1] != '/') make_private_folder(path.substr(0, slash));
    }
    if (!path.empty() && path.back() != '/') make_private_folder(path);
}

FileLock::FileLock(const std::string& path) : fd_(open_file(path, O_RDWR | O_CREAT)) {
    while (::flock(fd_.get(), LOCK_EX) != 0) {
        if (errno != EINTR) throw_errno("locking " + path, errno);
    }
}

}  // namespace exhibit
