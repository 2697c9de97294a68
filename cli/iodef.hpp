// The commands of `iodef`, each in a file of its own family.
#pragma once

#include "cli/command.hpp"
#include "exhibit/iodef.hpp"

namespace exhibit::cli {

/// What emit and attach have in common: which evidence, what of it, and for whom.
void add_evidence_options(CLI::App& command, EmitRequest& request);

void add_iodef_attach(CLI::App& group, Context& context);
void add_iodef_check(CLI::App& group, Context& context);
void add_iodef_convert(CLI::App& group, Context& context);
void add_iodef_import(CLI::App& group, Context& context);

}  // namespace exhibit::cli
