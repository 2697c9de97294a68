#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "base/file.hpp"
#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "net/https.hpp"
#include "net/tls_stream.hpp"

namespace exhibit::net {
namespace {

struct FreeAddresses {
    void operator()(addrinfo* list) const noexcept { ::freeaddrinfo(list); }
};

bool connected(int socket, const addrinfo& address, crypto::Deadline deadline) {
    if (::connect(socket, address.ai_addr, address.ai_addrlen) == 0) return true;
    if (errno != EINPROGRESS) return false;
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    pollfd entry{socket, POLLOUT, 0};
    if (::poll(&entry, 1, static_cast<int>(std::max<long>(left.count(), 0))) != 1) return false;
    int error = 0;
    socklen_t size = sizeof error;
    return ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0;
}

FileDescriptor connect_to(const HttpsTarget& target, crypto::Deadline deadline) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* raw = nullptr;
    const std::string port = std::to_string(target.port);
    if (::getaddrinfo(target.host.c_str(), port.c_str(), &hints, &raw) != 0) {
        throw Error(ErrorKind::io, "asking " + printable(target.host) + ": it has no address");
    }
    const std::unique_ptr<addrinfo, FreeAddresses> list(raw);
    for (const addrinfo* one = raw; one != nullptr; one = one->ai_next) {
        FileDescriptor socket(
            ::socket(one->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, one->ai_protocol));
        if (socket && connected(socket.get(), *one, deadline)) return socket;
    }
    throw Error(ErrorKind::io, "asking " + printable(target.host) + " on port " + port +
                                   ": nobody answers there; try again later");
}

/// cpp-httplib's client, given a stream instead of a socket.
class Client final : public httplib::ClientImpl {
public:
    Client(const std::string& host, int port) : httplib::ClientImpl(host, port) {}
    bool ask(httplib::Stream& stream, httplib::Request& request, httplib::Response& response,
             httplib::Error& error) {
        return process_request(stream, request, response, true, error);
    }
};

}  // namespace

HttpsAnswer https_post(const crypto::TlsContext& context, const HttpsTarget& target,
                       const HttpsLimits& limits, const HttpsAnswer& message) {
    const auto deadline = std::chrono::steady_clock::now() + limits.request;
    const std::string doing =
        "asking " + printable(target.host) + " on port " + std::to_string(target.port);
    const FileDescriptor socket =
        connect_to(target, std::min(deadline, std::chrono::steady_clock::now() + limits.handshake));
    try {
        crypto::TlsConnection connection(context, crypto::TlsSide::client, socket.get(), deadline);
        const std::string refusal = target.gate(connection.peer());
        if (!refusal.empty()) throw Error(ErrorKind::denied, refusal);
        TlsStream stream(connection);
        stream.begin(deadline, limits.head_bytes_max + limits.body_bytes_max * 2);

        httplib::Request request;
        request.method = "POST";
        request.path = "/";
        request.headers.emplace("Content-Type", "text/xml; charset=utf-8");
        request.headers.emplace("User-Agent", "exhibit");
        // No compression: what an answer may hold is counted as it comes.
        request.headers.emplace("Accept-Encoding", "identity");
        if (!message.token.empty()) request.headers.emplace(rid_token_header, message.token);
        request.body = message.body;
        HttpsAnswer answer;
        request.content_receiver = [&](const char* data, std::size_t size, std::uint64_t,
                                       std::uint64_t) {
            if (size > limits.body_bytes_max - answer.body.size()) return false;
            answer.body.append(data, size);
            return true;
        };
        httplib::Response response;
        auto error = httplib::Error::Success;
        Client client(target.host, target.port);
        client.set_decompress(false);
        if (!client.ask(stream, request, response, error)) {
            // A refusal of our certificate comes with the first byte that is read (TLS 1.3).
            if (stream.failure()) throw *stream.failure();
            throw Error(ErrorKind::io, "no whole answer came (" + httplib::to_string(error) +
                                           "); sending again does no harm");
        }
        answer.status = response.status;
        answer.token = response.get_header_value(rid_token_header);
        return answer;
    } catch (const Error& error) {
        throw Error(error.kind(), doing + ": " + error.what());
    }
}

}  // namespace exhibit::net
