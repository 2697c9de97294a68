#include "volumes/geometry.hpp"

#include <algorithm>
#include <array>

namespace exhibit::volumes {
namespace {

constexpr std::size_t head_bytes_min = 2048;
constexpr std::size_t ext_super = 1024;
constexpr std::uint32_t ext_64bit = 0x80;
constexpr std::uint32_t block_bytes_max = std::uint32_t{2} << 20;

/// REQUIRES: the number lies within `head`.
std::uint64_t number(ByteView head, std::size_t at, std::size_t bytes) noexcept {
    std::uint64_t value = 0;
    for (std::size_t i = bytes; i-- > 0;)
        value = value << 8 | std::to_integer<std::uint64_t>(head[at + i]);
    return value;
}

Geometry ext(ByteView head) noexcept {
    const std::uint64_t shift = number(head, ext_super + 0x18, 4);
    std::uint64_t blocks = number(head, ext_super + 0x04, 4);
    if ((number(head, ext_super + 0x60, 4) & ext_64bit) != 0)
        blocks |= number(head, ext_super + 0x150, 4) << 32;
    return {shift > 6 ? 0 : 1024U << shift, blocks};
}

Geometry ntfs(ByteView head) noexcept {
    const std::uint64_t sector = number(head, 0x0b, 2);
    // Above 128 it is 256 less an exponent of two.
    const std::uint64_t code = number(head, 0x0d, 1);
    const std::uint64_t sectors = code <= 128 ? code : 256 - code > 12 ? 0 : 1ULL << (256 - code);
    if (sectors == 0) return {};
    return {static_cast<std::uint32_t>(sector * sectors), number(head, 0x28, 8) / sectors};
}

Geometry fat(ByteView head) noexcept {
    const std::uint64_t few = number(head, 0x13, 2);
    return {static_cast<std::uint32_t>(number(head, 0x0b, 2)),
            few != 0 ? few : number(head, 0x20, 4)};
}

Geometry exfat(ByteView head) noexcept {
    const std::uint64_t shift = number(head, 0x6c, 1);
    return {shift > 12 ? 0 : 1U << shift, number(head, 0x48, 8)};
}

}  // namespace

std::optional<Geometry> geometry_of(std::string_view type, ByteView head) noexcept {
    if (head.size() < head_bytes_min) return std::nullopt;
    Geometry found;
    if (type == "ext2" || type == "ext3" || type == "ext4") found = ext(head);
    if (type == "ntfs") found = ntfs(head);
    if (type == "vfat") found = fat(head);
    if (type == "exfat") found = exfat(head);
    const bool power = (found.block_bytes & (found.block_bytes - 1)) == 0;
    if (found.block_bytes < 512 || found.block_bytes > block_bytes_max || !power) return {};
    if (found.blocks == 0 || found.blocks > (std::uint64_t{1} << 63) / found.block_bytes) return {};
    return found;
}

}  // namespace exhibit::volumes
