#include "xml/names.hpp"

#include <algorithm>
#include <array>

#include "xml/characters.hpp"

namespace exhibit::xml {
namespace {

struct Range {
    std::uint32_t first;
    std::uint32_t last;
};

// NameStartChar and NameChar of XML 1.0 (fifth edition), productions 4 and 4a, above ASCII.
constexpr std::array start_ranges = {
    Range{0xC0, 0xD6},     Range{0xD8, 0xF6},     Range{0xF8, 0x2FF},    Range{0x370, 0x37D},
    Range{0x37F, 0x1FFF},  Range{0x200C, 0x200D}, Range{0x2070, 0x218F}, Range{0x2C00, 0x2FEF},
    Range{0x3001, 0xD7FF}, Range{0xF900, 0xFDCF}, Range{0xFDF0, 0xFFFD}, Range{0x10000, 0xEFFFF},
};
constexpr std::array part_ranges = {
    Range{0xB7, 0xB7},
    Range{0x300, 0x36F},
    Range{0x203F, 0x2040},
};

template <typename Ranges>
bool within(const Ranges& ranges, std::uint32_t code) noexcept {
    return std::any_of(ranges.begin(), ranges.end(), [code](const Range& range) {
        return range.first <= code && code <= range.last;
    });
}

// Bytes of the character at `at` if a name may have it there; 0 if not.
std::size_t beyond_ascii(std::string_view text, std::size_t at, bool first) noexcept {
    if (static_cast<unsigned char>(text[at]) < 0x80) return 0;
    const CodePoint point = first_code_point(text.substr(at));
    const bool fits =
        within(start_ranges, point.code) || (!first && within(part_ranges, point.code));
    return fits ? point.bytes : 0;
}

}  // namespace

std::size_t ncname_length(std::string_view text) noexcept {
    if (text.empty()) return 0;
    std::size_t at = has_class(text[0], byte_class::name_start) ? 1 : beyond_ascii(text, 0, true);
    if (at == 0) return 0;
    for (;;) {
        while (at < text.size() && has_class(text[at], byte_class::name_part)) ++at;
        const std::size_t more = at < text.size() ? beyond_ascii(text, at, false) : 0;
        if (more == 0) return at;
        at += more;
    }
}

bool is_ncname(std::string_view text) noexcept {
    return !text.empty() && ncname_length(text) == text.size();
}

bool is_nmtoken(std::string_view text) noexcept {
    std::size_t at = 0;
    while (at < text.size()) {
        const bool ascii = has_class(text[at], byte_class::name_part) || text[at] == ':';
        const std::size_t bytes = ascii ? 1 : beyond_ascii(text, at, false);
        if (bytes == 0) return false;
        at += bytes;
    }
    return !text.empty();
}

}  // namespace exhibit::xml
