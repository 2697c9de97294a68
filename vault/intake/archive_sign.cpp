#include "intake/archive_sign.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace exhibit::intake {
namespace {

using std::string_view_literals::operator""sv;

struct Signature {
    std::size_t offset;
    std::string_view bytes;
    ArchiveSign sign;
};

constexpr std::array signatures{
    Signature{0, "PK\x03\x04"sv, ArchiveSign::zip},
    Signature{0, "PK\x05\x06"sv, ArchiveSign::zip},               // without members
    Signature{0, "PK\x07\x08PK\x03\x04"sv, ArchiveSign::zip},     // written in one piece after all
    Signature{0, "7z\xBC\xAF\x27\x1C"sv, ArchiveSign::from_end},  //
    Signature{257, "ustar"sv, ArchiveSign::archive},              //
    Signature{0, "070701"sv, ArchiveSign::archive},               // cpio
    Signature{0, "070702"sv, ArchiveSign::archive},               //
    Signature{0, "070707"sv, ArchiveSign::archive},               //
    Signature{0, "!<arch>\n"sv, ArchiveSign::archive},            // ar, deb
    Signature{0, "xar!"sv, ArchiveSign::archive},                 //
    Signature{0, "MSCF\0\0\0\0"sv, ArchiveSign::archive},         // cab
    Signature{0, "Rar!\x1A\x07"sv, ArchiveSign::archive},         //
    Signature{0, "\xED\xAB\xEE\xDB"sv, ArchiveSign::archive},     // rpm
    Signature{0, "WARC/"sv, ArchiveSign::archive},                //
    Signature{0, "\x1F\x8B\x08"sv, ArchiveSign::compressed},      // gzip
    Signature{0, "BZh"sv, ArchiveSign::compressed},               //
    Signature{0, "\xFD\x37zXZ\0"sv, ArchiveSign::compressed},     //
    Signature{0, "\x28\xB5\x2F\xFD"sv, ArchiveSign::compressed},  // zstd
    Signature{0, "\x04\x22\x4D\x18"sv, ArchiveSign::compressed},  // lz4
    Signature{0, "LZIP"sv, ArchiveSign::compressed},              //
    Signature{0, "\x5D\0\0"sv, ArchiveSign::compressed},          // lzma
    Signature{0, "\x1F\x9D"sv, ArchiveSign::compressed},          // compress
};

bool has(ByteView head, const Signature& one) noexcept {
    return head.size() >= one.offset + one.bytes.size() &&
           as_text(head.subspan(one.offset, one.bytes.size())) == one.bytes;
}

// Before POSIX a tar header had no signature: its checksum must do.
bool is_old_tar(ByteView head) noexcept {
    constexpr std::size_t header_bytes = 512;
    constexpr std::size_t sum_begin = 148;
    constexpr std::size_t sum_end = 156;
    if (head.size() < header_bytes || head[0] == std::byte{0}) return false;
    std::uint32_t stated = 0;
    bool digits = false;
    for (std::size_t i = sum_begin; i < sum_end; ++i) {
        const auto c = std::to_integer<unsigned char>(head[i]);
        if (c >= '0' && c <= '7') {
            stated = stated * 8 + (c - '0');
            digits = true;
        } else if (c != ' ' && c != 0) {
            return false;
        }
    }
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < header_bytes; ++i) {
        const bool of_sum = i >= sum_begin && i < sum_end;
        sum += of_sum ? ' ' : std::to_integer<std::uint32_t>(head[i]);
    }
    return digits && sum == stated;
}

// "-lh5-" after a length and a checksum.
bool is_lha(ByteView head) noexcept {
    return head.size() > 6 && head[6] == std::byte{'-'} &&
           (as_text(head.subspan(2, 3)) == "-lh" || as_text(head.subspan(2, 3)) == "-lz");
}

}  // namespace

ArchiveSign archive_sign(ByteView head) noexcept {
    for (const Signature& one : signatures) {
        if (has(head, one)) return one.sign;
    }
    return is_old_tar(head) || is_lha(head) ? ArchiveSign::archive : ArchiveSign::none;
}

}  // namespace exhibit::intake
