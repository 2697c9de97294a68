#include "exchange/iodef.hpp"

#include <algorithm>

#include "exchange/iodef_json.hpp"
#include "exchange/iodef_parts.hpp"
#include "exchange/xml_tree.hpp"
#include "exhibit/error.hpp"

namespace exhibit::exchange {
namespace {

class StringWriter final : public pugi::xml_writer {
public:
    void write(const void* data, std::size_t size) override {
        text.append(static_cast<const char*>(data), size);
    }
    std::string text;
};

void require_usable(const IodefInput& input) {
    if (input.items.empty())
        throw Error(ErrorKind::usage,
                    "emitting IODEF for " + input.incident.id + ": it has no items to refer to");
    for (const EvidenceItem& evidence : input.items)
        if (evidence.item.incident != input.incident.id)
            throw Error(ErrorKind::usage, "emitting IODEF for " + input.incident.id + ": " +
                                              evidence.item.id + " belongs to another incident");
}

/// Builds what the request asks for below `document`.
void build_into(pugi::xml_document& document, const IodefInput& input, XmlText& text,
                Enclosures& enclosures) {
    require_usable(input);
    std::set<std::string> ids;
    const Build build{input, text, ids, enclosures};
    for (const EvidenceItem& evidence : input.items)
        if (!evidence.item.readable)
            text.omit("The description, digests and size of " + evidence.item.id +
                      " are withheld from the sender and not in the document.");
    for (const std::string& name : input.request.withhold)
        text.omit("What is recorded as " + name +
                  " is withheld on request and not in the "
                  "document.");
    for (const std::string& sentence : input.withheld) text.omit(sentence);
    if (input.request.section != IodefSection::document)
        text.omit("This section has no History: hand-overs stand in ev:Evidence of each item.");
    const IodefSection section = input.request.section;
    const bool events = section == IodefSection::document || section == IodefSection::event_data;
    if (!events && std::ranges::any_of(input.items, is_phishing))
        text.omit("A phishing report stands in an EventData: this section has none.");
    if (input.request.version == IodefVersion::v1)
        build_v1(document, build);
    else
        build_v2(document, build);
}

/// RFC 8727 is a form of v2, and of whole documents.
void require_json_possible(const IodefInput& input) {
    if (input.request.encoding != IodefEncoding::json) return;
    if (input.request.version == IodefVersion::v1)
        throw Error(ErrorKind::usage, "emitting IODEF for " + input.incident.id +
                                          ": JSON is a form of version 2 only (RFC 8727)");
    if (input.request.section != IodefSection::document)
        throw Error(ErrorKind::usage, "emitting IODEF for " + input.incident.id +
                                          ": JSON is a form of whole documents only (RFC 8727); "
                                          "leave --section out");
}

/// From the text, in which the documents of others stand already.
IodefDocument as_json(const std::string& xml, const XmlText& text) {
    pugi::xml_document document;
    load_strictly(document, xml, "the document");
    JsonIodef json = json_of_iodef(document);
    std::vector<std::string> omitted = text.omissions();
    omitted.insert(omitted.end(), json.omitted.begin(), json.omitted.end());
    return {std::move(json.text), std::move(omitted)};
}

/// Puts each child element in a line of its own. Elements with text in them stay as they are.
void break_lines(pugi::xml_node node, const std::string& indent, const std::string& unit) {
    std::vector<pugi::xml_node> children;
    for (pugi::xml_node child : node.children())
        if (child.type() == pugi::node_element) children.push_back(child);
    if (children.empty()) return;
    const std::string inner = "\n" + indent + unit;
    for (pugi::xml_node child : children) {
        node.insert_child_before(pugi::node_pcdata, child).set_value(inner.c_str());
        break_lines(child, indent + unit, unit);
    }
    node.append_child(pugi::node_pcdata).set_value(("\n" + indent).c_str());
}

std::string with_newlines(const std::string& text, const std::string& newline) {
    std::string out;
    for (const char c : text) {
        if (c == '\n')
            out += newline;
        else
            out += c;
    }
    return out;
}

}  // namespace

std::string item_uri(const std::string& origin, const std::string& item) {
    // Origins and item ids consist of characters that a URI path may hold (RFC 3986 section 3.3).
    return "exhibit:" + origin + "/" + item;
}

IodefDocument emit_iodef(const IodefInput& input) {
    if (input.request.csirt_name.empty())
        throw Error(ErrorKind::usage,
                    "emitting IODEF for " + input.incident.id +
                        ": the domain name of the CSIRT is missing; IncidentID needs it (RFC 7970 "
                        "section 3.4)");
    if (input.request.section == IodefSection::record_data)
        throw Error(ErrorKind::usage, "emitting IODEF for " + input.incident.id +
                                          ": RecordData elements are no document; they can only "
                                          "be attached to one");
    require_json_possible(input);
    pugi::xml_document document;
    pugi::xml_node declaration = document.append_child(pugi::node_declaration);
    set(declaration, "version", "1.0");
    set(declaration, "encoding", "UTF-8");
    XmlText text;
    Enclosures enclosures;
    build_into(document, input, text, enclosures);
    StringWriter writer;
    document.save(writer, "  ", pugi::format_indent, pugi::encoding_utf8);
    std::string xml = enclosures.filled(writer.text);
    if (input.request.encoding == IodefEncoding::json) return as_json(xml, text);
    return {std::move(xml), text.omissions()};
}

IodefDocument emit_fragment(const IodefInput& input, const FragmentLayout& layout) {
    if (input.request.section == IodefSection::document)
        throw Error(ErrorKind::usage, "emitting IODEF for " + input.incident.id +
                                          ": a whole document cannot stand in another one");
    pugi::xml_document document;
    XmlText text;
    Enclosures enclosures;
    build_into(document, input, text, enclosures);
    StringWriter writer;
    for (pugi::xml_node child : document.children()) {
        if (layout.lines) {
            if (!writer.text.empty()) writer.text += "\n" + layout.indent;
            break_lines(child, layout.indent, layout.unit);
        }
        child.print(writer, "", pugi::format_raw, pugi::encoding_utf8);
    }
    return {enclosures.filled(with_newlines(writer.text, layout.newline)), text.omissions()};
}

}  // namespace exhibit::exchange
