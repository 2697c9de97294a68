// New keys for an incident, and its content written again under them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace exhibit {

struct RekeyRequest {
    std::string incident;
    std::string reason;  ///< required for new keys
    /// A content key leaked: write all content again. Goes on where it was cut off.
    bool content = false;
    std::vector<std::string> without;  ///< handlers who lose their grant
};

struct RekeyResult {
    std::string incident;
    std::uint64_t generation = 1;       ///< of the keys in force now
    std::vector<std::uint64_t> events;  ///< recorded by this call
    bool resumed = false;               ///< no new keys: earlier work was gone on with
    std::vector<std::string> kept;      ///< key ids of those who hold the new keys
    std::vector<std::string> dropped;   ///< key ids of those who lost their grant
    bool content = false;
    bool complete = false;           ///< all content lies under the newest keys
    std::uint64_t packs_before = 0;  ///< written again by earlier calls
    std::uint64_t packs_reused = 0;  ///< found as a cut-off call left them
    std::uint64_t packs_written = 0;
    std::uint64_t packs_removed = 0;
    std::uint64_t bytes_written = 0;
    std::uint64_t values_written = 0;  ///< private values of one event about one subject each
    std::uint64_t values_removed = 0;
    std::vector<std::string> problems;  ///< packs that could not be read whole; a sentence each
};

}  // namespace exhibit
