// IODEF v1 (RFC 5070). It has no file, size or hash element: the locator is a RecordItem, the
// digests a ds:Manifest, and what else there is stands in our extension.
#include "exchange/iodef_parts.hpp"

namespace exhibit::exchange {
namespace {

constexpr const char* iodef_v1_namespace = "urn:ietf:params:xml:ns:iodef-1.0";

void add_person(pugi::xml_node parent, const Build& build, const std::string& id) {
    pugi::xml_node contact = parent.append_child("Contact");
    set(contact, "role", "irt");
    set(contact, "type", "person");
    set_restriction(contact, build);
    const HandlerInfo* handler = build.handler(id);
    const Profile profile = handler == nullptr ? Profile{} : handler->profile;
    const auto fit = [&](const std::string& text) { return build.text.fit(text, "a contact"); };
    add_text(contact, "ContactName", build.name_of(id));
    add_text(contact, "Description", fit(profile.title));
    add_text(contact, "Description", fit(profile.organisation));
    add_text(contact, "Email", fit(profile.email));
    add_text(contact, "Telephone", fit(profile.phone));
}

void add_creator(pugi::xml_node parent, const Build& build) {
    pugi::xml_node contact = parent.append_child("Contact");
    set(contact, "role", "creator");
    set(contact, "type", "organization");
    add_text(contact, "ContactName", build.text.fit(build.input.request.csirt_name, "a contact"));
    add_text(contact, "Email", build.text.fit(build.input.request.csirt_email, "a contact"));
}

void add_source_machine(pugi::xml_node event, const Build& build, const ItemInfo& item) {
    const std::string host = fitting(build, item, "host_name");
    if (host.empty() && field(item, "ip").empty() && field(item, "mac").empty()) return;
    pugi::xml_node system = event.append_child("Flow").append_child("System");
    set(system, "category", "target");
    pugi::xml_node node = system.append_child("Node");
    add_text(node, "NodeName", host);
    add_addresses(node, build, item);
    const std::string serial = fitting(build, item, "serial");
    if (!serial.empty()) add_text(system, "Description", "Serial number " + serial);
}

void add_manifest(pugi::xml_node data, const Build& build, const ItemInfo& item) {
    const auto digests = digests_of(item);
    if (digests.empty()) return;
    pugi::xml_node record = data.append_child("RecordItem");
    set(record, "dtype", "xml");
    set(record, "meaning", "xml");
    set(record, "formatid", std::string(evidence_namespace) + "#digests");
    pugi::xml_node manifest = record.append_child("ds:Manifest");
    set(manifest, "xmlns:ds", xmldsig_namespace);
    for (const NamedDigest& digest : digests) {
        pugi::xml_node reference = manifest.append_child("ds:Reference");
        set(reference, "URI", item_uri(build.input.origin, item.id));
        set(reference.append_child("ds:DigestMethod"), "Algorithm", digest.algorithm);
        add_text(reference, "ds:DigestValue", digest.value);
    }
}

void add_record_item(pugi::xml_node data, const char* type, const char* meaning, const char* format,
                     const std::string& value) {
    if (value.empty()) return;
    pugi::xml_node record = data.append_child("RecordItem");
    set(record, "dtype", type);
    set(record, "meaning", meaning);
    set(record, "formatid", std::string(evidence_namespace) + format);
    record.text().set(value.c_str());
}

/// v1 has no names on AdditionalData.
pugi::xml_node extension_data(pugi::xml_node parent, const char*) {
    pugi::xml_node data = parent.append_child("AdditionalData");
    set(data, "dtype", "xml");
    set(data, "meaning", "xml");
    set(data, "formatid", evidence_namespace);
    return data;
}

void add_record_data(pugi::xml_node record, const Build& build, const EvidenceItem& evidence) {
    const ItemInfo& item = evidence.item;
    pugi::xml_node data = record.append_child("RecordData");
    set_restriction(data, build);
    add_text(data, "DateTime", time_text(evidence.finished));
    add_text(data, "Description",
             build.text.fit(gist_of(evidence), "the description of " + item.id));
    add_source_descriptions(data, build, item);
    if (!evidence.tool.empty()) {
        const std::string tool = build.text.fit(evidence.tool, "a tool");
        const std::size_t blank = tool.rfind(' ');
        pugi::xml_node application = data.append_child("Application");
        set(application, "name", tool.substr(0, blank));
        if (blank != std::string::npos) set(application, "version", tool.substr(blank + 1));
    }
    add_record_item(data, "string", "evidence id", "#id", item.id);
    add_record_item(data, "url", "vault locator", "#locator",
                    item_uri(build.input.origin, item.id));
    if (item.digital) {
        add_record_item(data, "string", "file name", "#file-name",
                        fitting(build, item, "source_name"));
        if (item.size)
            add_record_item(data, "integer", "size in bytes", "#size", std::to_string(*item.size));
        add_manifest(data, build, item);
    }
    add_enclosed(data, build, evidence);
    // v1 has one AdditionalData in a RecordData (RFC 5070, 3.19.1): the extension.
    add_time_stamps(data, "RecordItem", evidence);
    const bool alone = build.input.request.section != IodefSection::document;
    add_evidence(extension_data(data, "evidence"), build, evidence, alone);
}

/// Each excerpt is a RecordData of its own: its patterns speak of the lines beside them.
void add_records(pugi::xml_node record, const Build& build, const EvidenceItem& evidence) {
    add_record_data(record, build, evidence);
    for (const Excerpt& excerpt : evidence.excerpts) {
        pugi::xml_node data = record.append_child("RecordData");
        set_restriction(data, build);
        add_quotes(data, build, evidence, excerpt);
        add_record_item(data, "url", "vault locator", "#locator",
                        item_uri(build.input.origin, evidence.item.id));
    }
}

void fill_event_data(pugi::xml_node event, const Build& build, const EvidenceItem& evidence) {
    const ItemInfo& item = evidence.item;
    set_restriction(event, build);
    add_text(
        event, "Description",
        build.text.fit("Evidence acquired: " + gist_of(evidence), "the description of " + item.id));
    if (is_phishing(evidence)) add_text(event, "DetectTime", time_text(evidence.finished));
    add_text(event, "StartTime", time_text(evidence.started));
    add_text(event, "EndTime", time_text(evidence.finished));
    add_person(event, build, evidence.collector);
    add_source_machine(event, build, item);
    pugi::xml_node record = event.append_child("Record");
    set_restriction(record, build);
    add_records(record, build, evidence);
    if (is_phishing(evidence)) add_phishing(extension_data(event, "phishing"), build, evidence);
}

constexpr Version version1{iodef_v1_namespace, add_person, extension_data, fill_event_data,
                           add_records};

void build_document(pugi::xml_document& document, const Build& build) {
    const IodefInput& input = build.input;
    pugi::xml_node root = document.append_child("IODEF-Document");
    set(root, "version", "1.00");
    set(root, "lang", input.request.language);
    set(root, "xmlns", iodef_v1_namespace);
    set(root, "xmlns:ds", xmldsig_namespace);
    set(root, "xmlns:xsi", schema_instance_namespace);
    set(root, "xsi:schemaLocation", std::string(iodef_v1_namespace) + " iodef-1.0.xsd");
    pugi::xml_node incident = root.append_child("Incident");
    set(incident, "purpose", "reporting");
    set_restriction(incident, build);
    add_incident_id(incident, build);
    add_text(incident, "ReportTime", time_text(input.generated));
    add_text(incident, "Description", build.text.fit(input.incident.title, "the title"));
    add_text(incident, "Description",
             build.text.fit(input.incident.description, "the description"));
    add_text(incident, "Description", tlp_text(build));
    // Required by v1; the vault knows no impact, and says so in the only words there are.
    set(incident.append_child("Assessment").append_child("Impact"), "type", "unknown");
    add_creator(incident, build);
    add_person(incident, build, input.sender.id);
    for (const EvidenceItem& evidence : input.items)
        fill_event_data(incident.append_child("EventData"), build, evidence);
    add_history(incident, build, version1);
    add_scans(incident, build, version1);
}

}  // namespace

void build_v1(pugi::xml_document& document, const Build& build) {
    if (build.input.request.section == IodefSection::document)
        build_document(document, build);
    else
        build_section(document, build, version1);
}

}  // namespace exhibit::exchange
