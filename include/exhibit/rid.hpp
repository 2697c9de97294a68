// Real-time Inter-network Defense (RFC 6545) over HTTPS (RFC 6546): reports about incidents and
// questions for them, signed and encrypted, from one team's vault to another's.
//
// What is received and what is sent is kept, byte for byte, as an item of the inbox, an incident
// for this: what is sent, before its first byte leaves.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exhibit/identity.hpp"
#include "exhibit/progress.hpp"
#include "exhibit/vault.hpp"

namespace exhibit {

struct RidSignature {
    std::string over;         ///< "/" for the message, else the path of the element
    std::string signer;       ///< subject of the certificate, RFC 2253
    std::string fingerprint;  ///< SHA-256 of the certificate, hex
};

/// A message that was received, as far as it can be believed.
struct RidReading {
    std::string type;  ///< "Report", "Query", ...
    int version = 2;   ///< of RID; 1 is RFC 6045
    std::string csirt;
    std::string incident;  ///< number at that CSIRT; empty when it names none
    std::string restriction;
    std::string authorization;  ///< of an Acknowledgement: Approved, Denied, Pending
    std::string justification;
    std::optional<bool> source_found;  ///< of a Result
    std::string payload;               ///< none, iodef-1, iodef-2, encrypted, other
    bool decrypted = false;            ///< it was encrypted for this system
    std::string document;              ///< the report, as a document of its own
    std::vector<RidSignature> signatures;
    /// Sentences about what RFC 6545 asks for and this message lacks.
    std::vector<std::string> notes;
};

struct RidPeerInfo {
    std::string name;
    std::string host;
    int port = 0;
    std::string dns_id;
    std::vector<std::string> incidents;
};

/// Who we are and whom we talk to: vault/rid/README.md has the file.
class RidSystem {
public:
    /// Reads the file and all it names. Error(usage) when the key is not of the certificate;
    /// Error(denied) for a wrong passphrase. `warning` is told of files that others may read.
    /// `home` is the folder of identities and remembered heads: what is waited for is kept there.
    static RidSystem load(const std::string& path, const std::string& home,
                          const std::function<void(const std::string&)>& warning);
    RidSystem(RidSystem&&) noexcept;
    ~RidSystem();

    std::vector<RidPeerInfo> peers() const;
    /// Judges and reads a message. Error(verification) when its signature does not hold, or is
    /// missing where `signature_required`.
    RidReading read(std::string_view xml, bool signature_required) const;

    struct State;
    State& state() const noexcept { return *state_; }

private:
    explicit RidSystem(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

struct RidSendRequest {
    std::string peer;
    // One of these three:
    std::string report;    ///< incident of ours whose evidence is told
    std::string query;     ///< number of an incident of the peer's
    std::string document;  ///< an IODEF document, v1 or v2, that goes as it is
    /// Of a document: Report, InvestigationRequest, TraceRequest, Result.
    std::string type = "Report";
    std::optional<bool> source_found;  ///< of a Result
    std::string purpose;
};

struct RidSent {
    std::string sha256;  ///< of the message
    std::string kept;    ///< item that holds it
    int status = 0;      ///< of HTTP
    std::string token;   ///< the answer comes later, under this token
    std::optional<RidReading> answer;
    std::string answer_kept;           ///< item that holds the answer; empty without one
    std::vector<std::string> omitted;  ///< sentences: what was left out of the report
};

/// Error(denied) when the peer refuses or is not who it should be, Error(io) when it does not
/// answer: the ledger then says that it was sent, and sending again does no harm.
RidSent rid_send(Vault& vault, const RidSystem& system, const RidSendRequest& request);

struct RidServing {
    std::string listen;  ///< HOST:PORT instead of the file's; may be empty
    std::function<void(const std::string& address)> listening;
    std::function<void(const std::string& sentence)> log;
};
/// Serves until cancelled.
void rid_serve(Vault& vault, const RidSystem& system, const RidServing& serving,
               const CancelFlag& cancel);

}  // namespace exhibit
