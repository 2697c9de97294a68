// What the system says of a block device that is ingested: which one it is, how it is cut into
// sectors, who made it, and whether somebody may write to it meanwhile.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace exhibit::intake {

struct DeviceFacts {
    std::string text;  ///< FORMAT.md 5.3, `device`; empty: it is no device
    std::string make;  ///< what follows is empty when the system does not say
    std::string model;
    std::string serial;
    std::vector<std::string> warnings;  ///< sentences: why its bytes might change while it is read
};

/// Reads <root>/sys, <root>/proc/self/mountinfo and <root>/run/udev/data, whose files are of the
/// system, but whose texts come from the device: they are bounded and made fit to show. Tests have
/// a root of their own. Never throws for what is or is not there.
DeviceFacts device_facts(dev_t device, const std::string& root = {});

}  // namespace exhibit::intake
