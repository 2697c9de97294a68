// Map files of GNU ddrescue: which bytes were rescued. Only "+" is good.
#include <array>

#include "base/text.hpp"
#include "intake/acquisition_text.hpp"

namespace exhibit::intake {
namespace {

std::vector<std::string_view> words_of(std::string_view line) {
    std::vector<std::string_view> words;
    for (const std::string_view word : split(line, ' ')) {
        if (!trimmed(word).empty()) words.push_back(trimmed(word));
    }
    return words;
}

std::optional<std::uint64_t> parse_hex(std::string_view text) {
    if (!text.starts_with("0x") || text.size() < 3 || text.size() > 18) return std::nullopt;
    std::uint64_t value = 0;
    for (const char c : text.substr(2)) {
        const std::size_t digit = std::string_view("0123456789ABCDEF").find(c);
        const std::size_t small = std::string_view("0123456789abcdef").find(c);
        if (digit == std::string_view::npos && small == std::string_view::npos) return std::nullopt;
        value = value * 16 + (digit == std::string_view::npos ? small : digit);
    }
    return value;
}

void read_comment(AcquisitionLog& log, std::string_view line) {
    for (const std::string_view label :
         {"# Mapfile. Created by ", "# Rescue Logfile. Created by "}) {
        if (const auto tool = after_label(line, label)) log.tool = *tool;
    }
    if (const auto at = after_label(line, "# Start time:")) log.started = *at;
    if (const auto at = after_label(line, "# Current time:")) log.finished = *at;
    if (line == "# Finished") log.verdict = "Finished";
}

struct Reached {
    std::uint64_t end = 0;
    std::uint64_t not_tried = 0;
};

void read_block(AcquisitionLog& log, std::string_view line, Reached& reached) {
    std::uint64_t& end = reached.end;
    const auto words = words_of(line);
    const auto offset = words.size() == 3 ? parse_hex(words[0]) : std::nullopt;
    const auto length = words.size() == 3 ? parse_hex(words[1]) : std::nullopt;
    if (!offset || !length || *length == 0 || *offset != end || *length > UINT64_MAX - end ||
        words[2].size() != 1 || words[2].find_first_of("+-/*?") == std::string_view::npos) {
        throw NotUnderstood{"a line of the ddrescue map does not continue the one before"};
    }
    if (words[2] != "+") add_bad_bytes(log, *offset, *length);
    if (words[2] == "?") reached.not_tried += *length;
    end += *length;
}

}  // namespace

std::optional<AcquisitionLog> read_ddrescue_map(const LogLines& lines) {
    AcquisitionLog log;
    if (!lines[0].starts_with("# Mapfile. Created by GNU ddrescue") &&
        !lines[0].starts_with("# Rescue Logfile. Created by GNU ddrescue")) {
        return std::nullopt;
    }
    log.format = "ddrescue-map";
    bool status_seen = false;
    Reached reached;
    for (const std::string_view line : lines) {
        if (line.starts_with('#')) {
            read_comment(log, line);
        } else if (!line.empty() && !status_seen) {
            const auto words = words_of(line);
            if (words.size() < 2 || words.size() > 3 || !parse_hex(words[0])) {
                throw NotUnderstood{"the ddrescue map has no line of the current status"};
            }
            status_seen = true;
            log.complete = words[1] == "+";
        } else if (!line.empty()) {
            read_block(log, line, reached);
        }
    }
    if (reached.end == 0) throw NotUnderstood{"the ddrescue map lists no ranges"};
    log.size = reached.end;
    log.tells_ranges = true;
    if (reached.not_tried > 0) {
        log.warnings.push_back("ddrescue did not try " +
                               counted(reached.not_tried, "byte", "bytes") +
                               " of the source; they count as not read.");
    }
    if (!log.complete)
        log.warnings.push_back("The ddrescue map is of a run that has not finished.");
    return log;
}

}  // namespace exhibit::intake
