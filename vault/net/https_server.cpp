#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <mutex>
#include <thread>

#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "net/https.hpp"
#include "net/tls_stream.hpp"

namespace exhibit::net {
namespace {

constexpr auto cancel_interval = std::chrono::milliseconds(50);
constexpr auto linger_time = std::chrono::milliseconds(500);
constexpr std::size_t linger_reads_max = 64;
constexpr std::size_t token_bytes_max = 255;
constexpr const char* xml_type = "text/xml; charset=utf-8";

using Response = httplib::Server::HandlerResponse;

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

bool is_xml(const std::string& type) {
    return type == "text/xml" || type.starts_with("text/xml;");
}

bool visible_token(const std::string& token) {
    if (token.empty() || token.size() > token_bytes_max) return false;
    for (const char c : token)
        if (c < 0x21 || c > 0x7e) return false;
    return true;
}

/// What is wrong with the head of a POST: a status, and 0 for nothing.
int wrong_head(const httplib::Request& request, std::size_t body_bytes_max) {
    const bool chunked = request.has_header("Transfer-Encoding");
    const bool counted = request.has_header("Content-Length");
    // Two ways to say where the body ends are a way to hide a second request in it.
    if (chunked == counted || request.get_header_value_count("Content-Length") > 1 ||
        request.get_header_value_count("Transfer-Encoding") > 1 ||
        (chunked && request.get_header_value("Transfer-Encoding") != "chunked") ||
        request.get_header_value_count("Host") != 1 || request.has_header("Range")) {
        return chunked || counted ? 400 : 411;
    }
    if (counted) {
        const auto size = parse_decimal(request.get_header_value("Content-Length"));
        if (!size) return 400;
        if (*size > body_bytes_max) return 413;
    }
    if (!is_xml(request.get_header_value("Content-Type")) || request.has_header("Content-Encoding"))
        return 415;
    if (request.has_header(rid_token_header) &&
        (request.get_header_value_count(rid_token_header) != 1 ||
         !visible_token(request.get_header_value(rid_token_header))))
        return 400;
    return 0;
}

}  // namespace

/// cpp-httplib's server, over TLS connections of our own: it only reads requests and writes
/// answers.
struct HttpsServer::State final : httplib::Server {
    State(const crypto::TlsContext& context, HttpsLimits limits, Hooks hooks);

    bool serve(int socket);
    bool process_and_close_socket(socket_t socket) override;
    Response before(const httplib::Request& request, httplib::Response& response);
    void post(const httplib::Request& request, httplib::Response& response,
              const httplib::ContentReader& read);
    void say(const std::string& sentence) {
        const std::lock_guard lock(log_mutex_);
        if (hooks_.log) hooks_.log(sentence);
    }

    const crypto::TlsContext& context_;
    HttpsLimits limits_;
    Hooks hooks_;
    std::string bound_;
    std::mutex handler_mutex_;
    std::mutex log_mutex_;
    std::atomic<bool> stopping_{false};
};

namespace {

/// The connection whose request the current thread answers.
struct Current {
    crypto::TlsConnection* connection = nullptr;
    TlsStream* stream = nullptr;
    std::string address;
    bool close_after = false;
};
thread_local Current current;

}  // namespace

HttpsServer::State::State(const crypto::TlsContext& context, HttpsLimits limits, Hooks hooks)
    : context_(context), limits_(limits), hooks_(std::move(hooks)) {
    set_payload_max_length(limits_.body_bytes_max);
    new_task_queue = [max = limits_.connections_max] { return new BoundedPool(max); };
    set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
        return before(request, response);
    });
    set_logger([](const httplib::Request&, const httplib::Response& response) {
        if (response.status >= 400) current.close_after = true;
    });
    Post("/", [this](const httplib::Request& request, httplib::Response& response,
                     const httplib::ContentReader& read) { post(request, response, read); });
}

Response HttpsServer::State::before(const httplib::Request& request, httplib::Response& response) {
    const bool posts = request.method == "POST";
    const bool looks = request.method == "GET" || request.method == "HEAD";
    const bool body =
        request.has_header("Content-Length") || request.has_header("Transfer-Encoding");
    if (request.target != "/") {
        response.status = 404;
    } else if (looks) {
        response.status = 204;
    } else if (!posts) {
        response.status = 405;
        response.set_header("Allow", "POST, GET, HEAD");
    } else {
        response.status = wrong_head(request, limits_.body_bytes_max);
        if (response.status == 0) {
            response.status = -1;
            // Chunks of one byte cost five more; a body may not cost more than that.
            current.stream->allow(limits_.body_bytes_max * 2);
            return Response::Unhandled;
        }
    }
    // A body that nobody reads would be taken for the next request.
    if (body || response.status >= 400) {
        current.close_after = true;
        response.set_header("Connection", "close");
    }
    if (response.status >= 400) {
        say(current.address + ": " + printable(request.method) + " " +
            printable(request.target.substr(0, 100)) + " was answered " +
            std::to_string(response.status));
    }
    return Response::Handled;
}

void HttpsServer::State::post(const httplib::Request& request, httplib::Response& response,
                              const httplib::ContentReader& read) {
    HttpsRequest given;
    bool too_long = false;
    const bool whole = read([&](const char* data, std::size_t size) {
        too_long = size > limits_.body_bytes_max - given.body.size();
        if (!too_long) given.body.append(data, size);
        return !too_long;
    });
    if (!whole || too_long) {
        current.close_after = true;
        response.status = too_long || current.stream->over_budget() ? 413 : 400;
        say(current.address + ": a body " +
            (response.status == 413 ? "was too long" : "did not come whole"));
        return;
    }
    given.token = request.get_header_value(rid_token_header);
    given.address = current.address;
    given.peer = current.connection->peer();
    HttpsAnswer answer;
    try {
        const std::lock_guard lock(handler_mutex_);
        answer = hooks_.handler(given);
    } catch (const std::exception& error) {
        // What failed is this machine's business, not the asker's.
        say(current.address + ": a message could not be dealt with: " + error.what());
        answer = {500, {}, {}};
    }
    response.status = answer.status;
    if (!answer.token.empty()) response.set_header(rid_token_header, answer.token);
    if (!answer.body.empty()) response.set_content(answer.body, xml_type);
}

bool HttpsServer::State::serve(int socket) {
    const std::string address = address_of(socket);
    try {
        crypto::TlsConnection connection(context_, crypto::TlsSide::server, socket,
                                         after(limits_.handshake));
        const std::string refusal = hooks_.gate(connection.peer(), address);
        if (!refusal.empty()) {
            say(address + " was refused: " + refusal);
            return false;
        }
        TlsStream stream(connection, address);
        current = {&connection, &stream, address, false};
        for (int i = 0; i < limits_.requests_max && !stopping_; ++i) {
            const auto idle_end = after(limits_.idle);
            while (!connection.wait(std::min(idle_end, after(cancel_interval * 4)))) {
                if (stopping_ || std::chrono::steady_clock::now() >= idle_end) return true;
            }
            stream.begin(after(limits_.request), limits_.head_bytes_max);
            bool closed = false;
            const bool answered =
                process_request(stream, i + 1 == limits_.requests_max, closed, nullptr);
            if (!answered || closed || current.close_after || stream.broken()) break;
        }
    } catch (const Error& error) {
        say(address + " was not heard: " + error.what());
        return false;
    }
    return true;
}

bool HttpsServer::State::process_and_close_socket(socket_t socket) {
    const bool served = !shedding && serve(socket);
    current = {};
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
