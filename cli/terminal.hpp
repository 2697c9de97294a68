// The terminal: whether there is one, how wide it is, and secrets typed on it.
#pragma once

#include <cstddef>
#include <string>

#include "exhibit/identity.hpp"
#include "exhibit/progress.hpp"

namespace exhibit::cli {

bool standard_error_is_terminal() noexcept;
/// Columns of the terminal on standard error; 80 when it does not say.
std::size_t terminal_columns() noexcept;

/// Whether a person can be asked, or shown a secret, on the controlling terminal (/dev/tty):
/// independent of where standard input and output lead.
bool person_at_terminal() noexcept;
/// One line typed on the controlling terminal, not echoed. Error(usage) when there is none,
/// Error(interrupted) when `cancel` was requested meanwhile.
SecretText ask_secret(const std::string& prompt, const CancelFlag& cancel);
/// As ask_secret(), twice. Error(usage) when the two differ.
SecretText ask_new_secret(const std::string& prompt, const CancelFlag& cancel);
/// Whether a question shown on the controlling terminal is answered with yes. Errors as
/// ask_secret().
bool ask_yes(const std::string& question, const CancelFlag& cancel);
/// Writes to the controlling terminal only, so that a secret does not end up in a pipe or a log.
/// Error(io) when that fails.
void show_on_terminal(const std::string& before, const SecretText& secret,
                      const std::string& after);

}  // namespace exhibit::cli
