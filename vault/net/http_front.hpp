// The HTTP of a server, over any stream: which requests are taken, which are answered by a status
// alone, and when nothing more can be said on a connection. Private to this folder.
#pragma once

#include <mutex>
#include <string>

#include <httplib.h>

#include "net/https.hpp"

namespace exhibit::net {

/// A stream that gives up at a deadline, or when a request has cost too many bytes.
class BoundedStream : public httplib::Stream {
public:
    /// More bytes may be read for this request.
    void allow(std::size_t bytes) { budget_ += bytes; }
    bool over_budget() const noexcept { return over_; }
    /// Something went wrong on the way: nothing more can be said.
    bool broken() const noexcept { return broken_; }

    bool is_readable() const override { return !broken_; }
    bool is_writable() const override { return !broken_; }
    ssize_t read(char* into, std::size_t size) final;
    void get_remote_ip_and_port(std::string& ip, int& port) const override;
    void get_local_ip_and_port(std::string& ip, int& port) const override;

protected:
    void set_budget(std::size_t bytes) { budget_ = bytes; }
    void set_broken() { broken_ = true; }
    /// 0 at the end, -1 when it failed; at most `size`.
    virtual ssize_t read_some(char* into, std::size_t size) = 0;

private:
    std::size_t budget_ = 0;
    bool broken_ = false;
    bool over_ = false;
};

class HttpFront : public httplib::Server {
public:
    HttpFront(HttpsLimits limits, HttpsServer::Handler handler, HttpsServer::Log log);

    /// Reads one request and answers it. `from` says who asks; false when the connection is to be
    /// closed. REQUIRES: one thread at a time for each stream.
    bool answer_one(BoundedStream& stream, const HttpsRequest& from, bool last);
    void say(const std::string& sentence);

private:
    using Routing = httplib::Server::HandlerResponse;
    Routing before(const httplib::Request& request, httplib::Response& response);
    void post(const httplib::Request& request, httplib::Response& response,
              const httplib::ContentReader& read);

    HttpsLimits limits_;
    HttpsServer::Handler handler_;
    HttpsServer::Log log_;
    std::mutex handler_mutex_;
    std::mutex log_mutex_;
};

}  // namespace exhibit::net
