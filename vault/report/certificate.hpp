// A draft of the certificate of US Federal Rules of Evidence 902(13) and 902(14).
#pragma once

#include <string>

#include "report/story.hpp"

namespace exhibit::report {

std::string certificate(const Story& story);

}  // namespace exhibit::report
