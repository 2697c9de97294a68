// For parsers under test: what they refuse is as good as what they take.
#pragma once

#include "exhibit/error.hpp"

namespace exhibit::fuzz {

template <typename Act>
void try_out(const Act& act) {
    try {
        act();
    } catch (const Error&) {
        return;
    }
}

}  // namespace exhibit::fuzz
