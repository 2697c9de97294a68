// The rules of style.md and architecture.md that a machine can check. Each takes files and returns
// what is wrong with them, so that every rule is itself tested with a file that breaks it.
#pragma once

#include <string>
#include <vector>

#include "source_tree.hpp"

namespace exhibit::tidy {

/// What is wrong: "path:line: text", one each.
using Complaints = std::vector<std::string>;

/// Edges between layers, and the one folder in which each third-party header may appear.
Complaints check_includes(const SourceFile& file);

/// Calls and statements that are banned everywhere.
Complaints check_banned_calls(const SourceFile& file);

/// Length of lines and files, line ends, `#pragma once`.
Complaints check_shape(const SourceFile& file);

/// Words that mark unfinished work.
Complaints check_markers(const SourceFile& file);

/// Absolute paths of somebody's machine, names of package registries.
Complaints check_machine_names(const SourceFile& file);

/// Every entry of the top level is one of the agreed ones.
Complaints check_top_level(const std::vector<SourceFile>& files);

/// Every source and test script is in the CMakeLists.txt above it, every header is included.
Complaints check_dead_files(const std::vector<SourceFile>& files);

/// A source includes the header of its own name first, which shows that the header stands alone.
Complaints check_own_header_first(const std::vector<SourceFile>& files);

}  // namespace exhibit::tidy
