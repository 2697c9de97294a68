#include "exhibit/error.hpp"
#include "rid/message.hpp"
#include "rid/read_parts.hpp"
#include "xml/text.hpp"

namespace exhibit::rid {
namespace {

constexpr const char* encryption_namespace = "http://www.w3.org/2001/04/xmlenc#";
constexpr std::size_t policy_list_max = 16;

/// In the report, without reading the rest of it: the first Incident's restriction.
std::string restriction_of_report(const std::string& document) {
    xml::Reader reader(document);
    while (reader.next() != xml::Event::finished) {
        if (reader.event() != xml::Event::start) continue;
        if (!reader.is(iodef_v1_namespace, "Incident") &&
            !reader.is(iodef_v2_namespace, "Incident"))
            continue;
        const xml::Attribute* found = reader.attribute("restriction");
        return found == nullptr ? "private" : std::string(xml::trimmed(found->value()));
    }
    return "private";
}

Payload kind_of(const xml::Reader& reader) {
    if (reader.is(iodef_v1_namespace, "IODEF-Document")) return Payload::iodef_v1;
    if (reader.is(iodef_v2_namespace, "IODEF-Document")) return Payload::iodef_v2;
    if (reader.is(encryption_namespace, "EncryptedData")) return Payload::encrypted;
    return Payload::other;
}

void read_xml_document(Elements& at, Message& message) {
    at.allow_attributes({"dtype", "ext-dtype", "meaning", "formatid", "restriction"});
    at.choice("dtype", {"xml"});
    if (!at.next()) return;
    message.payload = kind_of(at.reader());
    message.document = take_document(at.reader());
    if (at.next()) at.refuse("one document in XMLDocument");
    if (message.payload == Payload::iodef_v1 || message.payload == Payload::iodef_v2)
        message.report_restriction = restriction_of_report(message.document);
}

void read_report_schema(Elements& at, Message& message) {
    if (at.version() == 1) at.refuse("no ReportSchema in a message of RFC 6045");
    at.allow_attributes({"Version", "ext-Version", "XMLSchemaID", "ext-XMLSchemaID"});
    at.choice("Version", {"1.0", "ext-value"}, false);
    if (!at.next() || !at.is_rid("XMLDocument")) at.refuse("XMLDocument first");
    read_xml_document(at, message);
    bool more = at.next();
    if (more && at.is_rid("URL")) {
        at.reader().skip();
        more = at.next();
    }
    for (; more; more = at.next()) {
        if (!at.is_rid("Signature")) at.refuse("Signature, or the end of ReportSchema");
        at.reader().skip();
    }
}

std::string read_region(Elements& at) {
    at.allow_attributes({"region", "ext-region"});
    std::string region =
        at.version() == 1
            ? at.choice("region", {"ClientToNP", "NPToClient", "IntraConsortium", "PeerToPeer",
                                   "BetweenConsortiums", "AcrossNationalBoundaries", "ext-value"})
            : at.choice("region", {"ClientToSP", "SPToClient", "IntraConsortium", "PeerToPeer",
                                   "BetweenConsortiums", "ext-value"});
    at.finish_empty();
    return region;
}

std::string read_traffic(Elements& at) {
    at.allow_attributes({"type", "ext-type"});
    std::string type =
        at.version() == 1
            ? at.choice("type",
                        {"Attack", "Network", "Content", "OfficialBusiness", "Other", "ext-value"})
            : at.choice("type", {"Attack", "Network", "Content", "DataWithHandlingRequirements",
                                 "AudienceRestriction", "Other", "ext-value"});
    at.finish_empty();
    return type;
}

/// One or more of an element; goes to the start of what follows.
template <typename Read>
std::vector<std::string> read_list(Elements& at, std::string_view name, Read read) {
    std::vector<std::string> out;
    while (at.is_rid(name)) {
        if (out.size() == policy_list_max) at.refuse("at most 16 of it");
        out.push_back(read(at));
        if (!at.next()) at.refuse("more in RIDPolicy");
    }
    if (out.empty()) at.refuse(std::string(name));
    return out;
}

void read_policy(Elements& at, Message& message) {
    at.allow_attributes(
        {"MsgType", "ext-MsgType", "MsgDestination", "ext-MsgDestination", "restriction"});
    const std::string type = at.text_of("MsgType", true);
    const auto known = parse_message_type(xml::trimmed(type), at.version());
    if (!known) at.refuse("a MsgType of RFC 6545 (or 6045), not one of others");
    message.type = *known;
    message.destination =
        at.choice("MsgDestination", {"RIDSystem", "SourceOfIncident", "ext-value"});
    message.restriction =
        at.choice("restriction", {"default", "public", "need-to-know", "private"}, false);
    if (!at.next()) at.refuse("PolicyRegion");
    message.regions = read_list(at, "PolicyRegion", read_region);
    if (!at.is_iodef("Node")) at.refuse("Node");
    message.node = read_node(at);
    if (!at.next()) at.refuse("TrafficType");
    message.traffic.clear();
    bool more = true;
    while (more && at.is_rid("TrafficType")) {
        if (message.traffic.size() == policy_list_max) at.refuse("at most 16 of it");
        message.traffic.push_back(read_traffic(at));
        more = at.next();
    }
    if (message.traffic.empty()) at.refuse("TrafficType");
    if (more && at.is_iodef("IncidentID")) {
        message.incident = read_incident_number(at);
        more = at.next();
    }
    if (more && at.is_rid("ReportSchema")) {
        read_report_schema(at, message);
        more = at.next();
    }
    if (more) at.refuse("the end of RIDPolicy");
}

/// What RFC 6545 section 6 wants in each type; in one of RFC 6045 the report travels elsewhere.
void check_contents(const Elements& at, const Message& message) {
    const bool request = message.type == MessageType::investigation_request ||
                         message.type == MessageType::trace_request;
    if ((message.type == MessageType::report || message.type == MessageType::query) &&
        !message.incident)
        at.refuse("an IncidentID in the RIDPolicy of a Report or a Query");
    if (message.type == MessageType::acknowledgement && !message.status)
        at.refuse("a RequestStatus in an Acknowledgement");
    if (message.type == MessageType::result && !message.source)
        at.refuse("an IncidentSource in a Result");
    if (request && message.payload == Payload::none && message.version == 2)
        at.refuse("a report in a request");
}

}  // namespace

Message read_message(std::string_view xml) {
    Elements at(xml);
    Message message;
    message.version = at.version();
    at.allow_attributes({"lang"});
    message.language = at.text_of("lang", true);
    if (!at.next() || !at.is_rid("RIDPolicy")) at.refuse("RIDPolicy");
    read_policy(at, message);
    bool more = at.next();
    if (more && at.is_rid("RequestStatus")) {
        message.status = read_status(at);
        more = at.next();
    }
    if (more && at.is_rid("IncidentSource")) {
        message.source = read_source(at);
        more = at.next();
    }
    if (more) at.refuse("the end of RID");
    check_contents(at, message);
    if (at.next()) at.refuse("nothing behind RID");
    return message;
}

void put_report(Message& message, std::string document) {
    const auto refuse = [](const std::string& expected) {
        throw Error(ErrorKind::malformed,
                    "reading an IODEF document to send: expected " + expected);
    };
    xml::Reader reader(document);
    message.payload = Payload::none;
    message.incident.reset();
    IncidentNumber number;
    while (reader.next() != xml::Event::finished) {
        if (reader.event() != xml::Event::start) continue;
        if (reader.depth() == 1) message.payload = kind_of(reader);
        const bool named = reader.depth() == 3 && (reader.is(iodef_v1_namespace, "IncidentID") ||
                                                   reader.is(iodef_v2_namespace, "IncidentID"));
        if (!named || message.incident) continue;
        const xml::Attribute* name = reader.attribute("name");
        number.csirt = name == nullptr ? std::string() : std::string(xml::trimmed(name->value()));
        number.id = xml::trimmed(reader.read_text());
        message.incident = number;
    }
    if (message.payload != Payload::iodef_v1 && message.payload != Payload::iodef_v2)
        refuse("the element IODEF-Document of version 1 or 2");
    if (!message.incident || message.incident->csirt.empty() || message.incident->id.empty())
        refuse("an Incident with an IncidentID and its name");
    message.document = std::move(document);
}

}  // namespace exhibit::rid
