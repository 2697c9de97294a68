#include "custody/log_findings.hpp"

#include "base/text.hpp"

namespace exhibit::custody {
namespace {

using encode::Json;

const Json::Array& array_of(const Json& value, std::string_view name) {
    static const Json::Array nothing;
    const Json* member = value.is_object() ? value.find(name) : nullptr;
    return member != nullptr && member->is_array() ? member->array(name) : nothing;
}

std::string text_of(const Json& value, std::string_view name) {
    const Json* member = value.is_object() ? value.find(name) : nullptr;
    return member != nullptr && member->is_string() ? member->string(name) : std::string();
}

constexpr std::size_t recorded_max = 256;  // ranges of a log, FORMAT.md 5.3

/// Of an [offset,length]; what is none counts nothing.
std::uint64_t length_of(const Json& range) {
    if (!range.is_array() || range.array("a range").size() != 2) return 0;
    const Json& length = range.array("a range")[1];
    return length.is_integer() && length.integer("length") > 0 ? length.natural("length") : 0;
}

const Json::Array& logs_of(const PrivateValues& values) {
    static const Json::Array nothing;
    const auto found = values.find("logs");
    return found != values.end() && found->second.is_array() ? found->second.array("logs")
                                                             : nothing;
}

bool is_digest(const std::string& what) {
    return what == "md5" || what == "sha1" || what == "sha256";
}

void examine_log(const Json& log, const std::string& item, std::vector<LogFinding>& out) {
    const std::string called =
        "The acquisition log \"" + printable(text_of(log, "name")) + "\" of " + item;
    if (text_of(log, "format") == "unrecognized") {
        out.push_back({"CR-12", Severity::note,
                       called + " is of no known form; it is kept, and nothing was inferred from "
                                "it."});
        return;
    }
    for (const Json& check : array_of(log, "checks")) {
        if (text_of(check, "result") != "mismatch") continue;
        const bool ranges = text_of(check, "what") == "unreadable";
        out.push_back(
            {ranges ? "CR-14" : "CR-13", Severity::warning,
             called + " does not agree with what was read: " + printable(text_of(check, "text"))});
    }
    if (const Json::Array& ranges = array_of(log, "bad_ranges"); !ranges.empty()) {
        std::uint64_t bytes = 0;
        for (const Json& range : ranges) bytes += length_of(range);
        out.push_back({"CR-14", Severity::note,
                       called + " names " + (ranges.size() < recorded_max ? "" : "at least ") +
                           counted(ranges.size(), "range", "ranges") + ", " +
                           counted(bytes, "byte", "bytes") +
                           " that its tool could not read, or found damaged."});
    }
    const Json::Array& warnings = array_of(log, "warnings");
    for (const Json& warning : warnings) {
        if (!warning.is_string()) continue;
        out.push_back({"CR-12", Severity::note,
                       called + " has a peculiarity: " + printable(warning.string("warning"))});
    }
}

}  // namespace

LogVerdict log_verdict(const PrivateValues& values) {
    LogVerdict verdict = LogVerdict::none;
    for (const Json& log : logs_of(values)) {
        for (const Json& check : array_of(log, "checks")) {
            if (text_of(check, "scope") != "acquisition-stream" ||
                !is_digest(text_of(check, "what")))
                continue;
            const std::string result = text_of(check, "result");
            if (result == "mismatch") return LogVerdict::mismatch;
            if (result == "match") verdict = LogVerdict::match;
        }
    }
    return verdict;
}

std::vector<LogFinding> examine_logs(const PrivateValues& values, std::size_t logs,
                                     const std::string& item) {
    std::vector<LogFinding> out;
    const Json::Array& described = logs_of(values);
    if (described.size() != logs) {
        out.push_back({"CR-12", Severity::warning,
                       counted(logs, "acquisition log is", "acquisition logs are") + " kept with " +
                           item + ", but the record describes " + grouped(described.size()) + "."});
    }
    for (const Json& log : described) examine_log(log, item, out);
    return out;
}

}  // namespace exhibit::custody
