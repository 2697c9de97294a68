// What the raw bytes of text and of attribute values mean (XML 1.0, sections 2.11, 3.3.3, 4.1).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace exhibit::xml {

/// "&name;" or "&#...;": what it stands for. `bytes` is 0 when it is not a reference to one of the
/// five entities or to a character of XML.
struct Reference {
    std::size_t bytes = 0;
    char32_t character = 0;
};
/// `text` starts with "&".
Reference read_reference(std::string_view text) noexcept;

/// References resolved, CR LF and CR made LF. The text has passed a Reader: every reference in it
/// is right.
void append_text(std::string& out, std::string_view raw);
/// The same for a CDATA section: only its line ends change.
void append_cdata(std::string& out, std::string_view raw);
/// References resolved; each line end, tab and line feed written as such made one space.
void append_value(std::string& out, std::string_view raw);

/// The other way: text as the content of an element. Line ends stay what they are: a CR becomes a
/// reference, since readers make one LF of each CR LF.
std::string escaped_text(std::string_view text);
/// The same as the value of an attribute, between double quotes; fit for content too.
std::string escaped_value(std::string_view text);

/// Without the blanks (space, tab, CR, LF) around it.
std::string_view trimmed(std::string_view text) noexcept;
bool is_blank(std::string_view text) noexcept;

}  // namespace exhibit::xml
