#include "net/http.hpp"

#include <chrono>
#include <mutex>
#include <thread>

#include <httplib.h>

#include "base/text.hpp"
#include "crypto/tls.hpp"
#include "exhibit/error.hpp"

namespace exhibit::net {

namespace {

constexpr std::time_t connect_seconds = 10;
constexpr std::time_t answer_seconds = 30;
constexpr auto cancel_interval = std::chrono::milliseconds(50);

struct Target {
    std::string server;  ///< scheme, host and port
    std::string path;
};

Target parse_url(const std::string& url) {
    const bool plain = url.starts_with("http://");
    if (!plain && !url.starts_with("https://")) {
        throw Error(ErrorKind::usage, "asking " + printable(url) +
                                          ": expected a URL that begins with http:// or https://");
    }
    const std::size_t host = url.find("//") + 2;
    const std::size_t path = url.find('/', host);
    const std::string server = url.substr(0, path);
    if (server.size() == host || server.find_first_of("@?# ") != std::string::npos ||
        url.find_first_of("\r\n ") != std::string::npos) {
        throw Error(ErrorKind::usage, "asking " + printable(url) +
                                          ": expected a host, and no blanks, names or passwords");
    }
    return {server, path == std::string::npos ? "/" : url.substr(path)};
}

}  // namespace

HttpAnswer http_post(const std::string& url, const std::string& type, std::string_view body) {
    const Target target = parse_url(url);
    httplib::Client client(target.server);
    client.set_connection_timeout(connect_seconds);
    client.set_read_timeout(answer_seconds);
    client.set_write_timeout(answer_seconds);
    client.set_follow_location(false);

    HttpAnswer answer;
    httplib::Request request;
    request.method = "POST";
    request.path = target.path;
    request.headers.emplace("Content-Type", type);
    request.headers.emplace("User-Agent", "exhibit");
    request.body = body;
    request.content_receiver = [&answer](const char* data, std::size_t size, std::uint64_t,
                                         std::uint64_t) {
        if (size > answer_bytes_max - answer.body.size()) return false;
        answer.body.append(data, size);
        return true;
    };
    const httplib::Result result = client.send(request);
    if (!result && result.error() == httplib::Error::SSLServerVerification) {
        throw Error(ErrorKind::denied,
                    "asking " + printable(url) +
                        ": the certificate of the server is not accepted: " +
                        crypto::server_certificate_fault(client.get_openssl_verify_result()) +
                        "; nothing was sent");
    }
    if (!result) {
        throw Error(ErrorKind::io, "asking " + printable(url) + ": no whole answer came (" +
                                       httplib::to_string(result.error()) +
                                       "); try again later, or use files");
    }
    answer.status = result->status;
    answer.type = result->get_header_value("Content-Type");
    return answer;
}

struct HttpServer::State {
    httplib::Server server;
    std::mutex one_at_a_time;
    std::string address;
};

HttpServer::HttpServer(std::string path, std::size_t body_bytes_max, Handler handler)
    : state_(std::make_unique<State>()) {
    httplib::Server& server = state_->server;
    server.set_payload_max_length(body_bytes_max);
    server.set_read_timeout(answer_seconds);
    server.set_write_timeout(answer_seconds);
    server.new_task_queue = [] { return new httplib::ThreadPool(2); };
    server.Post(path, [state = state_.get(), handler = std::move(handler)](
                          const httplib::Request& request, httplib::Response& response) {
        HttpAnswer answer;
        try {
            const std::lock_guard lock(state->one_at_a_time);
            answer = handler(request.body);
        } catch (const std::exception&) {
            // What failed is this machine's business, not the asker's.
            answer = {500, "text/plain; charset=utf-8", "The server failed; ask its operator.\n"};
        }
        response.status = answer.status;
        response.set_content(answer.body, answer.type);
    });
}

HttpServer::~HttpServer() = default;

int HttpServer::bind(const std::string& host, int port) {
    state_->address = host + ":" + std::to_string(port);
    if (port == 0) {
        port = state_->server.bind_to_any_port(host);
    } else if (!state_->server.bind_to_port(host, port)) {
        port = -1;
    }
    if (port <= 0) {
        throw Error(ErrorKind::io, "listening on " + printable(state_->address) +
                                       ": the address is taken or not of this machine");
    }
    return port;
}

void HttpServer::run(const CancelFlag& cancel) {
    std::atomic<bool> ended = false;
    std::thread watcher([&] {
        // Stopping does nothing before the server has begun to listen: so again and again.
        while (!ended) {
            if (cancel.requested()) state_->server.stop();
            std::this_thread::sleep_for(cancel_interval);
        }
    });
    const bool served = state_->server.listen_after_bind();
    ended = true;
    watcher.join();
    if (!served && !cancel.requested()) {
        throw Error(ErrorKind::io,
                    "serving on " + printable(state_->address) + ": the system ended it");
    }
}

}  // namespace exhibit::net
