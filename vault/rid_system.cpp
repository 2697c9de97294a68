#include "vault/rid_system.hpp"

#include <fcntl.h>

#include <algorithm>

#include "base/file.hpp"
#include "base/text.hpp"
#include "crypto/private_key.hpp"
#include "crypto/timestamp.hpp"
#include "exhibit/error.hpp"

namespace exhibit {
namespace {

/// A file that the configuration names, from the folder the configuration lies in.
std::string beside(const std::string& config, const std::string& path) {
    const std::size_t slash = config.rfind('/');
    if (path.starts_with('/') || slash == std::string::npos) return path;
    return config.substr(0, slash + 1) + path;
}

std::string text_of(const std::string& path, std::uint64_t bytes_max) {
    const auto bytes = read_file(path, bytes_max);
    if (!bytes) throw Error(ErrorKind::not_found, "There is no file " + printable(path) + ".");
    return to_string(*bytes);
}

std::vector<Bytes> certificates_in(const std::string& path) {
    return crypto::certificates_from_pem(text_of(path, crypto::certificates_bytes_max), path);
}

crypto::SecretBytes key_in(const std::string& path, const std::string& passphrase_file,
                           const std::function<void(const std::string&)>& warning) {
    crypto::SecretBytes passphrase;
    if (!passphrase_file.empty()) {
        std::string said;
        const SecretText text = SecretText::from_file(passphrase_file, said);
        if (!said.empty() && warning) warning(said);
        passphrase = crypto::SecretBytes::copy_of(as_bytes(text.view()));
    }
    // Straight into locked memory: the file may hold the key in clear.
    const FileDescriptor file = open_file(path, O_RDONLY);
    crypto::SecretBytes buffer(crypto::private_key_bytes_max);
    const std::size_t size = read_up_to(file.get(), buffer.writable(), path);
    return crypto::private_key_from_pem(crypto::SecretBytes::copy_of(buffer.view().first(size)),
                                        passphrase, path);
}

std::string names_of(const std::vector<RidPartner>& partners) {
    std::vector<std::string> names;
    for (const RidPartner& one : partners) names.push_back(printable(one.facts.name));
    return names.empty() ? "none" : join(names, ", ");
}

RidSignature to_signature(const xmlsec::SignatureVerdict& verdict) {
    const crypto::CertificateFacts facts =
        crypto::read_certificate(verdict.certificate, "a signer's certificate");
    return {verdict.path, facts.subject, facts.fingerprint.hex()};
}

rid::Encrypting encrypting_of(const policy::RidPeer& peer) {
    switch (peer.encryption) {
        case policy::RidEncryption::always: return rid::Encrypting::always;
        case policy::RidEncryption::never: return rid::Encrypting::never;
        case policy::RidEncryption::by_restriction: break;
    }
    return rid::Encrypting::by_restriction;
}

std::vector<std::string> notes_of(const rid::Opened& opened) {
    std::vector<std::string> notes;
    const rid::Message& message = opened.message;
    const bool request = message.type == rid::MessageType::investigation_request ||
                         message.type == rid::MessageType::trace_request;
    if (!opened.whole.holds()) notes.push_back("The message is not signed as a whole.");
    if (request && opened.parts.empty())
        notes.push_back("No RecordItem of the request is signed by its originator.");
    if (rid::must_be_encrypted(message) && opened.decrypted == 0 &&
        message.payload != rid::Payload::encrypted && message.payload != rid::Payload::none)
        notes.push_back("Its restriction wants the report encrypted; it came in clear.");
    if (message.payload == rid::Payload::encrypted)
        notes.push_back("The report is encrypted for somebody else.");
    return notes;
}

}  // namespace

std::string mismatch(const RidPartner& partner, const Bytes& certificate) {
    const policy::RidPeer& facts = partner.facts;
    if (!partner.certificate.empty() && partner.certificate != certificate)
        return "the certificate is not the one that is listed for the peer " +
               printable(facts.name);
    if (!facts.dns_id.empty() && !crypto::certificate_names(certificate, facts.dns_id))
        return "the certificate does not name " + printable(facts.dns_id) + ", the peer " +
               printable(facts.name);
    return {};
}

RidReading to_reading(const rid::Opened& opened) {
    const rid::Message& message = opened.message;
    RidReading out;
    out.type = rid::to_string(message.type);
    out.version = message.version;
    if (message.incident) {
        out.csirt = message.incident->csirt;
        out.incident = message.incident->id;
    }
    out.restriction = message.restriction;
    if (message.status) {
        out.authorization = message.status->authorization;
        out.justification = message.status->justification;
    }
    if (message.source) out.source_found = message.source->found;
    out.payload = rid::to_string(message.payload);
    out.decrypted = opened.decrypted > 0;
    out.document = message.document;
    if (opened.whole.holds()) out.signatures.push_back(to_signature(opened.whole));
    for (const xmlsec::SignatureVerdict& part : opened.parts)
        out.signatures.push_back(to_signature(part));
    out.notes = notes_of(opened);
    return out;
}

const RidPartner& RidSystem::State::partner(const std::string& name) const {
    const auto found =
        std::ranges::find(partners, name, [](const RidPartner& one) { return one.facts.name; });
    if (found == partners.end())
        throw Error(ErrorKind::not_found, "There is no peer '" + printable(name) +
                                              "' on the list; there are: " + names_of(partners) +
                                              ".");
    return *found;
}

const RidPartner* RidSystem::State::owner_of(const Bytes& certificate) const {
    for (const RidPartner& one : partners)
        if (mismatch(one, certificate).empty()) return &one;
    return nullptr;
}

std::string RidSystem::State::seal(const RidPartner& partner, const rid::Message& message) const {
    if (!partner.certificate.empty()) {
        const crypto::CertificateVerdict verdict = crypto::judge_certificate(
            partner.certificate, {}, trust, crypto::CertificateUse::decrypt, clock->now());
        const bool needed = message.payload != rid::Payload::none;
        if (needed && verdict.fault != crypto::CertificateFault::none)
            throw Error(ErrorKind::denied, "encrypting for the peer " +
                                               printable(partner.facts.name) + ": " + verdict.why);
    }
    return rid::seal_message(
        message, {{key, certificates}, partner.certificate, encrypting_of(partner.facts)});
}

rid::Opened RidSystem::State::open(std::string_view xml, const RidPartner* partner,
                                   bool signature_required) const {
    const xmlsec::SignatureTrust signature_trust{trust, clock->now()};
    rid::Opened opened =
        rid::open_message(xml, {signature_trust, &key, signature_required, partner == nullptr});
    if (partner != nullptr && opened.whole.holds()) {
        const std::string wrong = mismatch(*partner, opened.whole.certificate);
        if (!wrong.empty())
            throw Error(ErrorKind::verification,
                        "reading a RID message: it is signed by somebody else: " + wrong);
    }
    return opened;
}

rid::Message RidSystem::State::message_to(const RidPartner& partner, rid::MessageType type) const {
    rid::Message message;
    message.type = type;
    const bool v6 = partner.facts.host.find(':') != std::string::npos;
    if (!partner.facts.dns_id.empty()) message.node.names.push_back(partner.facts.dns_id);
    message.node.addresses.push_back({v6 ? "ipv6-addr" : "ipv4-addr", partner.facts.host});
    return message;
}

RidSystem::RidSystem(std::unique_ptr<State> state) : state_(std::move(state)) {}
RidSystem::RidSystem(RidSystem&&) noexcept = default;
RidSystem::~RidSystem() = default;

RidSystem RidSystem::load(const std::string& path, const std::string& home,
                          const std::function<void(const std::string&)>& warning) {
    auto state = std::make_unique<State>();
    state->home = home;
    state->file = policy::parse_rid_file(text_of(path, policy::rid_file_bytes_max), path);
    const policy::RidFile& file = state->file;
    state->clock = system_clock();
    state->certificates = certificates_in(beside(path, file.certificate));
    const std::string passphrase_file =
        file.key_passphrase_file.empty() ? "" : beside(path, file.key_passphrase_file);
    state->key = key_in(beside(path, file.key), passphrase_file, warning);
    state->trust.anchors = certificates_in(beside(path, file.anchors));
    const std::string lists = beside(path, file.revocation_lists);
    state->trust.revocation_lists =
        crypto::revocation_lists_from_pem(text_of(lists, crypto::revocation_list_bytes_max), lists);
    for (const policy::RidPeer& peer : file.peers) {
        RidPartner partner{peer, {}};
        if (!peer.certificate.empty())
            partner.certificate = certificates_in(beside(path, peer.certificate)).front();
        state->partners.push_back(std::move(partner));
    }
    state->tls.emplace(state->key, state->certificates, state->trust, *state->clock);
    return RidSystem(std::move(state));
}

std::vector<RidPeerInfo> RidSystem::peers() const {
    std::vector<RidPeerInfo> out;
    for (const RidPartner& one : state_->partners)
        out.push_back({one.facts.name, one.facts.host, one.facts.port, one.facts.dns_id,
                       one.facts.incidents});
    return out;
}

RidReading RidSystem::read(std::string_view xml, bool signature_required) const {
    return to_reading(state_->open(xml, nullptr, signature_required));
}

}  // namespace exhibit
