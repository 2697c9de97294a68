// Help texts.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace exhibit::cli {

/// What `exhibit` alone prints: the first steps.
std::string first_steps();

/// Our own layout: that of CLI11 changes with its version, and so would ours and its tests.
std::string help_text(const CLI::App& command, const std::string& full_name);

}  // namespace exhibit::cli
