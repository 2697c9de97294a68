// Which source a path names.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/file.hpp"

namespace exhibit::intake {

/// What tells a file or device from another one that has its name.
struct SourceIdentity {
    std::uint64_t size = 0;
    std::string name;           ///< of a file: the last part of its path
    std::int64_t modified = 0;  ///< of a file: nanoseconds since 1970
    std::string make;           ///< of a device, as its serial: what the system says of it
    std::string model;
    std::string serial;
};
/// nullopt for what is neither (pipes, folders) or not there. Error(io) of a device.
std::optional<SourceIdentity> identify_source(const std::string& path);

/// For reading only. Error(not_found, io).
FileDescriptor open_source(const std::string& path);

/// The last part of a path; that of what it leads to where it ends in "." and the like.
std::string source_name(std::string path);

}  // namespace exhibit::intake
