// Names that RFC 6545 and the XML security standards give: where a signature stands, what it may
// say.
#pragma once

namespace exhibit::xmlsec {

inline constexpr const char* rid_namespace = "urn:ietf:params:xml:ns:iodef-rid-2.0";
inline constexpr const char* iodef_v1_namespace = "urn:ietf:params:xml:ns:iodef-1.0";
inline constexpr const char* iodef_v2_namespace = "urn:ietf:params:xml:ns:iodef-2.0";
inline constexpr const char* signature_namespace = "http://www.w3.org/2000/09/xmldsig#";
inline constexpr const char* encryption_namespace = "http://www.w3.org/2001/04/xmlenc#";
inline constexpr const char* filter_namespace = "http://www.w3.org/2002/06/xmldsig-filter2";

inline constexpr const char* enveloped_transform =
    "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
inline constexpr const char* exclusive_canonical = "http://www.w3.org/2001/10/xml-exc-c14n#";

}  // namespace exhibit::xmlsec
