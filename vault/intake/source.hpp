// Where evidence is read from: once, front to back, whatever the medium does meanwhile.
//
// A source tells its stream as runs: bytes, zeros that need no reading (holes of a sparse file),
// and ranges the medium would not give. Nothing is ever written to a source.
#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/file.hpp"
#include "exhibit/progress.hpp"

namespace exhibit::intake {

enum class RunKind { data, zeros, unreadable, end };

/// The next `length` bytes of a stream. At the end the length is 0.
struct SourceRun {
    RunKind kind = RunKind::end;
    std::uint64_t length = 0;
};

/// Enough to see what a source is: the signatures of file systems lie in the first 64 KiB and a
/// bit.
inline constexpr std::size_t head_bytes = std::size_t{68} << 10;
/// Holes are told in whole pieces of this size only, so that a sparse copy is cut into the same
/// blocks as a copy that is not.
inline constexpr std::uint64_t hole_alignment = std::uint64_t{64} << 10;

/// A seam: tests make sources that fail. Used by one thread.
class Source {
public:
    virtual ~Source() = default;
    /// What people call it, for messages; already safe to show.
    virtual const std::string& name() const = 0;
    /// Known before it is read; nullopt for pipes.
    virtual std::optional<std::uint64_t> size() const = 0;
    /// The first bytes, up to head_bytes; they stay part of the stream. Before the first next().
    virtual ByteView head() = 0;
    /// Bytes are put into `into`, which is not empty; other runs may be longer than it.
    virtual SourceRun next(std::span<std::byte> into) = 0;
    /// After the end: sentences about what happened to the source meanwhile.
    virtual std::vector<std::string> notes() = 0;
    /// After the end: the source ended before its size.
    virtual bool cut_short() const { return false; }
};

/// pread(2), or a test's.
using ReadAt = std::function<ssize_t(int fd, std::span<std::byte> into, std::uint64_t offset)>;
ReadAt system_read_at();

/// A regular file or a block device, up to the size it has when the source is made.
class FileSource final : public Source {
public:
    /// `shown` must be safe to show. Throws Error(io) when the size cannot be learnt.
    FileSource(FileDescriptor fd, std::string shown, ReadAt read = system_read_at());

    const std::string& name() const override { return name_; }
    std::optional<std::uint64_t> size() const override;
    ByteView head() override;
    SourceRun next(std::span<std::byte> into) override;
    std::vector<std::string> notes() override;
    bool cut_short() const override { return cut_short_; }

    bool is_device() const noexcept { return device_; }

    /// The next run begins there: for what was read before. REQUIRES: at most the size.
    void go_to(std::uint64_t offset) noexcept;
    /// Whether the medium gives all of `into` from `offset`, wherever the next run begins. Throws
    /// as next() when it is gone.
    bool peek(std::uint64_t offset, std::span<std::byte> into);

private:
    void find_hole();
    SourceRun read_data(std::span<std::byte> into);
    SourceRun read_sectors(std::span<std::byte> into);
    bool read_sector(std::span<std::byte> into, std::uint64_t offset);
    void found_good(std::uint64_t offset);
    void require_still_there(std::uint64_t length);
    ssize_t read_past_cache(std::span<std::byte> into, std::uint64_t offset);
    ssize_t read_once(std::span<std::byte> into, std::uint64_t offset);
    [[noreturn]] void fail(std::uint64_t offset, int errno_value) const;

    FileDescriptor fd_;
    FileDescriptor direct_;  ///< of a device with bad sectors; reads past the page cache
    Bytes direct_room_;
    std::string name_;
    ReadAt read_;
    Bytes head_;
    bool device_ = false;
    bool cut_short_ = false;
    /// The system says 0 bytes: files of /proc do so and have content all the same.
    bool size_unknown_ = false;
    bool sparse_ = false;
    std::uint64_t size_ = 0;
    std::uint64_t sector_bytes_ = 0;
    std::uint64_t offset_ = 0;
    std::uint64_t data_until_ = 0;       ///< what lies before is read
    std::uint64_t hole_until_ = 0;       ///< from data_until_ to here are zeros
    std::optional<std::uint64_t> good_;  ///< a sector that could be read
    std::uint64_t failing_bytes_ = 0;    ///< unreadable ones since then
    std::uint64_t look_after_bytes_;     ///< how many of them until good_ is tried again
    struct timespec modified_ {};
};

/// A pipe, a terminal, a socket: bytes until there are no more.
class PipeSource final : public Source {
public:
    /// Looks at `cancel`, which may be null, while it waits: throws Error(interrupted).
    PipeSource(FileDescriptor fd, std::string shown, const CancelFlag* cancel);
    /// Standard input, which is not closed.
    static PipeSource standard_input(const CancelFlag* cancel);
    PipeSource(PipeSource&&) = default;
    PipeSource& operator=(PipeSource&&) = delete;
    ~PipeSource() override;

    const std::string& name() const override { return name_; }
    std::optional<std::uint64_t> size() const override { return std::nullopt; }
    ByteView head() override;
    SourceRun next(std::span<std::byte> into) override;
    std::vector<std::string> notes() override { return {}; }

private:
    std::size_t read_full(std::span<std::byte> into);
    void wait_readable() const;

    FileDescriptor fd_;
    std::string name_;
    const CancelFlag* cancel_;
    bool keep_open_ = false;
    Bytes head_;
    std::size_t head_used_ = 0;
};

/// fstat(2); Error(io). `name` must be safe to show.
struct stat status_of(int fd, const std::string& name);
/// Of a block device; Error(io).
std::uint64_t device_size(int fd, const std::string& name);

/// Opens a file of evidence: read only, without touching its access time where that is allowed.
/// -1 and errno as openat(2). `flags` are added.
int open_evidence(int folder, const char* name, int flags) noexcept;

}  // namespace exhibit::intake
