// The logs of dc3dd and dcfldd.
#include "base/text.hpp"
#include "intake/acquisition_text.hpp"

namespace exhibit::intake {
namespace {

constexpr std::size_t warnings_of_errors_max = 16;

enum class Section { none, input, output };

// "[ok] HEX (md5)", "[MISMATCH] HEX (md5)", "HEX (sha1)", "HEX, sectors A - B".
void read_dc3dd_digest(AcquisitionLog& log, std::string_view line, Section section) {
    if (const auto agreed = after_label(line, "[ok] ")) line = *agreed;
    if (const auto other = after_label(line, "[MISMATCH] ")) {
        line = *other;
        if (log.warnings.size() < warnings_of_errors_max) {
            log.warnings.push_back("dc3dd found in its output another digest than in its input: " +
                                   printable(line));
        }
    }
    const std::size_t open = line.find(" (");
    if (open != std::string_view::npos && line.ends_with(')')) {
        const std::string algorithm = algorithm_name(line.substr(open + 2, line.size() - open - 3));
        const auto hex = digest_text(line.substr(0, open), algorithm);
        if (!hex || section == Section::none) return;
        add_digest(log, {section == Section::input ? DigestScope::acquisition_stream
                                                   : DigestScope::image_reread,
                         algorithm, *hex, ""});
        return;
    }
    const std::size_t comma = line.find(", sectors ");
    if (comma == std::string_view::npos) return;
    const std::string algorithm = algorithm_of_digits(comma);
    if (const auto hex = digest_text(line.substr(0, comma), algorithm)) {
        add_digest(log, {DigestScope::window, algorithm, *hex, ""});
    }
}

std::optional<std::uint64_t> leading_number(std::string_view text) {
    return parse_decimal(text.substr(0, text.find_first_not_of("0123456789")));
}

// "reading `X' at sector N" and "8 occurrences while reading `X' from sector A to sector B", both
// ends inclusive. False for an error in any other form, or of a write.
bool read_bad_sectors(AcquisitionLog& log, std::string_view error) {
    constexpr std::string_view one = "' at sector ";
    constexpr std::string_view several = "' from sector ";
    constexpr std::string_view last_label = " to sector ";
    if (const std::size_t at = error.rfind(one);
        error.starts_with("reading `") && at != std::string_view::npos) {
        const auto sector = leading_number(error.substr(at + one.size()));
        if (!sector || *sector == UINT64_MAX) return false;
        add_sectors(log, *sector, *sector + 1);
        return true;
    }
    const std::size_t from = error.rfind(several);
    const std::size_t to = error.rfind(last_label);
    if (error.find(" occurrences while reading `") == std::string_view::npos ||
        from == std::string_view::npos || to == std::string_view::npos || to < from) {
        return false;
    }
    const auto count = leading_number(error);
    const auto first = leading_number(error.substr(from + several.size()));
    const auto last = leading_number(error.substr(to + last_label.size()));
    if (!count || !first || !last || *last < *first || *last == UINT64_MAX) {
        throw NotUnderstood{"a range of bad sectors is not two numbers"};
    }
    if (*last - *first + 1 != *count) return false;
    add_sectors(log, *first, *last + 1);
    return true;
}

// An error that is not one of these means that the ranges are not known.
void read_dc3dd_errors(AcquisitionLog& log, std::string_view line) {
    if (!line.starts_with("[!!]")) return;
    const std::string_view error = trimmed(line.substr(4));
    if (log.warnings.size() < warnings_of_errors_max) {
        log.warnings.push_back("dc3dd reported: " + printable(error));
    }
    if (!read_bad_sectors(log, error)) log.tells_ranges = false;
}

// "2048 sectors in", "1953 sectors + 164 bytes in".
std::optional<std::uint64_t> bytes_in(std::string_view line, std::uint64_t sector_bytes) {
    if (!line.ends_with(" in")) return std::nullopt;
    line.remove_suffix(3);
    std::uint64_t rest = 0;
    if (line.ends_with(" bytes")) {
        line.remove_suffix(6);
        const std::size_t plus = line.find(" + ");
        if (plus == std::string_view::npos) return std::nullopt;
        rest = parse_decimal(line.substr(plus + 3)).value_or(sector_bytes);
        line = line.substr(0, plus);
    }
    if (!line.ends_with(" sectors")) return std::nullopt;
    const auto sectors = parse_decimal(line.substr(0, line.size() - 8));
    if (!sectors || rest >= sector_bytes || *sectors >= UINT64_MAX / sector_bytes) {
        return std::nullopt;
    }
    return *sectors * sector_bytes + rest;
}

// "8 bad sectors replaced by zeros": as many as were listed, or the list is not whole.
void read_replaced(AcquisitionLog& log, std::string_view line) {
    constexpr std::string_view label = " bad sectors replaced by zeros";
    if (!line.ends_with(label)) return;
    const auto told = parse_decimal(line.substr(0, line.size() - label.size()));
    std::uint64_t bytes = 0;
    for (const ByteRange& range : log.bad_ranges) bytes += range.length;
    if (!told || !log.sector_bytes || *log.sector_bytes == 0 || bytes % *log.sector_bytes != 0 ||
        bytes / *log.sector_bytes != *told) {
        log.tells_ranges = false;
        log.warnings.push_back("dc3dd lists other than the bad sectors it counts: " +
                               printable(line));
    }
}

void read_dc3dd_fact(AcquisitionLog& log, std::string_view line, Section section) {
    if (const auto text = after_label(line, "sector size:")) {
        log.sector_bytes = parse_decimal(text->substr(0, text->find(' ')));
    }
    if (section == Section::input && log.sector_bytes && *log.sector_bytes != 0) {
        if (const auto bytes = bytes_in(line, *log.sector_bytes)) log.size = bytes;
    }
    read_replaced(log, line);
    for (const std::string_view word : {"completed", "aborted", "failed"}) {
        const auto at = after_label(line, "dc3dd " + std::string(word) + " at ");
        if (!at) continue;
        log.finished = *at;
        log.verdict = word;
    }
}

// SHA-512 may be wrapped: a line of hexadecimal digits only belongs to the next one.
bool is_wrapped_half(std::string_view line) {
    return line.size() >= 32 && line.size() < 128 &&
           line.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

// "Total (md5): HEX", perhaps after progress text; windows "0 - 524288: HEX".
bool read_dcfldd_line(AcquisitionLog& log, std::string_view line) {
    const std::size_t total = line.rfind("Total (");
    if (total != std::string_view::npos) {
        const std::size_t close = line.find("): ", total);
        if (close == std::string_view::npos) return false;
        const std::string algorithm = algorithm_name(line.substr(total + 7, close - total - 7));
        const auto hex = digest_text(trimmed(line.substr(close + 3)), algorithm);
        if (!hex) return false;
        add_digest(log, {DigestScope::acquisition_stream, algorithm, *hex, ""});
        return true;
    }
    const std::size_t colon = line.rfind(": ");
    if (colon == std::string_view::npos || line.find(" - ") >= colon) return false;
    const std::string_view text = trimmed(line.substr(colon + 2));
    const std::string algorithm = algorithm_of_digits(text.size());
    if (const auto hex = digest_text(text, algorithm)) {
        add_digest(log, {DigestScope::window, algorithm, *hex, ""});
    }
    return false;
}

}  // namespace

std::optional<AcquisitionLog> read_dc3dd_log(const LogLines& lines) {
    AcquisitionLog log;
    Section section = Section::none;
    std::string half;
    for (const std::string_view raw : lines) {
        const std::string_view line = trimmed(raw);
        const std::size_t started = line.find(" started at ");
        if (line.starts_with("dc3dd 7.") && started != std::string_view::npos) {
            if (!log.tool.empty()) throw NotUnderstood{"it holds more than one run of dc3dd"};
            log.format = "dc3dd";
            log.tool = line.substr(0, started);
            log.started = line.substr(started + 12);
            log.zone_known = true;
            log.tells_ranges = true;
            continue;
        }
        if (log.tool.empty()) {
            if (!line.empty()) return std::nullopt;
            continue;
        }
        if (const auto name = after_label(line, "input results for ")) {
            section = Section::input;
            log.source = name->substr(0, name->find_last_not_of(':') + 1);
        } else if (line.starts_with("output results for ")) {
            section = Section::output;
        }
        read_dc3dd_fact(log, line, section);
        read_dc3dd_errors(log, line);
        const std::string whole = half + std::string(line);
        half = is_wrapped_half(whole) ? whole : std::string();
        if (half.empty()) read_dc3dd_digest(log, whole, section);
    }
    if (log.tool.empty()) return std::nullopt;
    log.complete = log.verdict == "completed";
    if (!log.complete) log.warnings.push_back("The log does not say that dc3dd completed.");
    return log;
}

std::optional<AcquisitionLog> read_dcfldd_log(const LogLines& lines) {
    AcquisitionLog log;
    bool total = false;
    for (const std::string_view line : lines) total = read_dcfldd_line(log, line) || total;
    if (!total) return std::nullopt;
    log.format = "dcfldd";
    log.tool = "dcfldd";
    log.complete = true;
    log.warnings.push_back(
        "dcfldd does not tell bad sectors here, and may misplace what follows one.");
    return log;
}

}  // namespace exhibit::intake
