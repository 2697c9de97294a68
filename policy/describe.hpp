// A policy in sentences for people.
#pragma once

#include <string>
#include <vector>

#include "custody/policy.hpp"

namespace exhibit::policy {

/// One sentence for each demand, in the order of the file.
std::vector<std::string> rules_in_words(const custody::Policy& policy);

/// "36 hours", "7 days", "10 years".
std::string duration_text(std::int64_t seconds);

}  // namespace exhibit::policy
