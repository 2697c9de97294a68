#include "exchange/iodef.hpp"

#include <algorithm>

#include "exchange/iodef_parts.hpp"
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
    if (input.request.csirt_name.empty())
        throw Error(ErrorKind::usage,
                    "emitting IODEF for " + input.incident.id +
                        ": the domain name of the CSIRT is missing; IncidentID needs it (RFC 7970 "
                        "section 3.4)");
    if (input.items.empty())
        throw Error(ErrorKind::usage,
                    "emitting IODEF for " + input.incident.id + ": it has no items to refer to");
    for (const EvidenceItem& evidence : input.items)
        if (evidence.item.incident != input.incident.id)
            throw Error(ErrorKind::usage, "emitting IODEF for " + input.incident.id + ": " +
                                              evidence.item.id + " belongs to another incident");
}

}  // namespace

std::string item_uri(const std::string& origin, const std::string& item) {
    // Origins and item ids consist of characters that a URI path may hold (RFC 3986 section 3.3).
    return "exhibit:" + origin + "/" + item;
}

IodefDocument emit_iodef(const IodefInput& input) {
    require_usable(input);
    XmlText text;
    const Build build{input, text};
    for (const EvidenceItem& evidence : input.items)
        if (!evidence.item.readable)
            text.omit("The description, digests and size of " + evidence.item.id +
                      " are withheld from the sender and not in the document.");
    if (input.request.section != IodefSection::document)
        text.omit("This section has no History: hand-overs stand in ev:Evidence of each item.");
    pugi::xml_document document;
    pugi::xml_node declaration = document.append_child(pugi::node_declaration);
    set(declaration, "version", "1.0");
    set(declaration, "encoding", "UTF-8");
    if (input.request.version == IodefVersion::v1)
        build_v1(document, build);
    else
        build_v2(document, build);
    StringWriter writer;
    document.save(writer, "  ", pugi::format_indent, pugi::encoding_utf8);
    return {std::move(writer.text), text.omissions()};
}

}  // namespace exhibit::exchange
