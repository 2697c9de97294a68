#include "vault/rid_keep.hpp"

#include <unistd.h>

#include <algorithm>

#include "base/file.hpp"
#include "base/text.hpp"
#include "exhibit/error.hpp"

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

std::string title_of(const rid::Message& message) {
    std::string out = "RID " + std::string(rid::to_string(message.type));
    if (message.incident)
        out +=
            " about " + printable(message.incident->csirt) + "#" + printable(message.incident->id);
    return out;
}

std::string described(const ReceivedMessage& received) {
    std::string out = title_of(received.opened.message) + " of " +
                      printable(received.partner.facts.name) + ", " + received.how + "; ";
    if (!received.opened.whole.holds()) return out + "not signed";
    const crypto::CertificateFacts signer =
        crypto::read_certificate(received.opened.whole.certificate, "a signer's certificate");
    out += "signed by " + printable(signer.subject) +
           ", certificate sha256:" + signer.fingerprint.hex();
    if (!received.opened.parts.empty())
        out += "; " + counted(received.opened.parts.size(), "part", "parts") + " signed as well";
    return out;
}

IngestRequest request_for(const RidSystem::State& system, std::string description) {
    IngestRequest request;
    request.incident = system.file.inbox;
    // Names of others may be long; a description may not.
    request.fields = {{"description", description.substr(0, description_bytes_max)},
                      {"method", "RID over HTTPS (RFC 6545, RFC 6546)"}};
    return request;
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
    return {};
}

std::string keep_message(Vault& vault, const RidSystem::State& system,
                         const ReceivedMessage& received) {
    const std::string sha256 = crypto::sha256(as_bytes(received.bytes)).hex();
    std::string kept = kept_before(vault, system.file.inbox, sha256);
    if (!kept.empty()) return kept;
    IngestRequest request = request_for(system, described(received));
    request.fields["collected_from"] =
        received.partner.facts.name + ", " + received.partner.facts.host;
    kept = ingest_text(vault, system.home, "received-" + sha256.substr(0, 16) + ".xml",
                       received.bytes, request);
    const rid::Message& message = received.opened.message;
    if (received.opened.decrypted == 0 || message.payload == rid::Payload::none) return kept;
    IngestRequest report = request_for(system, "The report in " + kept + ", decrypted");
    report.from = kept;
    report.derivation = "extracted";
    ingest_text(vault, system.home, "report-" + sha256.substr(0, 16) + ".xml", message.document,
                report);
    return kept;
}

std::string keep_sent(Vault& vault, const RidSystem::State& system, const SentMessage& sent) {
    const std::string sha256 = crypto::sha256(as_bytes(sent.bytes)).hex();
    std::string description = title_of(sent.message) + ", sent to " +
                              printable(sent.partner.facts.name) + " (" + sent.partner.facts.host +
                              ")";
    if (!sent.purpose.empty()) description += ": " + printable(sent.purpose);
    return ingest_text(vault, system.home, "sent-" + sha256.substr(0, 16) + ".xml", sent.bytes,
                       request_for(system, std::move(description)));
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
