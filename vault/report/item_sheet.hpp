// The sheet of one item, in the order of a paper chain-of-custody form.
#pragma once

#include <string>

#include "report/story.hpp"

namespace exhibit::report {

std::string item_sheet(const Story& story, const custody::ItemRecord& item);

/// All private values of an event about its subjects, as a list; `skip` names those that are shown
/// elsewhere.
std::string other_values(const Story& story, std::uint64_t index, std::string_view subject,
                         const std::vector<std::string_view>& skip);

}  // namespace exhibit::report
