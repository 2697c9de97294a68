// The XPath expressions a detached signature may point with: one way down to one element, step by
// step. Whoever signs cannot make us evaluate anything else (loops, wide searches), and what an
// expression means is found here by ourselves, not by libxml2. Private to this folder.
//
//     path  = ( "/" | "//" PREFIX ":Signature[@Id=" QUOTED "]/ancestor::" PREFIX ":ReportSchema/" )
//             step *( "/" step )
//     step  = PREFIX ":" NAME [ "[" NUMBER "]" ]
//
// The second beginning is how RFC 6545 section 7.1.1 does it.
#pragma once

#include <string>

#include "xmlsec/tree.hpp"

namespace exhibit::xmlsec {

inline constexpr std::size_t path_bytes_max = 4096;

struct PathTarget {
    xmlNode* node = nullptr;
    std::string why;  ///< a phrase: what is wrong; empty when there is a node
};

/// `expression`: the XPath element, in whose scope prefixes are bound; `signature`: the
/// ds:Signature it belongs to.
PathTarget follow(const std::string& path, xmlNode* expression, xmlNode* signature);

/// "/a:RID[1]/b:Record[2]" with the prefixes p1, p2, p3 of `prefixes_of_paths`.
std::string path_to(const xmlNode* node);
/// For messages: "RID/RIDPolicy/ReportSchema/XMLDocument/.../RecordItem[2]".
std::string readable_path(const xmlNode* node);

struct PathPrefix {
    const char* prefix;
    const char* name_space;
};
inline constexpr PathPrefix path_prefixes[] = {
    {"rid", "urn:ietf:params:xml:ns:iodef-rid-2.0"},
    {"v1", "urn:ietf:params:xml:ns:iodef-1.0"},
    {"v2", "urn:ietf:params:xml:ns:iodef-2.0"},
};

}  // namespace exhibit::xmlsec
