// The one place where kinds of failure become exit codes of the program.
#pragma once

#include "exhibit/error.hpp"

namespace exhibit::cli {

/// Exit codes, as the README lists them for scripts.
enum class ExitCode : int {
    fine = 0,
    verification = 1,  ///< evidence or ledger fails verification, or an audit has a violation
    usage = 2,
    not_found = 3,
    denied = 4,
    conflict = 5,
    io = 6,
    malformed = 7,
    partial = 8,
    internal = 70,
    interrupted = 130,
};

ExitCode exit_code(ErrorKind kind) noexcept;

}  // namespace exhibit::cli
