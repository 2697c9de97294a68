// Containers that are kept byte for byte and not opened: what their headers say, in a sentence.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace exhibit::intake {

struct Recognised {
    std::string_view kind;  ///< kind_image or kind_memory
    std::string text;       ///< "QCOW2 version 3, virtual size 1 GiB, encrypted"
};

/// `head` is the beginning of a file, `tail` its last 512 bytes (or all of a shorter one): a fixed
/// VHD has its header there. nullopt for everything else than QCOW2, VMDK, VHD, VHDX, AFF, AFF4 and
/// Windows crash dumps.
std::optional<Recognised> recognise(ByteView head, ByteView tail);

}  // namespace exhibit::intake
