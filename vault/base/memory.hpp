// Memory that was freed, given back to the system.
#pragma once

#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace exhibit {

/// For after something large is gone and before something large is made. Without it the heap keeps
/// what was freed in pieces, and what is made next may not fit into these.
inline void give_back_memory() noexcept {
#ifdef __GLIBC__
    static_cast<void>(malloc_trim(0));
#endif
}

}  // namespace exhibit
