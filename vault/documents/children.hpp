// Going through an XML document child by child.
#pragma once

#include <string>
#include <string_view>

#include "xml/reader.hpp"

namespace exhibit::documents {

/// At a start tag: calls `act` at the start tag of each child and ends at the end tag. `act` reads
/// the child to its end, or leaves it: then it is skipped.
template <typename Act>
void each_child(xml::Reader& reader, const Act& act) {
    const std::size_t depth = reader.depth();
    while (reader.next() != xml::Event::end || reader.depth() != depth) {
        if (reader.event() != xml::Event::start) continue;
        act();
        if (reader.event() == xml::Event::start) reader.skip();
    }
}

/// The same for the children of one namespace; `act` gets the local name.
template <typename Act>
void each_child(xml::Reader& reader, std::string_view uri, const Act& act) {
    each_child(reader, [&] {
        if (reader.element().uri == uri) act(reader.element().local);
    });
}

/// Trimmed, and runs of blanks and line ends inside, which are layout, made one space.
std::string one_line(std::string_view text);
/// The text of the element, which is read to its end.
std::string line_of(xml::Reader& reader);
/// An attribute without a namespace; empty when there is none.
std::string attribute_of(const xml::Reader& reader, std::string_view name);

}  // namespace exhibit::documents
