// Reads the members of a zip file that others made: bounded, each with its digest.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "crypto/digest.hpp"
#include "exhibit/progress.hpp"

namespace exhibit::intake {

struct ZipMember {
    std::string name;
    std::uint64_t size = 0;
    crypto::Hash sha256;
    Bytes bytes;  ///< empty when the member is not kept
};

struct ZipLimits {
    std::uint64_t members = 0;
    std::uint64_t member_bytes = 0;  ///< of one that is kept
    std::uint64_t kept_bytes = 0;    ///< of all that are kept
    std::uint64_t other_bytes = 0;   ///< of all that are not
    /// Whether a member's bytes are kept, or only its digest.
    std::function<bool(std::string_view name)> keeps;
};

/// What is wrong with the file, by its kind: damage, or more than the limits allow.
struct ZipProblem {
    bool over_limit = false;
    std::string member;
    std::string text;
};

struct ZipRead {
    std::vector<ZipMember> members;
    std::vector<ZipProblem> problems;
};

/// Nothing is written anywhere, so names may be as hostile as they like. Stops at the first thing
/// over a limit. Error(not_found, io, interrupted).
ZipRead read_zip(const std::string& path, const ZipLimits& limits, const CancelFlag* cancel);

}  // namespace exhibit::intake
