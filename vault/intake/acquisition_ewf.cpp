// ewfacquire, ewfacquirestream and ewfverify: what they print (the file of `-l` holds the digest
// lines only, names no tool and is not recognised).
#include <array>

#include "base/text.hpp"
#include "intake/acquisition_text.hpp"

namespace exhibit::intake {
namespace {

constexpr std::array<std::string_view, 3> tools = {"ewfacquirestream", "ewfacquire", "ewfverify"};

bool is_banner(std::string_view line, std::string_view tool) {
    const auto version = after_label(line, tool);
    return version && version->size() == 8 && version->starts_with("20") &&
           parse_decimal(*version).has_value();
}

// "1.0 MB (1048576 bytes)": the exact figure.
std::optional<std::uint64_t> bytes_in_brackets(std::string_view text) {
    const std::size_t open = text.find('(');
    if (open == std::string_view::npos) {
        return text.ends_with(" bytes") ? parse_decimal(text.substr(0, text.size() - 6))
                                        : std::nullopt;
    }
    text.remove_prefix(open + 1);
    const std::size_t end = text.find(" bytes)");
    return end == std::string_view::npos ? std::nullopt : parse_decimal(text.substr(0, end));
}

// "1000 - 1008 number: 8", the end exclusive: the count is the proof of that.
void read_errors(AcquisitionLog& log, std::string_view line) {
    const std::size_t number = line.find(" number: ");
    if (number == std::string_view::npos) return;
    std::string_view range = trimmed(line.substr(0, number));
    if (const auto labelled = after_label(range, "at sector(s):")) range = *labelled;
    const std::size_t dash = range.find(" - ");
    if (dash == std::string_view::npos) return;
    const auto first = parse_decimal(range.substr(0, dash));
    const auto end = parse_decimal(range.substr(dash + 3));
    std::string_view count_text = line.substr(number + 9);
    count_text = count_text.substr(0, count_text.find(' '));
    const auto count = parse_decimal(count_text);
    if (!first || !end || !count || *end < *first || *end - *first != *count) {
        throw NotUnderstood{"a range of read errors does not agree with its number of sectors"};
    }
    add_sectors(log, *first, *end);
}

void read_digest(AcquisitionLog& log, std::string_view line, bool verify) {
    const std::size_t name_end = line.find(" hash ");
    if (name_end == std::string_view::npos) return;
    const std::string algorithm = algorithm_name(trimmed(line.substr(0, name_end)));
    if (algorithm.empty()) return;
    const std::string_view rest = line.substr(name_end);
    const auto calculated = after_label(rest, "hash calculated over data:");
    const auto stored = after_label(rest, "hash stored in file:");
    if (!calculated && !stored) return;
    if (const auto hex = digest_text(calculated ? *calculated : *stored, algorithm)) {
        const bool reread = verify && calculated;
        add_digest(log, {reread ? DigestScope::image_reread : DigestScope::acquisition_stream,
                         algorithm, *hex, ""});
    }
}

void read_fact(AcquisitionLog& log, std::string_view line, bool verify) {
    if (const auto size = after_label(line, "Media size:")) log.size = bytes_in_brackets(*size);
    if (const auto size = after_label(line, "Read:"); size && verify) {
        log.size = bytes_in_brackets(size->substr(0, size->find(" in ")));
    }
    if (const auto size = after_label(line, "Bytes per sector:")) {
        log.sector_bytes = parse_decimal(*size);
    }
    for (const std::string_view label : {"Acquiry started at:", "Verify started at:"}) {
        if (const auto at = after_label(line, label)) log.started = *at;
    }
    for (const std::string_view label : {"Acquiry completed at:", "Verify completed at:"}) {
        if (const auto at = after_label(line, label)) log.finished = *at;
    }
    if (const auto text = after_label(line, "Serial number:")) log.source = *text;
}

}  // namespace

std::optional<AcquisitionLog> read_ewf_log(const LogLines& lines) {
    std::string_view tool;
    AcquisitionLog log;
    for (const std::string_view line : lines) {
        for (const std::string_view name : tools) {
            if (!is_banner(line, name)) continue;
            if (!tool.empty()) throw NotUnderstood{"it holds more than one run of a tool"};
            tool = name;
            log.tool = trimmed(line);
        }
    }
    if (tool.empty()) return std::nullopt;
    const bool verify = tool == "ewfverify";
    log.format = verify ? "ewfverify" : "ewfacquire";
    log.tells_ranges = !verify;
    const std::string verdict = std::string(tool) + ":";
    for (const std::string_view line : lines) {
        read_fact(log, line, verify);
        read_digest(log, line, verify);
        if (!verify) read_errors(log, line);
        if (const auto text = after_label(line, verdict); text && !text->empty()) {
            log.verdict = *text;
        }
    }
    log.complete = !log.finished.empty() && !log.verdict.empty();
    if (!log.complete) log.warnings.push_back("The log has no end: the run may have been stopped.");
    return log;
}

}  // namespace exhibit::intake
