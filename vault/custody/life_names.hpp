// The private names of the events of an item's life; a part of private_names.
#pragma once

#include "custody/private_names.hpp"

namespace exhibit::custody {

/// Empty for other types.
std::span<const PrivateName> life_names(EventType type, SubjectKind kind);

}  // namespace exhibit::custody
