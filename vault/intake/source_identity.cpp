#include "intake/source_identity.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <memory>
#include <system_error>

#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "intake/device.hpp"
#include "intake/source.hpp"

namespace exhibit::intake {
namespace {

struct FreeText {
    void operator()(char* text) const noexcept { std::free(text); }
};

}  // namespace

std::string source_name(std::string path) {
    while (path.size() > 1 && path.back() == '/') path.pop_back();
    const std::string last = path.substr(path.rfind('/') + 1);
    if (!last.empty() && last != "." && last != "..") return last;
    const std::unique_ptr<char, FreeText> real(::realpath(path.c_str(), nullptr));
    if (!real) return path;
    const std::string full = real.get();
    return full == "/" ? full : full.substr(full.rfind('/') + 1);
}

FileDescriptor open_source(const std::string& path) {
    FileDescriptor fd(open_evidence(AT_FDCWD, path.c_str(), 0));
    if (fd) return fd;
    const std::error_code cause(errno, std::generic_category());
    const bool absent =
        cause == std::errc::no_such_file_or_directory || cause == std::errc::not_a_directory;
    throw Error(absent ? ErrorKind::not_found : ErrorKind::io, "opening " + printable(path), cause);
}

std::optional<SourceIdentity> identify_source(const std::string& path) {
    struct stat status {};
    // Not opened: the other end of a pipe would notice.
    if (path == "-" || ::stat(path.c_str(), &status) != 0) return std::nullopt;
    if (!S_ISREG(status.st_mode) && !S_ISBLK(status.st_mode)) return std::nullopt;
    SourceIdentity identity;
    if (S_ISBLK(status.st_mode)) {
        const DeviceFacts device = device_facts(status.st_rdev);
        identity.make = device.make;
        identity.model = device.model;
        identity.serial = device.serial;
        identity.size = device_size(open_source(path).get(), printable(path));
    } else {
        identity.size = static_cast<std::uint64_t>(status.st_size);
        identity.name = source_name(path);
        identity.modified =
            std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
    }
    return identity;
}

}  // namespace exhibit::intake
