#include "xmlsec/shape.hpp"

#include <algorithm>
#include <array>

#include "base/codec.hpp"
#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "xmlsec/document.hpp"
#include "xmlsec/paths.hpp"
#include "xmlsec/places.hpp"

namespace exhibit::xmlsec {
namespace {

constexpr std::array signature_methods = {
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384",
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512",
};
constexpr std::array digest_methods = {
    "http://www.w3.org/2001/04/xmlenc#sha256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512",
};

Shape refused(SignatureFault fault, std::string why) {
    Shape shape;
    shape.fault = fault;
    shape.why = std::move(why);
    return shape;
}

bool is_signature_part(const xmlNode* node, const char* name) {
    return is_element(node, signature_namespace, name);
}

/// An element with an Algorithm and nothing else: no parameters.
bool names_plainly(const xmlNode* node, std::string_view algorithm) {
    return attribute_count(node) == 1 && attribute(node, "Algorithm") == algorithm &&
           elements_of(node).empty();
}

template <typename List>
bool names_one_of(const xmlNode* node, const List& algorithms) {
    return std::ranges::any_of(algorithms,
                               [&](const char* one) { return names_plainly(node, one); });
}

/// Fills in what the transforms say is signed.
void read_transforms(Shape& shape, xmlNode* transforms, xmlNode* signature) {
    const auto steps = elements_of(transforms);
    const auto refuse = [&](SignatureFault fault, std::string why) {
        shape.fault = fault;
        shape.why = std::move(why);
    };
    const bool two = steps.size() == 2 && std::ranges::all_of(steps, [](const xmlNode* step) {
                         return is_signature_part(step, "Transform") && attribute_count(step) == 1;
                     });
    if (!two || !names_plainly(steps[1], exclusive_canonical)) {
        return refuse(SignatureFault::transform,
                      "its transforms are not one that says what is signed, and exclusive "
                      "canonicalisation without parameters");
    }
    if (names_plainly(steps[0], enveloped_transform)) {
        shape.enveloped = true;
        return;
    }
    xmlNode* expression = only_child(steps[0], filter_namespace, "XPath");
    if (attribute(steps[0], "Algorithm") != filter_namespace || expression == nullptr ||
        elements_of(steps[0]).size() != 1 || !elements_of(expression).empty() ||
        attribute_count(expression) != 1 || attribute(expression, "Filter") != "intersect") {
        return refuse(SignatureFault::transform,
                      "it is neither enveloped nor by one XPath that intersects; " +
                          printable(attribute(steps[0], "Algorithm")) + " is refused");
    }
    const PathTarget target = follow(content(expression), expression, signature);
    if (target.node == nullptr) {
        return refuse(SignatureFault::reference,
                      "its XPath " + printable(content(expression)) + " " + target.why);
    }
    if (!may_be_signed(target.node)) {
        return refuse(SignatureFault::place,
                      "it points at " + printable(readable_path(target.node)) +
                          ", expected a RecordItem or a RecordData's DateTime in XMLDocument");
    }
    shape.target = target.node;
}

void read_reference(Shape& shape, xmlNode* reference, xmlNode* signature) {
    const auto parts = elements_of(reference);
    const bool only_uri =
        has_attribute(reference, "URI") && attribute(reference, "URI").empty() &&
        attribute_count(reference) == 1 + (has_attribute(reference, "Id") ? 1 : 0);
    if (!only_uri) {
        shape.fault = SignatureFault::reference;
        shape.why =
            "its reference is not URI=\"\" alone but " + printable(attribute(reference, "URI"));
        return;
    }
    if (parts.size() != 3 || !is_signature_part(parts[0], "Transforms") ||
        !is_signature_part(parts[1], "DigestMethod") ||
        !is_signature_part(parts[2], "DigestValue")) {
        shape.fault = SignatureFault::reference;
        shape.why = "its reference does not hold Transforms, DigestMethod and DigestValue";
        return;
    }
    if (!names_one_of(parts[1], digest_methods)) {
        shape.fault = SignatureFault::algorithm;
        shape.why = "its digest is " + printable(attribute(parts[1], "Algorithm")) +
                    ", expected SHA-256, SHA-384 or SHA-512";
        return;
    }
    read_transforms(shape, parts[0], signature);
}

void read_certificates(Shape& shape, const xmlNode* info) {
    for (const xmlNode* part : elements_of(info)) {
        if (is_signature_part(part, "KeyName") || is_signature_part(part, "KeyValue")) continue;
        if (!is_signature_part(part, "X509Data")) {
            shape.fault = SignatureFault::key_info;
            shape.why =
                "its KeyInfo holds " + printable(to_string(part->name)) + ", expected X509Data";
            return;
        }
        for (const xmlNode* one : elements_of(part)) {
            if (!is_signature_part(one, "X509Certificate")) continue;
            std::string text = content(one);
            std::erase_if(text, [](char c) { return c == '\n' || c == '\r' || c == ' '; });
            try {
                shape.certificates.push_back(from_base64(text, "a certificate of KeyInfo"));
            } catch (const FormatError& error) {
                shape.fault = SignatureFault::key_info;
                shape.why = error.what();
                return;
            }
        }
    }
    if (shape.certificates.empty() || shape.certificates.size() > signer_certificates_max) {
        shape.fault = SignatureFault::key_info;
        shape.why = "its KeyInfo holds " +
                    counted(shape.certificates.size(), "certificate", "certificates") +
                    ", expected 1 to 4";
    }
}

}  // namespace

xmlNode* report_schema_of(xmlDoc* tree) {
    xmlNode* root = xmlDocGetRootElement(tree);
    if (!is_element(root, rid_namespace, "RID")) return nullptr;
    return only_child(only_child(root, rid_namespace, "RIDPolicy"), rid_namespace, "ReportSchema");
}

std::vector<xmlNode*> signatures_of(xmlDoc* tree) {
    std::vector<xmlNode*> out;
    const xmlNode* schema = report_schema_of(tree);
    if (schema == nullptr) return out;
    for (const xmlNode* holder : elements_of(schema)) {
        if (!is_element(holder, rid_namespace, "Signature")) continue;
        const auto inside = elements_of(holder);
        if (inside.size() == 1 && is_signature_part(inside[0], "Signature"))
            out.push_back(inside[0]);
    }
    return out;
}

bool may_be_signed(const xmlNode* node) {
    const auto iodef = [](const xmlNode* one, const char* name) {
        return is_element(one, iodef_v1_namespace, name) ||
               is_element(one, iodef_v2_namespace, name);
    };
    const bool fits =
        iodef(node, "RecordItem") || (iodef(node, "DateTime") && iodef(node->parent, "RecordData"));
    if (!fits) return false;
    for (; node != nullptr; node = node->parent)
        if (is_element(node, rid_namespace, "XMLDocument")) return true;
    return false;
}

Shape shape_of(xmlNode* signature) {
    const auto parts = elements_of(signature);
    if (parts.size() != 3 || !is_signature_part(parts[0], "SignedInfo") ||
        !is_signature_part(parts[1], "SignatureValue") || !is_signature_part(parts[2], "KeyInfo")) {
        return refused(SignatureFault::key_info,
                       "it does not hold SignedInfo, SignatureValue and KeyInfo alone");
    }
    const auto info = elements_of(parts[0]);
    if (info.size() < 2 || !is_signature_part(info[0], "CanonicalizationMethod") ||
        !names_plainly(info[0], exclusive_canonical)) {
        return refused(SignatureFault::transform,
                       "its own canonicalisation is not the exclusive one without parameters");
    }
    if (!is_signature_part(info[1], "SignatureMethod") ||
        !names_one_of(info[1], signature_methods)) {
        return refused(SignatureFault::algorithm,
                       "it is made with " + printable(attribute(info[1], "Algorithm")) +
                           ", expected RSA or ECDSA with SHA-256, SHA-384 or SHA-512");
    }
    if (info.size() != 3 || !is_signature_part(info[2], "Reference")) {
        return refused(SignatureFault::reference, "it does not have exactly one reference");
    }
    Shape shape;
    read_reference(shape, info[2], signature);
    if (shape.fault == SignatureFault::none) read_certificates(shape, parts[2]);
    return shape;
}

}  // namespace exhibit::xmlsec
