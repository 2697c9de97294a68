// The report about an incident or an item: one HTML file, made from verified events and nothing
// else. It is readable without JavaScript, and with it checks itself.
#pragma once

#include <string>

#include "bundle/verify.hpp"

namespace exhibit::report {

std::string make_report(const bundle::Verified& verified);

}  // namespace exhibit::report
