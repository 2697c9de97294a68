// Small steps in a pugixml tree that knows no namespaces.
#pragma once

#include <pugixml.hpp>

#include <string>
#include <string_view>

namespace exhibit::exchange {

std::string_view local_name(pugi::xml_node node);
std::string_view prefix_of(std::string_view qualified);
/// The namespace a prefix is bound to at the node; "" when it is bound to none.
std::string_view namespace_at(pugi::xml_node node, std::string_view prefix);
/// That of the element itself.
std::string_view namespace_of(pugi::xml_node node);
bool is_element(pugi::xml_node node, std::string_view uri, std::string_view local);
/// An attribute by local name and namespace ("" for one without a prefix).
pugi::xml_attribute attribute_of(pugi::xml_node node, std::string_view uri, std::string_view local);
bool has_elements(pugi::xml_node node);
/// "/IODEF-Document/Incident[1]/Contact[2]".
std::string path_of(pugi::xml_node node);

/// A copy as the last child of `into`, which binds the prefixes it uses where `into` does not.
pugi::xml_node append_bound_copy(pugi::xml_node into, pugi::xml_node node);

/// What is inside the element, as XML that binds all the prefixes it uses.
std::string inner_xml(pugi::xml_node node);
/// The element itself, likewise.
std::string outer_xml(pugi::xml_node node);
/// A whole document with a declaration: elements of IODEF indented by two blanks, what is in their
/// extensions as it is.
std::string document_text(const pugi::xml_document& document);

/// Without the blanks between elements of IODEF. Reads text that the strict reader takes;
/// Error(malformed) naming `source` for what it does not.
void load_strictly(pugi::xml_document& into, std::string_view text, const std::string& source);

}  // namespace exhibit::exchange
