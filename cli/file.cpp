#include "cli/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <utility>

#include "exhibit/error.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

[[noreturn]] void refuse_taken(const std::string& path) {
    throw Error(ErrorKind::conflict, "The file " + printable(path) +
                                         " exists already and is left as it is: give another "
                                         "name, or --yes to replace it.");
}

std::string folder_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos) return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

/// Gives the finished file its name; with Existing::refuse never in place of another one, even one
/// that came meanwhile. False with errno set when that failed.
bool take_name(const std::string& from, const std::string& to, Existing existing) {
    if (existing == Existing::replace) return ::rename(from.c_str(), to.c_str()) == 0;
    const unsigned keep = RENAME_NOREPLACE;
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), keep) == 0) return true;
    if (errno != EINVAL && errno != ENOSYS) return false;
    // A file system that cannot rename so can mostly make hard links.
    if (::link(from.c_str(), to.c_str()) != 0) return false;
    return ::unlink(from.c_str()) == 0;
}

/// The name is only there for good when its folder is on disk too.
void sync_folder(const std::string& folder) {
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;  // a folder that may be written but not read: the data itself is synced
    ::fsync(fd);
    ::close(fd);
}

}  // namespace

NewFile::NewFile(std::string path, Existing existing, Readers readers)
    : path_(std::move(path)),
      temporary_(path_ + ".tmp-" + std::to_string(::getpid())),
      existing_(existing) {
    struct stat status {};
    if (existing_ == Existing::refuse && ::lstat(path_.c_str(), &status) == 0) refuse_taken(path_);
    const mode_t mode = readers == Readers::owner ? 0600 : 0666;
    fd_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    if (fd_ < 0) throw_errno("creating " + printable(path_), errno);
}

NewFile::~NewFile() {
    if (fd_ >= 0) ::close(fd_);
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void NewFile::write(std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(fd_, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) throw_errno("writing " + printable(path_), errno);
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

void NewFile::close() {
    if (::fsync(fd_) != 0) throw_errno("writing " + printable(path_) + " to disk", errno);
    const int fd = std::exchange(fd_, -1);
    if (::close(fd) != 0) throw_errno("closing " + printable(path_), errno);
    if (!take_name(temporary_, path_, existing_)) {
        if (errno == EEXIST) refuse_taken(path_);
        throw_errno("naming " + printable(path_), errno);
    }
    temporary_.clear();
    sync_folder(folder_of(path_));
}

std::string read_small_file(const std::string& path, std::size_t bytes_max) {
    const bool standard_input = path == "-";
    const int fd = standard_input ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT) {
        throw Error(ErrorKind::not_found, "There is no file " + printable(path) + '.');
    }
    if (fd < 0) throw_errno("opening " + printable(path), errno);
    std::string text;
    struct stat status {};
    if (::fstat(fd, &status) == 0 && S_ISREG(status.st_mode))
        text.reserve(std::min(bytes_max, static_cast<std::size_t>(status.st_size)) + 1);
    std::array<char, 65536> part{};
    int failure = 0;
    while (text.size() <= bytes_max) {
        const ssize_t got = ::read(fd, part.data(), part.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) failure = errno;
        if (got <= 0) break;
        text.append(part.data(), static_cast<std::size_t>(got));
    }
    if (!standard_input) ::close(fd);
    if (failure != 0) throw_errno("reading " + printable(path), failure);
    if (text.size() > bytes_max) {
        throw FormatError(printable(path), bytes_max,
                          "the end of the file (at most " + grouped(bytes_max) + " bytes)");
    }
    return text;
}

RevocationFiles read_revocation_files(const std::vector<std::string>& crls,
                                      const std::vector<std::string>& ocsp) {
    constexpr std::size_t list_bytes_max = std::size_t{2} << 20;
    constexpr std::size_t answer_bytes_max = std::size_t{64} << 10;
    RevocationFiles files;
    for (const std::string& path : crls) {
        files.crls.push_back(read_small_file(path, list_bytes_max));
    }
    for (const std::string& path : ocsp) {
        files.ocsp.push_back(read_small_file(path, answer_bytes_max));
    }
    return files;
}

}  // namespace exhibit::cli
