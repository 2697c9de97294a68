// Messages of Real-time Inter-network Defense (RFC 6545) as values: what they say beside the report
// they carry. Text on both sides; signatures and encryption are in seal.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace exhibit::rid {

inline constexpr const char* rid_namespace = "urn:ietf:params:xml:ns:iodef-rid-2.0";
inline constexpr const char* rid_1_namespace = "urn:ietf:params:xml:ns:iodef-rid-1.0";
inline constexpr const char* iodef_v1_namespace = "urn:ietf:params:xml:ns:iodef-1.0";
inline constexpr const char* iodef_v2_namespace = "urn:ietf:params:xml:ns:iodef-2.0";

enum class MessageType : std::uint8_t {
    report,
    query,
    acknowledgement,
    result,
    investigation_request,
    trace_request,
};
/// As RFC 6545 writes it: "InvestigationRequest".
std::string_view to_string(MessageType type);
/// Of RFC 6545, or of RFC 6045 for version 1 ("RequestAuthorization" is an Acknowledgement).
std::optional<MessageType> parse_message_type(std::string_view text, int version);

struct Address {
    std::string category;  ///< "ipv4-addr", "ipv6-addr", ...
    std::string text;
    bool operator==(const Address&) const = default;
};

struct Node {
    std::vector<std::string> names;
    std::vector<Address> addresses;
    bool operator==(const Node&) const = default;
};

/// An incident's number at the team that gave it (RFC 5070 3.3), both parts trimmed.
struct IncidentNumber {
    std::string csirt;
    std::string id;
    bool operator==(const IncidentNumber&) const = default;
};

struct RequestStatus {
    std::string authorization = "Approved";  ///< Approved, Denied, Pending
    std::string justification;               ///< Authentication, Encryption, ...; may be empty
    bool operator==(const RequestStatus&) const = default;
};

struct IncidentSource {
    bool found = false;
    std::vector<Node> nodes;
    bool operator==(const IncidentSource&) const = default;
};

enum class Payload : std::uint8_t { none, iodef_v1, iodef_v2, encrypted, other };
std::string_view to_string(Payload payload);

struct Message {
    MessageType type = MessageType::report;
    int version = 2;  ///< of RID: 1 for a message of RFC 6045, which is read and not written
    std::string language = "en";
    std::string destination = "RIDSystem";  ///< or SourceOfIncident
    std::vector<std::string> regions = {"PeerToPeer"};
    std::vector<std::string> traffic = {"DataWithHandlingRequirements"};
    std::string restriction;  ///< of RIDPolicy; empty when it says nothing
    Node node;
    std::optional<IncidentNumber> incident;
    std::optional<RequestStatus> status;
    std::optional<IncidentSource> source;
    Payload payload = Payload::none;
    /// The report as a document of its own: with a declaration and all prefixes bound.
    std::string document;
    /// Of the report's first Incident, "private" where it says nothing; empty without a report that
    /// can be read.
    std::string report_restriction;
};

/// Whether RFC 6545 section 9.1 wants the message encrypted: private or need-to-know (or the names
/// RFC 7970 has for them), by the policy or by the report.
bool must_be_encrypted(const Message& message);
/// The same for its having to be in clear: public.
bool must_be_clear(const Message& message);

/// A document valid under the RID schema, with an empty XMLDocument where there is no report, since
/// a signature has no other place. Error(usage) for a message RFC 6545 does not have: no incident's
/// number in a Report or a Query, no status in an Acknowledgement, no report in a request.
std::string write_message(const Message& message);

/// Strict: every element and attribute of RID in its place, values of the lists alone, nothing
/// unknown in RID's namespace. Error(malformed) naming line and what was expected.
Message read_message(std::string_view xml);

/// An IODEF document as the report of a message, with the number of its first incident.
/// Error(malformed) for what is no IODEF document, or has no such number.
void put_report(Message& message, std::string document);

}  // namespace exhibit::rid
