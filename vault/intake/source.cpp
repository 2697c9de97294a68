#include "intake/source.hpp"

#include <fcntl.h>
#include <linux/fs.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <utility>

#include "exhibit/error.hpp"

namespace exhibit::intake {
namespace {

// The page cache gives or refuses whole pages: smaller steps would only ask a bad page again.
constexpr std::uint64_t file_sector_bytes = 4096;
constexpr std::uint64_t device_sector_bytes = 512;
// Bad sectors can take seconds each: come up for a look at the cancel flag in between.
constexpr int sectors_at_once = 64;
constexpr int poll_milliseconds = 100;
// So much in a row unreadable: look whether the medium still gives what it gave before.
constexpr std::uint64_t look_after_bytes = std::uint64_t{1} << 20;

// What a medium says that is failing in places, see blk_errors of Linux: the rest of it is still
// worth reading. Anything else (ENODEV, ESTALE, ...) means that the source is gone.
bool is_medium_error(int errno_value) noexcept {
    switch (errno_value) {
        case EIO:
        case ENODATA:
        case EILSEQ:
        case EREMOTEIO:
        case EBADMSG: return true;
        default: return false;
    }
}

std::uint64_t align_up(std::uint64_t offset) noexcept {
    return (offset + hole_alignment - 1) / hole_alignment * hole_alignment;
}

std::uint64_t align_down(std::uint64_t offset) noexcept {
    return offset / hole_alignment * hole_alignment;
}

std::string text(std::uint64_t number) {
    return std::to_string(number);
}

}  // namespace

struct stat status_of(int fd, const std::string& name) {
    struct stat status {};
    if (::fstat(fd, &status) != 0) throw_errno("looking at " + name, errno);
    return status;
}

std::uint64_t device_size(int fd, const std::string& name) {
    const off_t end = ::lseek(fd, 0, SEEK_END);
    if (end < 0) throw_errno("asking for the size of the device " + name, errno);
    return static_cast<std::uint64_t>(end);
}

ReadAt system_read_at() {
    return [](int fd, std::span<std::byte> into, std::uint64_t offset) {
        return ::pread(fd, into.data(), into.size(), static_cast<off_t>(offset));
    };
}

FileSource::FileSource(FileDescriptor fd, std::string shown, ReadAt read)
    : fd_(std::move(fd)),
      name_(std::move(shown)),
      read_(std::move(read)),
      look_after_bytes_(look_after_bytes) {
    const struct stat status = status_of(fd_.get(), name_);
    modified_ = status.st_mtim;
    device_ = S_ISBLK(status.st_mode);
    if (device_) {
        size_ = device_size(fd_.get(), name_);
        int logical = 0;
        const bool told = ::ioctl(fd_.get(), BLKSSZGET, &logical) == 0 && logical > 0;
        sector_bytes_ = told ? static_cast<std::uint64_t>(logical) : device_sector_bytes;
    } else {
        size_ = static_cast<std::uint64_t>(status.st_size);
        size_unknown_ = size_ == 0;
        sector_bytes_ = file_sector_bytes;
        sparse_ = static_cast<std::uint64_t>(status.st_blocks) * 512 < size_;
    }
    if (!sparse_) data_until_ = hole_until_ = size_;
    // Advice only: whether it is taken does not matter.
    static_cast<void>(::posix_fadvise(fd_.get(), 0, 0, POSIX_FADV_SEQUENTIAL));
}

std::optional<std::uint64_t> FileSource::size() const {
    if (size_unknown_) return std::nullopt;
    return size_;
}

ByteView FileSource::head() {
    if (head_.empty()) {
        head_.resize(head_bytes);
        std::size_t got = 0;
        while (got < head_.size()) {
            const ssize_t more = read_once(std::span(head_).subspan(got), got);
            // A head that cannot be read is none: next() meets the same error and deals with it.
            if (more <= 0) break;
            got += static_cast<std::size_t>(more);
        }
        head_.resize(got);
    }
    return head_;
}

void FileSource::go_to(std::uint64_t offset) noexcept {
    offset_ = offset;
    data_until_ = hole_until_ = sparse_ ? offset : size_;  // the next run looks for holes
}

bool FileSource::peek(std::uint64_t offset, std::span<std::byte> into) {
    while (!into.empty()) {
        const ssize_t got = read_once(into, offset);
        if (got < 0 && !is_medium_error(errno)) fail(offset, errno);
        if (got <= 0) return false;
        into = into.subspan(static_cast<std::size_t>(got));
        offset += static_cast<std::uint64_t>(got);
    }
    return true;
}

// Sets data_until_ and hole_until_ for what begins at offset_. REQUIRES: sparse_.
void FileSource::find_hole() {
    const off_t hole = ::lseek(fd_.get(), static_cast<off_t>(offset_), SEEK_HOLE);
    if (hole < 0 || static_cast<std::uint64_t>(hole) >= size_) {  // none, or nobody can tell
        data_until_ = hole_until_ = size_;
        return;
    }
    const off_t data = ::lseek(fd_.get(), hole, SEEK_DATA);
    const bool to_the_end = data < 0 || static_cast<std::uint64_t>(data) >= size_;
    if (data < 0 && errno != ENXIO) {
        data_until_ = hole_until_ = size_;
        return;
    }
    const std::uint64_t begin = align_up(static_cast<std::uint64_t>(hole));
    const std::uint64_t end = to_the_end ? size_ : align_down(static_cast<std::uint64_t>(data));
    if (begin < end) {
        data_until_ = begin;
        hole_until_ = end;
    } else {  // too small to be worth telling
        data_until_ = hole_until_ = to_the_end ? size_ : static_cast<std::uint64_t>(data);
    }
}

SourceRun FileSource::next(std::span<std::byte> into) {
    if (size_unknown_) {
        const SourceRun run = read_data(into);
        size_ = offset_;
        return run;
    }
    if (offset_ == size_ || cut_short_) return {};
    if (offset_ == hole_until_) find_hole();
    if (offset_ >= data_until_) {
        const SourceRun run{RunKind::zeros, hole_until_ - offset_};
        offset_ = hole_until_;
        return run;
    }
    return read_data(into.first(
        static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), data_until_ - offset_))));
}

SourceRun FileSource::read_data(std::span<std::byte> into) {
    const ssize_t got = read_once(into, offset_);
    if (got > 0) {
        found_good(offset_);
        offset_ += static_cast<std::uint64_t>(got);
        return {RunKind::data, static_cast<std::uint64_t>(got)};
    }
    if (got == 0) {
        cut_short_ = !size_unknown_;
        return {};
    }
    if (!is_medium_error(errno) || size_unknown_) fail(offset_, errno);
    return read_sectors(into);
}

// The medium refused a longer read. Asks for one sector after the other: a run of those it gives,
// or a run of those it does not give.
SourceRun FileSource::read_sectors(std::span<std::byte> into) {
    SourceRun run{RunKind::end, 0};
    for (int i = 0; i < sectors_at_once && run.length < into.size(); ++i) {
        const std::uint64_t offset = offset_ + run.length;
        const std::uint64_t length =
            std::min(sector_bytes_ - offset % sector_bytes_, into.size() - run.length);
        const bool good = read_sector(into.subspan(run.length, length), offset);
        if (cut_short_) break;
        const RunKind kind = good ? RunKind::data : RunKind::unreadable;
        if (run.kind != RunKind::end && run.kind != kind) break;
        run = {kind, run.length + length};
    }
    if (run.kind == RunKind::data) found_good(offset_);
    offset_ += run.length;
    if (run.kind == RunKind::unreadable) require_still_there(run.length);
    return run;
}

void FileSource::found_good(std::uint64_t offset) {
    good_ = offset;
    failing_bytes_ = 0;
    look_after_bytes_ = look_after_bytes;
}

// A disk that answers nothing any more would be taken for one with a very long bad range, sector by
// sector, for days. It is not when a sector that could be read before can no longer be. Asked each
// time the range has become twice as long.
void FileSource::require_still_there(std::uint64_t length) {
    failing_bytes_ += length;
    if (!good_ || failing_bytes_ < look_after_bytes_) return;
    look_after_bytes_ *= 2;
    const std::uint64_t begin = *good_ / sector_bytes_ * sector_bytes_;
    Bytes sector(static_cast<std::size_t>(std::min(sector_bytes_, size_ - begin)));
    // What the page cache still has would prove nothing.
    static_cast<void>(::posix_fadvise(fd_.get(), static_cast<off_t>(begin),
                                      static_cast<off_t>(sector.size()), POSIX_FADV_DONTNEED));
    if (read_sector(sector, begin) || cut_short_) return;
    throw Error(ErrorKind::io,
                "reading " + name_ + ": nothing can be read from offset " +
                    text(offset_ - failing_bytes_) + " on, nor at offset " + text(begin) +
                    ", which could be read before: the source is gone, or has failed altogether. "
                    "Connect it again and start the same command");
}

// Twice, because the second try often succeeds. False when the medium does not give the sector.
bool FileSource::read_sector(std::span<std::byte> into, std::uint64_t offset) {
    std::size_t done = 0;
    int tries_left = 2;
    while (done < into.size() && tries_left > 0) {
        const ssize_t got = read_past_cache(into.subspan(done), offset + done);
        if (got > 0) {
            done += static_cast<std::size_t>(got);
        } else if (got == 0) {
            cut_short_ = true;
            return false;
        } else if (is_medium_error(errno)) {
            --tries_left;
        } else {
            fail(offset + done, errno);
        }
    }
    return done == into.size();
}

// The page cache of a device fails in whole pages: a bad sector would take its good neighbours
// along. Whole sectors of a device are asked for past it, through a buffer that is aligned.
ssize_t FileSource::read_past_cache(std::span<std::byte> into, std::uint64_t offset) {
    const bool whole = into.size() == sector_bytes_ && offset % sector_bytes_ == 0;
    if (!device_ || !whole) return read_once(into, offset);
    if (direct_room_.empty()) {
        direct_room_.resize(2 * sector_bytes_);
        const std::string own = "/proc/self/fd/" + text(static_cast<std::uint64_t>(fd_.get()));
        direct_ = FileDescriptor(::open(own.c_str(), O_RDONLY | O_DIRECT | O_CLOEXEC));
    }
    if (!direct_) return read_once(into, offset);
    void* begin = direct_room_.data();
    std::size_t room = direct_room_.size();
    if (std::align(sector_bytes_, sector_bytes_, begin, room) == nullptr) {
        return read_once(into, offset);
    }
    const std::span<std::byte> aligned(static_cast<std::byte*>(begin), sector_bytes_);
    ssize_t got = -1;
    do {
        got = read_(direct_.get(), aligned, offset);
    } while (got < 0 && errno == EINTR);
    if (got < 0 && errno == EINVAL) return read_once(into, offset);  // no such reads here
    if (got > 0) std::copy_n(aligned.begin(), got, into.begin());
    return got;
}

ssize_t FileSource::read_once(std::span<std::byte> into, std::uint64_t offset) {
    ssize_t got = -1;
    do {
        got = read_(fd_.get(), into, offset);
    } while (got < 0 && errno == EINTR);
    return got;
}

void FileSource::fail(std::uint64_t offset, int errno_value) const {
    throw_errno("reading " + name_ + " at offset " + text(offset), errno_value);
}

std::vector<std::string> FileSource::notes() {
    std::vector<std::string> out;
    if (size_unknown_ || (device_ && !cut_short_)) return out;
    const struct stat now = status_of(fd_.get(), name_);
    const auto size_now = static_cast<std::uint64_t>(now.st_size);
    if (cut_short_) {
        out.push_back("The source became shorter while it was read: it had " + text(size_) +
                      " bytes when it was opened, and ended at " + text(offset_) + ".");
    } else if (size_now != size_) {
        out.push_back("The source changed its size while it was read: " + text(size_) +
                      " bytes when it was opened, " + text(size_now) + " afterwards; the first " +
                      text(size_) + " bytes were read.");
    } else if (now.st_mtim.tv_sec != modified_.tv_sec || now.st_mtim.tv_nsec != modified_.tv_nsec) {
        out.push_back(
            "The source was modified while it was read: its bytes may be of different "
            "moments.");
    }
    if (now.st_nlink == 0) out.push_back("The source was deleted while it was read.");
    return out;
}

PipeSource::PipeSource(FileDescriptor fd, std::string shown, const CancelFlag* cancel)
    : fd_(std::move(fd)), name_(std::move(shown)), cancel_(cancel) {}

PipeSource PipeSource::standard_input(const CancelFlag* cancel) {
    PipeSource source(FileDescriptor(STDIN_FILENO), "standard input", cancel);
    source.keep_open_ = true;
    return source;
}

PipeSource::~PipeSource() {
    if (keep_open_) fd_.release();
}

ByteView PipeSource::head() {
    if (head_.empty()) {
        head_.resize(head_bytes);
        head_.resize(read_full(head_));
    }
    return head_;
}

SourceRun PipeSource::next(std::span<std::byte> into) {
    const std::size_t kept = std::min(into.size(), head_.size() - head_used_);
    std::copy_n(head_.begin() + static_cast<std::ptrdiff_t>(head_used_), kept, into.begin());
    head_used_ += kept;
    const std::size_t got = kept + read_full(into.subspan(kept));
    if (got == 0) return {};
    return {RunKind::data, got};
}

// As many bytes as are wanted, fewer at the end only: blocks are cut at the same places however the
// pipe delivers its bytes.
std::size_t PipeSource::read_full(std::span<std::byte> into) {
    std::size_t done = 0;
    while (done < into.size()) {
        wait_readable();
        const ssize_t got = ::read(fd_.get(), into.data() + done, into.size() - done);
        if (got == 0) break;
        if (got > 0) {
            done += static_cast<std::size_t>(got);
        } else if (errno != EINTR && errno != EAGAIN) {
            throw_errno("reading " + name_, errno);
        }
    }
    return done;
}

void PipeSource::wait_readable() const {
    struct pollfd wanted {
        fd_.get(), POLLIN, 0
    };
    int ready = 0;
    while (ready == 0) {
        if (cancel_ != nullptr && cancel_->requested()) {
            throw Error(ErrorKind::interrupted, "reading " + name_ + ": cancelled");
        }
        ready = ::poll(&wanted, 1, poll_milliseconds);
        if (ready < 0 && errno == EINTR) ready = 0;
    }
    if (ready < 0) throw_errno("waiting for " + name_, errno);
}

int open_evidence(int folder, const char* name, int flags) noexcept {
    const int common = O_RDONLY | O_CLOEXEC | O_NOCTTY | flags;
    int fd = -1;
    do {
        fd = ::openat(folder, name, common | O_NOATIME);
        // Only the owner may ask for that.
        if (fd < 0 && errno == EPERM) fd = ::openat(folder, name, common);
    } while (fd < 0 && errno == EINTR);
    return fd;
}

}  // namespace exhibit::intake
