#include "intake/kind.hpp"

#include <array>
#include <cstddef>

namespace exhibit::intake {
namespace {

struct Signature {
    std::size_t offset;
    std::string_view bytes;
};

using std::string_view_literals::operator""sv;

constexpr std::array images{
    Signature{512, "EFI PART"sv},    // GPT, sectors of 512 bytes
    Signature{4096, "EFI PART"sv},   // GPT, sectors of 4,096 bytes
    Signature{1080, "\x53\xEF"sv},   // ext2, ext3, ext4
    Signature{3, "NTFS    "sv},      //
    Signature{3, "EXFAT   "sv},      //
    Signature{3, "-FVE-FS-"sv},      // BitLocker
    Signature{54, "FAT12   "sv},     //
    Signature{54, "FAT16   "sv},     //
    Signature{82, "FAT32   "sv},     //
    Signature{0, "XFSB"sv},          //
    Signature{0, "LUKS\xBA\xBE"sv},  //
    Signature{32, "NXSB"sv},         // APFS
    Signature{1024, "H+\0\4"sv},     // HFS+
    Signature{1024, "HX\0\5"sv},     // HFSX
    Signature{32769, "CD001"sv},     // ISO 9660
    Signature{65600, "_BHRfS_M"sv},  // Btrfs
};

constexpr std::array memories{
    Signature{0, "EMiL"sv},      // LiME
    Signature{0, "AVML"sv},      //
    Signature{0, "PAGEDUMP"sv},  // Windows crash dump, 32 bits
    Signature{0, "PAGEDU64"sv},  //
};

bool has(ByteView head, const Signature& signature) noexcept {
    return head.size() >= signature.offset + signature.bytes.size() &&
           as_text(head.subspan(signature.offset, signature.bytes.size())) == signature.bytes;
}

template <std::size_t N>
bool has_any(ByteView head, const std::array<Signature, N>& signatures) noexcept {
    for (const Signature& signature : signatures) {
        if (has(head, signature)) return true;
    }
    return false;
}

// The two last bytes of a boot sector alone are too common: a table must make sense too.
bool has_partition_table(ByteView head) noexcept {
    constexpr std::size_t table = 446;
    constexpr std::size_t entry_bytes = 16;
    constexpr std::size_t type = 4;
    constexpr std::size_t sectors = 12;
    if (!has(head, {510, "\x55\xAA"sv})) return false;
    int used = 0;
    for (std::size_t entry = table; entry < 510; entry += entry_bytes) {
        const std::byte status = head[entry];
        if (status != std::byte{0x00} && status != std::byte{0x80}) return false;
        if (head[entry + type] == std::byte{0}) continue;
        if (all_zero(head.subspan(entry + sectors, 4))) return false;
        ++used;
    }
    return used > 0;
}

// An ELF file of type ET_CORE, in either byte order.
bool is_core_dump(ByteView head) noexcept {
    if (!has(head, {0,
                    "\x7F"
                    "ELF"sv}) ||
        head.size() < 18) {
        return false;
    }
    const bool big_end_first = head[5] == std::byte{2};
    const std::byte high = head[big_end_first ? 16 : 17];
    const std::byte low = head[big_end_first ? 17 : 16];
    return high == std::byte{0} && low == std::byte{4};
}

struct Container {
    Signature signature;
    std::string_view name;
};

constexpr std::array containers{
    Container{{0, "EVF\x09\x0D\x0A\xFF\x00"sv}, "EWF"},  // E01
    Container{{0, "EVF2\x0D\x0A\x81\x00"sv}, "EWF"},     // Ex01
    Container{{0, "LVF\x09\x0D\x0A\xFF\x00"sv}, "EWF"},  // L01
    Container{{0, "LEF2\x0D\x0A\x81\x00"sv}, "EWF"},     // Lx01
    Container{{0, "ADSEGMENTEDFILE\x00"sv}, "AD1"},      //
    Container{{0, "AFF10\x0D\x0A\x00"sv}, "AFF"},        //
    Container{{0, "PK\x03\x04"sv}, "zip"},               //
    Container{{0, "QFI\xFB"sv}, "QCOW"},                 //
};

}  // namespace

std::optional<std::string_view> detect_kind(ByteView head) noexcept {
    if (has_any(head, memories) || is_core_dump(head)) return kind_memory;
    if (has_any(head, images) || has_partition_table(head)) return kind_image;
    return std::nullopt;
}

blob::Chunker chunker_of(std::string_view kind) noexcept {
    if (kind == kind_image || kind == kind_memory || kind == kind_stream) {
        return blob::FixedChunker{};
    }
    return blob::ContentChunker{};
}

std::string_view container_of(ByteView head) noexcept {
    for (const Container& container : containers) {
        if (has(head, container.signature)) return container.name;
    }
    return {};
}

}  // namespace exhibit::intake
