// Documents of others inside ours, byte for byte. pugixml would write them anew, so it gets a mark
// in their place, and the bytes come in when the document is text.
#pragma once

#include <pugixml.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace exhibit::exchange {

class Enclosures {
public:
    /// Makes `content`, well-formed XML, that of `parent`, which must be empty.
    void put(pugi::xml_node parent, std::string_view content);
    /// The document as pugixml wrote it, with the bytes in their places.
    std::string filled(std::string_view document) const;

private:
    std::vector<std::string> contents_;
};

/// The root element without what is around it. Empty, and `why` a clause, when it would mean
/// something else in another document: names without a prefix that no declaration of its own binds.
/// Error(malformed) for what is no strict XML.
std::string_view root_element(std::string_view document, std::string& why);

}  // namespace exhibit::exchange
