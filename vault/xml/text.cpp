#include "xml/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "xml/characters.hpp"

namespace exhibit::xml {
namespace {

struct Entity {
    std::string_view written;
    char character;
};
constexpr std::array entities = {Entity{"&lt;", '<'}, Entity{"&gt;", '>'}, Entity{"&amp;", '&'},
                                 Entity{"&quot;", '"'}, Entity{"&apos;", '\''}};

// -1 for what is no digit of the base.
int digit_of(char c, std::uint32_t base) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (base != 16) return -1;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

Reference read_character_reference(std::string_view text) noexcept {
    const bool hexadecimal = text.size() > 2 && text[2] == 'x';
    const std::uint32_t base = hexadecimal ? 16 : 10;
    const std::size_t first = hexadecimal ? 3 : 2;
    std::uint32_t code = 0;
    std::size_t at = first;
    for (; at < text.size(); ++at) {
        const int digit = digit_of(text[at], base);
        if (digit < 0) break;
        code = code * base + static_cast<std::uint32_t>(digit);
        if (code > 0x10FFFF) return {};  // any number of leading zeros is legal, no more than this
    }
    if (at == first || at == text.size() || text[at] != ';' || !is_xml_character(code)) return {};
    return {at + 1, code};
}

void append_utf8(std::string& out, std::uint32_t code) {
    const auto put = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
    const auto tail = [&](unsigned shift) { put(0x80U | ((code >> shift) & 0x3FU)); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0U | (code >> 6U));
        tail(0);
    } else if (code < 0x10000) {
        put(0xE0U | (code >> 12U));
        tail(6);
        tail(0);
    } else {
        put(0xF0U | (code >> 18U));
        tail(12);
        tail(6);
        tail(0);
    }
}

// Copies up to `at` what needs no change; returns the first byte that `stops` says does.
template <typename Stops>
std::size_t copy_plain(std::string& out, std::string_view raw, std::size_t from,
                       const Stops& stops) {
    std::size_t at = from;
    while (at < raw.size() && !stops(raw[at])) ++at;
    out.append(raw, from, at - from);
    return at;
}

// Past the line end at `at`: one byte, or the two of CR LF.
std::size_t past_line_end(std::string_view raw, std::size_t at) noexcept {
    const bool both = raw[at] == '\r' && at + 1 < raw.size() && raw[at + 1] == '\n';
    return at + (both ? 2 : 1);
}

std::size_t append_reference(std::string& out, std::string_view raw, std::size_t at) {
    const Reference reference = read_reference(raw.substr(at));
    if (reference.bytes == 0) {
        out.push_back('&');
        return at + 1;
    }
    append_utf8(out, static_cast<std::uint32_t>(reference.character));
    return at + reference.bytes;
}

std::string escaped(std::string_view text, bool attribute) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '\r': out += "&#13;"; break;
            case '"': out += attribute ? "&quot;" : "\""; break;
            case '\n': out += attribute ? "&#10;" : "\n"; break;
            case '\t': out += attribute ? "&#9;" : "\t"; break;
            default: out += c;
        }
    }
    return out;
}

}  // namespace

Reference read_reference(std::string_view text) noexcept {
    if (text.starts_with("&#")) return read_character_reference(text);
    for (const Entity& entity : entities)
        if (text.starts_with(entity.written))
            return {entity.written.size(), static_cast<char32_t>(entity.character)};
    return {};
}

void append_text(std::string& out, std::string_view raw) {
    std::size_t at = 0;
    while (at < raw.size()) {
        at = copy_plain(out, raw, at, [](char c) { return c == '&' || c == '\r'; });
        if (at == raw.size()) return;
        if (raw[at] == '&') {
            at = append_reference(out, raw, at);
        } else {
            out.push_back('\n');
            at = past_line_end(raw, at);
        }
    }
}

void append_cdata(std::string& out, std::string_view raw) {
    std::size_t at = 0;
    while (at < raw.size()) {
        at = copy_plain(out, raw, at, [](char c) { return c == '\r'; });
        if (at == raw.size()) return;
        out.push_back('\n');
        at = past_line_end(raw, at);
    }
}

void append_value(std::string& out, std::string_view raw) {
    std::size_t at = 0;
    while (at < raw.size()) {
        at = copy_plain(out, raw, at,
                        [](char c) { return c == '&' || c == '\r' || c == '\n' || c == '\t'; });
        if (at == raw.size()) return;
        if (raw[at] == '&') {
            at = append_reference(out, raw, at);
        } else {
            out.push_back(' ');
            at = past_line_end(raw, at);
        }
    }
}

std::string escaped_text(std::string_view text) {
    return escaped(text, false);
}

std::string escaped_value(std::string_view text) {
    return escaped(text, true);
}

std::string_view trimmed(std::string_view text) noexcept {
    while (!text.empty() && has_class(text.front(), byte_class::blank)) text.remove_prefix(1);
    while (!text.empty() && has_class(text.back(), byte_class::blank)) text.remove_suffix(1);
    return text;
}

bool is_blank(std::string_view text) noexcept {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return has_class(c, byte_class::blank); });
}

}  // namespace exhibit::xml
