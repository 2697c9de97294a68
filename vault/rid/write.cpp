#include "exhibit/error.hpp"
#include "rid/message.hpp"
#include "xml/reader.hpp"
#include "xml/text.hpp"

namespace exhibit::rid {
namespace {

[[noreturn]] void refuse(const std::string& why) {
    throw Error(ErrorKind::usage, "writing a RID message: " + why);
}

std::string attribute(const char* name, const std::string& value) {
    if (value.empty()) return {};
    return std::string(" ") + name + "=\"" + xml::escaped_value(value) + "\"";
}

void check(const Message& message) {
    const bool request = message.type == MessageType::investigation_request ||
                         message.type == MessageType::trace_request;
    if (message.version != 2) refuse("only RFC 6545 is written");
    if ((message.type == MessageType::report || message.type == MessageType::query) &&
        !message.incident)
        refuse("a Report and a Query name an incident");
    if (message.type == MessageType::acknowledgement && !message.status)
        refuse("an Acknowledgement has a status");
    if (message.type == MessageType::result && !message.source)
        refuse("a Result says whether the source was found");
    if (request && message.payload == Payload::none) refuse("a request carries a report");
    if (message.node.names.empty() && message.node.addresses.empty())
        refuse("the next system has a name or an address");
}

std::string node_text(const Node& node) {
    std::string out = "<iodef:Node>";
    for (const std::string& name : node.names)
        out += "<iodef:NodeName>" + xml::escaped_value(name) + "</iodef:NodeName>";
    for (const Address& one : node.addresses)
        out += "<iodef:Address" + attribute("category", one.category) + ">" +
               xml::escaped_value(one.text) + "</iodef:Address>";
    return out + "</iodef:Node>";
}

/// The report without its declaration and what is around its root.
std::string_view root_of(const std::string& document) {
    xml::Reader reader(document);
    std::size_t begin = 0;
    std::size_t end = 0;
    while (reader.next() != xml::Event::finished) {
        if (reader.depth() != 1) continue;
        if (reader.event() == xml::Event::start) begin = reader.event_at();
        if (reader.event() == xml::Event::end) end = reader.event_end();
    }
    return std::string_view(document).substr(begin, end - begin);
}

std::string report_schema_text(const Message& message) {
    std::string out = "<iodef-rid:ReportSchema";
    // RFC 6545's list has version 1 alone.
    if (message.payload == Payload::iodef_v1) {
        out += attribute("Version", "1.0") + attribute("XMLSchemaID", iodef_v1_namespace);
    } else if (message.payload == Payload::iodef_v2) {
        out += attribute("Version", "ext-value") + attribute("ext-Version", "2.00") +
               attribute("XMLSchemaID", "ext-value") +
               attribute("ext-XMLSchemaID", iodef_v2_namespace);
    }
    out += "><iodef-rid:XMLDocument dtype=\"xml\" meaning=\"xml\">";
    if (message.payload != Payload::none) out += root_of(message.document);
    return out + "</iodef-rid:XMLDocument></iodef-rid:ReportSchema>";
}

std::string policy_text(const Message& message) {
    std::string out = "<iodef-rid:RIDPolicy" +
                      attribute("MsgType", std::string(to_string(message.type))) +
                      attribute("MsgDestination", message.destination) +
                      attribute("restriction", message.restriction) + ">\n";
    for (const std::string& region : message.regions)
        out += "<iodef-rid:PolicyRegion" + attribute("region", region) + "/>";
    out += node_text(message.node);
    for (const std::string& type : message.traffic)
        out += "<iodef-rid:TrafficType" + attribute("type", type) + "/>";
    if (message.incident) {
        out += "\n<iodef:IncidentID" + attribute("name", message.incident->csirt) + ">" +
               xml::escaped_value(message.incident->id) + "</iodef:IncidentID>";
    }
    return out + "\n" + report_schema_text(message) + "\n</iodef-rid:RIDPolicy>\n";
}

}  // namespace

std::string write_message(const Message& message) {
    check(message);
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<iodef-rid:RID";
    out +=
        attribute("xmlns:iodef-rid", rid_namespace) + attribute("xmlns:iodef", iodef_v1_namespace);
    out += attribute("lang", message.language) + ">\n" + policy_text(message);
    if (message.status) {
        out += "<iodef-rid:RequestStatus" +
               attribute("AuthorizationStatus", message.status->authorization) +
               attribute("Justification", message.status->justification) + "/>\n";
    }
    if (message.source) {
        out += std::string("<iodef-rid:IncidentSource><iodef-rid:SourceFound>") +
               (message.source->found ? "true" : "false") + "</iodef-rid:SourceFound>";
        for (const Node& node : message.source->nodes) out += node_text(node);
        out += "</iodef-rid:IncidentSource>\n";
    }
    return out + "</iodef-rid:RID>\n";
}

}  // namespace exhibit::rid
