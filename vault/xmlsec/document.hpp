// What both sides of XML security share: bounds.
//
// Every text goes through the strict reader of vault/xml first: libxml2 and libxmlsec1 see no
// DOCTYPE, no unbound prefix, no second root.
#pragma once

#include <cstddef>

namespace exhibit::xmlsec {

inline constexpr std::size_t document_bytes_max = std::size_t{16} << 20;
inline constexpr std::size_t signatures_max = 32;
inline constexpr std::size_t signer_certificates_max = 4;
inline constexpr std::size_t encrypted_parts_max = 16;

}  // namespace exhibit::xmlsec
