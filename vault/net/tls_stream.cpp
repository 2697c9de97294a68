#include "net/tls_stream.hpp"

namespace exhibit::net {

ssize_t TlsStream::fail(const Error& error) {
    if (!failure_) failure_ = error;
    set_broken();
    return -1;
}

ssize_t TlsStream::read_some(char* into, std::size_t size) {
    try {
        return static_cast<ssize_t>(
            connection_.read(std::as_writable_bytes(std::span(into, size)), deadline_));
    } catch (const Error& error) {
        return fail(error);
    }
}

ssize_t TlsStream::write(const char* from, std::size_t size) {
    if (broken()) return -1;
    try {
        connection_.write(std::as_bytes(std::span(from, size)), deadline_);
        return static_cast<ssize_t>(size);
    } catch (const Error& error) {
        return fail(error);
    }
}

}  // namespace exhibit::net
