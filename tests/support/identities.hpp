// Handlers whose keys are the same in each run.
#pragma once

#include <string_view>

#include "crypto/identity.hpp"

namespace exhibit::test {

/// The identity whose master secret is SHA-256("exhibit test identity " || name).
crypto::Identity fixed_identity(std::string_view name);

/// The cast of the tests.
inline crypto::Identity anna() {
    return fixed_identity("anna");
}
inline crypto::Identity boris() {
    return fixed_identity("boris");
}
inline crypto::Identity carla() {
    return fixed_identity("carla");
}

}  // namespace exhibit::test
