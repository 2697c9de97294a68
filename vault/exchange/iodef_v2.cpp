// IODEF v2 (RFC 7970). Children stand in the order of its schema; what its schema, its text and the
// working group's schema do not all accept is not written.
#include "exchange/iodef_parts.hpp"

namespace exhibit::exchange {
namespace {

constexpr const char* iodef_v2_namespace = "urn:ietf:params:xml:ns:iodef-2.0";

void add_contact_facts(pugi::xml_node contact, const Build& build, const Profile& profile) {
    const auto fit = [&](const std::string& text) { return build.text.fit(text, "a contact"); };
    add_text(contact, "ContactName", fit(profile.name));
    add_text(contact, "ContactTitle", fit(profile.title));
    add_text(contact, "Description", fit(profile.organisation));
    if (!profile.email.empty())
        add_text(contact.append_child("Email"), "EmailTo", fit(profile.email));
    if (!profile.phone.empty())
        add_text(contact.append_child("Telephone"), "TelephoneNumber", fit(profile.phone));
}

void add_person(pugi::xml_node parent, const Build& build, const std::string& id) {
    pugi::xml_node contact = parent.append_child("Contact");
    set(contact, "role", "irt");
    set(contact, "type", "person");
    set_restriction(contact, build);
    const HandlerInfo* handler = build.handler(id);
    if (handler != nullptr && !handler->profile.name.empty())
        add_contact_facts(contact, build, handler->profile);
    else
        add_text(contact, "ContactName", build.name_of(id));
}

void add_creator(pugi::xml_node parent, const Build& build) {
    pugi::xml_node contact = parent.append_child("Contact");
    set(contact, "role", "creator");
    set(contact, "type", "organization");
    Profile csirt;
    csirt.name = build.input.request.csirt_name;
    csirt.email = build.input.request.csirt_email;
    add_contact_facts(contact, build, csirt);
}

/// A Node needs a name or an address in two of the three schemas: without one there is no Flow.
void add_source_machine(pugi::xml_node event, const Build& build, const ItemInfo& item) {
    const std::string host = fitting(build, item, "host_name");
    if (host.empty() && field(item, "ip").empty() && field(item, "mac").empty()) return;
    pugi::xml_node system = event.append_child("Flow").append_child("System");
    set(system, "category", "target");
    pugi::xml_node node = system.append_child("Node");
    if (!host.empty()) {
        pugi::xml_node domain = node.append_child("DomainData");
        set(domain, "system-status", "unknown");
        set(domain, "domain-status", "unknown");
        add_text(domain, "Name", host);
    }
    add_addresses(node, build, item);
    for (const char* name : {"serial", "asset_tag"})
        add_text(system, "AssetID", fitting(build, item, name));
}

void add_file(pugi::xml_node record, const Build& build, const EvidenceItem& evidence) {
    const ItemInfo& item = evidence.item;
    pugi::xml_node file = record.append_child("FileData").append_child("File");
    add_text(file, "FileName", fitting(build, item, "source_name"));
    if (item.size) add_text(file, "FileSize", std::to_string(*item.size));
    add_text(file, "FileType", "application/octet-stream");
    add_text(file, "URL", item_uri(build.input.origin, item.id));
    const auto digests = digests_of(item);
    if (digests.empty()) return;
    pugi::xml_node hashes = file.append_child("HashData");
    set(hashes, "scope", "file-contents");
    for (const NamedDigest& digest : digests) {
        pugi::xml_node hash = hashes.append_child("Hash");
        set(hash.append_child("ds:DigestMethod"), "Algorithm", digest.algorithm);
        add_text(hash, "ds:DigestValue", digest.value);
    }
}

/// xs:ID: a letter first, then letters, digits, '.', '-', '_'.
std::string observable_id(const std::string& prefix, const std::string& item) {
    std::string out = prefix;
    for (const char c : item) out += c == '/' ? '_' : c;
    return out;
}

pugi::xml_node extension_data(pugi::xml_node parent, const char* name) {
    pugi::xml_node data = parent.append_child("AdditionalData");
    set(data, "name", name);
    set(data, "dtype", "xml");
    set(data, "meaning", "xml");
    set(data, "formatid", evidence_namespace);
    return data;
}

void add_record_data(pugi::xml_node record, const Build& build, const EvidenceItem& evidence) {
    const ItemInfo& item = evidence.item;
    pugi::xml_node data = record.append_child("RecordData");
    set_restriction(data, build);
    set(data, "observable-id", build.fresh_id(observable_id("record-", item.id)));
    add_text(data, "DateTime", time_text(evidence.finished));
    add_text(data, "Description",
             build.text.fit(gist_of(evidence), "the description of " + item.id));
    add_source_descriptions(data, build, item);
    if (!evidence.tool.empty())
        add_text(data.append_child("Application"), "Description",
                 build.text.fit(evidence.tool, "a tool"));
    pugi::xml_node id = data.append_child("RecordItem");
    set(id, "name", "evidence-id");
    set(id, "dtype", "string");
    set(id, "formatid", std::string(evidence_namespace) + "#id");
    id.text().set(item.id.c_str());
    add_enclosed(data, build, evidence);
    add_text(data, "URL", item_uri(build.input.origin, item.id));
    if (item.digital) add_file(data, build, evidence);
    const bool alone = build.input.request.section != IodefSection::document;
    add_evidence(extension_data(data, "evidence"), build, evidence, alone);
    add_time_stamps(data, "AdditionalData", evidence);
}

/// Each excerpt is a RecordData of its own: its patterns speak of the lines beside them.
void add_records(pugi::xml_node record, const Build& build, const EvidenceItem& evidence) {
    add_record_data(record, build, evidence);
    for (const Excerpt& excerpt : evidence.excerpts) {
        pugi::xml_node data = record.append_child("RecordData");
        set_restriction(data, build);
        set(data, "observable-id", build.fresh_id(observable_id("excerpt-", evidence.item.id)));
        add_quotes(data, build, evidence, excerpt);
        add_text(data, "URL", item_uri(build.input.origin, evidence.item.id));
    }
}

void fill_event_data(pugi::xml_node event, const Build& build, const EvidenceItem& evidence) {
    const ItemInfo& item = evidence.item;
    set_restriction(event, build);
    set(event, "observable-id", build.fresh_id(observable_id("event-", item.id)));
    add_text(
        event, "Description",
        build.text.fit("Evidence acquired: " + gist_of(evidence), "the description of " + item.id));
    if (is_phishing(evidence)) add_text(event, "DetectTime", time_text(evidence.finished));
    add_text(event, "StartTime", time_text(evidence.started));
    add_text(event, "EndTime", time_text(evidence.finished));
    add_person(event, build, evidence.collector);
    set(event.append_child("Discovery"), "source", "investigation");
    add_source_machine(event, build, item);
    pugi::xml_node record = event.append_child("Record");
    set_restriction(record, build);
    add_records(record, build, evidence);
    if (is_phishing(evidence)) add_phishing(extension_data(event, "phishing"), build, evidence);
}

constexpr Version version2{iodef_v2_namespace, add_person, extension_data, fill_event_data,
                           add_records};

void build_document(pugi::xml_document& document, const Build& build) {
    const IodefInput& input = build.input;
    pugi::xml_node root = document.append_child("IODEF-Document");
    set(root, "version", "2.00");
    set(root, "xml:lang", input.request.language);
    set(root, "xmlns", iodef_v2_namespace);
    set(root, "xmlns:ds", xmldsig_namespace);
    set(root, "xmlns:xsi", schema_instance_namespace);
    set(root, "xsi:schemaLocation", std::string(iodef_v2_namespace) + " iodef-2.0.xsd");
    pugi::xml_node incident = root.append_child("Incident");
    set(incident, "purpose", "reporting");
    set_restriction(incident, build);
    add_incident_id(incident, build);
    add_text(incident, "GenerationTime", time_text(input.generated));
    add_text(incident, "Description", build.text.fit(input.incident.title, "the title"));
    add_text(incident, "Description",
             build.text.fit(input.incident.description, "the description"));
    add_creator(incident, build);
    add_person(incident, build, input.sender.id);
    for (const EvidenceItem& evidence : input.items)
        fill_event_data(incident.append_child("EventData"), build, evidence);
    add_history(incident, build, version2);
    add_scans(incident, build, version2);
}

}  // namespace

void build_v2(pugi::xml_document& document, const Build& build) {
    if (build.input.request.section == IodefSection::document)
        build_document(document, build);
    else
        build_section(document, build, version2);
}

}  // namespace exhibit::exchange
