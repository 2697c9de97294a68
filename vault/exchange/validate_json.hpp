// Validation of JSON IODEF (RFC 8727): the rules of RFC 8727 itself, and over the XML text that
// stands for it, those of the classes.
#pragma once

#include <string_view>

#include "exhibit/validation.hpp"

namespace exhibit::exchange {

/// Paths of messages are JSON pointers (RFC 6901), places those of the JSON.
ValidationReport validate_json(std::string_view document, const ValidationRequest& request);

}  // namespace exhibit::exchange
