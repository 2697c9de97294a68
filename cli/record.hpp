// The commands of `case`, each in a file of its own.
#pragma once

#include "cli/command.hpp"

namespace exhibit::cli {

void add_case_import(CLI::App& group, Context& context);

}  // namespace exhibit::cli
