// What a bundle proves, each claim by itself with what it rests on; never one verdict for all.
#pragma once

#include <vector>

#include "bundle/verify.hpp"

namespace exhibit::bundle {

std::vector<Claim> claims_of(const Verified& verified);

}  // namespace exhibit::bundle
