// What the rules of both directions share.
#pragma once

#include <pugixml.hpp>

#include <string>
#include <string_view>

namespace exhibit::exchange {

/// The texts of the children of that name (of any namespace), joined.
std::string texts_of(pugi::xml_node node, std::string_view name, std::string_view between);
/// Our own formats of RecordItem: `evidence_format("#id")`.
std::string evidence_format(std::string_view part);

}  // namespace exhibit::exchange
