// TLS 1.2 and 1.3 with certificates on both sides, over a socket of the caller's. Both are judged
// as certificate.hpp judges them, revocation included; nothing is resumed, renegotiated or
// compressed. Every call ends by its deadline: a peer that sends a byte now and then does not hold
// a thread.
#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "crypto/certificate.hpp"
#include "crypto/secret.hpp"

namespace exhibit::crypto {

using Deadline = std::chrono::steady_clock::time_point;

enum class TlsSide { client, server };

/// Whom we are and whom we believe. Thread-safe once made; outlives its connections.
class TlsContext {
public:
    /// `certificates`: ours first. Error(usage) when the key is not of that certificate.
    TlsContext(const SecretBytes& key, const std::vector<Bytes>& certificates,
               CertificateTrust trust, Clock& clock);
    ~TlsContext();

private:
    friend class TlsConnection;
    struct State;
    std::unique_ptr<State> state_;
};

class TlsConnection {
public:
    struct State;

    /// Shakes hands; does not own the socket, which becomes non-blocking. Error(denied) with the
    /// reason when the other side's certificate is not accepted, or it does not accept ours;
    /// Error(io) otherwise.
    TlsConnection(const TlsContext& context, TlsSide side, int socket, Deadline deadline);
    ~TlsConnection();

    /// At least one byte, or 0 when the other side has ended. Error(io) at the deadline.
    std::size_t read(std::span<std::byte> into, Deadline deadline);
    void write(ByteView bytes, Deadline deadline);
    /// A byte can be read, or the other side has ended: false at the deadline.
    bool wait(Deadline deadline);
    /// DER of the other side's certificate.
    const Bytes& peer() const noexcept;
    /// "TLSv1.3".
    std::string version() const;
    int socket() const noexcept;

private:
    std::unique_ptr<State> state_;
};

/// Why a server was not believed, by the code libcrypto gives for its chain; 0: the chain leads to
/// a root of this machine, and names somebody else.
std::string server_certificate_fault(long code);

}  // namespace exhibit::crypto
