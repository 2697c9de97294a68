// From one form of IODEF to another: read, judged, made, and judged again.
#include "exchange/conversion.hpp"
#include "exchange/conversion_parts.hpp"
#include "exchange/iodef_json.hpp"
#include "exchange/iodef_names.hpp"
#include "exchange/xml_tree.hpp"
#include "exhibit/conversion.hpp"
#include "exhibit/error.hpp"
#include "exhibit/validation.hpp"

namespace exhibit {
namespace exchange {
namespace {

constexpr std::string_view form_name(IodefForm form) {
    switch (form) {
        case IodefForm::v1: return "IODEF version 1";
        case IodefForm::v2: return "IODEF version 2";
        case IodefForm::json: return "JSON IODEF";
    }
    return "IODEF";
}

/// The first errors of a document that is not valid, as one Error.
void require_valid(const ValidationReport& report, ErrorKind kind, const std::string& doing,
                   const std::string& what_next) {
    if (report.valid()) return;
    Error error(kind, doing + " " + what_next);
    std::size_t shown = 0;
    for (const ValidationMessage& message : report.messages) {
        if (!message.is_error || ++shown > 5) continue;
        error.add_context("line " + std::to_string(message.line) + ", " + message.path + ": " +
                          message.text);
    }
    throw error;
}

/// Into a tree of XML; the form it was in.
IodefForm load(std::string_view document, const std::string& source, pugi::xml_document& tree,
               std::vector<std::string>& omitted) {
    if (looks_like_json(document)) {
        const XmlOfJson xml = require_xml_of_json(document, source);
        load_strictly(tree, xml.xml, source);
        move_node_addresses_back(tree);
        omitted = xml.omitted;
        return IodefForm::json;
    }
    load_strictly(tree, document, source);
    const pugi::xml_node root = tree.document_element();
    if (is_element(root, iodef_v1_uri, "IODEF-Document")) return IodefForm::v1;
    if (is_element(root, iodef_v2_uri, "IODEF-Document")) return IodefForm::v2;
    throw Error(ErrorKind::unsupported,
                "converting " + source +
                    ": its root is no IODEF-Document of version 1 or 2; a RID message has its "
                    "report inside, which can be converted when it is taken out");
}

void tell_signatures(pugi::xml_node node, std::vector<std::string>& omitted) {
    const pugi::xml_node found = node.find_node(
        [](const pugi::xml_node& one) { return is_element(one, xmldsig_uri, "Signature"); });
    if (found)
        omitted.emplace_back(
            "The document holds an XML signature. Over parts of the document itself it does not "
            "hold for the converted one.");
}

/// `tree` becomes one of the other version.
void change_version(pugi::xml_document& tree, IodefVersion to, std::vector<std::string>& omitted) {
    pugi::xml_document made;
    Conversion conversion(to);
    conversion.run(tree, made);
    tree.reset(made);
    for (const std::string& sentence : conversion.omissions()) omitted.push_back(sentence);
}

ConversionResult convert(std::string_view document, const std::string& source, IodefForm wanted) {
    ConversionResult out;
    pugi::xml_document tree;
    out.from = load(document, source, tree, out.omitted);
    require_valid(
        validate_report(document, {.lenient = true}), ErrorKind::malformed,
        "converting " + source + ": it is no valid " + std::string(form_name(out.from)) + ".",
        "Nothing of it is guessed; exhibit iodef validate tells all of it");
    tell_signatures(tree, out.omitted);
    if (out.from == IodefForm::v1 && wanted != IodefForm::v1)
        change_version(tree, IodefVersion::v2, out.omitted);
    if (out.from != IodefForm::v1 && wanted == IodefForm::v1)
        change_version(tree, IodefVersion::v1, out.omitted);
    if (wanted == IodefForm::json) {
        JsonIodef json = json_of_iodef(tree);
        out.document = std::move(json.text);
        out.omitted.insert(out.omitted.end(), json.omitted.begin(), json.omitted.end());
    } else {
        out.document = document_text(tree);
    }
    require_valid(validate_report(out.document, {.lenient = true}), ErrorKind::unsupported,
                  "converting " + source + ": no valid " + std::string(form_name(wanted)) +
                      " can be made of it.",
                  "Nothing was written");
    return out;
}

}  // namespace

std::string texts_of(pugi::xml_node node, std::string_view name, std::string_view between) {
    std::string out;
    for (const pugi::xml_node child : node.children()) {
        if (child.type() != pugi::node_element || local_name(child) != name) continue;
        if (!out.empty()) out += between;
        out += child.text().get();
    }
    return out;
}

std::string evidence_format(std::string_view part) {
    return "urn:exhibit:iodef-evidence-1.0" + std::string(part);
}

}  // namespace exchange

ConversionResult convert_iodef(std::string_view document, const std::string& source,
                               IodefForm wanted) {
    return exchange::convert(document, source, wanted);
}

}  // namespace exhibit
