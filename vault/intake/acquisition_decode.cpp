#include "intake/acquisition_decode.hpp"

namespace exhibit::intake {
namespace {

std::uint32_t unit_at(std::string_view bytes, std::size_t at, bool big_endian) {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return big_endian ? (first * 256U + second) : (second * 256U + first);
}

bool is_high(std::uint32_t unit) {
    return unit >= 0xD800 && unit < 0xDC00;
}
bool is_low(std::uint32_t unit) {
    return unit >= 0xDC00 && unit < 0xE000;
}

bool decode_utf16(std::string_view bytes, bool big_endian, LogText& into) {
    into.decoded.reserve(bytes.size() / 2 + 16);
    std::size_t at = 0;
    while (at + 2 <= bytes.size()) {
        const std::uint32_t unit = unit_at(bytes, at, big_endian);
        at += 2;
        if (is_low(unit)) return false;
        if (!is_high(unit)) {
            append_utf8(into.decoded, unit);
            continue;
        }
        if (at + 2 > bytes.size()) {
            into.cut = true;
            break;
        }
        const std::uint32_t low = unit_at(bytes, at, big_endian);
        if (!is_low(low)) return false;
        append_utf8(into.decoded, 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
        at += 2;
    }
    into.cut = into.cut || at < bytes.size();
    into.text = into.decoded;
    return true;
}

}  // namespace

void append_utf8(std::string& out, std::uint32_t point) {
    const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
    if (point < 0x80) {
        put(point);
    } else if (point < 0x800) {
        put(0xC0 | (point >> 6));
        put(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
        put(0xE0 | (point >> 12));
        put(0x80 | ((point >> 6) & 0x3F));
        put(0x80 | (point & 0x3F));
    } else {
        put(0xF0 | (point >> 18));
        put(0x80 | ((point >> 12) & 0x3F));
        put(0x80 | ((point >> 6) & 0x3F));
        put(0x80 | (point & 0x3F));
    }
}

bool decode_log(std::string_view bytes, LogText& into) {
    if (bytes.starts_with("\xFF\xFE")) return decode_utf16(bytes.substr(2), false, into);
    if (bytes.starts_with("\xFE\xFF")) return decode_utf16(bytes.substr(2), true, into);
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    into.text = bytes;
    return true;
}

}  // namespace exhibit::intake
