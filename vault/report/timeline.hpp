// Who held what when, as a picture.
#pragma once

#include <string>

#include "report/story.hpp"

namespace exhibit::report {

/// An SVG: a row for each item, a bar for each custodian, hatched while an item is on offer, red
/// marks where there are findings. "" without items.
std::string timeline(const Story& story);

}  // namespace exhibit::report
