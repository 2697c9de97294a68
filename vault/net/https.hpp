// HTTP/1.1 over TLS with certificates on both sides: one POST to "/", as RFC 6546 has it, and a
// server for it. The words of HTTP are cpp-httplib's; connections, times and sizes are kept here,
// since cpp-httplib bounds neither how long a request may drip nor how much a chunked one may send.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "crypto/tls.hpp"
#include "exhibit/progress.hpp"

namespace exhibit::net {

inline constexpr const char* rid_token_header = "RID-Callback-Token";
inline constexpr int rid_port = 4590;

struct HttpsLimits {
    std::size_t body_bytes_max = std::size_t{16} << 20;
    std::size_t head_bytes_max = std::size_t{32} << 10;
    std::chrono::milliseconds handshake{10'000};
    std::chrono::milliseconds idle{15'000};     ///< between requests of one connection
    std::chrono::milliseconds request{60'000};  ///< from its first byte to the end of its answer
    int connections_max = 16;                   ///< at once; more are closed unheard
    int requests_max = 100;                     ///< of one connection
};

struct HttpsRequest {
    std::string body;
    std::string token;    ///< RID-Callback-Token, empty when there is none
    std::string address;  ///< numeric, of the connection
    Bytes peer;           ///< DER of its certificate
};

struct HttpsAnswer {
    int status = 200;
    std::string body;  ///< text/xml where it is not empty
    std::string token;
};

class HttpsServer {
public:
    /// One thread at a time. What it throws becomes 500, without the words.
    using Handler = std::function<HttpsAnswer(const HttpsRequest&)>;
    /// Asked after the handshake: a reason not to listen to this certificate, empty to go on.
    using Gate = std::function<std::string(const Bytes& peer, const std::string& address)>;
    /// Told of connections and requests that were refused, in a sentence.
    using Log = std::function<void(const std::string&)>;

    struct Hooks {
        Gate gate;
        Handler handler;
        Log log;
    };

    HttpsServer(const crypto::TlsContext& context, HttpsLimits limits, Hooks hooks);
    ~HttpsServer();

    /// Port 0 takes a free one; gives the port. Error(io) when it is taken.
    int bind(const std::string& host, int port);
    /// Serves until cancelled. REQUIRES: bind() gave a port.
    void run(const CancelFlag& cancel);

private:
    struct State;
    std::unique_ptr<State> state_;
};

struct HttpsTarget {
    std::string host;
    int port = rid_port;
    /// A reason not to talk to this certificate; empty to go on.
    std::function<std::string(const Bytes& peer)> gate;
};

/// POST / with text/xml; redirects are not followed. Error(denied) when a certificate is not
/// accepted by either side or the gate, Error(io) when no whole answer comes. Any status is one.
HttpsAnswer https_post(const crypto::TlsContext& context, const HttpsTarget& target,
                       const HttpsLimits& limits, const HttpsAnswer& message);

}  // namespace exhibit::net
