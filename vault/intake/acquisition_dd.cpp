// The logs of dc3dd and dcfldd.
#include "base/text.hpp"
#include "intake/acquisition_text.hpp"

namespace exhibit::intake {
namespace {

enum class Section { none, input, output };

// "[ok] HEX (md5)", "HEX (sha1)", "HEX, sectors A - B".
void read_dc3dd_digest(AcquisitionLog& log, std::string_view line, Section section) {
    const bool checked = line.starts_with("[ok] ");
    if (checked) line = trimmed(line.substr(5));
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

// "... from sector A to sector B", both inclusive. A line of errors in any other form means that
// the ranges are not known.
void read_dc3dd_errors(AcquisitionLog& log, std::string_view line) {
    if (!line.starts_with("[!!]")) return;
    log.warnings.push_back("dc3dd reported: " + printable(trimmed(line.substr(4))));
    const std::size_t from = line.find("from sector ");
    const std::size_t to = line.find(" to sector ");
    if (from == std::string_view::npos || to == std::string_view::npos || to < from + 12) {
        log.tells_ranges = false;
        return;
    }
    std::string_view last_text = line.substr(to + 11);
    last_text = last_text.substr(0, last_text.find_first_not_of("0123456789"));
    const auto first = parse_decimal(line.substr(from + 12, to - from - 12));
    const auto last = parse_decimal(last_text);
    if (!first || !last || *last == UINT64_MAX) {
        throw NotUnderstood{"a range of bad sectors is not two numbers"};
    }
    add_sectors(log, *first, *last + 1);
}

void read_dc3dd_fact(AcquisitionLog& log, std::string_view line, Section section) {
    if (const auto text = after_label(line, "sector size:")) {
        log.sector_bytes = parse_decimal(text->substr(0, text->find(' ')));
    }
    if (section == Section::input && line.ends_with(" sectors in")) {
        const auto sectors = parse_decimal(line.substr(0, line.size() - 11));
        if (sectors && log.sector_bytes && *log.sector_bytes != 0 &&
            *sectors <= UINT64_MAX / *log.sector_bytes) {
            log.size = *sectors * *log.sector_bytes;
        }
    }
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
