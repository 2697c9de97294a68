// The rows of json_classes.hpp.
#pragma once

#include <span>
#include <string_view>

namespace exhibit::exchange {

struct JsonRow {
    std::string_view name;
    std::string_view section;  ///< of RFC 7970
    std::string_view members;
};

std::span<const JsonRow> json_rows();

}  // namespace exhibit::exchange
