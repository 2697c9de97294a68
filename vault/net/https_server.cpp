#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <thread>

#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "net/http_front.hpp"
#include "net/tls_stream.hpp"

namespace exhibit::net {
namespace {

constexpr auto cancel_interval = std::chrono::milliseconds(50);
constexpr auto linger_time = std::chrono::milliseconds(500);
constexpr std::size_t linger_reads_max = 64;

crypto::Deadline after(std::chrono::milliseconds time) {
    return std::chrono::steady_clock::now() + time;
}

std::string address_of(int socket) {
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    auto* address = reinterpret_cast<sockaddr*>(&storage);
    char text[NI_MAXHOST] = {};
    if (::getpeername(socket, address, &size) != 0 ||
        ::getnameinfo(address, size, text, sizeof text, nullptr, 0, NI_NUMERICHOST) != 0)
        return "unknown";
    const std::string plain = text;
    return plain.starts_with("::ffff:") ? plain.substr(7) : plain;
}

/// Says that nothing more comes and lets the other side read why: closing while it still sends
/// would take back the last answer, or the alert.
void linger(int socket) {
    ::shutdown(socket, SHUT_WR);
    const auto end = after(linger_time);
    std::array<char, 4096> unread{};
    for (std::size_t i = 0; i < linger_reads_max; ++i) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            end - std::chrono::steady_clock::now());
        pollfd entry{socket, POLLIN, 0};
        if (left.count() <= 0 || ::poll(&entry, 1, static_cast<int>(left.count())) != 1 ||
            ::recv(socket, unread.data(), unread.size(), MSG_DONTWAIT) <= 0)
            return;
    }
}

/// Set while the accepting thread itself runs a job: there are too many, the connection goes.
thread_local bool shedding = false;

/// cpp-httplib's pool with a bound on what waits.
class BoundedPool final : public httplib::TaskQueue {
public:
    explicit BoundedPool(int connections_max)
        : pool_(static_cast<std::size_t>(connections_max)), connections_max_(connections_max) {}
    void enqueue(std::function<void()> job) override {
        if (running_.load() >= connections_max_) {
            shedding = true;
            job();
            shedding = false;
            return;
        }
        ++running_;
        pool_.enqueue([this, job = std::move(job)] {
            job();
            --running_;
        });
    }
    void shutdown() override { pool_.shutdown(); }

private:
    httplib::ThreadPool pool_;
    std::atomic<int> running_{0};
    const int connections_max_;
};

}  // namespace

/// cpp-httplib's server, over TLS connections of our own.
struct HttpsServer::State final : HttpFront {
    State(const crypto::TlsContext& context, HttpsLimits limits, Hooks hooks)
        : HttpFront(limits, std::move(hooks.handler), std::move(hooks.log)),
          context_(context),
          limits_(limits),
          gate_(std::move(hooks.gate)) {
        new_task_queue = [max = limits.connections_max] { return new BoundedPool(max); };
    }

    bool serve(int socket);
    bool process_and_close_socket(socket_t socket) override;

    const crypto::TlsContext& context_;
    const HttpsLimits limits_;
    const Gate gate_;
    std::string bound_;
    std::atomic<bool> stopping_{false};
};

bool HttpsServer::State::serve(int socket) {
    const std::string address = address_of(socket);
    try {
        crypto::TlsConnection connection(context_, crypto::TlsSide::server, socket,
                                         after(limits_.handshake));
        const std::string refusal = gate_(connection.peer(), address);
        if (!refusal.empty()) {
            say(address + " was refused: " + refusal);
            return false;
        }
        TlsStream stream(connection);
        const HttpsRequest from{{}, {}, address, connection.peer()};
        for (int i = 1; i <= limits_.requests_max && !stopping_; ++i) {
            const auto idle_end = after(limits_.idle);
            while (!connection.wait(std::min(idle_end, after(cancel_interval * 4)))) {
                if (stopping_ || std::chrono::steady_clock::now() >= idle_end) return true;
            }
            stream.begin(after(limits_.request), limits_.head_bytes_max);
            if (!answer_one(stream, from, i == limits_.requests_max)) break;
        }
    } catch (const Error& error) {
        say(address + " was not heard: " + error.what());
        return false;
    }
    return true;
}

bool HttpsServer::State::process_and_close_socket(socket_t socket) {
    const bool served = !shedding && serve(socket);
    if (!shedding) linger(socket);
    ::close(socket);
    return served;
}

HttpsServer::HttpsServer(const crypto::TlsContext& context, HttpsLimits limits, Hooks hooks)
    : state_(std::make_unique<State>(context, limits, std::move(hooks))) {}

HttpsServer::~HttpsServer() = default;

int HttpsServer::bind(const std::string& host, int port) {
    state_->bound_ = host + ":" + std::to_string(port);
    if (port == 0) {
        port = state_->bind_to_any_port(host);
    } else if (!state_->bind_to_port(host, port)) {
        port = -1;
    }
    if (port <= 0) {
        throw Error(ErrorKind::io, "listening on " + printable(state_->bound_) +
                                       ": the address is taken or not of this machine");
    }
    return port;
}

void HttpsServer::run(const CancelFlag& cancel) {
    std::atomic<bool> ended = false;
    std::thread watcher([&] {
        // Stopping does nothing before the server has begun to listen: so again and again.
        while (!ended) {
            if (cancel.requested()) {
                state_->stopping_ = true;
                state_->stop();
            }
            std::this_thread::sleep_for(cancel_interval);
        }
    });
    const bool served = state_->listen_after_bind();
    ended = true;
    watcher.join();
    if (!served && !cancel.requested()) {
        throw Error(ErrorKind::io,
                    "serving on " + printable(state_->bound_) + ": the system ended it");
    }
}

}  // namespace exhibit::net
