#include "exchange/xml_text.hpp"

#include <algorithm>
#include <cstdint>

#include "base/text.hpp"

namespace exhibit::exchange {
namespace {

/// Bytes of the well-formed UTF-8 character at the front; 0 when there is none.
std::size_t character_bytes(std::string_view text) {
    for (std::size_t count = 1; count <= 4 && count <= text.size(); ++count)
        if (valid_utf8(text.substr(0, count))) return count;
    return 0;
}

/// Of well-formed UTF-8: the noncharacters U+FFFE and U+FFFF, and C0 controls that are not tab,
/// line feed or carriage return. DEL and C1 are allowed but mislead a reader: shown escaped too.
bool allowed(std::string_view character) {
    const auto first = static_cast<unsigned char>(character[0]);
    if (character.size() == 1)
        return (first >= 0x20 && first != 0x7f) || first == '\t' || first == '\n' || first == '\r';
    if (character.size() == 2 && first == 0xc2)
        return static_cast<unsigned char>(character[1]) >= 0xa0;
    return character != "\xef\xbf\xbe" && character != "\xef\xbf\xbf";
}

void append_escaped(std::string& out, std::string_view bytes) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        out += "\\x{";
        out += digits[byte >> 4U];
        out += digits[byte & 15U];
        out += '}';
    }
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

}  // namespace

std::string XmlText::fit(std::string_view text, std::string_view where) {
    return fit_whole(trimmed(text), where);
}

std::string XmlText::fit_whole(std::string_view text, std::string_view where) {
    std::string out;
    bool escaped = false;
    while (!text.empty()) {
        const std::size_t count = character_bytes(text);
        const std::string_view character = text.substr(0, std::max<std::size_t>(count, 1));
        if (count > 0 && allowed(character)) {
            out += character;
        } else {
            append_escaped(out, character);
            escaped = true;
        }
        text.remove_prefix(character.size());
    }
    if (escaped)
        omit("In " + std::string(where) +
             ", bytes that XML cannot hold are written as \\x{NN}, their hexadecimal value.");
    return out;
}

void XmlText::omit(std::string sentence) {
    if (std::ranges::find(omissions_, sentence) == omissions_.end())
        omissions_.push_back(std::move(sentence));
}

}  // namespace exhibit::exchange
