#include "net/tls_stream.hpp"

#include <algorithm>

namespace exhibit::net {

void TlsStream::begin(crypto::Deadline deadline, std::size_t bytes_max) {
    deadline_ = deadline;
    budget_ = bytes_max;
}

ssize_t TlsStream::read(char* into, std::size_t size) {
    if (broken_ || budget_ == 0) {
        over_ = over_ || budget_ == 0;
        return -1;
    }
    try {
        const std::size_t got = connection_.read(
            std::as_writable_bytes(std::span(into, std::min(size, budget_))), deadline_);
        budget_ -= got;
        if (got == 0) broken_ = true;
        return static_cast<ssize_t>(got);
    } catch (const Error& error) {
        if (!broken_) failure_ = error;
        broken_ = true;
        return -1;
    }
}

ssize_t TlsStream::write(const char* from, std::size_t size) {
    if (broken_) return -1;
    try {
        connection_.write(std::as_bytes(std::span(from, size)), deadline_);
        return static_cast<ssize_t>(size);
    } catch (const Error& error) {
        if (!broken_) failure_ = error;
        broken_ = true;
        return -1;
    }
}

void TlsStream::get_remote_ip_and_port(std::string& ip, int& port) const {
    ip = address_;
    port = 0;
}

void TlsStream::get_local_ip_and_port(std::string& ip, int& port) const {
    ip.clear();
    port = 0;
}

}  // namespace exhibit::net
