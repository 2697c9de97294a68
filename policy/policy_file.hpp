// Policy files (FORMAT.md 5.4): TOML in, custody::Policy out.
#pragma once

#include <string>
#include <string_view>

#include "custody/policy.hpp"

namespace exhibit::policy {

inline constexpr std::size_t policy_bytes_max = 65536;

/// Closed: an unknown key, a value of another type or out of its range, an event type, role or
/// field that version 1 does not have, a quorum nobody can reach: each is Error(malformed) that
/// names `source`, line and column, what was found and what was expected.
custody::Policy parse_policy(std::string_view text, const std::string& source);

}  // namespace exhibit::policy
