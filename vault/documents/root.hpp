// The root element of an XML document, from its first bytes.
#pragma once

#include <optional>
#include <string>

#include "base/bytes.hpp"

namespace exhibit::documents {

struct RootElement {
    std::string uri;
    std::string local;
};
/// nullopt when the beginning is not that of a well-formed document without a document type
/// declaration, or has no whole start tag.
std::optional<RootElement> root_of(ByteView head);

}  // namespace exhibit::documents
