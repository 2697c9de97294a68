// Compares what an acquisition log says with what was read here.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "intake/acquisition_log.hpp"

namespace exhibit::intake {

enum class CheckResult { match, mismatch, not_comparable };

/// "match", "mismatch", "not-comparable".
std::string_view to_string(CheckResult result) noexcept;

struct LogCheck {
    std::string what;   ///< size, unreadable, verdict, or the algorithm of a digest
    std::string scope;  ///< of a digest; otherwise empty
    CheckResult result = CheckResult::not_comparable;
    std::string text;  ///< one plain sentence
};

/// What was read here.
struct IngestedFacts {
    std::string kind;  ///< image, memory, file, stream, tree
    std::string source_name;
    std::uint64_t size = 0;
    Digests digests;
    std::vector<ByteRange> unreadable;
    bool unreadable_whole = true;  ///< `unreadable` lists all of them
    /// What a container records as unreadable when it was acquired; nothing if it is none.
    std::optional<std::vector<ByteRange>> recorded;
    bool segmented = false;  ///< a stream that was read from several files
    /// The digests of a member of a tree by its path, or of a file of a container by its name; may
    /// be empty for anything else.
    std::function<std::optional<Digests>(const std::string& path)> member;
};

/// One statement for each comparison, in the order of the log. Digests of an image are compared
/// with acquisition and re-read digests only, digests of files by name only.
std::vector<LogCheck> check_against_log(const AcquisitionLog& log, const IngestedFacts& facts);

}  // namespace exhibit::intake
