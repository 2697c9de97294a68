// v1 to v2: how classes that differ are written there, and what of ours v1 has in RecordItem.
#include <algorithm>
#include <vector>

#include "base/text.hpp"
#include "exchange/conversion.hpp"
#include "exchange/conversion_parts.hpp"
#include "exchange/iodef_names.hpp"
#include "exchange/xml_tree.hpp"
#include "xml/text.hpp"

namespace exhibit::exchange {
namespace {

using pugi::xml_node;

/// v2 must say when the document was made, v1 says when the incident was reported.
void report_time(Conversion& conversion, xml_node child, xml_node into) {
    conversion.copy(child, into);
    Conversion::add(into, "GenerationTime", xml::trimmed(child.text().get()));
    conversion.note("GenerationTime, which version 2 must have, is that of ReportTime.");
}

/// "unknown" and nothing else is what v1 must say where there is nothing to say.
bool says_nothing(xml_node impact) {
    const std::string_view type = impact.attribute("type").value();
    return xml::is_blank(impact.text().get()) && (type.empty() || type == "unknown") &&
           !impact.attribute("severity") && !impact.attribute("completion");
}

void impact(Conversion& conversion, xml_node child, xml_node into) {
    if (says_nothing(child)) return;
    xml_node made = into.append_child("SystemImpact");
    for (const char* name : {"severity", "completion"})
        if (const pugi::xml_attribute one = child.attribute(name))
            conversion.attribute(made, name, one.value());
    std::string type = child.attribute("type").value();
    if (type == "ext-value") type = child.attribute("ext-type").value();
    conversion.attribute(made, "type", type.empty() ? "unknown" : type);
    xml_node text = Conversion::add(made, "Description", child.text().get());
    if (text && child.attribute("lang"))
        conversion.attribute(text, "xml:lang", child.attribute("lang").value());
}

/// An Assessment must hold an impact.
void assessment(Conversion& conversion, xml_node child, xml_node into) {
    xml_node made = conversion.copy(child, into);
    if (!made) return;
    for (const char* name : {"SystemImpact", "TimeImpact", "MonetaryImpact"})
        if (made.child(name)) return;
    into.remove_child(made);
}

/// The published schema of v2 takes no number, the others no word without one.
void left_out(Conversion& conversion, xml_node child, xml_node) {
    conversion.omit(child);
}

void reach(xml_node into, const char* name, const char* inner, xml_node child, const char* type) {
    xml_node made = into.append_child(name);
    if (type != nullptr) made.append_attribute("type").set_value(type);
    Conversion::add(made, inner, child.text().get());
    Conversion::add(made, "Description", child.attribute("meaning").value());
}
void email(Conversion&, xml_node child, xml_node into) {
    reach(into, "Email", "EmailTo", child, nullptr);
}
void telephone(Conversion&, xml_node child, xml_node into) {
    reach(into, "Telephone", "TelephoneNumber", child, nullptr);
}
void fax(Conversion&, xml_node child, xml_node into) {
    reach(into, "Telephone", "TelephoneNumber", child, "fax");
}
void postal_address(Conversion& conversion, xml_node child, xml_node into) {
    xml_node made = into.append_child("PostalAddress");
    xml_node text = Conversion::add(made, "PAddress", child.text().get());
    if (text && child.attribute("lang"))
        conversion.attribute(text, "xml:lang", child.attribute("lang").value());
    Conversion::add(made, "Description", child.attribute("meaning").value());
}

void node_name(Conversion&, xml_node child, xml_node into) {
    xml_node made = into.append_child("DomainData");
    made.append_attribute("system-status").set_value("unknown");
    made.append_attribute("domain-status").set_value("unknown");
    Conversion::add(made, "Name", child.text().get());
}

/// A System without a name or address of its Node is valid in one of the three schemas only.
void system_of(Conversion& conversion, xml_node child, xml_node into) {
    xml_node made = conversion.copy(child, into);
    const xml_node node = made.child("Node");
    if (made && !node.child("DomainData") && !node.child("Address")) {
        conversion.omit(child);
        into.remove_child(made);
    }
}

void flow(Conversion& conversion, xml_node child, xml_node into) {
    xml_node made = conversion.copy(child, into);
    if (made && !made.child("System")) into.remove_child(made);
}

void node_role(Conversion& conversion, xml_node child, xml_node into) {
    // In v2 the role belongs to the System.
    xml_node made = into.parent().append_child("NodeRole");
    conversion.attributes(child, made);
    made.remove_attribute("lang");
    made.remove_attribute("xml:lang");
    Conversion::add(made, "Description", child.text().get());
}

void software(Conversion& conversion, xml_node child, xml_node into) {
    xml_node made = into.append_child(std::string(local_name(child)).c_str());
    std::vector<std::string> words;
    for (const char* name : {"vendor", "family", "name", "version", "patch"})
        if (const std::string_view word = child.attribute(name).value(); !word.empty())
            words.emplace_back(word);
    Conversion::add(made, "Description", join(words, " "));
    for (const char* name : {"swid", "configid"})
        if (const std::string_view word = child.attribute(name).value();
            !word.empty() && word != "0")
            conversion.note("The " + std::string(name) + " of software is left out.");
    for (const xml_node one : child.children())
        if (conversion.is_own(one, "URL")) conversion.copy(one, made);
}

void reference_name(Conversion& conversion, xml_node child, xml_node into) {
    xml_node made = Conversion::add(into, "Description", child.text().get());
    if (made) conversion.attributes(child, made);
}

/// The File that the RecordItems of ours about one are put into.
xml_node file_of(xml_node data) {
    xml_node files = data.child("FileData");
    if (!files) files = data.append_child("FileData");
    xml_node file = files.child("File");
    return file ? file : files.append_child("File");
}

void digests(Conversion& conversion, xml_node item, xml_node data) {
    const xml_node manifest = item.find_child(
        [](const xml_node& one) { return is_element(one, xmldsig_uri, "Manifest"); });
    xml_node file = file_of(data);
    xml_node hashes = file.append_child("HashData");
    hashes.append_attribute("scope").set_value("file-contents");
    for (const xml_node reference : manifest.children()) {
        if (!is_element(reference, xmldsig_uri, "Reference")) continue;
        xml_node hash = hashes.append_child("Hash");
        for (const xml_node part : reference.children()) {
            if (is_element(part, xmldsig_uri, "DigestMethod"))
                hash.append_child("ds:DigestMethod")
                    .append_attribute("Algorithm")
                    .set_value(part.attribute("Algorithm").value());
            else if (is_element(part, xmldsig_uri, "DigestValue"))
                Conversion::add(hash, "ds:DigestValue", part.text().get());
            else if (part.type() == pugi::node_element)
                conversion.omit(part);
        }
    }
}

void record_item(Conversion& conversion, xml_node child, xml_node into) {
    const std::string_view format = child.attribute("formatid").value();
    const std::string_view text = xml::trimmed(child.text().get());
    if (format == evidence_format("#locator")) {
        Conversion::add(into, "URL", text);
    } else if (format == evidence_format("#file-name")) {
        Conversion::add(file_of(into), "FileName", child.text().get());
    } else if (format == evidence_format("#size")) {
        Conversion::add(file_of(into), "FileSize", text);
    } else if (format == evidence_format("#digests")) {
        digests(conversion, child, into);
    } else if (format == evidence_format("#time-stamp")) {
        conversion.copy_as(child, into, "AdditionalData");
    } else {
        xml_node made = conversion.copy(child, into);
        if (made && format == evidence_format("#id") && !made.attribute("name")) {
            made.remove_attribute("meaning");
            made.prepend_attribute("name").set_value("evidence-id");
        }
    }
}

bool is_of_method(const xml_node& node) {
    return is_element(node, sci_uri, "AttackPattern") ||
           is_element(node, sci_uri, "Vulnerability") || is_element(node, sci_uri, "Weakness");
}

/// Classes of RFC 7203 that v2 has in Method itself; false when there is anything else.
bool structured(Conversion& conversion, xml_node child, xml_node into) {
    std::vector<xml_node> inside;
    for (const xml_node one : child.children())
        if (one.type() == pugi::node_element) inside.push_back(one);
    if (local_name(into) != "Method" || inside.empty() ||
        !std::ranges::all_of(inside, is_of_method))
        return false;
    for (const xml_node one : inside) conversion.copy(one, into);
    return true;
}

/// The names that our own emission gives them.
void extension(Conversion& conversion, xml_node child, xml_node into) {
    if (structured(conversion, child, into)) return;
    xml_node made = conversion.copy(child, into);
    if (!made || made.attribute("formatid").value() != evidence_format("")) return;
    const bool hand_over = local_name(into) == "HistoryItem";
    made.prepend_attribute("name").set_value(hand_over ? "hand-over" : "evidence");
}

constexpr ConversionRule rules[] = {
    {"Incident", "ReportTime", report_time},
    {"", "Assessment", assessment},
    {"Assessment", "Impact", impact},
    {"Assessment", "Counter", left_out},
    {"", "Confidence", left_out},
    {"", "Counter", left_out},
    {"Contact", "Email", email},
    {"Contact", "Telephone", telephone},
    {"Contact", "Fax", fax},
    {"Contact", "PostalAddress", postal_address},
    {"", "Flow", flow},
    {"Flow", "System", system_of},
    {"Node", "NodeName", node_name},
    {"Node", "NodeRole", node_role},
    {"Reference", "ReferenceName", reference_name},
    {"", "Application", software},
    {"", "OperatingSystem", software},
    {"RecordData", "RecordItem", record_item},
    {"", "AdditionalData", extension},
};

}  // namespace

std::span<const ConversionRule> rules_to_v2() {
    return rules;
}

void complete_v2(Conversion&, pugi::xml_node from, pugi::xml_node made) {
    // A file of ours has the locator and a type beside the rest.
    if (local_name(from) != "RecordData") return;
    xml_node file = made.child("FileData").child("File");
    if (!file) return;
    const xml_node hashes = file.child("HashData");
    const auto before = [&](const char* name, const char* text) {
        xml_node one = hashes ? file.insert_child_before(name, hashes) : file.append_child(name);
        one.text().set(text);
    };
    before("FileType", "application/octet-stream");
    if (const xml_node url = made.child("URL")) before("URL", url.text().get());
}

}  // namespace exhibit::exchange
