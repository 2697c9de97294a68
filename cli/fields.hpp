// The facts people give about an item, as options.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hpp"

namespace exhibit::cli {

struct FieldOptions {
    ItemFields named;
    std::vector<std::string> others;  ///< NAME=VALUE
};

/// Offers the facts that `names` lists as options of their own ("collected_from" becomes
/// --collected-from) and every other one as --field NAME=VALUE.
void add_fields(CLI::App& command, FieldOptions& options, const std::vector<std::string>& names);

/// All facts given. Error(usage) for one that is not NAME=VALUE or is given twice.
ItemFields fields_of(const FieldOptions& options);

}  // namespace exhibit::cli
