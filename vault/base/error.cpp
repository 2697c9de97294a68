#include "exhibit/error.hpp"

#include <utility>

namespace exhibit {

std::string_view to_string(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::usage: return "usage";
        case ErrorKind::not_found: return "not_found";
        case ErrorKind::denied: return "denied";
        case ErrorKind::conflict: return "conflict";
        case ErrorKind::io: return "io";
        case ErrorKind::malformed: return "malformed";
        case ErrorKind::corrupt: return "corrupt";
        case ErrorKind::unsupported: return "unsupported";
        case ErrorKind::verification: return "verification";
        case ErrorKind::partial: return "partial";
        case ErrorKind::crypto: return "crypto";
        case ErrorKind::interrupted: return "interrupted";
        case ErrorKind::internal: return "internal";
    }
    return "internal";
}

Error::Error(ErrorKind kind, const std::string& message)
    : std::runtime_error(message), kind_(kind) {}

Error::Error(ErrorKind kind, const std::string& message, std::error_code cause)
    : std::runtime_error(message + ": " + cause.message()), kind_(kind), cause_(cause) {}

void Error::add_context(std::string line) {
    context_.push_back(std::move(line));
}

FormatError::FormatError(std::string source, std::uint64_t offset, std::string expected)
    : Error(ErrorKind::malformed,
            source + ", at byte " + std::to_string(offset) + ": expected " + expected),
      source_(std::move(source)),
      offset_(offset),
      expected_(std::move(expected)) {}

ConflictError::ConflictError(const std::string& message) : Error(ErrorKind::conflict, message) {}

void throw_errno(const std::string& doing, int errno_value) {
    throw Error(ErrorKind::io, doing, std::error_code(errno_value, std::generic_category()));
}

}  // namespace exhibit
