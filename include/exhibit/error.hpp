// Errors of the Exhibit library.
//
// An operation that cannot finish throws exhibit::Error (or one of its two subclasses). Outcomes a
// caller expects (absent, already there, lost race, bad evidence) are values, never exceptions.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace exhibit {

/// What kind of failure ended the operation. The command line maps each to one exit code.
enum class ErrorKind {
    usage,         ///< the request itself makes no sense (exit 2)
    not_found,     ///< the named thing does not exist (exit 3)
    denied,        ///< wrong passphrase, no grant, not the right handler (exit 4)
    conflict,      ///< the state moved or forbids it (exit 5)
    io,            ///< the operating system refused (exit 6)
    malformed,     ///< input does not have the expected form (exit 7)
    corrupt,       ///< stored bytes are not what was stored (exit 7)
    unsupported,   ///< a format or version this program does not know (exit 7)
    verification,  ///< the ledger or evidence fails verification: rollback, fork, mismatch (exit 1)
    partial,       ///< done, but some sources were unreadable; all of it is recorded (exit 8)
    crypto,        ///< a cryptographic library reported failure (exit 70)
    interrupted,   ///< cancelled by the user (exit 130)
    internal,      ///< our own bug (exit 70)
};

/// The stable lower-case name used in `--json` errors: "not_found", "denied", ...
std::string_view to_string(ErrorKind kind);

/// An operation that could not finish. `what()` is one sentence: what was being done, to what, what
/// was found, what was expected, what to do next. Context lines are added on the way up at module
/// borders, outermost last. Never holds secrets.
class Error : public std::runtime_error {
public:
    Error(ErrorKind kind, const std::string& message);
    /// The message gains the text of the cause: "opening X" becomes "opening X: Permission denied".
    Error(ErrorKind kind, const std::string& message, std::error_code cause);

    ErrorKind kind() const noexcept { return kind_; }
    const std::vector<std::string>& context() const noexcept { return context_; }
    std::optional<std::error_code> cause() const noexcept { return cause_; }

    /// Adds what the caller was doing, e.g. "reading checkpoint ledger/checkpoint".
    void add_context(std::string line);

private:
    ErrorKind kind_;
    std::optional<std::error_code> cause_;
    std::vector<std::string> context_;
};

/// Outside bytes that are not in the expected form: names the source, the byte offset and what was
/// expected there.
class FormatError : public Error {
public:
    FormatError(std::string source, std::uint64_t offset, std::string expected);

    const std::string& source() const noexcept { return source_; }
    std::uint64_t offset() const noexcept { return offset_; }
    const std::string& expected() const noexcept { return expected_; }

private:
    std::string source_;
    std::uint64_t offset_;
    std::string expected_;
};

/// The state a request was based on has moved (lost race, offer already taken).
class ConflictError : public Error {
public:
    explicit ConflictError(const std::string& message);
};

/// Throws Error(io) with the text of `errno_value`: "opening X: No such file or directory".
[[noreturn]] void throw_errno(const std::string& doing, int errno_value);

}  // namespace exhibit
