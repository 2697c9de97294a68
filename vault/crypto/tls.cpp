#include "crypto/tls.hpp"

#include <fcntl.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "base/text.hpp"
#include "crypto/owned.hpp"
#include "crypto/private_key.hpp"
#include "exhibit/error.hpp"

namespace exhibit::crypto {
namespace {

using Context = std::unique_ptr<SSL_CTX, FreeWith<SSL_CTX_free>>;
using Ssl = std::unique_ptr<SSL, FreeWith<SSL_free>>;

constexpr const char* ciphers_1_2 = "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL:!eNULL";
constexpr int chain_max = 8;

// Named in the alert that the other side gets.
int alert_code(CertificateFault fault) {
    switch (fault) {
        case CertificateFault::none: return X509_V_OK;
        case CertificateFault::expired: return X509_V_ERR_CERT_HAS_EXPIRED;
        case CertificateFault::not_yet_valid: return X509_V_ERR_CERT_NOT_YET_VALID;
        case CertificateFault::revoked: return X509_V_ERR_CERT_REVOKED;
        case CertificateFault::unknown_issuer: return X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT;
        default: return X509_V_ERR_APPLICATION_VERIFICATION;
    }
}

std::string last_reason() {
    const unsigned long code = ERR_peek_last_error();
    const char* text = code == 0 ? nullptr : ERR_reason_error_string(code);
    std::string out = text == nullptr ? "the connection ended" : text;
    ERR_clear_error();
    return out;
}

/// The other side, or this one, said that a certificate is missing or not good.
bool about_certificates() {
    switch (ERR_GET_REASON(ERR_peek_last_error())) {
        case SSL_R_CERTIFICATE_VERIFY_FAILED:
        case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
        case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
        case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
        case SSL_R_TLSV1_ALERT_ACCESS_DENIED:
        case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
        case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
        case SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED:
        case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
        case SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE:
        case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE: return true;
        default: return false;
    }
}

/// False at the deadline.
bool poll_until(int socket, short events, Deadline deadline) {
    while (true) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        if (left.count() <= 0) return false;
        pollfd entry{socket, events, 0};
        const int found = ::poll(&entry, 1, static_cast<int>(std::min<long>(left.count(), 60'000)));
        if (found > 0) return true;
        if (found < 0 && errno != EINTR) throw_errno("waiting for a peer", errno);
    }
}

Bytes der_of(X509* certificate) {
    return to_der_with<X509>(i2d_X509, certificate, "reading a certificate");
}

}  // namespace

struct TlsContext::State {
    Context context;
    CertificateTrust trust;
    Clock& clock;
};

struct TlsConnection::State {
    const TlsContext::State& context;
    TlsSide side;
    int socket;
    Ssl ssl;
    Bytes peer;
    std::string why;  ///< what was wrong with the other side's certificate

    int judge(X509_STORE_CTX* chain);
    /// One step of libssl's: again after waiting, until `deadline`.
    template <typename Step>
    int repeat(Step step, Deadline deadline, const char* doing);
};

namespace {

int judge_chain(X509_STORE_CTX* chain, void*) {
    const auto* ssl =
        static_cast<SSL*>(X509_STORE_CTX_get_ex_data(chain, SSL_get_ex_data_X509_STORE_CTX_idx()));
    auto* state = static_cast<TlsConnection::State*>(SSL_get_app_data(ssl));
    try {
        return state->judge(chain);
    } catch (const std::exception& error) {
        state->why = error.what();
        X509_STORE_CTX_set_error(chain, X509_V_ERR_APPLICATION_VERIFICATION);
        return 0;
    }
}

}  // namespace

int TlsConnection::State::judge(X509_STORE_CTX* chain) {
    peer = der_of(X509_STORE_CTX_get0_cert(chain));
    std::vector<Bytes> between;
    STACK_OF(X509)* others = X509_STORE_CTX_get0_untrusted(chain);
    for (int i = 0; i < std::min(sk_X509_num(others), chain_max); ++i)
        between.push_back(der_of(sk_X509_value(others, i)));
    const CertificateVerdict verdict = judge_certificate(
        peer, between, context.trust,
        side == TlsSide::server ? CertificateUse::tls_client : CertificateUse::tls_server,
        context.clock.now());
    why = verdict.why;
    X509_STORE_CTX_set_error(chain, alert_code(verdict.fault));
    return verdict.fault == CertificateFault::none ? 1 : 0;
}

template <typename Step>
int TlsConnection::State::repeat(Step step, Deadline deadline, const char* doing) {
    while (true) {
        ERR_clear_error();
        errno = 0;
        const int done = step();
        const int code = SSL_get_error(ssl.get(), done);
        if (done > 0 || code == SSL_ERROR_ZERO_RETURN) return std::max(done, 0);
        if (code == SSL_ERROR_WANT_READ || code == SSL_ERROR_WANT_WRITE) {
            if (poll_until(socket, code == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT, deadline))
                continue;
            throw Error(ErrorKind::io, std::string(doing) + ": the peer takes too long");
        }
        if (!why.empty()) throw Error(ErrorKind::denied, std::string(doing) + ": " + why);
        const bool certificates = about_certificates();
        throw Error(certificates ? ErrorKind::denied : ErrorKind::io,
                    std::string(doing) + ": " + last_reason());
    }
}

TlsContext::TlsContext(const SecretBytes& key, const std::vector<Bytes>& certificates,
                       CertificateTrust trust, Clock& clock)
    : state_(std::make_unique<State>(State{made(Context(SSL_CTX_new(TLS_method())), "starting TLS"),
                                           std::move(trust), clock})) {
    if (certificates.empty() || !key_fits(key, certificates.front())) {
        throw Error(ErrorKind::usage,
                    "starting TLS: the private key is not of the certificate given first");
    }
    SSL_CTX* context = state_->context.get();
    const char* doing = "starting TLS";
    require_libcrypto(static_cast<int>(SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION)),
                      doing);
    require_libcrypto(SSL_CTX_set_cipher_list(context, ciphers_1_2), doing);
    SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION |
                                     SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    require_libcrypto(SSL_CTX_set_num_tickets(context, 0), doing);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    const Certificate own = to_certificate(certificates.front(), "our certificate");
    require_libcrypto(SSL_CTX_use_certificate(context, own.get()), doing);
    for (std::size_t i = 1; i < certificates.size(); ++i) {
        const Certificate between = to_certificate(certificates[i], "our certificate");
        require_libcrypto(static_cast<int>(SSL_CTX_add1_chain_cert(context, between.get())), doing);
    }
    const unsigned char* at = raw_in(key.view());
    const PrivateKey secret =
        made(PrivateKey(d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(key.size()))), doing);
    require_libcrypto(SSL_CTX_use_PrivateKey(context, secret.get()), doing);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    SSL_CTX_set_cert_verify_callback(context, judge_chain, nullptr);
}

TlsContext::~TlsContext() = default;

TlsConnection::TlsConnection(const TlsContext& context, TlsSide side, int socket, Deadline deadline)
    : state_(std::make_unique<State>(
          State{*context.state_,
                side,
                socket,
                made(Ssl(SSL_new(context.state_->context.get())), "starting TLS"),
                {},
                {}})) {
    const int flags = ::fcntl(socket, F_GETFL);
    if (flags < 0 || ::fcntl(socket, F_SETFL, flags | O_NONBLOCK) != 0)
        throw_errno("preparing a connection", errno);
    SSL* ssl = state_->ssl.get();
    require_libcrypto(SSL_set_fd(ssl, socket), "starting TLS");
    SSL_set_app_data(ssl, state_.get());
    const bool server = side == TlsSide::server;
    const int done = state_->repeat([&] { return server ? SSL_accept(ssl) : SSL_connect(ssl); },
                                    deadline, "agreeing on TLS with a peer");
    if (done != 1 || state_->peer.empty())
        throw Error(ErrorKind::io, "agreeing on TLS with a peer: it ended the connection");
}

TlsConnection::~TlsConnection() {
    // Says that it ends; does not wait for the answer.
    SSL_shutdown(state_->ssl.get());
    ERR_clear_error();
}

std::size_t TlsConnection::read(std::span<std::byte> into, Deadline deadline) {
    const int size = static_cast<int>(std::min<std::size_t>(into.size(), 1 << 20));
    return static_cast<std::size_t>(
        state_->repeat([&] { return SSL_read(state_->ssl.get(), into.data(), size); }, deadline,
                       "reading from a peer"));
}

void TlsConnection::write(ByteView bytes, Deadline deadline) {
    while (!bytes.empty()) {
        const int size = static_cast<int>(std::min<std::size_t>(bytes.size(), 16384));
        const int done =
            state_->repeat([&] { return SSL_write(state_->ssl.get(), bytes.data(), size); },
                           deadline, "writing to a peer");
        if (done <= 0) throw Error(ErrorKind::io, "writing to a peer: it ended the connection");
        bytes = bytes.subspan(static_cast<std::size_t>(done));
    }
}

bool TlsConnection::wait(Deadline deadline) {
    return SSL_pending(state_->ssl.get()) > 0 || poll_until(state_->socket, POLLIN, deadline);
}

const Bytes& TlsConnection::peer() const noexcept {
    return state_->peer;
}

std::string TlsConnection::version() const {
    return SSL_get_version(state_->ssl.get());
}

int TlsConnection::socket() const noexcept {
    return state_->socket;
}

std::string server_certificate_fault(long code) {
    switch (code) {
        case X509_V_OK: return "it is of another name than the address has";
        case X509_V_ERR_CERT_HAS_EXPIRED: return "it has expired";
        case X509_V_ERR_CERT_NOT_YET_VALID: return "it is not valid yet";
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
        case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
            return "it leads to no root that this machine trusts";
        default: return X509_verify_cert_error_string(code);
    }
}

}  // namespace exhibit::crypto
