// A QR code as SVG.
#pragma once

#include <string>

namespace exhibit::report {

/// `<svg ...>` with one path; at most 1,000 characters of text.
std::string qr_code(const std::string& text);

}  // namespace exhibit::report
