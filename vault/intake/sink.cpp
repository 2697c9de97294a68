#include "intake/sink.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "base/text.hpp"
#include "exhibit/error.hpp"

namespace exhibit::intake {
namespace {

constexpr std::array<std::byte, 65536> zero_page{};

[[noreturn]] void refuse_existing(const std::string& path) {
    throw Error(ErrorKind::conflict, "exporting to " + printable(path) +
                                         ": there is something of that name already; choose a "
                                         "name that is free");
}

}  // namespace

void Sink::zeros(std::uint64_t count) {
    while (count > 0) {
        const std::uint64_t now = std::min<std::uint64_t>(count, zero_page.size());
        write(ByteView(zero_page).first(static_cast<std::size_t>(now)));
        count -= now;
    }
}

void PipeSink::write(ByteView bytes) {
    write_all(fd_, bytes, name_);
}

// Zeros that fill a page of the sink take no room: a file that was read whole has them as bytes.
void FileSink::write(ByteView bytes) {
    std::size_t kept = 0;  // bytes at the front that are to be written
    while (bytes.size() - kept >= zero_page.size()) {
        if (all_zero(bytes.subspan(kept, zero_page.size()))) {
            write_bytes(bytes.first(kept));
            zeros(zero_page.size());
            bytes = bytes.subspan(kept + zero_page.size());
            kept = 0;
        } else {
            kept += zero_page.size();
        }
    }
    write_bytes(bytes);
}

void FileSink::write_bytes(ByteView bytes) {
    if (bytes.empty()) return;
    while (!bytes.empty()) {
        const ssize_t written =
            ::pwrite(fd_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset_));
        if (written < 0) {
            if (errno == EINTR) continue;
            throw_errno("writing " + name_, errno);
        }
        offset_ += static_cast<std::uint64_t>(written);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    length_ = offset_;
}

void FileSink::zeros(std::uint64_t count) {
    offset_ += count;
}

void FileSink::finish() {
    if (length_ == offset_) return;
    if (::ftruncate(fd_.get(), static_cast<off_t>(offset_)) != 0) {
        throw_errno("giving " + name_ + " its length", errno);
    }
    length_ = offset_;
}

NewOutput::NewOutput(const std::string& path, What what) : path_(path) {
    while (path_.size() > 1 && path_.back() == '/') path_.pop_back();
    struct stat status {};
    if (::lstat(path_.c_str(), &status) == 0) refuse_existing(path_);
    std::string name = path_ + ".part-XXXXXX";
    if (what == What::file) {
        fd_ = FileDescriptor(::mkostemp(name.data(), O_CLOEXEC));
        if (!fd_) throw_errno("creating a file beside " + printable(path_), errno);
        temporary_ = std::move(name);
        return;
    }
    if (::mkdtemp(name.data()) == nullptr) {
        throw_errno("creating a folder beside " + printable(path_), errno);
    }
    temporary_ = std::move(name);
    fd_ = open_file(temporary_, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
}

NewOutput::~NewOutput() {
    if (temporary_.empty()) return;
    // What cannot be removed keeps its temporary name, which says what it is.
    std::error_code ignored;
    std::filesystem::remove_all(temporary_, ignored);
}

void NewOutput::publish() {
    int failed =
        ::renameat2(AT_FDCWD, temporary_.c_str(), AT_FDCWD, path_.c_str(), RENAME_NOREPLACE);
    if (failed != 0 && (errno == EINVAL || errno == ENOSYS)) {
        // A file system that cannot promise not to replace: look first.
        struct stat status {};
        if (::lstat(path_.c_str(), &status) == 0) refuse_existing(path_);
        failed = ::rename(temporary_.c_str(), path_.c_str());
    }
    if (failed != 0 && errno == EEXIST) refuse_existing(path_);
    if (failed != 0) throw_errno("renaming the finished export to " + printable(path_), errno);
    temporary_.clear();
}

void write_output(const std::string& path, const std::function<void(Sink&)>& write) {
    if (path == "-") {
        PipeSink sink(STDOUT_FILENO, "standard output");
        write(sink);
        return;
    }
    NewOutput output(path, NewOutput::What::file);
    FileSink sink(output.take_descriptor(), printable(path));
    write(sink);
    sink.finish();
    while (::fsync(sink.fd()) != 0) {
        if (errno != EINTR) throw_errno("making " + printable(path) + " durable", errno);
    }
    sink.close();
    output.publish();
}

}  // namespace exhibit::intake
