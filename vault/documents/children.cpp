#include "documents/children.hpp"

#include "xml/text.hpp"

namespace exhibit::documents {

std::string one_line(std::string_view text) {
    std::string out;
    for (const char c : xml::trimmed(text)) {
        const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        if (!blank)
            out += c;
        else if (out.back() != ' ')
            out += ' ';
    }
    return out;
}

std::string line_of(xml::Reader& reader) {
    return one_line(reader.read_text());
}

std::string attribute_of(const xml::Reader& reader, std::string_view name) {
    const xml::Attribute* found = reader.attribute(name);
    return found == nullptr ? std::string() : one_line(found->value());
}

}  // namespace exhibit::documents
