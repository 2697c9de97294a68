#include "exhibit/version.hpp"

namespace exhibit {

std::string_view version() noexcept {
    return EXHIBIT_VERSION;
}
int format_version() noexcept {
    return 1;
}

}  // namespace exhibit
