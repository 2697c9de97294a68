// Namespaces of the documents that are read and written.
#pragma once

#include <string_view>

#include "exhibit/iodef.hpp"

namespace exhibit::exchange {

inline constexpr std::string_view iodef_v1_uri = "urn:ietf:params:xml:ns:iodef-1.0";
inline constexpr std::string_view iodef_v2_uri = "urn:ietf:params:xml:ns:iodef-2.0";
inline constexpr std::string_view phish_uri = "urn:ietf:params:xml:ns:iodef-phish-1.0";
inline constexpr std::string_view fraud_uri = "urn:ietf:params:xml:ns:thraud-1.0";
inline constexpr std::string_view sci_uri = "urn:ietf:params:xml:ns:iodef-sci-1.0";
inline constexpr std::string_view idmef_uri = "http://iana.org/idmef";
inline constexpr std::string_view xmldsig_uri = "http://www.w3.org/2000/09/xmldsig#";

constexpr std::string_view uri_of(IodefVersion version) {
    return version == IodefVersion::v1 ? iodef_v1_uri : iodef_v2_uri;
}

}  // namespace exhibit::exchange
