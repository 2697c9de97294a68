// A file that a medium gives in places only, for tests of the program: a folder (FUSE) with the one
// file "source", which has the bytes of another file and fails with EIO where it is told to.
//
//     failing_file [--direct] FOLDER FILE [OFFSET+LENGTH...]
//
// --direct: each read comes here as it was asked for; else the page cache asks for whole pages.
// Stays until the folder is unmounted. Says "ready" once it can be read. The file of the name
// "gone-after" or "dead-after" in its working folder, if there is one, holds an offset: after the
// first read of that byte all fail, wherever, as of a disk whose cable fell out (ENODEV) or one
// that answers no more (EIO). Without these files it is there again.
#define FUSE_USE_VERSION 312
#include <fcntl.h>
#include <fuse.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

struct Range {
    std::uint64_t begin;
    std::uint64_t end;
};

struct Medium {
    int fd = -1;
    int folder = -1;  ///< the working folder: libfuse changes to /
    std::uint64_t size = 0;
    bool direct = false;
    std::vector<Range> bad;

    bool fails(std::uint64_t begin, std::uint64_t end) const {
        return std::any_of(bad.begin(), bad.end(), [&](const Range& range) {
            return range.begin < end && begin < range.end;
        });
    }
    bool failing = false;  ///< a read behind the offset was tried

    /// errno when it no longer answers, by a read from `begin` to `end`.
    int gone(std::uint64_t begin, std::uint64_t end) {
        for (const auto& [name, failure] :
             {std::pair{"gone-after", ENODEV}, std::pair{"dead-after", EIO}}) {
            const int file = ::openat(folder, name, O_RDONLY | O_CLOEXEC);
            if (file < 0) continue;
            std::array<char, 32> text{};
            const ssize_t got = ::read(file, text.data(), text.size());
            ::close(file);
            std::uint64_t offset = 0;
            if (got <= 0) continue;
            std::from_chars(text.data(), text.data() + got, offset);
            failing = failing || (begin <= offset && offset < end);
            return failing ? failure : 0;
        }
        failing = false;
        return 0;
    }
};

Medium medium;

bool is_source(const char* path) {
    return std::string_view(path) == "/source";
}

int get_attributes(const char* path, struct stat* status, fuse_file_info*) {
    *status = {};
    if (std::string_view(path) == "/") {
        status->st_mode = S_IFDIR | 0555;
        status->st_nlink = 2;
        return 0;
    }
    if (!is_source(path)) return -ENOENT;
    status->st_mode = S_IFREG | 0444;
    status->st_nlink = 1;
    status->st_size = static_cast<off_t>(medium.size);
    status->st_blocks = static_cast<blkcnt_t>((medium.size + 511) / 512);
    return 0;
}

int list_folder(const char*, void* buffer, fuse_fill_dir_t fill, off_t, fuse_file_info*,
                fuse_readdir_flags) {
    fill(buffer, "source", nullptr, 0, {});
    return 0;
}

int open_source(const char* path, fuse_file_info* info) {
    info->direct_io = medium.direct ? 1 : 0;
    return is_source(path) ? 0 : -ENOENT;
}

int read_source(const char*, char* into, std::size_t size, off_t offset, fuse_file_info*) {
    const auto begin = static_cast<std::uint64_t>(offset);
    const std::uint64_t end = std::min(begin + size, medium.size);
    if (begin >= end) return 0;
    if (const int failure = medium.gone(begin, end)) return -failure;
    if (medium.fails(begin, end)) return -EIO;
    const ssize_t got = ::pread(medium.fd, into, end - begin, offset);
    return got < 0 ? -errno : static_cast<int>(got);
}

void* say_ready(fuse_conn_info*, fuse_config*) {
    static_cast<void>(::write(STDOUT_FILENO, "ready\n", 6));
    return nullptr;
}

bool read_range(std::string_view text, Range& out) {
    const std::size_t plus = text.find('+');
    if (plus == std::string_view::npos) return false;
    std::uint64_t length = 0;
    const char* end = text.data() + text.size();
    const auto first = std::from_chars(text.data(), text.data() + plus, out.begin);
    const auto second = std::from_chars(text.data() + plus + 1, end, length);
    out.end = out.begin + length;
    return first.ec == std::errc{} && second.ec == std::errc{} && second.ptr == end;
}

}  // namespace

int main(int count, char** words) {
    medium.direct = count > 1 && std::string_view(words[1]) == "--direct";
    if (medium.direct) {
        ++words;
        --count;
    }
    if (count < 3) {
        std::fputs("usage: failing_file [--direct] FOLDER FILE [OFFSET+LENGTH...]\n", stderr);
        return 2;
    }
    for (int i = 3; i < count; ++i) {
        Range range{};
        if (!read_range(words[i], range)) {
            std::fprintf(stderr, "failing_file: %s is not OFFSET+LENGTH\n", words[i]);
            return 2;
        }
        medium.bad.push_back(range);
    }
    medium.fd = ::open(words[2], O_RDONLY | O_CLOEXEC);
    medium.folder = ::open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct stat status {};
    if (medium.fd < 0 || medium.folder < 0 || ::fstat(medium.fd, &status) != 0) {
        std::fprintf(stderr, "failing_file: %s: %s\n", words[2], std::strerror(errno));
        return 1;
    }
    medium.size = static_cast<std::uint64_t>(status.st_size);
    fuse_operations operations{};
    operations.getattr = get_attributes;
    operations.readdir = list_folder;
    operations.open = open_source;
    operations.read = read_source;
    operations.init = say_ready;
    std::string foreground = "-f";
    std::string single = "-s";
    std::array<char*, 4> arguments{words[0], foreground.data(), single.data(), words[1]};
    return fuse_main(static_cast<int>(arguments.size()), arguments.data(), &operations, nullptr);
}
