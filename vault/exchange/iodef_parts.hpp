// What IODEF v1 and v2 documents have in common, and small steps for building them with pugixml.
#pragma once

#include <pugixml.hpp>

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/enclosures.hpp"
#include "exchange/iodef.hpp"
#include "exchange/xml_text.hpp"

namespace exhibit::exchange {

inline constexpr const char* xmldsig_namespace = "http://www.w3.org/2000/09/xmldsig#";
inline constexpr const char* schema_instance_namespace =
    "http://www.w3.org/2001/XMLSchema-instance";
/// Our own extension: EXTENSION.md, exhibit-evidence-1.0.xsd.
inline constexpr const char* evidence_namespace = "urn:exhibit:iodef-evidence-1.0";

/// Input and the text rules, passed to everything that builds.
struct Build {
    const IodefInput& input;
    XmlText& text;
    std::set<std::string>& ids;  ///< values of xs:ID given out so far
    Enclosures& enclosures;

    const HandlerInfo* handler(const std::string& id) const;
    /// The name when known, else the beginning of the key id.
    std::string name_of(const std::string& id) const;
    /// `wanted`, or that with a number when it is taken; takes it.
    std::string fresh_id(const std::string& wanted) const;
};

/// `<name>text</name>` as the last child; nothing when the text is empty.
void add_text(pugi::xml_node parent, const char* name, const std::string& text);
/// Sets an attribute; nothing when the value is empty.
void set(pugi::xml_node node, const char* name, const std::string& value);

/// RFC 3339 with a numeric offset.
std::string time_text(Moment moment);
std::string base64_of_hex(const std::string& hex);

/// One digest of an item: the xmldsig algorithm name (RFC 9231) and the octets as base64.
struct NamedDigest {
    const char* algorithm;
    std::string value;
};
std::vector<NamedDigest> digests_of(const ItemInfo& item);

/// "Disk image of web1, 96 MiB": one line that says what an item is.
std::string gist_of(const EvidenceItem& item);
/// "Custody of INC-1/3 passed from A to B; purpose: ...; place: ...".
std::string gist_of(const Build& build, const EvidenceItem& item, const HandOver& hand_over);

/// Appends `<ev:Evidence>`: what IODEF has no element for. Hand-overs are in it only where the
/// document has no History.
void add_evidence(pugi::xml_node parent, const Build& build, const EvidenceItem& item,
                  bool with_hand_overs);
/// Into `ev:Evidence`: ranges that could not be read; the container's facts and the logs.
void add_unreadable(pugi::xml_node evidence, const ItemInfo& item);
void add_source_facts(pugi::xml_node evidence, const Build& build, const ItemInfo& item);
/// The same as Descriptions of a RecordData, a sentence each.
void add_source_descriptions(pugi::xml_node data, const Build& build, const ItemInfo& item);
/// Appends `<ev:HandOver>`.
void add_hand_over(pugi::xml_node parent, const Build& build, const EvidenceItem& item,
                   const HandOver& hand_over);

/// Into `ev:Evidence`: signed events, receipts, what was time-stamped.
void add_proofs(pugi::xml_node evidence, const EvidenceItem& item);
/// The answers of time-stamp authorities as `element` (RecordItem or AdditionalData).
void add_time_stamps(pugi::xml_node data, const char* element, const EvidenceItem& item);
/// The item's document itself as a RecordItem, when it is to be put in and of a form that goes
/// there.
void add_enclosed(pugi::xml_node data, const Build& build, const EvidenceItem& item);
/// Is the item reported as phishing? Then `data`, an AdditionalData of its EventData, gets the
/// PhraudReport.
bool is_phishing(const EvidenceItem& item);
void add_phishing(pugi::xml_node data, const Build& build, const EvidenceItem& item);
/// Into a RecordData of its own: where the text stands, and the lines.
void add_quotes(pugi::xml_node data, const Build& build, const EvidenceItem& item,
                const Excerpt& excerpt);

/// What people said about an item, "" when they did not; `fitting` is the same, fit for XML.
std::string field(const ItemInfo& item, const std::string& name);
std::string fitting(const Build& build, const ItemInfo& item, const std::string& name);

/// Where the two versions differ in what both have: chosen once, used by the steps below.
struct Version {
    const char* xml_namespace;
    /// Appends a Contact for a handler.
    void (*add_person)(pugi::xml_node parent, const Build& build, const std::string& id);
    /// Appends an AdditionalData that is to hold an element of our extension.
    pugi::xml_node (*add_extension)(pugi::xml_node parent, const char* name);
    /// Fills an EventData that is still empty.
    void (*fill_event_data)(pugi::xml_node event, const Build& build, const EvidenceItem& item);
    /// Appends a RecordData, and one for each excerpt.
    void (*add_records)(pugi::xml_node record, const Build& build, const EvidenceItem& item);
};

/// The attribute `restriction` of an element: in v2 the colour of the traffic light protocol where
/// there is one, else the incident's own word.
void set_restriction(pugi::xml_node node, const Build& build);
/// "TLP:AMBER"; empty where the policy does not say.
std::string tlp_text(const Build& build);
void add_incident_id(pugi::xml_node parent, const Build& build);
/// IP and MAC address of the source machine as Address elements.
void add_addresses(pugi::xml_node node, const Build& build, const ItemInfo& item);
/// Appends the History with every hand-over; nothing when there is none.
void add_history(pugi::xml_node incident, const Build& build, const Version& version);
/// What security scans among the items found, as RFC 7203 has it: into an Incident that is written
/// but for this. Documents of scans that are to be put in but have no place in a section.
void add_scans(pugi::xml_node incident, const Build& build, const Version& version);
void note_scans_left_out(const Build& build);
/// EventData, Record or RecordData as children of `document`, binding what they use.
void build_section(pugi::xml_document& document, const Build& build, const Version& version);

/// The builders of the two versions: append the section named by the request to `document`.
void build_v1(pugi::xml_document& document, const Build& build);
void build_v2(pugi::xml_document& document, const Build& build);

}  // namespace exhibit::exchange
