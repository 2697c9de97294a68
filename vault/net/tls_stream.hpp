// A TLS connection as the stream that cpp-httplib reads and writes, with a deadline and a budget of
// bytes for each request. Private to this folder.
#pragma once

#include <optional>
#include <string>

#include <httplib.h>

#include "crypto/tls.hpp"
#include "exhibit/error.hpp"

namespace exhibit::net {

class TlsStream final : public httplib::Stream {
public:
    TlsStream(crypto::TlsConnection& connection, std::string address)
        : connection_(connection), address_(std::move(address)) {}

    /// Begins a request: by then it has to be read and answered.
    void begin(crypto::Deadline deadline, std::size_t bytes_max);
    void allow(std::size_t bytes) { budget_ += bytes; }
    /// Something went wrong on the way: nothing more can be said on this connection.
    bool broken() const noexcept { return broken_; }
    bool over_budget() const noexcept { return over_; }
    /// What went wrong, which cpp-httplib has no words for.
    const std::optional<Error>& failure() const noexcept { return failure_; }

    bool is_readable() const override { return !broken_; }
    bool is_writable() const override { return !broken_; }
    ssize_t read(char* into, std::size_t size) override;
    ssize_t write(const char* from, std::size_t size) override;
    void get_remote_ip_and_port(std::string& ip, int& port) const override;
    void get_local_ip_and_port(std::string& ip, int& port) const override;
    socket_t socket() const override { return connection_.socket(); }

private:
    crypto::TlsConnection& connection_;
    std::string address_;
    crypto::Deadline deadline_{};
    std::size_t budget_ = 0;
    bool broken_ = false;
    bool over_ = false;
    std::optional<Error> failure_;
};

}  // namespace exhibit::net
