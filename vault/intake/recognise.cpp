#include "intake/recognise.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "intake/kind.hpp"

namespace exhibit::intake {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::size_t vhd_footer_bytes = 512;

bool at(ByteView bytes, std::size_t offset, std::string_view text) {
    return bytes.size() >= offset + text.size() &&
           as_text(bytes.subspan(offset, text.size())) == text;
}

/// Numbers of a header; 0 where the header does not reach.
std::uint64_t big(ByteView bytes, std::size_t offset, std::size_t length) {
    if (bytes.size() < offset + length) return 0;
    std::uint64_t value = 0;
    for (const std::byte one : bytes.subspan(offset, length)) {
        value = value << 8U | std::to_integer<std::uint64_t>(one);
    }
    return value;
}

std::uint64_t little(ByteView bytes, std::size_t offset, std::size_t length) {
    if (bytes.size() < offset + length) return 0;
    std::uint64_t value = 0;
    for (std::size_t i = length; i > 0; --i) {
        value = value << 8U | std::to_integer<std::uint64_t>(bytes[offset + i - 1]);
    }
    return value;
}

std::string version(std::uint64_t number) {
    return " version " + std::to_string(number);
}

std::string virtual_size(std::uint64_t bytes) {
    return ", virtual size " + counted(bytes, "byte", "bytes");
}

std::string qcow(ByteView head) {
    std::string text = "QCOW" + version(big(head, 4, 4)) + virtual_size(big(head, 24, 8));
    if (big(head, 32, 4) != 0) text += ", encrypted";
    if (big(head, 8, 8) != 0) text += ", refers to a backing file that is not part of this item";
    return text;
}

std::string vmdk(ByteView head) {
    constexpr std::uint64_t sector_bytes = 512;
    const std::uint64_t sectors = little(head, 12, 8);
    std::string text = "VMDK sparse extent" + version(little(head, 4, 4));
    if (sectors <= UINT64_MAX / sector_bytes) text += virtual_size(sectors * sector_bytes);
    return text;
}

std::string vhd(ByteView footer) {
    const std::uint64_t type = big(footer, 60, 4);
    const std::string_view name = type == 2   ? ", fixed"
                                  : type == 3 ? ", dynamic"
                                              : ", differencing";
    return "VHD" + version(big(footer, 12, 2)) + std::string(name) +
           virtual_size(big(footer, 48, 8));
}

/// The first member of a zip file that AFF4 says must be container.description.
bool is_aff4(ByteView head) {
    if (!at(head, 0, "PK\x03\x04"sv)) return false;
    const std::string_view text = as_text(head);
    return text.find("container.description"sv) != std::string_view::npos ||
           text.find("information.turtle"sv) != std::string_view::npos;
}

std::string dump(ByteView head, bool wide) {
    std::string text = wide ? "Windows crash dump, 64 bits" : "Windows crash dump, 32 bits";
    text += ", build " + std::to_string(little(head, 12, 4));
    const std::uint64_t type = little(head, wide ? 0xF98 : 0xF88, 4);
    constexpr std::array<std::string_view, 7> types{
        "", "full", "kernel", "header", "triage", "full bitmap", "kernel bitmap"};
    if (type > 0 && type < types.size()) text += ", " + std::string(types.at(type)) + " dump";
    return text;
}

}  // namespace

std::optional<Recognised> recognise(ByteView head, ByteView tail) {
    if (at(head, 0, "QFI\xFB"sv)) return Recognised{kind_image, qcow(head)};
    if (at(head, 0, "KDMV"sv)) return Recognised{kind_image, vmdk(head)};
    if (at(head, 0, "# Disk DescriptorFile"sv)) {
        return Recognised{kind_image, "VMDK descriptor; its extents are not part of this item"};
    }
    if (at(head, 0, "vhdxfile"sv)) return Recognised{kind_image, "VHDX"};
    if (at(head, 0, "conectix"sv)) return Recognised{kind_image, vhd(head)};
    if (tail.size() == vhd_footer_bytes && at(tail, 0, "conectix"sv)) {
        return Recognised{kind_image, vhd(tail)};
    }
    if (at(head, 0, "AFF10\r\n\0"sv)) return Recognised{kind_image, "AFF version 1"};
    if (is_aff4(head)) return Recognised{kind_image, "AFF4 container"};
    if (at(head, 0, "PAGEDUMP"sv)) return Recognised{kind_memory, dump(head, false)};
    if (at(head, 0, "PAGEDU64"sv)) return Recognised{kind_memory, dump(head, true)};
    return std::nullopt;
}

}  // namespace exhibit::intake
