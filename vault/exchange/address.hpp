// Addresses as the category of an Address says (RFC 5070 section 3.16.1, RFC 7970 section 3.18.1).
#pragma once

#include <string_view>

namespace exhibit::exchange {

/// True also for categories that nothing is known about here.
bool fits_category(std::string_view address, std::string_view category) noexcept;

bool is_ipv4(std::string_view text) noexcept;
bool is_ipv6(std::string_view text) noexcept;

}  // namespace exhibit::exchange
