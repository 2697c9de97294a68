// A TLS connection as the stream that cpp-httplib reads and writes, with a deadline for each
// request. Private to this folder.
#pragma once

#include <optional>

#include "crypto/tls.hpp"
#include "exhibit/error.hpp"
#include "net/http_front.hpp"

namespace exhibit::net {

class TlsStream final : public BoundedStream {
public:
    explicit TlsStream(crypto::TlsConnection& connection) : connection_(connection) {}

    /// Begins a request: by then it has to be read and answered.
    void begin(crypto::Deadline deadline, std::size_t bytes_max) {
        deadline_ = deadline;
        set_budget(bytes_max);
    }
    /// What went wrong, which cpp-httplib has no words for.
    const std::optional<Error>& failure() const noexcept { return failure_; }

    ssize_t write(const char* from, std::size_t size) override;
    socket_t socket() const override { return connection_.socket(); }

protected:
    ssize_t read_some(char* into, std::size_t size) override;

private:
    ssize_t fail(const Error& error);

    crypto::TlsConnection& connection_;
    crypto::Deadline deadline_{};
    std::optional<Error> failure_;
};

}  // namespace exhibit::net
