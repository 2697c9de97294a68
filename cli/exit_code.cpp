#include "cli/exit_code.hpp"

namespace exhibit::cli {

ExitCode exit_code(ErrorKind kind) noexcept {
    switch (kind) {
        case ErrorKind::usage: return ExitCode::usage;
        case ErrorKind::not_found: return ExitCode::not_found;
        case ErrorKind::denied: return ExitCode::denied;
        case ErrorKind::conflict: return ExitCode::conflict;
        case ErrorKind::io: return ExitCode::io;
        case ErrorKind::malformed:
        case ErrorKind::corrupt:
        case ErrorKind::unsupported: return ExitCode::malformed;
        case ErrorKind::verification: return ExitCode::verification;
        case ErrorKind::partial: return ExitCode::partial;
        case ErrorKind::interrupted: return ExitCode::interrupted;
        case ErrorKind::crypto:
        case ErrorKind::internal: break;
    }
    return ExitCode::internal;
}

}  // namespace exhibit::cli
