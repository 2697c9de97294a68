#include "exchange/xml_tree.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include "exchange/iodef_names.hpp"
#include "exchange/json_classes.hpp"
#include "exhibit/error.hpp"
#include "xml/reader.hpp"
#include "xml/text.hpp"

namespace exhibit::exchange {
namespace {

constexpr std::string_view xml_uri = "http://www.w3.org/XML/1998/namespace";

class TextWriter final : public pugi::xml_writer {
public:
    /// pugixml writes a carriage return of a text as it is, which no reader would give back.
    void write(const void* data, std::size_t size) override {
        for (const char c : std::string_view(static_cast<const char*>(data), size)) {
            if (c == '\r')
                text += "&#13;";
            else
                text += c;
        }
    }
    std::string text;
};

/// Elements whose content is not of IODEF, and stays as it is: blanks too.
bool holds_foreign(pugi::xml_node node) {
    constexpr std::string_view names[] = {
        "AdditionalData",   "RecordItem",     "RelatedDNS", "ApplicationHeaderField",
        "EmailHeaderField", "FileProperties", "RawData",    "FuzzyHashValue",
        "SoftwareReference"};
    const std::string_view uri = namespace_of(node);
    const bool own = uri == iodef_v1_uri || uri == iodef_v2_uri || uri == sci_uri ||
                     uri == namespace_of_prefix("enum");
    return !own || std::ranges::find(names, local_name(node)) != std::end(names);
}

/// Of IODEF itself, blanks between elements say nothing.
void strip_blanks(pugi::xml_node node) {
    if (node.type() == pugi::node_element && (holds_foreign(node) || !has_elements(node))) return;
    std::vector<pugi::xml_node> blanks;
    for (const pugi::xml_node child : node.children()) {
        if (child.type() == pugi::node_element) strip_blanks(child);
        if (child.type() == pugi::node_pcdata && xml::is_blank(child.value()))
            blanks.push_back(child);
    }
    for (const pugi::xml_node blank : blanks) node.remove_child(blank);
}

/// An element of IODEF a line; what it holds of others as it is.
void put_lines(pugi::xml_node node, const std::string& indent, TextWriter& out) {
    out.text += indent;
    if (holds_foreign(node) || !has_elements(node)) {
        node.print(out, "", pugi::format_raw, pugi::encoding_utf8);
        out.text += '\n';
        return;
    }
    // The tags are those of the element without its children.
    pugi::xml_document shell;
    pugi::xml_node bare = shell.append_child(node.name());
    for (const pugi::xml_attribute one : node.attributes()) bare.append_copy(one);
    TextWriter tag;
    bare.print(tag, "", pugi::format_raw | pugi::format_no_empty_element_tags, pugi::encoding_utf8);
    const std::string end = "</" + std::string(node.name()) + ">";
    out.text += tag.text.substr(0, tag.text.size() - end.size()) + '\n';
    for (const pugi::xml_node child : node.children()) {
        if (child.type() == pugi::node_element) {
            put_lines(child, indent + "  ", out);
        } else {
            out.text += indent + "  ";
            child.print(out, "", pugi::format_raw, pugi::encoding_utf8);
            out.text += '\n';
        }
    }
    out.text += indent + end + '\n';
}

/// Prefixes that are used in the element and below, and not bound there: with what they mean.
void collect_unbound(pugi::xml_node node, pugi::xml_node top,
                     std::map<std::string, std::string>& out) {
    const auto note = [&](std::string_view prefix) {
        if (prefix == "xml" || prefix == "xmlns") return;
        // Bound between here and the top: it goes with the text.
        const std::string name = prefix.empty() ? "xmlns" : "xmlns:" + std::string(prefix);
        for (pugi::xml_node at = node;; at = at.parent()) {
            if (at.attribute(name.c_str())) return;
            if (at == top) break;
        }
        const std::string_view uri = namespace_at(top.parent(), prefix);
        if (!uri.empty()) out.emplace(name, uri);
    };
    note(prefix_of(node.name()));
    for (const pugi::xml_attribute attribute : node.attributes())
        if (!prefix_of(attribute.name()).empty()) note(prefix_of(attribute.name()));
    for (const pugi::xml_node child : node.children())
        if (child.type() == pugi::node_element) collect_unbound(child, top, out);
}

}  // namespace

std::string_view prefix_of(std::string_view qualified) {
    const std::size_t colon = qualified.find(':');
    return colon == std::string_view::npos ? std::string_view() : qualified.substr(0, colon);
}

std::string_view local_name(pugi::xml_node node) {
    const std::string_view name = node.name();
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string_view namespace_at(pugi::xml_node node, std::string_view prefix) {
    if (prefix == "xml") return xml_uri;
    const std::string name = prefix.empty() ? "xmlns" : "xmlns:" + std::string(prefix);
    for (; node; node = node.parent())
        if (const pugi::xml_attribute found = node.attribute(name.c_str())) return found.value();
    return {};
}

std::string_view namespace_of(pugi::xml_node node) {
    return namespace_at(node, prefix_of(node.name()));
}

bool is_element(pugi::xml_node node, std::string_view uri, std::string_view local) {
    return node.type() == pugi::node_element && local_name(node) == local &&
           namespace_of(node) == uri;
}

pugi::xml_attribute attribute_of(pugi::xml_node node, std::string_view uri,
                                 std::string_view local) {
    for (const pugi::xml_attribute attribute : node.attributes()) {
        const std::string_view name = attribute.name();
        const std::string_view prefix = prefix_of(name);
        const std::string_view own = prefix.empty() ? name : name.substr(prefix.size() + 1);
        if (own != local) continue;
        if (prefix.empty() ? uri.empty() : namespace_at(node, prefix) == uri) return attribute;
    }
    return {};
}

bool has_elements(pugi::xml_node node) {
    return std::ranges::any_of(node.children(), [](const pugi::xml_node& child) {
        return child.type() == pugi::node_element;
    });
}

std::string path_of(pugi::xml_node node) {
    if (!node || node.type() != pugi::node_element) return {};
    std::size_t number = 1;
    for (pugi::xml_node before = node.previous_sibling(); before;
         before = before.previous_sibling())
        if (std::string_view(before.name()) == node.name()) ++number;
    const std::string above = path_of(node.parent());
    return above + '/' + node.name() + (above.empty() ? "" : '[' + std::to_string(number) + ']');
}

pugi::xml_node append_bound_copy(pugi::xml_node into, pugi::xml_node node) {
    std::map<std::string, std::string> unbound;
    if (node.type() == pugi::node_element) collect_unbound(node, node, unbound);
    pugi::xml_node made = into.append_copy(node);
    for (const auto& [name, uri] : unbound) {
        const std::string prefix = name == "xmlns" ? "" : name.substr(6);
        if (namespace_at(into, prefix) != uri)
            made.prepend_attribute(name.c_str()).set_value(uri.c_str());
    }
    return made;
}

std::string outer_xml(pugi::xml_node node) {
    std::map<std::string, std::string> unbound;
    collect_unbound(node, node, unbound);
    pugi::xml_document copy;
    pugi::xml_node top = copy.append_copy(node);
    for (const auto& [name, uri] : unbound)
        top.prepend_attribute(name.c_str()).set_value(uri.c_str());
    TextWriter writer;
    top.print(writer, "", pugi::format_raw, pugi::encoding_utf8);
    return std::move(writer.text);
}

std::string inner_xml(pugi::xml_node node) {
    TextWriter writer;
    for (const pugi::xml_node child : node.children()) {
        if (child.type() == pugi::node_element)
            writer.text += outer_xml(child);
        else
            child.print(writer, "", pugi::format_raw, pugi::encoding_utf8);
    }
    return std::move(writer.text);
}

std::string document_text(const pugi::xml_document& document) {
    TextWriter writer;
    writer.text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    put_lines(document.document_element(), "", writer);
    return std::move(writer.text);
}

void load_strictly(pugi::xml_document& into, std::string_view text, const std::string& source) {
    try {
        xml::Reader reader(text);
        while (reader.next() != xml::Event::finished) {
        }
    } catch (Error& error) {
        error.add_context("reading " + source);
        throw;
    }
    const auto result = into.load_buffer(
        text.data(), text.size(),
        pugi::parse_default | pugi::parse_ws_pcdata | pugi::parse_comments | pugi::parse_pi,
        pugi::encoding_utf8);
    if (!result)
        throw FormatError(source, static_cast<std::uint64_t>(result.offset),
                          std::string("XML that pugixml reads: ") + result.description());
    strip_blanks(into);
}

}  // namespace exhibit::exchange
