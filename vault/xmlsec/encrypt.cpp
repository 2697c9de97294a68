#include "xmlsec/encrypt.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <xmlsec/keysmngr.h>
#include <xmlsec/templates.h>
#include <xmlsec/xmltree.h>

#include "base/text.hpp"
#include "crypto/certificate.hpp"
#include "exhibit/error.hpp"
#include "xmlsec/document.hpp"
#include "xmlsec/engine.hpp"
#include "xmlsec/places.hpp"
#include "xmlsec/shape.hpp"
#include "xmlsec/tree.hpp"

namespace exhibit::xmlsec {
namespace {

constexpr std::array gcm_ciphers = {
    "http://www.w3.org/2009/xmlenc11#aes256-gcm",
    "http://www.w3.org/2009/xmlenc11#aes192-gcm",
    "http://www.w3.org/2009/xmlenc11#aes128-gcm",
};
constexpr std::array cbc_ciphers = {
    "http://www.w3.org/2001/04/xmlenc#aes256-cbc",
    "http://www.w3.org/2001/04/xmlenc#aes192-cbc",
    "http://www.w3.org/2001/04/xmlenc#aes128-cbc",
};
constexpr const char* key_transport = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p";
constexpr const char* element_type = "http://www.w3.org/2001/04/xmlenc#Element";
constexpr const char* content_type = "http://www.w3.org/2001/04/xmlenc#Content";
constexpr std::size_t recipients_max = 16;
constexpr int rounds_max = 3;  // a document, the report in it, a class in that

struct DestroyManager {
    void operator()(xmlSecKeysMngr* manager) const noexcept { xmlSecKeysMngrDestroy(manager); }
};
using KeysManager = std::unique_ptr<xmlSecKeysMngr, DestroyManager>;

KeysManager recipient_of(ByteView certificate) {
    if (!crypto::read_certificate(certificate, "the recipient's certificate").rsa) {
        throw Error(ErrorKind::usage,
                    "encrypting for a recipient: the certificate's key is not RSA, which "
                    "RSA-OAEP needs; ask for one that is");
    }
    KeysManager manager = made(KeysManager(xmlSecKeysMngrCreate()), "encrypting");
    if (xmlSecCryptoAppDefaultKeysMngrInit(manager.get()) < 0) throw_xmlsec("encrypting");
    Key key = made(public_key(certificate), "reading the recipient's certificate");
    if (xmlSecCryptoAppDefaultKeysMngrAdoptKey(manager.get(), key.get()) < 0)
        throw_xmlsec("encrypting");
    static_cast<void>(key.release());
    return manager;
}

std::string encrypt_element(const Tree& tree, xmlNode* element, ByteView recipient) {
    const KeysManager manager = recipient_of(recipient);
    xmlNode* data = made(xmlSecTmplEncDataCreate(tree.get(), xmlSecTransformAes256GcmId, nullptr,
                                                 xmlSecTypeEncElement, nullptr, nullptr),
                         "encrypting");
    made(xmlSecTmplEncDataEnsureCipherValue(data), "encrypting");
    xmlNode* info = made(xmlSecTmplEncDataEnsureKeyInfo(data, nullptr), "encrypting");
    const std::string hint = "sha256:" + crypto::sha256(recipient).hex();
    xmlNode* wrapped =
        made(xmlSecTmplKeyInfoAddEncryptedKey(info, xmlSecTransformRsaOaepId, nullptr, nullptr,
                                              xml_text(hint.c_str())),
             "encrypting");
    made(xmlSecTmplEncDataEnsureCipherValue(wrapped), "encrypting");

    const Encryption context = made(Encryption(xmlSecEncCtxCreate(manager.get())), "encrypting");
    context->encKey = xmlSecKeyGenerate(xmlSecKeyDataAesId, 256, xmlSecKeyDataTypeSession);
    if (context->encKey == nullptr || xmlSecEncCtxXmlEncrypt(context.get(), data, element) < 0) {
        throw_xmlsec("encrypting");
    }
    return text_of(tree.get());
}

/// The bytes of the element that `data` (EncryptedData or EncryptedKey) holds.
std::string open_with(xmlNode* data, Key key, xmlEncCtxMode mode) {
    const Encryption context = made(Encryption(xmlSecEncCtxCreate(nullptr)), "decrypting");
    context->mode = mode;
    context->encKey = key.release();
    const xmlSecBuffer* bytes = xmlSecEncCtxDecryptToBuffer(context.get(), data);
    static_cast<void>(complaints());
    if (bytes == nullptr || bytes->data == nullptr) return {};
    return {reinterpret_cast<const char*>(bytes->data), bytes->size};
}

bool is_encryption(const xmlNode* node, const char* name) {
    return is_element(node, encryption_namespace, name);
}

[[noreturn]] void refuse(const std::string& expected) {
    throw FormatError("an encrypted part of a message", 0, expected);
}

/// EncryptionMethod, CipherData with a value, and nothing that refers elsewhere.
std::string method_of(const xmlNode* data) {
    const xmlNode* method = only_child(data, encryption_namespace, "EncryptionMethod");
    const xmlNode* cipher = only_child(data, encryption_namespace, "CipherData");
    if (method == nullptr || only_child(cipher, encryption_namespace, "CipherValue") == nullptr ||
        elements_of(cipher).size() != 1) {
        refuse("an EncryptionMethod, and CipherData that holds a CipherValue");
    }
    return attribute(method, "Algorithm");
}

std::vector<xmlNode*> wrapped_keys_of(const xmlNode* data) {
    std::vector<xmlNode*> out;
    const xmlNode* info = only_child(data, signature_namespace, "KeyInfo");
    if (info == nullptr) refuse("a KeyInfo with an EncryptedKey");
    for (xmlNode* node : elements_of(info)) {
        if (!is_encryption(node, "EncryptedKey")) continue;
        if (method_of(node) != key_transport) {
            refuse("keys wrapped by RSA-OAEP (rsa-oaep-mgf1p), not " + printable(method_of(node)));
        }
        out.push_back(node);
    }
    if (out.empty() || out.size() > recipients_max) refuse("1 to 16 EncryptedKey elements");
    return out;
}

void require_cipher(const std::string& method, Ciphers ciphers) {
    const auto is = [&](const char* one) { return method == one; };
    if (std::ranges::any_of(gcm_ciphers, is)) return;
    const bool cbc = std::ranges::any_of(cbc_ciphers, is);
    if (cbc && ciphers == Ciphers::all) return;
    refuse(cbc ? "AES in GCM: with CBC, whoever sends this could find out what others sent"
               : "AES in GCM, not " + printable(method));
}

std::string plain_text_of(xmlNode* data, const crypto::SecretBytes& key, Ciphers ciphers) {
    require_cipher(method_of(data), ciphers);
    for (xmlNode* wrapped : wrapped_keys_of(data)) {
        std::string session = open_with(wrapped, made(private_key(key), "reading a private key"),
                                        xmlEncCtxModeEncryptedKey);
        if (session.empty()) continue;
        Key aes(xmlSecKeyReadMemory(xmlSecKeyDataAesId,
                                    reinterpret_cast<const xmlSecByte*>(session.data()),
                                    static_cast<xmlSecSize>(session.size())));
        crypto::wipe(std::as_writable_bytes(std::span(session)));
        static_cast<void>(complaints());
        if (!aes) continue;
        std::string text = open_with(data, std::move(aes), xmlEncCtxModeEncryptedData);
        if (text.empty()) {
            throw Error(ErrorKind::verification,
                        "decrypting a part of a message: the bytes were changed, or are not of "
                        "this key; ask the sender to send it again");
        }
        return text;
    }
    throw Error(ErrorKind::denied,
                "decrypting a part of a message: it is not encrypted for this key; ask the sender "
                "to encrypt it for the certificate of this system");
}

/// Prefixes bound in `node`, as attributes.
std::string bindings_at(const xmlNode* node) {
    std::string out;
    std::vector<std::string> seen;
    for (; node != nullptr && node->type == XML_ELEMENT_NODE; node = node->parent) {
        for (const xmlNs* one = node->nsDef; one != nullptr; one = one->next) {
            const std::string prefix = to_string(one->prefix);
            if (std::ranges::find(seen, prefix) != seen.end()) continue;
            seen.push_back(prefix);
            const xmlChar* escaped = xmlEncodeSpecialChars(node->doc, one->href);
            out += (prefix.empty() ? " xmlns" : " xmlns:" + prefix) + "=\"" + to_string(escaped) +
                   "\"";
            xmlFree(const_cast<xmlChar*>(escaped));
        }
    }
    return out;
}

/// `<?xml ...?>` at the beginning, which a document encrypted as a whole may have.
std::string_view without_declaration(std::string_view text) {
    if (!text.starts_with("<?xml ")) return text;
    const std::size_t end = text.find("?>");
    return end == std::string_view::npos ? text : text.substr(end + 2);
}

void put_in_place(xmlNode* data, std::string_view text) {
    const std::string type = attribute(data, "Type");
    if (type != element_type && type != content_type)
        refuse("the Type of an element or of content");
    const std::string wrapped = "<part" + bindings_at(data->parent) + ">" +
                                std::string(without_declaration(text)) + "</part>";
    const Tree part = parse_tree(wrapped, "a decrypted part of a message");
    xmlNode* root = xmlDocGetRootElement(part.get());
    if (type == element_type && elements_of(root).size() != 1) refuse("one element inside");
    xmlDoc* tree = data->doc;
    if (data->parent == nullptr || data->parent->type != XML_ELEMENT_NODE) {
        xmlNode* only = elements_of(root).size() == 1 ? elements_of(root)[0] : nullptr;
        if (only == nullptr) refuse("one element inside");
        xmlNode* copy = xmlDocCopyNode(only, tree, 1);
        xmlNode* old = xmlDocSetRootElement(tree, copy);
        xmlFreeNode(old);
        return;
    }
    for (const xmlNode* one = root->children; one != nullptr; one = one->next) {
        // The copy binds what it uses by itself, where the place it comes to does not.
        xmlAddPrevSibling(data, xmlDocCopyNode(const_cast<xmlNode*>(one), tree, 1));
    }
    xmlUnlinkNode(data);
    xmlFreeNode(data);
}

std::vector<xmlNode*> encrypted_parts(xmlDoc* tree) {
    std::vector<xmlNode*> out;
    xmlNode* root = xmlDocGetRootElement(tree);
    for (xmlNode* node = root; node != nullptr;) {
        const bool found = is_encryption(node, "EncryptedData");
        if (found) out.push_back(node);
        // One inside another goes with it.
        node = found ? behind(root, node) : next_in(root, node);
    }
    return out;
}

}  // namespace

std::string encrypt_report(std::string_view xml, ByteView recipient) {
    const Tree tree = parse_tree(xml, "a RID message");
    const xmlNode* schema = report_schema_of(tree.get());
    const xmlNode* holder = only_child(schema, rid_namespace, "XMLDocument");
    if (holder == nullptr || elements_of(holder).size() != 1) {
        throw Error(ErrorKind::usage, "encrypting a report: the message holds none");
    }
    return encrypt_element(tree, elements_of(holder)[0], recipient);
}

std::string encrypt_whole(std::string_view xml, ByteView recipient) {
    const Tree tree = parse_tree(xml, "a RID message");
    return encrypt_element(tree, xmlDocGetRootElement(tree.get()), recipient);
}

bool is_encrypted(std::string_view xml) {
    const Tree tree = parse_tree(xml, "a RID message");
    return !encrypted_parts(tree.get()).empty();
}

bool is_encrypted_whole(std::string_view xml) {
    const Tree tree = parse_tree(xml, "a RID message");
    return is_encryption(xmlDocGetRootElement(tree.get()), "EncryptedData");
}

std::string decrypt_whole(std::string_view xml, const crypto::SecretBytes& key, Ciphers ciphers) {
    const Tree tree = parse_tree(xml, "a RID message");
    xmlNode* root = xmlDocGetRootElement(tree.get());
    if (!is_encryption(root, "EncryptedData")) refuse("an EncryptedData as the root");
    put_in_place(root, plain_text_of(root, key, ciphers));
    return text_of(tree.get());
}

Decrypted decrypt(std::string_view xml, const crypto::SecretBytes& key, Ciphers ciphers) {
    Decrypted out{std::string(xml), 0};
    for (int round = 0; round < rounds_max; ++round) {
        const Tree tree = parse_tree(out.xml, "a RID message");
        const auto parts = encrypted_parts(tree.get());
        if (parts.empty()) return out;
        if (parts.size() > encrypted_parts_max) refuse("at most 16 encrypted parts");
        for (xmlNode* part : parts) {
            put_in_place(part, plain_text_of(part, key, ciphers));
            ++out.parts;
        }
        out.xml = text_of(tree.get());
    }
    if (is_encrypted(out.xml)) refuse("encryption at most three deep");
    return out;
}

}  // namespace exhibit::xmlsec
