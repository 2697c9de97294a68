// Files of the local machine: owned descriptors, whole-file reads with a bound, atomic replacement.
// Used for identities, remembered heads and sources; the vault's own objects go through store/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/bytes.hpp"

namespace exhibit {

/// Owns a POSIX file descriptor. Closing in the destructor ignores errors: writers call close().
class FileDescriptor {
public:
    FileDescriptor() = default;
    explicit FileDescriptor(int fd) noexcept : fd_(fd) {}
    FileDescriptor(FileDescriptor&& other) noexcept : fd_(other.release()) {}
    FileDescriptor& operator=(FileDescriptor&& other) noexcept;
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;
    ~FileDescriptor();

    int get() const noexcept { return fd_; }
    explicit operator bool() const noexcept { return fd_ >= 0; }
    int release() noexcept;
    /// Closes and throws Error(io) naming `path` when the system reports a delayed write error.
    void close(const std::string& path);

private:
    int fd_ = -1;
};

/// Opens with O_CLOEXEC; throws Error(not_found) for ENOENT, Error(io) otherwise.
FileDescriptor open_file(const std::string& path, int flags, unsigned mode = 0600);
/// Writes all of it, retrying short writes and EINTR.
void write_all(int fd, ByteView bytes, const std::string& path);
/// Reads up to `into.size()` bytes, retrying EINTR; fewer only at the end of the file.
std::size_t read_up_to(int fd, std::span<std::byte> into, const std::string& path);

/// The whole file; absent gives nullopt; longer than `bytes_max` gives Error(malformed).
std::optional<Bytes> read_file(const std::string& path, std::uint64_t bytes_max);

/// Replaces `path` so that a crash leaves the old or the new content: temporary file in the same
/// folder, write, fsync, rename, fsync of the folder.
void replace_file(const std::string& path, ByteView content, unsigned mode = 0600);
/// Creates `path` with this content; false (and nothing changed) when it exists. Durable.
bool create_file(const std::string& path, ByteView content, unsigned mode = 0600);
/// Creates the folder and its parents, mode 0700 for new ones.
void make_private_folders(const std::string& path);

/// An exclusive advisory lock on a file beside the data it guards; released by the destructor.
class FileLock {
public:
    explicit FileLock(const std::string& path);

private:
    FileDescriptor fd_;
};

}  // namespace exhibit
