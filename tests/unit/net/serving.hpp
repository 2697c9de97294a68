// A server that runs as long as one test, and connections to it.
#pragma once

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <mutex>
#include <optional>
#include <thread>

#include "base/file.hpp"
#include "exhibit/error.hpp"
#include "net/https.hpp"
#include "support/rid_people.hpp"

namespace exhibit::net {

using test::rid::certificate;

inline FixedClock& clock_today() {
    static FixedClock clock(test::rid::today);
    return clock;
}

inline crypto::TlsContext context_of(const std::string& who) {
    return {test::rid::key(who), {certificate(who)}, test::rid::trust(), clock_today()};
}

inline crypto::Deadline soon(int milliseconds = 10'000) {
    return std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
}

class Serving {
public:
    explicit Serving(HttpsLimits limits = {}, const std::string& who = "erika")
        : context_(context_of(who)),
          server_(context_, limits,
                  {[this](const Bytes& peer, const std::string&) {
                       return peer == refused ? std::string("not a peer") : std::string();
                   },
                   [this](const HttpsRequest& request) { return answer(request); },
                   [this](const std::string& line) {
                       const std::lock_guard lock(mutex_);
                       log_ += line + "\n";
                   }}),
          port_(server_.bind("127.0.0.1", 0)),
          thread_([this] { server_.run(cancel_); }) {}
    ~Serving() { stop(); }
    /// After it the log is complete.
    void stop() {
        cancel_.request();
        if (thread_.joinable()) thread_.join();
    }

    int port() const { return port_; }
    HttpsRequest last() {
        const std::lock_guard lock(mutex_);
        return last_;
    }
    int served() {
        const std::lock_guard lock(mutex_);
        return served_;
    }
    std::string log() {
        const std::lock_guard lock(mutex_);
        return log_;
    }
    HttpsAnswer post(const std::string& who, const std::string& body,
                     const std::string& token = "") {
        const crypto::TlsContext context = context_of(who);
        return https_post(context, {"127.0.0.1", port_, [](const Bytes&) { return ""; }}, {},
                          {200, body, token});
    }

    Bytes refused;

private:
    HttpsAnswer answer(const HttpsRequest& request) {
        const std::lock_guard lock(mutex_);
        last_ = request;
        ++served_;
        if (request.body == "fail") throw std::runtime_error("secret words");
        if (request.body == "later") return {202, {}, "token-1"};
        return {200, request.body, {}};
    }

    crypto::TlsContext context_;
    std::mutex mutex_;
    HttpsRequest last_;
    int served_ = 0;
    std::string log_;
    CancelFlag cancel_;
    HttpsServer server_;
    int port_;
    std::thread thread_;
};

/// A connection that says what it likes.
class Raw {
public:
    Raw(int port, const std::string& who = "otto")
        : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), context_(context_of(who)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error("cannot connect");
        connection_.emplace(context_, crypto::TlsSide::client, socket_.get(), soon());
    }
    /// False once the other side has ended.
    bool say(const std::string& text) {
        try {
            connection_->write(as_bytes(text), soon());
            return true;
        } catch (const Error&) {
            return false;
        }
    }
    /// Until the other side ends.
    std::string rest() {
        std::string text;
        std::array<std::byte, 4096> part{};
        try {
            while (const std::size_t got = connection_->read(part, soon()))
                text.append(reinterpret_cast<const char*>(part.data()), got);
        } catch (const Error&) {
        }
        return text;
    }
    std::string ask(const std::string& text) {
        say(text);
        return rest();
    }

private:
    FileDescriptor socket_;
    crypto::TlsContext context_;
    std::optional<crypto::TlsConnection> connection_;
};

}  // namespace exhibit::net
