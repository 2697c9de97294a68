#include "xmlsec/sign.hpp"

#include <array>

#include <xmlsec/templates.h>

#include "base/codec.hpp"
#include "exhibit/error.hpp"
#include "xmlsec/document.hpp"
#include "xmlsec/engine.hpp"
#include "xmlsec/paths.hpp"
#include "xmlsec/places.hpp"
#include "xmlsec/shape.hpp"
#include "xmlsec/tree.hpp"

namespace exhibit::xmlsec {
namespace {

xmlNode* require_schema(xmlDoc* tree) {
    xmlNode* schema = report_schema_of(tree);
    if (schema == nullptr) {
        throw Error(ErrorKind::usage,
                    "signing a RID message: it has no RID/RIDPolicy/ReportSchema to put it in");
    }
    return schema;
}

/// iodef-rid:Signature, and in it an unsigned ds:Signature with an empty reference.
xmlNode* add_signature(xmlNode* schema, xmlSecKey* key) {
    xmlNode* holder = made(xmlNewChild(schema, schema->ns, xml_text("Signature"), nullptr),
                           "making a place for a signature");
    xmlNewProp(holder, xml_text("dtype"), xml_text("xml"));
    xmlNewProp(holder, xml_text("meaning"), xml_text("xml"));
    const bool rsa = xmlSecKeyDataCheckId(xmlSecKeyGetValue(key), xmlSecKeyDataRsaId);
    xmlNode* signature = made(xmlSecTmplSignatureCreateNsPref(
                                  schema->doc, xmlSecTransformExclC14NId,
                                  rsa ? xmlSecTransformRsaSha256Id : xmlSecTransformEcdsaSha256Id,
                                  nullptr, xml_text("ds")),
                              "making a signature");
    xmlAddChild(holder, signature);
    return signature;
}

xmlNode* add_reference(xmlNode* signature) {
    return made(xmlSecTmplSignatureAddReference(signature, xmlSecTransformSha256Id, nullptr,
                                                xml_text(""), nullptr),
                "making a reference");
}

void add_transform(xmlNode* reference, xmlSecTransformId id) {
    made(xmlSecTmplReferenceAddTransform(reference, id), "making a transform");
}

/// KeyInfo last: the library would look for certificates of its own to put in.
void finish(xmlNode* signature, Key key, const Signer& signer) {
    const Signing context = made(Signing(xmlSecDSigCtxCreate(nullptr)), "signing");
    context->signKey = key.release();
    if (xmlSecDSigCtxSign(context.get(), signature) < 0 ||
        context->status != xmlSecDSigStatusSucceeded) {
        throw_xmlsec("signing a RID message");
    }
    xmlNode* info = made(xmlSecTmplSignatureEnsureKeyInfo(signature, nullptr), "making KeyInfo");
    xmlNode* list = made(xmlSecTmplKeyInfoAddX509Data(info), "making KeyInfo");
    for (const Bytes& certificate : signer.certificates) {
        made(xmlNewTextChild(list, list->ns, xml_text("X509Certificate"),
                             xml_text(to_base64(certificate).c_str())),
             "making KeyInfo");
    }
}

Key signing_key(const Signer& signer) {
    initialise();
    if (signer.certificates.empty() || signer.certificates.size() > signer_certificates_max)
        throw Error(ErrorKind::usage, "signing a RID message: expected 1 to 4 certificates");
    return made(private_key(signer.key), "reading a private key");
}

void sign_part(xmlNode* schema, xmlNode* target, const Signer& signer) {
    Key key = signing_key(signer);
    const std::string path = path_to(target);
    xmlNode* signature = add_signature(schema, key.get());
    xmlNode* reference = add_reference(signature);
    xmlNode* step = made(xmlSecTmplReferenceAddTransform(reference, xmlSecTransformXPath2Id),
                         "making a transform");
    xmlNode* expression =
        made(xmlNewTextChild(step, nullptr, xml_text("XPath"), xml_text(path.c_str())),
             "making a transform");
    xmlSetNs(expression, xmlNewNs(expression, xml_text(filter_namespace), nullptr));
    xmlNewProp(expression, xml_text("Filter"), xml_text("intersect"));
    for (const PathPrefix& one : path_prefixes)
        xmlNewNs(expression, xml_text(one.name_space), xml_text(one.prefix));
    add_transform(reference, xmlSecTransformExclC14NId);
    finish(signature, std::move(key), signer);
}

std::vector<xmlNode*> parts_to_sign(xmlDoc* tree) {
    std::vector<xmlNode*> items;
    xmlNode* time = nullptr;
    xmlNode* root = xmlDocGetRootElement(tree);
    for (xmlNode* node = root; node != nullptr; node = next_in(root, node)) {
        if (node->type != XML_ELEMENT_NODE || !may_be_signed(node)) continue;
        const bool item = xmlStrEqual(node->name, xml_text("RecordItem")) == 1;
        if (item && items.size() + 1 < signatures_max) items.push_back(node);
        if (!item && time == nullptr) time = node;
    }
    if (items.empty() && time != nullptr) items.push_back(time);
    return items;
}

}  // namespace

std::string sign_parts(std::string_view xml, const Signer& signer) {
    const Tree tree = parse_tree(xml, "a RID message");
    xmlNode* schema = require_schema(tree.get());
    const auto parts = parts_to_sign(tree.get());
    if (parts.empty()) return std::string(xml);
    for (xmlNode* part : parts) sign_part(schema, part, signer);
    return text_of(tree.get());
}

std::string sign_document(std::string_view xml, const Signer& signer) {
    const Tree tree = parse_tree(xml, "a RID message");
    Key key = signing_key(signer);
    xmlNode* signature = add_signature(require_schema(tree.get()), key.get());
    xmlNode* reference = add_reference(signature);
    add_transform(reference, xmlSecTransformEnvelopedId);
    add_transform(reference, xmlSecTransformExclC14NId);
    finish(signature, std::move(key), signer);
    return text_of(tree.get());
}

}  // namespace exhibit::xmlsec
