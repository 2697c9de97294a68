// ewfacquire, ewfacquirestream, ewfverify and ewfinfo: what they print (the file of `-l` holds the
// digest lines only, names no tool and is not recognised).
#include <array>

#include "base/text.hpp"
#include "intake/acquisition_text.hpp"

namespace exhibit::intake {
namespace {

constexpr std::array<std::string_view, 4> tools = {"ewfacquirestream", "ewfacquire", "ewfverify",
                                                   "ewfinfo"};

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

// "1000 - 1008 number: 8" of ewfacquire ends before its second number, "960 - 1023 (number: 64)" of
// ewfverify and ewfinfo includes it: the count tells which.
void read_range(AcquisitionLog& log, std::string_view line) {
    const auto labelled = after_label(line, "at sector(s):");
    const std::string_view text = labelled ? *labelled : trimmed(line);
    const std::size_t number = text.find("number: ");
    const std::size_t dash = text.find(" - ");
    if (number == std::string_view::npos || dash == std::string_view::npos || dash > number) return;
    std::string_view last_text = text.substr(dash + 3, number - dash - 3);
    last_text = last_text.substr(0, last_text.find(' '));
    std::string_view count_text = text.substr(number + 8);
    count_text = count_text.substr(0, count_text.find_first_not_of("0123456789"));
    const auto first = parse_decimal(text.substr(0, dash));
    const auto last = parse_decimal(last_text);
    const auto count = parse_decimal(count_text);
    const bool ordered = first && last && count && *last >= *first && *count > 0;
    if (!ordered || (*last - *first != *count && *last - *first != *count - 1)) {
        throw NotUnderstood{"a range of sectors does not agree with its number of sectors"};
    }
    if (*first > UINT64_MAX - *count) throw NotUnderstood{"a range of sectors is out of bounds"};
    add_sectors(log, *first, *first + *count);
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
    for (const std::string_view label : {"Acquiry completed at:", "Verify completed at:",
                                         "Acquiry failed at:", "Verify failed at:"}) {
        if (const auto at = after_label(line, label)) log.finished = *at;
    }
    if (const auto text = after_label(line, "Serial number:")) log.source = *text;
}

// The digests that ewfinfo tells are those stored in the container.
void read_stored(AcquisitionLog& log, std::string_view line) {
    for (const std::string_view name : {"MD5", "SHA1", "SHA256"}) {
        const auto text = after_label(line, std::string(name) + ":");
        if (!text) continue;
        const std::string algorithm = algorithm_name(name);
        if (const auto hex = digest_text(*text, algorithm)) {
            add_digest(log, {DigestScope::acquisition_stream, algorithm, *hex, ""});
        }
    }
}

void read_ewfinfo(AcquisitionLog& log, const LogLines& lines) {
    bool digests = false;
    for (const std::string_view line : lines) {
        // Sections start at the margin, and what a person wrote into the container does not.
        if (!line.empty() && line.front() != '\t') digests = line == "Digest hash information";
        read_fact(log, line, false);
        read_range(log, line);
        if (digests) read_stored(log, line);
        if (const auto at = after_label(line, "Acquisition date:")) log.started = *at;
    }
    // Which sections are printed depends on options: no list proves nothing.
    log.tells_ranges = !log.bad_ranges.empty();
}

void read_run(AcquisitionLog& log, const LogLines& lines, std::string_view tool) {
    const bool verify = tool == "ewfverify";
    const std::string verdict = std::string(tool) + ":";
    bool wrong_sectors = false;
    for (const std::string_view line : lines) {
        read_fact(log, line, verify);
        read_digest(log, line, verify);
        read_range(log, line);
        if (line.starts_with("Sector validation errors:")) wrong_sectors = true;
        if (const auto text = after_label(line, verdict); text && !text->empty()) {
            log.verdict = *text;
        }
    }
    // Without a start time it is the short form that `-q` prints.
    log.complete = !log.verdict.empty() && (log.started.empty() || !log.finished.empty());
    log.tells_ranges = !verify || wrong_sectors || (log.complete && !log.started.empty());
    if (wrong_sectors) {
        log.warnings.push_back(
            "ewfverify found sectors whose checksum is wrong; they are the bad "
            "ranges of this log.");
    }
    warn_of_verdict(log, log.verdict == "SUCCESS");
    if (!log.complete) log.warnings.push_back("The log has no end: the run may have been stopped.");
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
    const bool acquire = tool.starts_with("ewfacquire");
    log.format = acquire ? std::string_view("ewfacquire") : tool;
    if (tool == "ewfinfo") {
        read_ewfinfo(log, lines);
    } else {
        read_run(log, lines, tool);
    }
    return log;
}

}  // namespace exhibit::intake
