#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <span>

namespace exhibit {
namespace {

struct CodePoint {
    char32_t value = 0;
    std::size_t bytes = 0;  ///< 0: not well-formed
};

struct Range {
    char32_t first;
    char32_t last;
};

// The byte ranges of Unicode table 3-7: the second byte decides overlong forms, surrogates and
// values above U+10FFFF, the others are always 80..BF.
CodePoint decode(std::string_view text) noexcept {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = at(0);
    if (lead < 0x80) return {lead, 1};
    if (lead < 0xc2 || lead > 0xf4) return {};
    const std::size_t bytes = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (text.size() < bytes) return {};
    unsigned char low = 0x80;
    unsigned char high = 0xbf;
    if (lead == 0xe0) low = 0xa0;
    if (lead == 0xed) high = 0x9f;
    if (lead == 0xf0) low = 0x90;
    if (lead == 0xf4) high = 0x8f;
    if (at(1) < low || at(1) > high) return {};
    char32_t value = lead & (0xffU >> (bytes + 1));
    for (std::size_t i = 1; i < bytes; ++i) {
        if ((at(i) & 0xc0U) != 0x80U) return {};
        value = (value << 6) | (at(i) & 0x3fU);
    }
    return {value, bytes};
}

bool in_ranges(char32_t value, std::span<const Range> ranges) noexcept {
    const auto after = std::ranges::upper_bound(ranges, value, {}, &Range::first);
    return after != ranges.begin() && value <= std::prev(after)->last;
}

// Controls, line separators, and format characters that reorder text or take no room: with them a
// file name could show as another.
constexpr std::array unsafe_ranges = std::to_array<Range>({
    {0x0000, 0x001f},
    {0x007f, 0x009f},
    {0x00ad, 0x00ad},
    {0x034f, 0x034f},
    {0x061c, 0x061c},
    {0x115f, 0x1160},
    {0x17b4, 0x17b5},
    {0x180b, 0x180f},
    {0x200b, 0x200f},
    {0x2028, 0x202e},
    {0x2060, 0x206f},
    {0x3164, 0x3164},
    {0xfeff, 0xfeff},
    {0xffa0, 0xffa0},
    {0xfff0, 0xfffb},
    {0x1bca0, 0x1bca3},
    {0x1d173, 0x1d17a},
    {0xe0000, 0xe0fff},
});

// Combining marks (the blocks in common use) and variation selectors.
constexpr std::array zero_width_ranges = std::to_array<Range>({
    {0x0300, 0x036f}, {0x0483, 0x0489},   {0x0591, 0x05bd},   {0x05bf, 0x05bf}, {0x05c1, 0x05c2},
    {0x05c4, 0x05c5}, {0x05c7, 0x05c7},   {0x0610, 0x061a},   {0x064b, 0x065f}, {0x0670, 0x0670},
    {0x06d6, 0x06dc}, {0x06df, 0x06e4},   {0x06e7, 0x06e8},   {0x06ea, 0x06ed}, {0x0900, 0x0902},
    {0x093a, 0x093a}, {0x093c, 0x093c},   {0x0941, 0x0948},   {0x094d, 0x094d}, {0x0951, 0x0957},
    {0x0e31, 0x0e31}, {0x0e34, 0x0e3a},   {0x0e47, 0x0e4e},   {0x1160, 0x11ff}, {0x1ab0, 0x1aff},
    {0x1dc0, 0x1dff}, {0x20d0, 0x20f0},   {0x302a, 0x302d},   {0x3099, 0x309a}, {0xfe00, 0xfe0f},
    {0xfe20, 0xfe2f}, {0x1f3fb, 0x1f3ff}, {0xe0100, 0xe01ef},
});

// East Asian Width W and F (UAX 11), and emoji shown wide.
constexpr std::array wide_ranges = std::to_array<Range>({
    {0x1100, 0x115f},   {0x231a, 0x231b},   {0x2329, 0x232a},   {0x23e9, 0x23ec},
    {0x2614, 0x2615},   {0x2648, 0x2653},   {0x26a1, 0x26a1},   {0x26bd, 0x26be},
    {0x2705, 0x2705},   {0x270a, 0x270b},   {0x2728, 0x2728},   {0x274c, 0x274c},
    {0x2753, 0x2755},   {0x2757, 0x2757},   {0x2795, 0x2797},   {0x2b1b, 0x2b1c},
    {0x2b50, 0x2b50},   {0x2e80, 0x303e},   {0x3041, 0x33ff},   {0x3400, 0x4dbf},
    {0x4e00, 0x9fff},   {0xa000, 0xa4cf},   {0xa960, 0xa97f},   {0xac00, 0xd7a3},
    {0xf900, 0xfaff},   {0xfe10, 0xfe19},   {0xfe30, 0xfe6f},   {0xff01, 0xff60},
    {0xffe0, 0xffe6},   {0x16fe0, 0x18aff}, {0x1b000, 0x1b2ff}, {0x1f300, 0x1f64f},
    {0x1f680, 0x1f6ff}, {0x1f7e0, 0x1f7eb}, {0x1f900, 0x1f9ff}, {0x1fa70, 0x1faff},
    {0x20000, 0x3fffd},
});

void put_hex(std::string& out, std::uint32_t value, std::size_t width) {
    std::array<char, 8> digits{};
    std::size_t count = 0;
    while (count < width || value != 0) {
        digits[count++] = "0123456789ABCDEF"[value & 0xfU];
        value >>= 4;
    }
    while (count > 0) out += digits[--count];
}

}  // namespace

std::optional<std::size_t> first_invalid_utf8(std::string_view text) noexcept {
    constexpr std::uint64_t high_bits = 0x8080808080808080;
    std::size_t offset = 0;
    while (offset < text.size()) {
        // Most text is ASCII, of which eight characters are seen at once.
        std::uint64_t eight = high_bits;
        if (text.size() - offset >= sizeof eight)
            std::memcpy(&eight, text.data() + offset, sizeof eight);
        if ((eight & high_bits) == 0) {
            offset += sizeof eight;
            continue;
        }
        const std::size_t bytes = decode(text.substr(offset)).bytes;
        if (bytes == 0) return offset;
        offset += bytes;
    }
    return std::nullopt;
}

bool valid_utf8(std::string_view text) noexcept {
    return !first_invalid_utf8(text);
}

std::string printable(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const CodePoint point = decode(text);
        if (point.bytes == 0) {
            out += "\\x";
            put_hex(out, static_cast<unsigned char>(text.front()), 2);
        } else if (in_ranges(point.value, unsafe_ranges)) {
            out += "\\u{";
            put_hex(out, point.value, 4);
            out += '}';
        } else if (point.value == U'\\') {
            out += "\\\\";
        } else {
            out += text.substr(0, point.bytes);
        }
        text.remove_prefix(std::max<std::size_t>(point.bytes, 1));
    }
    return out;
}

std::size_t display_width(std::string_view text) noexcept {
    std::size_t width = 0;
    while (!text.empty()) {
        const CodePoint point = decode(text);
        const bool well_formed = point.bytes > 0;
        if (!well_formed || !in_ranges(point.value, zero_width_ranges)) ++width;
        if (well_formed && in_ranges(point.value, wide_ranges)) ++width;
        text.remove_prefix(std::max<std::size_t>(point.bytes, 1));
    }
    return width;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + 1);
    }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::string out;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) out += separator;
        out += parts[i];
    }
    return out;
}

std::string counted(std::uint64_t count, std::string_view singular, std::string_view plural) {
    return grouped(count) + ' ' + std::string(count == 1 ? singular : plural);
}

std::string human_bytes(std::uint64_t bytes) {
    constexpr std::array<std::string_view, 6> units{"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    if (bytes < 1024) return std::to_string(bytes) + " B";
    for (std::size_t i = 0;; ++i) {
        const std::uint64_t unit = std::uint64_t{1} << (10 * (i + 1));
        // 10 * (2^60 - 1) + 2^59 still fits 64 bits, so the largest unit rounds right too.
        const std::uint64_t tenths = (bytes % unit * 10 + unit / 2) / unit;
        const std::uint64_t whole = bytes / unit + tenths / 10;
        if (whole >= 1024 && i + 1 < units.size()) continue;
        return std::to_string(whole) + '.' + std::to_string(tenths % 10) + ' ' +
               std::string(units[i]);
    }
}

std::string grouped(std::uint64_t value) {
    std::string out = std::to_string(value);
    for (std::size_t at = out.size(); at > 3;) {
        at -= 3;
        out.insert(at, 1, ',');
    }
    return out;
}

std::optional<std::uint64_t> parse_decimal(std::string_view text) noexcept {
    if (text.empty() || (text.size() > 1 && text.front() == '0')) return std::nullopt;
    std::uint64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stop != end) return std::nullopt;
    return value;
}

}  // namespace exhibit
