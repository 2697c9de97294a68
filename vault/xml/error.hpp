// Why a document is not what the reader takes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "exhibit/error.hpp"

namespace exhibit::xml {

/// One for each reason to refuse a document, so that callers and tests need not read sentences.
enum class Fault {
    encoding,               ///< UTF-16, UTF-32, or another encoding than UTF-8 is declared
    utf8,                   ///< bytes that are not UTF-8
    character,              ///< a character that XML 1.0 does not have
    too_large,              ///< a limit of the reader: bytes of the document
    too_deep,               ///< a limit: elements in elements
    too_many_attributes,    ///< a limit: in one tag
    name_too_long,          ///< a limit
    too_many_namespaces,    ///< a limit: declarations in scope
    declaration,            ///< the XML declaration, or one that is not at the start
    doctype,                ///< a document type declaration, anywhere
    no_root,                ///< the document ends without an element
    second_root,            ///< an element after the root
    text_outside_root,      ///< characters or CDATA before or after the root
    unclosed,               ///< the document ends inside something
    bad_markup,             ///< "<" and then nothing XML knows
    bad_name,               ///< of an element, attribute, entity or instruction
    bad_tag,                ///< inside a tag, where an attribute or the end was expected
    bad_value,              ///< an attribute without quotes, or "<" in its value
    duplicate_attribute,    ///< by expanded name
    wrong_end_tag,          ///< not that of the innermost open element
    unbound_prefix,         ///< no declaration in scope
    namespace_declaration,  ///< of a reserved prefix or name, or an empty one
    reference,              ///< "&" and then no known entity or character
    cdata_end_in_text,      ///< "]]>" outside a CDATA section
    comment,                ///< "--" inside a comment
    instruction,            ///< a processing instruction without a blank after its name
};

/// The lower-case name: "too_deep".
std::string_view to_string(Fault fault) noexcept;

/// Counted from 1; the column in characters. Lines end with LF, CR LF or CR.
struct Position {
    std::size_t line = 1;
    std::size_t column = 1;
};

/// The document is not well-formed, or beyond a limit. what() says all of it in one sentence.
class XmlError : public Error {
public:
    XmlError(Fault fault, std::size_t offset, Position position, std::string found,
             std::string expected);

    Fault fault() const noexcept { return fault_; }
    std::size_t offset() const noexcept { return offset_; }
    Position position() const noexcept { return position_; }
    const std::string& found() const noexcept { return found_; }
    const std::string& expected() const noexcept { return expected_; }

private:
    Fault fault_;
    std::size_t offset_;
    Position position_;
    std::string found_;
    std::string expected_;
};

}  // namespace exhibit::xml
