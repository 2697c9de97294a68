// A POSIX access control list as Linux keeps it in an extended attribute (linux/posix_acl_xattr.h):
// a version and entries of 8 bytes, little endian.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace exhibit::intake {

struct AclEntry {
    enum class Tag { owner, user, group_owner, group, mask, others };
    Tag tag = Tag::owner;
    std::uint16_t permissions = 0;  ///< 4 read, 2 write, 1 execute
    std::uint32_t id = 0;           ///< of user and group
};

/// nullopt when it is of another version, has a rest, an unknown tag or permission, or more than
/// 4,096 entries.
std::optional<std::vector<AclEntry>> parse_posix_acl(std::string_view value);

}  // namespace exhibit::intake
