#pragma once

#include <string>

#include "rid/message.hpp"

namespace exhibit::rid {

inline const std::string report_v2 =
    R"(<IODEF-Document version="2.00" xmlns="urn:ietf:params:xml:ns:iodef-2.0">)"
    R"(<Incident purpose="reporting" restriction="need-to-know">)"
    R"(<IncidentID name="csirt.example.com">189493</IncidentID>)"
    R"(<GenerationTime>2026-02-03T10:00:00Z</GenerationTime>)"
    R"(<Contact role="creator" type="organization"><ContactName>A</ContactName></Contact>)"
    R"(<EventData><Record><RecordData>)"
    R"(<RecordItem name="evidence-id" dtype="string">E-1</RecordItem>)"
    R"(</RecordData></Record></EventData></Incident></IODEF-Document>)";

inline const std::string report_v1 =
    R"(<i:IODEF-Document version="1.00" lang="en" xmlns:i="urn:ietf:params:xml:ns:iodef-1.0">)"
    R"(<i:Incident purpose="reporting" restriction="public">)"
    R"(<i:IncidentID name="csirt.example.com">189493</i:IncidentID>)"
    R"(<i:ReportTime>2026-02-03T10:00:00Z</i:ReportTime>)"
    R"(<i:Assessment><i:Impact/></i:Assessment>)"
    R"(<i:Contact role="creator" type="organization"/></i:Incident></i:IODEF-Document>)";

/// With all that its type asks for.
inline Message sample(MessageType type) {
    Message message;
    message.type = type;
    message.node = {{"rid.peer.example"}, {{"ipv4-addr", "192.0.2.130"}}};
    message.incident = IncidentNumber{"csirt.example.com", "189493 & more"};
    if (type == MessageType::acknowledgement)
        message.status = RequestStatus{"Denied", "Authentication"};
    if (type == MessageType::result) message.source = IncidentSource{true, {message.node}};
    if (type != MessageType::acknowledgement && type != MessageType::query) {
        message.payload = Payload::iodef_v2;
        message.document = report_v2;
    }
    return message;
}

inline constexpr MessageType all_types[] = {
    MessageType::report, MessageType::query,         MessageType::acknowledgement,
    MessageType::result, MessageType::trace_request, MessageType::investigation_request};

inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    if (at == std::string::npos) throw std::runtime_error("no " + from + " in " + text);
    return text.replace(at, from.size(), to);
}

}  // namespace exhibit::rid
