// v2 to v1: how classes that differ are written there.
#include <algorithm>

#include "base/text.hpp"
#include "exchange/conversion.hpp"
#include "exchange/conversion_parts.hpp"
#include "exchange/iodef_names.hpp"
#include "exchange/xml_tree.hpp"
#include "xml/text.hpp"

namespace exhibit::exchange {
namespace {

using pugi::xml_node;

/// The time of writing; v1 has that of reporting only, and must have it.
void generation_time(Conversion& conversion, xml_node child, xml_node into) {
    if (child.parent().find_child(
            [&](const xml_node& one) { return conversion.is_own(one, "ReportTime"); })) {
        conversion.omit(child);
        return;
    }
    Conversion::add(into, "ReportTime", xml::trimmed(child.text().get()));
    conversion.note("GenerationTime is written as ReportTime, which version 1 must have.");
}

void contact_name(Conversion& conversion, xml_node child, xml_node into) {
    conversion.copy_as(child, into, into.child("ContactName") ? "Description" : "ContactName");
}

void description_of(Conversion& conversion, xml_node child, xml_node into) {
    xml_node made = Conversion::add(into, "Description", child.text().get());
    if (made) conversion.attributes(child, made);
}

void email(Conversion& conversion, xml_node child, xml_node into) {
    Conversion::add(into, "Email", texts_of(child, "EmailTo", ", "));
    if (child.attribute("type") || !texts_of(child, "Description", "").empty())
        conversion.note("What is said about an e-mail address or telephone beside it is left out.");
}

void telephone(Conversion& conversion, xml_node child, xml_node into) {
    const std::string_view type = child.attribute("type").value();
    const bool fax = type == "fax" && !into.child("Fax");
    Conversion::add(into, fax ? "Fax" : "Telephone", texts_of(child, "TelephoneNumber", ", "));
    if ((!type.empty() && !fax) || !texts_of(child, "Description", "").empty())
        conversion.note("What is said about an e-mail address or telephone beside it is left out.");
}

void postal_address(Conversion& conversion, xml_node child, xml_node into) {
    if (into.child("PostalAddress"))
        conversion.omit(child);
    else
        Conversion::add(into, "PostalAddress", texts_of(child, "PAddress", "\n"));
}

/// v1 has one RelatedActivity, of incidents or of addresses of the web.
void related_activity(Conversion& conversion, xml_node child, xml_node into) {
    xml_node made = into.child("RelatedActivity");
    if (!made) made = into.append_child("RelatedActivity");
    if (made.attributes().begin() == made.attributes().end()) conversion.attributes(child, made);
    const bool ids = child.find_child([&](const xml_node& one) {
        return conversion.is_own(one, "IncidentID");
    }) || made.child("IncidentID");
    for (const xml_node one : child.children()) {
        if (one.type() != pugi::node_element) continue;
        const bool fits =
            ids ? conversion.is_own(one, "IncidentID") : conversion.is_own(one, "URL");
        if (fits && !(ids && made.child("URL")))
            conversion.copy(one, made);
        else
            conversion.omit(one);
    }
    if (!made.first_child()) into.remove_child(made);
}

/// v1 has one list of kinds of impact; those of v2 are not in it, but for two.
void impact(Conversion& conversion, xml_node child, xml_node into) {
    xml_node made = into.append_child("Impact");
    const std::string_view severity = child.attribute("severity").value();
    if (severity == "low" || severity == "medium" || severity == "high")
        conversion.attribute(made, "severity", severity);
    else if (!severity.empty())
        conversion.note("The severity \"" + printable(severity) + "\" of an impact is left out.");
    const std::string_view completion = child.attribute("completion").value();
    if (!completion.empty()) conversion.attribute(made, "completion", completion);
    std::string type = child.attribute("type").value();
    if (type == "ext-value") type = child.attribute("ext-type").value();
    conversion.attribute(made, "type", type.empty() ? "unknown" : type);
    const std::string text = texts_of(child, "Description", "; ");
    if (!text.empty()) made.text().set(text.c_str());
}

void reference(Conversion& conversion, xml_node child, xml_node into) {
    // Of RFC 7203's classes too. The name must be there.
    std::string name = texts_of(child, "ReferenceName", " ");
    for (const xml_node one : child.children())
        if (local_name(one) == "ReferenceName") name = texts_of(one, "ID", " ");
    xml_node made = into.append_child("Reference");
    bool first = name.empty();
    if (first) name = "unnamed";
    for (const xml_node one : child.children())
        if (first && conversion.is_own(one, "Description")) {
            name = one.text().get();
            break;
        }
    Conversion::add(made, "ReferenceName", name);
    for (const xml_node one : child.children()) {
        if (conversion.is_own(one, "URL")) conversion.copy(one, made);
        if (!conversion.is_own(one, "Description")) continue;
        if (!first) conversion.copy(one, made);
        first = false;
    }
}

void node(Conversion& conversion, xml_node child, xml_node into) {
    xml_node made = conversion.copy(child, into);
    // In v1 the role belongs to the Node.
    for (const xml_node role : child.parent().children()) {
        if (!made || !conversion.is_own(role, "NodeRole")) continue;
        xml_node there = made.append_child("NodeRole");
        conversion.attributes(role, there);
        const std::string text = texts_of(role, "Description", "; ");
        if (!text.empty()) there.text().set(text.c_str());
    }
    xml_node counter = made.child("Counter");
    if (counter) made.append_move(counter);
}

void domain_data(Conversion& conversion, xml_node child, xml_node into) {
    Conversion::add(into, "NodeName", texts_of(child, "Name", " "));
    for (const xml_node one : child.children())
        if (one.type() == pugi::node_element && !conversion.is_own(one, "Name"))
            conversion.omit(one);
    for (const char* status : {"system-status", "domain-status"}) {
        const std::string_view value = child.attribute(status).value();
        if (!value.empty() && value != "unknown")
            conversion.note("The " + std::string(status) + " \"" + printable(value) +
                            "\" of a domain is left out.");
    }
}

void asset(Conversion&, xml_node child, xml_node into) {
    Conversion::add(into, "Description", "Asset ID " + std::string(child.text().get()));
}

void service(Conversion& conversion, xml_node child, xml_node into) {
    if (!child.attribute("ip-protocol")) {
        conversion.omit(child);
        return;
    }
    conversion.copy(child, into);
}

/// v1 has a list of ports or a port.
void port_list(Conversion& conversion, xml_node child, xml_node into) {
    if (into.child("Port"))
        conversion.omit(child);
    else
        conversion.copy(child, into);
}

void software(Conversion& conversion, xml_node child, xml_node into) {
    if (into.child(std::string(local_name(child)).c_str()) && local_name(child) == "Application") {
        conversion.omit(child);
        return;
    }
    xml_node made = into.append_child(std::string(local_name(child)).c_str());
    const std::string text = texts_of(child, "Description", "; ");
    const std::size_t blank = text.rfind(' ');
    if (!text.empty()) {
        conversion.attribute(made, "name", std::string_view(text).substr(0, blank));
        if (blank != std::string::npos)
            conversion.attribute(made, "version", std::string_view(text).substr(blank + 1));
    }
    for (const xml_node one : child.children()) {
        if (conversion.is_own(one, "SoftwareReference")) conversion.omit(one);
        if (conversion.is_own(one, "URL")) conversion.copy(one, made);
    }
}

xml_node record_item(xml_node into, const char* type, const char* meaning,
                     const std::string& format, std::string_view value) {
    xml_node made = into.append_child("RecordItem");
    made.append_attribute("dtype").set_value(type);
    made.append_attribute("meaning").set_value(meaning);
    if (!format.empty()) made.append_attribute("formatid").set_value(format.c_str());
    if (!value.empty()) made.text().set(std::string(value).c_str());
    return made;
}

void url(Conversion&, xml_node child, xml_node into) {
    const std::string_view text = xml::trimmed(child.text().get());
    const bool ours = text.starts_with("exhibit:");
    for (const xml_node one : into.children("RecordItem"))
        if (text == one.text().get()) return;
    record_item(into, "url", ours ? "vault locator" : "URL",
                ours ? evidence_format("#locator") : "", text);
}

void hash_data(Conversion& conversion, xml_node hashes, xml_node into, const std::string& about) {
    xml_node manifest;
    for (const xml_node hash : hashes.children()) {
        if (!conversion.is_own(hash, "Hash")) {
            if (hash.type() == pugi::node_element) conversion.omit(hash);
            continue;
        }
        if (!manifest) {
            manifest = record_item(into, "xml", "xml", evidence_format("#digests"), "")
                           .append_child("ds:Manifest");
            manifest.append_attribute("xmlns:ds").set_value(std::string(xmldsig_uri).c_str());
        }
        xml_node reference = manifest.append_child("ds:Reference");
        reference.append_attribute("URI").set_value(about.c_str());
        for (const xml_node part : hash.children()) {
            if (is_element(part, xmldsig_uri, "DigestMethod"))
                reference.append_child("ds:DigestMethod")
                    .append_attribute("Algorithm")
                    .set_value(part.attribute("Algorithm").value());
            else if (is_element(part, xmldsig_uri, "DigestValue"))
                Conversion::add(reference, "ds:DigestValue", part.text().get());
            else if (part.type() == pugi::node_element)
                conversion.omit(part);
        }
    }
    const std::string_view scope = hashes.attribute("scope").value();
    if (scope != "file-contents")
        conversion.note("Digests of the scope \"" + printable(scope) +
                        "\" are written without it.");
}

void file_data(Conversion& conversion, xml_node child, xml_node into) {
    conversion.omit_attributes(child);
    for (const xml_node file : child.children()) {
        if (file.type() != pugi::node_element) continue;
        if (!conversion.is_own(file, "File")) {
            conversion.omit(file);
            continue;
        }
        conversion.omit_attributes(file);
        std::string about = texts_of(file, "URL", " ");
        if (about.empty()) about = texts_of(child.parent(), "URL", " ");
        about = about.substr(0, about.find(' '));
        for (const xml_node part : file.children()) {
            const std::string_view text = xml::trimmed(part.text().get());
            if (conversion.is_own(part, "FileName"))
                record_item(into, "string", "file name", evidence_format("#file-name"),
                            part.text().get());
            else if (conversion.is_own(part, "FileSize"))
                record_item(into, "integer", "size in bytes", evidence_format("#size"), text);
            else if (conversion.is_own(part, "URL"))
                url(conversion, part, into);
            else if (conversion.is_own(part, "HashData"))
                hash_data(conversion, part, into, about);
            else if (conversion.is_own(part, "FileType") && text == "application/octet-stream")
                continue;
            else if (part.type() == pugi::node_element)
                conversion.omit(part);
        }
    }
}

/// v1 has no names for these: what only the name says becomes the meaning.
xml_node extension_as(Conversion& conversion, xml_node child, xml_node into, const char* name) {
    xml_node made = conversion.copy_as(child, into, name);
    if (!made) return made;
    const std::string_view named = child.attribute("name").value();
    if (!named.empty() && !made.attribute("meaning"))
        made.append_attribute("meaning").set_value(
            named == "evidence-id" ? "evidence id" : std::string(named).c_str());
    return made;
}

void extension(Conversion& conversion, xml_node child, xml_node into) {
    extension_as(conversion, child, into, std::string(local_name(child)).c_str());
}

/// A RecordData has one AdditionalData (RFC 5070, 3.19.1): what else there is are items.
void record_extension(Conversion& conversion, xml_node child, xml_node into) {
    const bool file = std::string_view(child.attribute("dtype").value()) == "file";
    if (!file && !into.child("AdditionalData")) {
        extension(conversion, child, into);
        return;
    }
    xml_node made = into.append_child("RecordItem");
    conversion.attributes(child, made);
    if (!made.attribute("meaning") && child.attribute("name"))
        made.append_attribute("meaning").set_value(child.attribute("name").value());
    for (const xml_node part : child.children()) append_bound_copy(made, part);
}

/// v1 knows these only as extensions of a Method (RFC 7203 section 4.1).
void structured(Conversion&, xml_node child, xml_node into) {
    xml_node made = into.append_child("AdditionalData");
    made.append_attribute("dtype").set_value("xml");
    made.append_attribute("meaning").set_value("xml");
    made.append_attribute("formatid").set_value(std::string(sci_uri).c_str());
    append_bound_copy(made, child);
}

constexpr ConversionRule rules[] = {
    {"Method", "sci:*", structured},
    {"Incident", "GenerationTime", generation_time},
    {"Incident", "RelatedActivity", related_activity},
    {"Contact", "ContactName", contact_name},
    {"Contact", "ContactTitle", description_of},
    {"Contact", "Email", email},
    {"Contact", "Telephone", telephone},
    {"Contact", "PostalAddress", postal_address},
    {"Assessment", "SystemImpact", impact},
    {"Assessment", "BusinessImpact", impact},
    {"Assessment", "IntendedImpact", impact},
    {"Method", "Reference", reference},
    {"System", "Node", node},
    {"System", "NodeRole", [](Conversion&, xml_node, xml_node) { /* with the Node */ }},
    {"System", "AssetID", asset},
    {"System", "Service", service},
    {"Service", "Portlist", port_list},
    {"Node", "DomainData", domain_data},
    {"", "Application", software},
    {"", "OperatingSystem", software},
    {"RecordData", "URL", url},
    {"RecordData", "FileData", file_data},
    {"RecordData", "AdditionalData", record_extension},
    {"", "AdditionalData", extension},
    {"", "RecordItem", extension},
};

}  // namespace

std::span<const ConversionRule> rules_to_v1() {
    return rules;
}

void complete_v1(Conversion& conversion, pugi::xml_node from, pugi::xml_node made) {
    const std::string_view name = local_name(from);
    if (name == "IODEF-Document" && !made.attribute("lang"))
        made.append_attribute("lang").set_value("en");
    if (name == "Incident" && !made.child("Assessment")) {
        made.append_child("Assessment")
            .append_child("Impact")
            .append_attribute("type")
            .set_value("unknown");
        conversion.note("An Assessment of unknown impact is written, which version 1 must have.");
    }
    if (name == "RecordData" && !made.child("RecordItem")) {
        made.append_child("RecordItem").append_attribute("dtype").set_value("string");
        conversion.note("An empty RecordItem is written, which version 1 must have.");
    }
    if (name == "Method" && !made.child("Reference") && !made.child("Description")) {
        made.append_child("Description").text().set("Structured information");
        conversion.note("A Description of a Method is written, which version 1 must have.");
    }
    if (name == "Assessment" && !made.child("Impact") && !made.child("TimeImpact") &&
        !made.child("MonetaryImpact"))
        made.append_child("Impact").append_attribute("type").set_value("unknown");
}

}  // namespace exhibit::exchange
