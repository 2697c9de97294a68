// Structured information (RFC 7203): results of security scans as Verification in the incident, and
// the vulnerabilities and weaknesses they found in Method.
#include <algorithm>
#include <array>

#include "documents/root.hpp"
#include "documents/scap.hpp"
#include "documents/summary.hpp"
#include "exchange/iodef_names.hpp"
#include "exchange/iodef_parts.hpp"

namespace exhibit::exchange {
namespace {

/// Larger documents are referred to only.
constexpr std::size_t enclosed_max = std::size_t{32} << 20U;

// The registry of specifications has one entry, for malware; all else is "private", with these.
constexpr const char* cve_specification = "http://cve.mitre.org";
constexpr const char* cwe_specification = "http://cwe.mitre.org";
constexpr const char* cpe_specification = "http://cpe.mitre.org";
constexpr const char* cvss_specification = "https://www.first.org/cvss";

bool is_scan_form(std::string_view form) {
    return form == documents::xccdf_form || form == documents::oval_form ||
           form == documents::arf_form;
}

/// What the item is, when it is results of a scan; "" for everything else.
std::string form_of(const EvidenceItem& evidence) {
    std::string form;
    if (!evidence.enclosed.empty())
        form = documents::form_of(as_bytes(evidence.enclosed)).value_or("");
    else if (evidence.item.summary && evidence.item.summary->problem.empty())
        form = evidence.item.summary->form;
    return is_scan_form(form) ? form : std::string();
}

/// The namespace that the document is of.
std::string specification_of(const EvidenceItem& evidence, std::string_view form) {
    if (!evidence.enclosed.empty()) {
        const auto root = documents::root_of(as_bytes(evidence.enclosed));
        if (root) return root->uri;
    }
    if (form == documents::oval_form) return std::string(documents::oval_results_uri);
    if (form == documents::arf_form) return std::string(documents::arf_uri);
    const bool old = documents::fact(*evidence.item.summary, "format") == "XCCDF 1.1";
    return std::string(old ? documents::xccdf_1_1_uri : documents::xccdf_1_2_uri);
}

/// Binds its namespace where it stands, as the elements of our extension do.
pugi::xml_node sci_element(pugi::xml_node parent, const char* name,
                           const std::string& specification, const std::string& content = {}) {
    pugi::xml_node node = parent.append_child(name);
    set(node, "xmlns:sci", std::string(sci_uri));
    set(node, "SpecID", "private");
    set(node, "ext-SpecID", specification);
    set(node, "ContentID", content);
    return node;
}

/// Inside another one.
void add_part(pugi::xml_node parent, const char* name, const char* specification,
              const std::string& content) {
    pugi::xml_node node = parent.append_child(name);
    set(node, "SpecID", "private");
    set(node, "ext-SpecID", specification);
    set(node, "ContentID", content);
}

pugi::xml_node data_for(pugi::xml_node parent, const Version& version, const char* name) {
    pugi::xml_node data = version.add_extension(parent, name);
    data.attribute("formatid").set_value(std::string(sci_uri).c_str());
    return data;
}

/// A class says what it has in one way (RFC 7203, 4.4): a Verification refers to the item, another
/// one holds its document.
void add_reference(pugi::xml_node verification, const Build& build, const EvidenceItem& evidence) {
    const ItemInfo& item = evidence.item;
    pugi::xml_node reference = verification.append_child("iodef1:Reference");
    set(reference, "xmlns:iodef1", std::string(iodef_v1_uri));
    add_text(reference, "iodef1:ReferenceName", "Results of a security scan, kept as " + item.id);
    add_text(reference, "iodef1:URL", item_uri(build.input.origin, item.id));
    if (!item.digests.sha256.empty())
        add_text(reference, "iodef1:Description", "SHA-256 " + item.digests.sha256);
}

/// The root element when the document can go in; else it is said why not.
std::string_view element_to_enclose(const Build& build, const EvidenceItem& evidence,
                                    std::string_view form) {
    std::string why;
    std::string_view element;
    if (evidence.enclosed.size() > enclosed_max)
        why = "it is larger than 32 MiB, and only referred to";
    else
        why = documents::summarise(form, evidence.enclosed).problem;
    if (why.empty()) element = root_element(evidence.enclosed, why);
    if (why.empty()) return element;
    build.text.omit("The document " + evidence.item.id + " is not put in: " +
                    build.text.fit(why, "a problem") + (why.ends_with('.') ? "" : "."));
    return {};
}

void add_verifications(pugi::xml_node incident, const Build& build, const Version& version,
                       const EvidenceItem& evidence) {
    const std::string form = form_of(evidence);
    if (form.empty()) return;
    const std::string specification = specification_of(evidence, form);
    add_reference(
        sci_element(data_for(incident, version, "verification"), "sci:Verification", specification),
        build, evidence);
    if (evidence.enclosed.empty()) return;
    const std::string_view element = element_to_enclose(build, evidence, form);
    if (element.empty()) return;
    pugi::xml_node raw =
        sci_element(data_for(incident, version, "verification"), "sci:Verification", specification)
            .append_child("sci:RawData");
    set(raw, "dtype", "xml");
    set(raw, "meaning", "the document kept as " + evidence.item.id);
    build.enclosures.put(raw, element);
}

/// The values of the facts `name`; of those that begin with a CVE, what stands behind it.
std::vector<std::string> values_of(const DocumentSummary& summary, std::string_view name,
                                   const std::string& cve = {}) {
    const std::string begin = cve.empty() ? cve : cve + ' ';
    std::vector<std::string> out;
    for (const DocumentFact& one : summary.facts)
        if (one.name == name && one.value.starts_with(begin))
            out.push_back(one.value.substr(begin.size()));
    return out;
}

void fill_vulnerability(pugi::xml_node node, const DocumentSummary& summary,
                        const std::string& cve) {
    std::vector<std::string> platforms = values_of(summary, "affected", cve);
    if (platforms.empty()) platforms = values_of(summary, "platform");
    for (const std::string& one : platforms) add_part(node, "sci:Platform", cpe_specification, one);
    for (const std::string& one : values_of(summary, "CVSS", cve))
        add_part(node, "sci:Scoring", cvss_specification, one);
}

/// v2 has the classes in Method itself, v1 in AdditionalData of it.
void add_method(pugi::xml_node incident, const Build& build, const Version& version,
                const EvidenceItem& evidence) {
    if (!evidence.item.summary || !is_scan_form(evidence.item.summary->form)) return;
    const DocumentSummary& summary = *evidence.item.summary;
    const auto flaws = values_of(summary, "CVE");
    const auto weaknesses = values_of(summary, "CWE");
    if (flaws.empty() && weaknesses.empty()) return;
    pugi::xml_node method = incident.insert_child_before("Method", incident.child("Contact"));
    set_restriction(method, build);
    add_text(method, "Description",
             "What the security scan kept as " + evidence.item.id +
                 " found on the machine it tested; whether it was made use of is not said.");
    const bool inside = build.input.request.version == IodefVersion::v2;
    const auto place = [&](const char* name) {
        return inside ? method : data_for(method, version, name);
    };
    for (const std::string& cve : flaws)
        fill_vulnerability(
            sci_element(place("vulnerability"), "sci:Vulnerability", cve_specification, cve),
            summary, cve);
    for (const std::string& cwe : weaknesses)
        sci_element(place("weakness"), "sci:Weakness", cwe_specification, cwe);
}

}  // namespace

void add_scans(pugi::xml_node incident, const Build& build, const Version& version) {
    for (const EvidenceItem& evidence : build.input.items) {
        add_method(incident, build, version, evidence);
        add_verifications(incident, build, version, evidence);
    }
}

void note_scans_left_out(const Build& build) {
    for (const EvidenceItem& evidence : build.input.items)
        if (!evidence.enclosed.empty() && !form_of(evidence).empty())
            build.text.omit("The document " + evidence.item.id +
                            " is not put in: results of scans go into an Incident, which this "
                            "section is no part of.");
}

}  // namespace exhibit::exchange
