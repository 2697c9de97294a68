// A document as libxml2's tree, read without entities, network or a DOCTYPE, and the steps taken on
// it. Private to this folder.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <libxml/tree.h>

namespace exhibit::xmlsec {

struct FreeTree {
    void operator()(xmlDoc* tree) const noexcept { xmlFreeDoc(tree); }
};
using Tree = std::unique_ptr<xmlDoc, FreeTree>;

/// Error(malformed) naming `source` for what the strict reader of vault/xml does not take, or is
/// larger than document_bytes_max.
Tree parse_tree(std::string_view xml, const std::string& source);
/// UTF-8 with an XML declaration.
std::string text_of(xmlDoc* tree);

inline const xmlChar* xml_text(const char* text) noexcept {
    return reinterpret_cast<const xmlChar*>(text);
}
inline std::string to_string(const xmlChar* text) {
    return text == nullptr ? std::string() : reinterpret_cast<const char*>(text);
}

bool is_element(const xmlNode* node, const char* name_space, const char* name);
std::vector<xmlNode*> elements_of(const xmlNode* parent);
/// The only child element of this name; nullptr when there is none or more than one.
xmlNode* only_child(const xmlNode* parent, const char* name_space, const char* name);
/// An attribute without a namespace; empty when absent.
std::string attribute(const xmlNode* node, const char* name);
bool has_attribute(const xmlNode* node, const char* name);
std::size_t attribute_count(const xmlNode* node);
/// All text below the node.
std::string content(const xmlNode* node);
/// The next node in document order after `node`, not leaving `top`.
xmlNode* next_in(const xmlNode* top, xmlNode* node);
/// The same, passing over what is below `node`.
xmlNode* behind(const xmlNode* top, xmlNode* node);

/// Exclusive canonical form, without comments, of the subtree.
std::string canonical(xmlDoc* tree, const xmlNode* top);

}  // namespace exhibit::xmlsec
