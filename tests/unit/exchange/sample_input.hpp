// An incident with a disk image, a tree, and a laptop that changed hands.
#pragma once

#include "exchange/iodef.hpp"

namespace exhibit::exchange {

IodefInput sample_input(IodefVersion version, IodefSection section);
/// And a container, whose media are not whole.
IodefInput sample_with_container(IodefVersion version, IodefSection section);

}  // namespace exhibit::exchange
