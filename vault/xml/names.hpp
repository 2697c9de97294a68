// Names of XML: NCName (no colon) of Namespaces in XML 1.0.
#pragma once

#include <cstddef>
#include <string_view>

namespace exhibit::xml {

/// Bytes of the NCName at the start of `text`; 0 when there is none.
std::size_t ncname_length(std::string_view text) noexcept;
/// The whole of `text` is one NCName.
bool is_ncname(std::string_view text) noexcept;
/// The whole of `text` is characters that a name may have after its first (Nmtoken; colons too).
bool is_nmtoken(std::string_view text) noexcept;

}  // namespace exhibit::xml
