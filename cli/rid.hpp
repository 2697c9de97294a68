// The commands of `rid`.
#pragma once

#include "cli/command.hpp"

namespace exhibit::cli {

void add_rid(CLI::App& root, Context& context);

}  // namespace exhibit::cli
