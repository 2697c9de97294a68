#include "base/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace exhibit {

void check_failed(const char* condition, const char* file, int line) noexcept {
    std::fprintf(stderr, "exhibit: internal error: %s does not hold (%s:%d)\n", condition, file,
                 line);
    std::abort();
}

}  // namespace exhibit
