// Extended attributes of a member of a tree, access control lists among them: as a listing has them
// (FORMAT.md 9.3), and as the system gives and takes them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "encode/json.hpp"

namespace exhibit::intake {

inline constexpr std::size_t attribute_name_bytes_max = 255;
inline constexpr std::size_t attribute_value_bytes_max = std::size_t{64} << 10;
/// Of one member: their count, and the bytes of all names and values.
inline constexpr std::size_t attributes_max = 1024;
inline constexpr std::size_t attributes_bytes_max = std::size_t{256} << 10;

inline constexpr std::string_view acl_access_name = "system.posix_acl_access";
inline constexpr std::string_view acl_default_name = "system.posix_acl_default";

struct Attribute {
    std::string name;   ///< "user.comment"; any bytes but NUL
    std::string value;  ///< any bytes
};
/// Sorted by name, no name twice.
using Attributes = std::vector<Attribute>;

/// `xattrs` of a line of a listing.
encode::Json attributes_json(const Attributes& attributes);
/// Error(malformed) for another form, for more than the limits, and for names out of order.
Attributes take_attributes(const encode::Json& value);

/// What there is of a member's attributes, and a sentence for each that is left out, and why.
struct FoundAttributes {
    Attributes attributes;
    std::vector<std::string> problems;
};
/// Of an open file.
FoundAttributes read_attributes(int fd);
/// Of something in an open folder, which is not opened; a link's own.
FoundAttributes read_attributes(int folder, const std::string& name);

/// Whether an export gives a member this attribute again: those of users, and ACLs. The others
/// belong to the system they were found on, or would give rights here.
bool is_restored(std::string_view name) noexcept;
/// 0, or errno.
int set_attribute(int fd, const Attribute& attribute) noexcept;

}  // namespace exhibit::intake
