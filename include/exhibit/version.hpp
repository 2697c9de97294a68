// The version of the library.
#pragma once

#include <string_view>

namespace exhibit {

/// "0.1.0".
std::string_view version() noexcept;
/// The vault format this library writes.
int format_version() noexcept;

}  // namespace exhibit
