// Text reports of FTK Imager and guymager. Both write local times without a zone.
#include <algorithm>

#include "base/text.hpp"
#include "intake/acquisition_text.hpp"

namespace exhibit::intake {
namespace {

// "A through B", both inclusive.
void read_through(AcquisitionLog& log, std::string_view line) {
    const std::size_t through = line.find(" through ");
    if (through == std::string_view::npos) return;
    const auto first = parse_grouped(line.substr(0, through));
    std::string_view rest = trimmed(line.substr(through + 9));
    const auto last = parse_grouped(rest.substr(0, rest.find(' ')));
    if (!first || !last || *last == UINT64_MAX) return;
    add_sectors(log, *first, *last + 1);
}

void read_ftk_hash(AcquisitionLog& log, std::string_view line) {
    for (const std::string_view name : {"MD5", "SHA1"}) {
        const auto rest = after_label(line, std::string(name) + " checksum:");
        if (!rest) continue;
        const std::string algorithm = algorithm_name(name);
        const std::size_t colon = rest->find(':');
        const auto hex = digest_text(trimmed(rest->substr(0, colon)), algorithm);
        if (!hex) continue;
        const bool stated = colon != std::string_view::npos;
        add_digest(log, {stated ? DigestScope::image_reread : DigestScope::acquisition_stream,
                         algorithm, *hex, ""});
        if (!stated) continue;
        const std::string_view verdict = trimmed(rest->substr(colon + 1));
        if (log.verdict.empty() || log.verdict == "verified") log.verdict = verdict;
    }
}

void read_ftk_fact(AcquisitionLog& log, std::string_view line, std::uint64_t& sectors) {
    if (const auto text = after_label(line, "Bytes per Sector:")) {
        log.sector_bytes = parse_grouped(*text);
    }
    if (const auto text = after_label(line, "Sector Count:")) {
        sectors = parse_grouped(*text).value_or(0);
    }
    if (const auto text = after_label(line, "Acquisition started:")) log.started = *text;
    if (const auto text = after_label(line, "Acquisition finished:")) log.finished = *text;
    if (const auto text = after_label(line, "Drive Model:")) log.source = *text;
    if (const auto text = after_label(line, "Drive Serial Number:")) {
        log.source += (log.source.empty() ? "" : ", ") + std::string(*text);
    }
}

// "300-11556, 20000-20001", both ends inclusive.
void read_guymager_ranges(AcquisitionLog& log, std::string_view text) {
    for (const std::string_view part : split(text, ',')) {
        const std::string_view range = trimmed(part);
        if (range.empty()) continue;
        const std::size_t dash = range.find('-');
        const auto first = parse_decimal(range.substr(0, dash));
        const auto last =
            dash == std::string_view::npos ? first : parse_decimal(range.substr(dash + 1));
        if (!first || !last || *last == UINT64_MAX) {
            throw NotUnderstood{"a range of bad sectors is not two numbers"};
        }
        add_sectors(log, *first, *last + 1);
    }
}

void read_guymager_hash(AcquisitionLog& log, std::string_view line) {
    const std::size_t colon = line.find(':');
    const std::size_t hash = line.find(" hash");
    if (colon == std::string_view::npos || hash == std::string_view::npos || hash > colon) return;
    const std::string algorithm = algorithm_name(line.substr(0, hash));
    const auto hex = digest_text(trimmed(line.substr(colon + 1)), algorithm);
    if (!hex) return;
    const std::string_view which = trimmed(line.substr(hash + 5, colon - hash - 5));
    DigestScope scope = DigestScope::acquisition_stream;
    if (which == "verified source") {
        scope = DigestScope::source_reread;
    } else if (which == "verified image") {
        scope = DigestScope::image_reread;
    } else if (!which.empty()) {
        return;
    }
    add_digest(log, {scope, algorithm, *hex, ""});
}

// The label, blanks, a colon, the value.
std::optional<std::string_view> field(std::string_view line, std::string_view label) {
    const auto rest = after_label(line, label);
    if (!rest || !rest->starts_with(':')) return std::nullopt;
    return trimmed(rest->substr(1));
}

}  // namespace

std::optional<AcquisitionLog> read_ftk_log(const LogLines& lines) {
    std::size_t first = 0;
    while (first < lines.size() && trimmed(lines[first]).empty()) ++first;
    if (first == lines.size() || !lines[first].starts_with("Created By AccessData")) {
        return std::nullopt;
    }
    AcquisitionLog log;
    log.format = "ftk-imager";
    log.tool = printable(trimmed(lines[first].substr(11)));
    std::uint64_t sectors = 0;
    // The list of sectors stands before the sentence that says what became of them.
    const bool bad_list = std::any_of(lines.begin(), lines.end(), [](std::string_view line) {
        return line.find("replaced with zeros") != std::string_view::npos;
    });
    for (const std::string_view line : lines) {
        if (line.find("[Custom Content Sources]") != std::string_view::npos) {
            throw NotUnderstood{"it is of an AD1 container, whose digests are of no disk"};
        }
        read_ftk_fact(log, line, sectors);
        read_ftk_hash(log, line);
        if (bad_list) read_through(log, trimmed(line));
    }
    if (sectors != 0 && log.sector_bytes && *log.sector_bytes != 0 &&
        sectors <= UINT64_MAX / *log.sector_bytes) {
        log.size = sectors * *log.sector_bytes;
    }
    // How other failures are worded is not known, so that no list proves nothing.
    log.tells_ranges = !log.bad_ranges.empty();
    log.complete = !log.finished.empty();
    return log;
}

std::optional<AcquisitionLog> read_guymager_log(const LogLines& lines) {
    std::size_t first = 0;
    while (first < lines.size() && trimmed(lines[first]).empty()) ++first;
    if (first == lines.size() || trimmed(lines[first]) != "GUYMAGER ACQUISITION INFO FILE") {
        return std::nullopt;
    }
    AcquisitionLog log;
    log.format = "guymager";
    for (const std::string_view line : lines) {
        if (const auto text = field(line, "Version")) log.tool = "guymager " + std::string(*text);
        if (const auto text = field(line, "Acquisition started")) log.started = *text;
        if (const auto text = field(line, "Ended")) log.finished = *text;
        if (const auto text = field(line, "Linux device")) log.source = *text;
        if (const auto text = field(line, "State")) log.verdict = *text;
        if (const auto text = field(line, "Bad sectors during acquisition")) {
            log.tells_ranges = true;
            read_guymager_ranges(log, *text);
        }
        read_guymager_hash(log, trimmed(line));
    }
    log.complete = !log.finished.empty();
    return log;
}

}  // namespace exhibit::intake
