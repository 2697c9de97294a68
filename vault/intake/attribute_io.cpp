// Extended attributes from and to the system.
#include <sys/types.h>
#include <sys/xattr.h>

#include <algorithm>
#include <cerrno>
#include <functional>
#include <system_error>

#include "base/text.hpp"
#include "intake/attributes.hpp"

namespace exhibit::intake {
namespace {

// The kernel's own limit for the names of one file (XATTR_LIST_MAX).
constexpr std::size_t list_bytes_max = std::size_t{64} << 10;

std::string reason(int errno_value) {
    return std::error_code(errno_value, std::generic_category()).message();
}

using List = std::function<ssize_t(char* into, std::size_t room)>;
using Get = std::function<ssize_t(const char* name, char* into, std::size_t room)>;

/// Asks for the size, then for the bytes, which may have become more meanwhile. -1 and errno.
template <class Ask>
ssize_t ask(const Ask& call, std::size_t bytes_max, std::string& out) {
    for (int tries = 0; tries < 3; ++tries) {
        const ssize_t size = call(nullptr, 0);
        if (size <= 0) {
            out.clear();
            return size;
        }
        if (static_cast<std::size_t>(size) > bytes_max) {
            errno = E2BIG;
            return -1;
        }
        out.resize(static_cast<std::size_t>(size));
        const ssize_t got = call(out.data(), out.size());
        if (got >= 0) out.resize(static_cast<std::size_t>(got));
        if (got >= 0 || errno != ERANGE) return got;
    }
    errno = EAGAIN;
    return -1;
}

FoundAttributes read_all(const List& list, const Get& get) {
    FoundAttributes out;
    std::string names;
    if (ask(list, list_bytes_max, names) < 0) {
        // Not every file system has them, and not every file that is gone is worth a sentence.
        if (errno != EOPNOTSUPP && errno != ENOENT && errno != ENODEV) {
            out.problems.push_back("Its extended attributes could not be listed: " + reason(errno) +
                                   ".");
        }
        return out;
    }
    std::vector<std::string> sorted;
    for (const std::string_view name : split(names, '\0')) {
        if (!name.empty()) sorted.emplace_back(name);
    }
    std::ranges::sort(sorted);
    std::size_t bytes = 0;
    for (const std::string& name : sorted) {
        const auto leave = [&](const std::string& why) {
            out.problems.push_back("Its extended attribute " + printable(name) +
                                   " is not recorded: " + why + ".");
        };
        std::string value;
        const ssize_t got =
            ask([&](char* into, std::size_t room) { return get(name.c_str(), into, room); },
                attribute_value_bytes_max, value);
        if (got < 0 && errno == ENODATA) continue;  // removed meanwhile
        if (got < 0) {
            leave(errno == E2BIG ? "it has more than 64 KiB" : reason(errno));
        } else if (out.attributes.size() == attributes_max ||
                   bytes + name.size() + value.size() > attributes_bytes_max) {
            leave("those before it have 256 KiB already, or are 1,024");
        } else {
            bytes += name.size() + value.size();
            out.attributes.push_back({name, std::move(value)});
        }
        if (out.problems.size() >= 8) {
            out.problems.push_back("What else is left out of them is not told.");
            return out;
        }
    }
    return out;
}

}  // namespace

FoundAttributes read_attributes(int fd) {
    return read_all([fd](char* into, std::size_t room) { return ::flistxattr(fd, into, room); },
                    [fd](const char* name, char* into, std::size_t room) {
                        return ::fgetxattr(fd, name, into, room);
                    });
}

FoundAttributes read_attributes(int folder, const std::string& name) {
    // There is no listxattrat(2): the folder's own entry of /proc leads to it wherever it is now.
    const std::string path = "/proc/self/fd/" + std::to_string(folder) + "/" + name;
    return read_all(
        [&](char* into, std::size_t room) { return ::llistxattr(path.c_str(), into, room); },
        [&](const char* one, char* into, std::size_t room) {
            return ::lgetxattr(path.c_str(), one, into, room);
        });
}

bool is_restored(std::string_view name) noexcept {
    return name.starts_with("user.") || name == acl_access_name || name == acl_default_name;
}

int set_attribute(int fd, const Attribute& attribute) noexcept {
    const int failed =
        ::fsetxattr(fd, attribute.name.c_str(), attribute.value.data(), attribute.value.size(), 0);
    return failed == 0 ? 0 : errno;
}

}  // namespace exhibit::intake
