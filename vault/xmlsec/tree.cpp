#include "xmlsec/tree.hpp"

#include <libxml/c14n.h>
#include <libxml/parser.h>

#include "exhibit/error.hpp"
#include "xml/reader.hpp"
#include "xmlsec/document.hpp"
#include "xmlsec/engine.hpp"

namespace exhibit::xmlsec {
namespace {

struct FreeText {
    void operator()(xmlChar* text) const noexcept { xmlFree(text); }
};
using Text = std::unique_ptr<xmlChar, FreeText>;

struct FreeParser {
    void operator()(xmlParserCtxt* parser) const noexcept { xmlFreeParserCtxt(parser); }
};

bool within(const xmlNode* top, const xmlNode* node) {
    for (; node != nullptr; node = node->parent)
        if (node == top) return true;
    return false;
}

int visible(void* top, xmlNode* node, xmlNode* parent) {
    const bool own = node->type != XML_NAMESPACE_DECL && node->type != XML_ATTRIBUTE_NODE;
    return within(static_cast<const xmlNode*>(top), own ? node : parent) ? 1 : 0;
}

/// All of it through the strict reader: libxml2 is the second to see a text, never the first.
void check_text(std::string_view xml, const std::string& source) {
    xml::Limits limits;
    limits.document_bytes_max = document_bytes_max;
    try {
        xml::Reader reader(xml, limits);
        while (reader.next() != xml::Event::finished) {
        }
    } catch (Error& error) {
        error.add_context("reading " + source);
        throw;
    }
}

}  // namespace

Tree parse_tree(std::string_view xml, const std::string& source) {
    initialise();
    check_text(xml, source);
    const std::unique_ptr<xmlParserCtxt, FreeParser> parser(xmlNewParserCtxt());
    if (!parser) throw Error(ErrorKind::crypto, "reading XML: libxml2 does not start");
    Tree tree(xmlCtxtReadMemory(parser.get(), xml.data(), static_cast<int>(xml.size()), nullptr,
                                nullptr,
                                XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING));
    if (!tree || parser->wellFormed != 1 || parser->nsWellFormed != 1) {
        const xmlError* error = xmlCtxtGetLastError(parser.get());
        const long at = error == nullptr ? 0 : xmlByteConsumed(parser.get());
        throw FormatError(source, static_cast<std::uint64_t>(at < 0 ? 0 : at),
                          "well-formed XML with bound prefixes");
    }
    if (tree->intSubset != nullptr || tree->extSubset != nullptr) {
        throw FormatError(source, 0, "no DOCTYPE");
    }
    return tree;
}

std::string text_of(xmlDoc* tree) {
    xmlChar* raw = nullptr;
    int size = 0;
    xmlDocDumpMemoryEnc(tree, &raw, &size, "UTF-8");
    const Text text(raw);
    if (!text || size <= 0) throw Error(ErrorKind::crypto, "writing XML: libxml2 wrote nothing");
    return {reinterpret_cast<const char*>(text.get()), static_cast<std::size_t>(size)};
}

bool is_element(const xmlNode* node, const char* name_space, const char* name) {
    return node != nullptr && node->type == XML_ELEMENT_NODE && node->ns != nullptr &&
           xmlStrEqual(node->ns->href, xml_text(name_space)) == 1 &&
           xmlStrEqual(node->name, xml_text(name)) == 1;
}

std::vector<xmlNode*> elements_of(const xmlNode* parent) {
    std::vector<xmlNode*> out;
    for (xmlNode* node = parent->children; node != nullptr; node = node->next)
        if (node->type == XML_ELEMENT_NODE) out.push_back(node);
    return out;
}

xmlNode* only_child(const xmlNode* parent, const char* name_space, const char* name) {
    xmlNode* found = nullptr;
    if (parent == nullptr) return nullptr;
    for (xmlNode* node : elements_of(parent)) {
        if (!is_element(node, name_space, name)) continue;
        if (found != nullptr) return nullptr;
        found = node;
    }
    return found;
}

std::string attribute(const xmlNode* node, const char* name) {
    const Text value(xmlGetNoNsProp(node, xml_text(name)));
    return to_string(value.get());
}

bool has_attribute(const xmlNode* node, const char* name) {
    const Text value(xmlGetNoNsProp(node, xml_text(name)));
    return value != nullptr;
}

std::size_t attribute_count(const xmlNode* node) {
    std::size_t count = 0;
    for (const xmlAttr* one = node->properties; one != nullptr; one = one->next) ++count;
    return count;
}

std::string content(const xmlNode* node) {
    const Text text(xmlNodeGetContent(node));
    return to_string(text.get());
}

xmlNode* next_in(const xmlNode* top, xmlNode* node) {
    if (node->children != nullptr && node->type == XML_ELEMENT_NODE) return node->children;
    return behind(top, node);
}

xmlNode* behind(const xmlNode* top, xmlNode* node) {
    while (node != top && node->next == nullptr) node = node->parent;
    return node == top ? nullptr : node->next;
}

std::string canonical(xmlDoc* tree, const xmlNode* top) {
    xmlOutputBuffer* buffer = xmlAllocOutputBuffer(nullptr);
    if (buffer == nullptr) throw Error(ErrorKind::crypto, "canonical XML: no memory");
    // visible() only reads what it is given.
    const int done = xmlC14NExecute(tree, visible, const_cast<xmlNode*>(top),
                                    XML_C14N_EXCLUSIVE_1_0, nullptr, 0, buffer);
    std::string out;
    if (done >= 0) {
        out.assign(reinterpret_cast<const char*>(xmlOutputBufferGetContent(buffer)),
                   xmlOutputBufferGetSize(buffer));
    }
    xmlOutputBufferClose(buffer);
    if (done < 0) throw Error(ErrorKind::crypto, "canonical XML: libxml2 did not finish");
    return out;
}

}  // namespace exhibit::xmlsec
