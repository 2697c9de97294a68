// The parts of a report that are not about one item.
#pragma once

#include <string>

#include "report/story.hpp"

namespace exhibit::report {

std::string cover(const Story& story);
std::string findings_section(const bundle::Verified& verified);
std::string claims_section(const bundle::Verified& verified);
std::string people_section(const Story& story);
/// Events that stand on no item's sheet, and those that are not valid, each with all it says.
std::string other_events(const Story& story);
std::string how_to_check(const bundle::Verified& verified);

}  // namespace exhibit::report
