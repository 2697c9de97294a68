#include "intake/posix_acl.hpp"

#include <cstddef>

namespace exhibit::intake {
namespace {

constexpr std::uint64_t version = 2;
constexpr std::size_t head_bytes = 4;
constexpr std::size_t entry_bytes = 8;
constexpr std::size_t entries_max = 4096;
constexpr std::uint64_t permissions_all = 7;

std::uint64_t little(std::string_view bytes, std::size_t offset, std::size_t length) {
    std::uint64_t value = 0;
    for (std::size_t i = length; i > 0; --i) {
        value = value << 8U | static_cast<unsigned char>(bytes[offset + i - 1]);
    }
    return value;
}

std::optional<AclEntry::Tag> tag_of(std::uint64_t number) {
    switch (number) {
        case 0x01: return AclEntry::Tag::owner;
        case 0x02: return AclEntry::Tag::user;
        case 0x04: return AclEntry::Tag::group_owner;
        case 0x08: return AclEntry::Tag::group;
        case 0x10: return AclEntry::Tag::mask;
        case 0x20: return AclEntry::Tag::others;
        default: return std::nullopt;
    }
}

}  // namespace

std::optional<std::vector<AclEntry>> parse_posix_acl(std::string_view value) {
    if (value.size() < head_bytes || (value.size() - head_bytes) % entry_bytes != 0 ||
        little(value, 0, head_bytes) != version) {
        return std::nullopt;
    }
    const std::size_t count = (value.size() - head_bytes) / entry_bytes;
    if (count > entries_max) return std::nullopt;
    std::vector<AclEntry> out;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t at = head_bytes + i * entry_bytes;
        const std::optional<AclEntry::Tag> tag = tag_of(little(value, at, 2));
        const std::uint64_t permissions = little(value, at + 2, 2);
        if (!tag || permissions > permissions_all) return std::nullopt;
        out.push_back({*tag, static_cast<std::uint16_t>(permissions),
                       static_cast<std::uint32_t>(little(value, at + 4, 4))});
    }
    return out;
}

}  // namespace exhibit::intake
