#include "exchange/enclosures.hpp"

#include "documents/summary.hpp"
#include "exchange/iodef_names.hpp"
#include "exchange/iodef_parts.hpp"
#include "exhibit/error.hpp"
#include "xml/reader.hpp"

namespace exhibit::exchange {
namespace {

/// U+FFFE, which no text in the document can hold: XmlText writes it escaped.
std::string mark_of(std::size_t number) {
    return "\xef\xbf\xbe" + std::to_string(number) + "\xef\xbf\xbe";
}

bool declares_default(const xml::Reader& reader) {
    for (const xml::Attribute& one : reader.declarations())
        if (one.qualified == "xmlns") return true;
    return false;
}

}  // namespace

void Enclosures::put(pugi::xml_node parent, std::string_view content) {
    parent.text().set(mark_of(contents_.size()).c_str());
    contents_.emplace_back(content);
}

std::string Enclosures::filled(std::string_view document) const {
    std::string out;
    for (std::size_t i = 0; i < contents_.size(); ++i) {
        const std::string wanted = mark_of(i);
        const std::size_t at = document.find(wanted);
        if (at == std::string_view::npos)
            throw Error(ErrorKind::internal,
                        "writing IODEF: the place of an enclosed document is lost");
        out += document.substr(0, at);
        out += contents_[i];
        document.remove_prefix(at + wanted.size());
    }
    out += document;
    return out;
}

std::string_view root_element(std::string_view document, std::string& why) {
    xml::Reader reader(document);
    std::size_t begin = 0;
    std::size_t end = 0;
    bool closed = false;
    while (reader.next() != xml::Event::finished) {
        if (reader.event() == xml::Event::start) {
            if (reader.depth() == 1) {
                begin = reader.event_at();
                closed = declares_default(reader);
            }
            // One that is in a namespace has the declaration from an element inside.
            const xml::Element& element = reader.element();
            if (!closed && element.prefix.empty() && element.uri.empty())
                why =
                    "an element without a prefix in it would come into the namespace of the "
                    "report";
        }
        if (reader.event() == xml::Event::end && reader.depth() == 1) end = reader.event_end();
    }
    return why.empty() ? document.substr(begin, end - begin) : std::string_view();
}

void add_enclosed(pugi::xml_node data, const Build& build, const EvidenceItem& evidence) {
    if (evidence.enclosed.empty()) return;
    const auto form = documents::form_of(as_bytes(evidence.enclosed));
    if (form && *form != "idmef" && *form != "mail") return;
    const std::string not_put_in = "The document " + evidence.item.id + " is not put in: ";
    if (form != "idmef") {
        build.text.omit(not_put_in + "it is of no form that a report can enclose.");
        return;
    }
    std::string why;
    std::string_view element;
    try {
        element = root_element(evidence.enclosed, why);
    } catch (const xml::XmlError& error) {
        why = error.what();
    }
    if (!why.empty()) {
        build.text.omit(not_put_in + why + '.');
        return;
    }
    pugi::xml_node record = data.append_child("RecordItem");
    if (build.input.request.version == IodefVersion::v2) set(record, "name", "alert");
    set(record, "dtype", "xml");
    set(record, "meaning", "xml");
    set(record, "formatid", std::string(idmef_uri));
    build.enclosures.put(record, element);
}

}  // namespace exhibit::exchange
