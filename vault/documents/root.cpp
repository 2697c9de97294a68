#include "documents/root.hpp"

#include <algorithm>

#include "xml/reader.hpp"

namespace exhibit::documents {
namespace {

/// Without the part of a character that the cut may have left at the end.
std::string_view whole_characters(std::string_view text) {
    constexpr std::size_t parts_max = 3;
    for (std::size_t back = 1; back <= std::min(parts_max, text.size()); ++back) {
        const auto byte = static_cast<unsigned char>(text[text.size() - back]);
        if (byte < 0x80U) break;
        if (byte >= 0xC0U) return text.substr(0, text.size() - back);
    }
    return text;
}

}  // namespace

std::optional<RootElement> root_of(ByteView head) {
    const std::string_view text = as_text(head);
    const std::size_t markup = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (markup == std::string_view::npos || text[markup] != '<') return std::nullopt;
    try {
        xml::Reader reader(whole_characters(text));
        while (reader.next() != xml::Event::finished)
            if (reader.event() == xml::Event::start)
                return RootElement{std::string(reader.element().uri),
                                   std::string(reader.element().local)};
    } catch (const xml::XmlError&) {
        return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace exhibit::documents
