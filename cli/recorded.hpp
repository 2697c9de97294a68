// What a command that records one event says when it is in the ledger.
#pragma once

#include "cli/command.hpp"

namespace exhibit::cli {

/// The event: its number, hash, items and times; as JSON the whole of it. `next` is what may
/// follow.
ExitCode put_recorded(const Context& context, const Vault& vault, const EventInfo& event,
                      const std::string& next = {});

}  // namespace exhibit::cli
