#include "rid/seal.hpp"

#include <algorithm>

#include "exhibit/error.hpp"
#include "xmlsec/encrypt.hpp"

namespace exhibit::rid {
namespace {

bool to_be_encrypted(const Message& message, const Sealing& sealing) {
    if (message.payload == Payload::none || message.payload == Payload::encrypted) return false;
    const bool must = must_be_encrypted(message);
    if (sealing.encrypting == Encrypting::never && must) {
        throw Error(ErrorKind::denied,
                    "sending a RID message: its restriction wants it encrypted and this peer gets "
                    "nothing encrypted; change the peer's entry or the restriction");
    }
    const bool wanted = sealing.encrypting == Encrypting::always && !must_be_clear(message);
    if (!must && !wanted) return false;
    if (sealing.recipient.empty()) {
        throw Error(ErrorKind::denied,
                    "sending a RID message: it has to be encrypted and the peer has no certificate "
                    "to encrypt for; name one in the peer's entry");
    }
    return true;
}

void require_signature(const xmlsec::SignatureVerdict& verdict, bool required) {
    if (verdict.holds()) return;
    if (!required && verdict.fault == xmlsec::SignatureFault::missing) return;
    throw Error(ErrorKind::verification,
                "reading a RID message: " + verdict.why + "; nothing in it was believed");
}

}  // namespace

std::string seal_message(const Message& message, const Sealing& sealing) {
    // Read back: what is signed is what any reader of it will see.
    std::string xml = write_message(message);
    const Message as_read = read_message(xml);
    xml = xmlsec::sign_parts(xml, sealing.signer);
    if (to_be_encrypted(as_read, sealing)) xml = xmlsec::encrypt_report(xml, sealing.recipient);
    return xmlsec::sign_document(xml, sealing.signer);
}

Opened open_message(std::string_view xml, const Opening& opening) {
    Opened out;
    std::string text(xml);
    const auto ciphers = opening.from_file ? xmlsec::Ciphers::all : xmlsec::Ciphers::authenticated;
    const auto decrypt = [&](const std::string& from) {
        xmlsec::Decrypted plain = xmlsec::decrypt(from, *opening.key, ciphers);
        out.decrypted = std::max(out.decrypted, plain.parts);
        return std::move(plain.xml);
    };
    // Encrypted as a whole: the signature is inside. Else it is judged before a key is used.
    if (opening.key != nullptr && xmlsec::is_encrypted_whole(text)) {
        text = xmlsec::decrypt_whole(text, *opening.key, ciphers);
        out.decrypted = 1;
    }
    out.whole = xmlsec::verify_document(text, opening.trust);
    require_signature(out.whole, opening.signature_required);
    std::string signed_text = out.whole.holds() ? out.whole.canonical : text;
    if (opening.key != nullptr && (out.whole.holds() || opening.from_file)) {
        text = decrypt(text);
        signed_text = decrypt(signed_text);
    }
    out.message = read_message(signed_text);
    if (out.message.payload == Payload::encrypted) return out;  // nobody can look inside
    out.parts = xmlsec::verify_parts(text, opening.trust);
    for (const xmlsec::SignatureVerdict& part : out.parts) require_signature(part, true);
    return out;
}

}  // namespace exhibit::rid
