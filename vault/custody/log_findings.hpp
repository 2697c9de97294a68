// What an audit reads in the private value `logs` of an ingest (FORMAT.md 5.3).
#pragma once

#include <string>
#include <vector>

#include "custody/private_names.hpp"
#include "exhibit/types.hpp"

namespace exhibit::custody {

/// What acquisition logs say of the stream's digest as it was acquired; one that differs outweighs
/// any that agree.
enum class LogVerdict { none, match, mismatch };
LogVerdict log_verdict(const PrivateValues& values);

struct LogFinding {
    std::string code;
    Severity severity = Severity::note;
    std::string text;
};

/// Disagreement of a log with what was read is a warning (CR-13; CR-14 for unreadable ranges); a
/// log nobody could read, or one with peculiarities, is a note (CR-12). `logs` is how many the
/// event names, `item` how a sentence calls the item.
std::vector<LogFinding> examine_logs(const PrivateValues& values, std::size_t logs,
                                     const std::string& item);

}  // namespace exhibit::custody
