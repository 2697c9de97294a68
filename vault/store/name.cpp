#include "store/name.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "exhibit/error.hpp"

namespace exhibit::store {
namespace {

bool name_character(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

bool valid_name(std::string_view name) noexcept {
    if (name.empty() || name.size() > name_bytes_max) return false;
    std::size_t start = 0;
    while (true) {
        const std::size_t slash = name.find('/', start);
        if (!valid_name_part(name.substr(start, slash - start))) return false;
        if (slash == std::string_view::npos) return true;
        start = slash + 1;
    }
}

}  // namespace

bool valid_name_part(std::string_view part) noexcept {
    if (part.empty() || part == "." || part == "..") return false;
    if (part.starts_with(temporary_prefix)) return false;
    return std::all_of(part.begin(), part.end(), name_character);
}

void require_valid_name(std::string_view name) {
    if (valid_name(name)) return;
    // A hostile name may be long: the message needs its beginning only.
    const std::string shown = printable(name.substr(0, name_bytes_max));
    throw Error(ErrorKind::usage, "using the object name '" + shown + "' (" +
                                      counted(name.size(), "byte", "bytes") + "): expected 1 to " +
                                      std::to_string(name_bytes_max) +
                                      " bytes, parts of a-z 0-9 . _ - separated by single '/', "
                                      "none of them '.', '..' or beginning with '.tmp-'");
}

void require_valid_prefix(std::string_view prefix) {
    if (prefix.empty()) return;
    if (prefix.back() != '/') {
        throw Error(ErrorKind::usage, "listing objects under '" +
                                          printable(prefix.substr(0, name_bytes_max)) +
                                          "': expected a whole folder, ending in '/'");
    }
    require_valid_name(prefix.substr(0, prefix.size() - 1));
}

void require_storable(std::string_view name, ByteView bytes) {
    require_valid_name(name);
    if (bytes.size() <= object_bytes_max) return;
    throw Error(ErrorKind::usage, "storing object " + std::string(name) + ": it has " +
                                      human_bytes(bytes.size()) + ", expected at most " +
                                      human_bytes(object_bytes_max));
}

void require_range(const std::string& object, Range range, std::uint64_t size) {
    // Not offset + length: the sum of two hostile numbers may wrap around.
    const bool inside = range.offset <= size && range.length <= size - range.offset;
    if (inside && range.length <= object_bytes_max) return;
    throw Error(ErrorKind::corrupt,
                "reading " + counted(range.length, "byte", "bytes") + " at offset " +
                    std::to_string(range.offset) + " of " + object + ": it has " +
                    counted(size, "byte", "bytes") +
                    (inside ? ", and one read takes at most " + human_bytes(object_bytes_max)
                            : std::string(", expected the range to end within it")));
}

std::string temporary_name(long process, unsigned long number) {
    return std::string(temporary_prefix) + std::to_string(process) + "-" + std::to_string(number);
}

}  // namespace exhibit::store
