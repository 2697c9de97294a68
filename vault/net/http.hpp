// The little of HTTP that time-stamp authorities and witnesses need: one POST, and a server for
// one. Bodies and times are bounded, redirects are not followed.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "exhibit/progress.hpp"

namespace exhibit::net {

inline constexpr std::size_t answer_bytes_max = std::size_t{256} << 10;

struct HttpAnswer {
    int status = 0;
    std::string type;
    std::string body;
};

/// Error(usage) for a URL that is not http:// or https://, Error(io) when no whole answer comes or
/// it is longer than answer_bytes_max. Any status is an answer. Over https:// the server's
/// certificate leads to a root this machine trusts and names the host, else Error(denied).
HttpAnswer http_post(const std::string& url, const std::string& type, std::string_view body);

class HttpServer {
public:
    using Handler = std::function<HttpAnswer(const std::string& body)>;

    /// `handler` is called by one thread at a time, with at most `body_bytes_max` bytes.
    HttpServer(std::string path, std::size_t body_bytes_max, Handler handler);
    ~HttpServer();

    /// Port 0 takes a free one; gives the port. Error(io) when it is taken.
    int bind(const std::string& host, int port);
    /// Serves until cancelled. REQUIRES: bind() gave a port.
    void run(const CancelFlag& cancel);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace exhibit::net
