// What an unlocked identity holds.
#pragma once

#include "crypto/identity.hpp"
#include "exhibit/identity.hpp"

namespace exhibit {

struct UnlockedIdentity::State {
    IdentityInfo info;
    crypto::Identity identity;
};

}  // namespace exhibit
