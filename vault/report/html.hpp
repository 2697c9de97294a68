// Text that becomes part of an HTML document.
//
// The script of the report compares the document with its digest, as the browser writes it out
// again. So what these functions and their callers make is exactly that form: attributes in double
// quotes, no optional tag left out, no `/>`, and of the references only &amp; &lt; &gt; &nbsp;.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace exhibit::report {

/// Other people's text: made printable (control and bidirectional characters are told, not obeyed),
/// then escaped. Never part of an attribute.
std::string shown(std::string_view text);
/// Our own text.
std::string escaped(std::string_view text);

using Attributes = std::initializer_list<std::pair<std::string_view, std::string>>;
/// `<name a="b">inner</name>`; `inner` is HTML. Attribute values are ours.
std::string element(std::string_view name, const Attributes& attributes, std::string_view inner);
inline std::string element(std::string_view name, std::string_view inner) {
    return element(name, {}, inner);
}
inline std::string classed(std::string_view name, std::string_view css, std::string_view inner) {
    return element(name, {{"class", std::string(css)}}, inner);
}

/// A row of a table from cells that are HTML.
std::string table_row(std::string_view cell, std::initializer_list<std::string> cells);
/// A table with a head; `rows` is HTML.
std::string table(std::string_view css, std::initializer_list<std::string> head,
                  std::string_view rows);

}  // namespace exhibit::report
