#include "rid/read_parts.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "xml/text.hpp"

namespace exhibit::rid {
namespace {

constexpr std::size_t message_bytes_max = std::size_t{16} << 20;
constexpr std::size_t list_max = 64;          ///< names, addresses, nodes of one message
constexpr std::size_t text_bytes_max = 1024;  ///< of one of them

xml::Limits limits() {
    xml::Limits out;
    out.document_bytes_max = message_bytes_max;
    return out;
}

std::string shown(const xml::Element& element) {
    return "<" + printable(std::string(element.qualified.substr(0, 100))) + ">";
}

std::string bounded_text(Elements& at) {
    std::string text(xml::trimmed(at.reader().read_text()));
    if (text.empty() || text.size() > text_bytes_max) at.refuse("a text of 1 to 1024 bytes");
    return text;
}

}  // namespace

Elements::Elements(std::string_view xml) : reader_(xml, limits()) {
    if (!next()) refuse("a RID element");
    if (reader_.is(rid_1_namespace, "RID")) version_ = 1;
    if (version_ == 2 && !reader_.is(rid_namespace, "RID"))
        refuse("the element RID of RFC 6545 or RFC 6045");
}

bool Elements::next() {
    while (true) {
        switch (reader_.next()) {
            case xml::Event::start: return true;
            case xml::Event::end:
            case xml::Event::finished: return false;
            case xml::Event::text:
            case xml::Event::cdata:
                if (!reader_.blank()) refuse("no text between elements");
                break;
            case xml::Event::comment:
            case xml::Event::instruction: break;
        }
    }
}

bool Elements::is_rid(std::string_view name) const noexcept {
    return reader_.is(version_ == 1 ? rid_1_namespace : rid_namespace, name);
}

bool Elements::is_iodef(std::string_view name) const noexcept {
    return reader_.is(iodef_v1_namespace, name);
}

void Elements::finish_empty() {
    if (next()) refuse("nothing inside the element around it");
}

void Elements::refuse(const std::string& expected) const {
    const xml::Position position = xml::Lines(reader_.document()).position(reader_.event_at());
    throw Error(ErrorKind::malformed,
                "reading a RID message: line " + std::to_string(position.line) + ", column " +
                    std::to_string(position.column) + ": found " +
                    (reader_.depth() == 0 ? "the end" : shown(reader_.element())) + ", expected " +
                    expected);
}

std::string Elements::choice(std::string_view name, std::initializer_list<std::string_view> values,
                             bool required) {
    const std::string value(xml::trimmed(text_of(name, required)));
    if (value.empty() && !required) return value;
    if (std::ranges::find(values, value) == values.end()) {
        std::string list;
        for (const std::string_view one : values)
            list += (list.empty() ? "" : ", ") + std::string(one);
        refuse("an attribute " + std::string(name) + " that is one of " + list + ", not '" +
               printable(value.substr(0, 100)) + "'");
    }
    return value;
}

std::string Elements::text_of(std::string_view attribute, bool required) {
    const xml::Attribute* found = reader_.attribute(attribute);
    if (found == nullptr && required) refuse("an attribute " + std::string(attribute));
    std::string value = found == nullptr ? std::string() : found->value();
    if (value.size() > text_bytes_max) refuse("attributes of at most 1024 bytes");
    return value;
}

void Elements::allow_attributes(std::initializer_list<std::string_view> names) const {
    for (const xml::Attribute& one : reader_.attributes()) {
        if (!one.uri.empty() || std::ranges::find(names, one.local) != names.end()) continue;
        refuse("no attribute " + printable(std::string(one.local)));
    }
}

Node read_node(Elements& at) {
    Node node;
    while (at.next()) {
        if (at.is_iodef("NodeName")) {
            node.names.push_back(bounded_text(at));
        } else if (at.is_iodef("Address")) {
            std::string category = at.text_of("category", false);
            if (category.empty()) category = "ipv4-addr";  // RFC 5070 3.17
            node.addresses.push_back({category, bounded_text(at)});
        } else if (at.is_iodef("Location") || at.is_iodef("DateTime") || at.is_iodef("NodeRole") ||
                   at.is_iodef("Counter")) {
            at.reader().skip();
        } else {
            at.refuse("a child of Node (RFC 5070 3.16)");
        }
        if (node.names.size() + node.addresses.size() > list_max)
            at.refuse("at most 64 names and addresses");
    }
    if (node.names.empty() && node.addresses.empty()) at.refuse("a NodeName or an Address in Node");
    return node;
}

IncidentNumber read_incident_number(Elements& at) {
    at.allow_attributes({"name", "instance", "restriction"});
    IncidentNumber number;
    number.csirt = xml::trimmed(at.text_of("name", true));
    number.id = bounded_text(at);
    if (number.csirt.empty()) at.refuse("a name in IncidentID");
    return number;
}

RequestStatus read_status(Elements& at) {
    at.allow_attributes({"AuthorizationStatus", "ext-AuthorizationStatus", "Justification",
                         "ext-Justification", "restriction"});
    RequestStatus status;
    status.authorization =
        at.choice("AuthorizationStatus", {"Approved", "Denied", "Pending", "ext-value"});
    status.justification =
        at.choice("Justification",
                  {"SystemResource", "Authentication", "AuthenticationOrigin", "Encryption",
                   "UnrecognizedFormat", "CannotProcess", "Other", "ext-value"},
                  false);
    at.finish_empty();
    return status;
}

IncidentSource read_source(Elements& at) {
    at.allow_attributes({"restriction"});
    IncidentSource source;
    if (!at.next() || !at.is_rid("SourceFound")) at.refuse("SourceFound first");
    const std::string found = bounded_text(at);
    if (found != "true" && found != "1" && found != "false" && found != "0")
        at.refuse("true or false in SourceFound");
    source.found = found == "true" || found == "1";
    while (at.next()) {
        if (!at.is_iodef("Node")) at.refuse("a Node after SourceFound");
        if (source.nodes.size() == list_max) at.refuse("at most 64 nodes");
        source.nodes.push_back(read_node(at));
    }
    return source;
}

std::string take_document(xml::Reader& reader) {
    const std::size_t begin = reader.element().start_at;
    const std::size_t name_end = begin + 1 + reader.element().qualified.size();
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    out += reader.document().substr(begin, name_end - begin);
    // What was bound around it goes with it, but for what it binds itself.
    for (const xml::Binding& binding : reader.namespaces().in_scope()) {
        if (binding.at >= begin || binding.prefix == "xml" || binding.uri.empty()) continue;
        out += binding.prefix.empty() ? " xmlns" : " xmlns:" + std::string(binding.prefix);
        out += "=\"" + xml::escaped_value(binding.uri) + "\"";
    }
    reader.skip();
    out += reader.document().substr(name_end, reader.event_end() - name_end);
    return out + "\n";
}

}  // namespace exhibit::rid
