#include "vault/rid_keep.hpp"

#include <unistd.h>

#include <algorithm>

#include "base/file.hpp"
#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "vault/vault_state.hpp"

namespace exhibit {
namespace {

constexpr std::size_t description_bytes_max = 1000;

/// A file of the home folder that goes with this object.
class PassingFile {
public:
    PassingFile(const std::string& home, const std::string& name, std::string_view bytes)
        : path_(home + "/rid/" + name) {
        make_private_folders(home + "/rid");
        replace_file(path_, as_bytes(bytes));
    }
    PassingFile(const PassingFile&) = delete;
    PassingFile& operator=(const PassingFile&) = delete;
    ~PassingFile() { static_cast<void>(::unlink(path_.c_str())); }
    const std::string& path() const noexcept { return path_; }

private:
    std::string path_;
};

std::string described(const ReceivedMessage& received) {
    const rid::Message& message = received.opened.message;
    std::string out = "RID " + std::string(rid::to_string(message.type)) + " of " +
                      printable(received.partner.facts.name);
    if (message.incident)
        out +=
            " about " + printable(message.incident->csirt) + "#" + printable(message.incident->id);
    out += ", " + received.how + "; ";
    if (!received.opened.whole.holds()) return out + "not signed";
    const crypto::CertificateFacts signer =
        crypto::read_certificate(received.opened.whole.certificate, "a signer's certificate");
    out += "signed by " + printable(signer.subject) +
           ", certificate sha256:" + signer.fingerprint.hex();
    if (!received.opened.parts.empty())
        out += "; " + counted(received.opened.parts.size(), "part", "parts") + " signed as well";
    return out.substr(0, description_bytes_max);
}

std::string ingest_text(Vault& vault, const std::string& home, const std::string& name,
                        std::string_view bytes, IngestRequest request) {
    const PassingFile file(home, name, bytes);
    request.source = file.path();
    request.kind = "file";
    request.single = true;
    return vault.ingest(request, nullptr, nullptr).item.id;
}

std::string kept_before(Vault& vault, const std::string& incident, const std::string& sha256) {
    for (const FoundItem& found : vault.find(sha256)) {
        if (found.item.incident == incident && found.item.digests.sha256 == sha256)
            return found.item.id;
    }
    return {};
}

}  // namespace

std::string incident_for(Vault& vault, const RidSystem::State& system, const RidPartner& partner,
                         const rid::Message& message) {
    const auto& allowed = partner.facts.incidents;
    if (message.incident && message.incident->csirt == system.file.csirt &&
        std::ranges::find(allowed, message.incident->id) != allowed.end()) {
        for (const IncidentInfo& one : vault.incidents())
            if (one.id == message.incident->id) return one.id;
    }
    return system.file.inbox;
}

std::string keep_message(Vault& vault, const RidSystem::State& system,
                         const ReceivedMessage& received) {
    const rid::Message& message = received.opened.message;
    const std::string incident = incident_for(vault, system, received.partner, message);
    const std::string sha256 = crypto::sha256(as_bytes(received.bytes)).hex();
    std::string kept = kept_before(vault, incident, sha256);
    if (!kept.empty()) return kept;

    const std::string& home = system.home;
    IngestRequest request;
    request.incident = incident;
    request.fields = {
        {"description", described(received)},
        {"collected_from", received.partner.facts.name + ", " + received.partner.facts.host},
        {"method", "RID over HTTPS (RFC 6545, RFC 6546)"}};
    kept = ingest_text(vault, home, "message-" + sha256.substr(0, 16) + ".xml", received.bytes,
                       request);
    if (received.opened.decrypted == 0 || message.payload == rid::Payload::none) return kept;
    request.from = kept;
    request.derivation = "extracted";
    request.fields = {{"description", "The report in " + kept + ", decrypted"},
                      {"method", "XML decryption"}};
    ingest_text(vault, home, "report-" + sha256.substr(0, 16) + ".xml", message.document, request);
    return kept;
}

std::string RidTokens::path_of(const std::string& partner, const std::string& token) const {
    return folder_ + "/" + crypto::sha256(as_bytes(partner + "\n" + token)).hex();
}

void RidTokens::expect(const std::string& partner, const std::string& token) {
    make_private_folders(folder_);
    static_cast<void>(create_file(path_of(partner, token), as_bytes(partner + "\n")));
}

bool RidTokens::take(const std::string& partner, const std::string& token) {
    return ::unlink(path_of(partner, token).c_str()) == 0;
}

}  // namespace exhibit
