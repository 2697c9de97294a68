// The text report of FTK Imager, of the program with windows and of the command line tool, which
// has no banner. Times are local, without a zone.
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

// "Sector Count:" has the separators of the place, "Sector count:" has none.
void read_ftk_count(std::string_view line, std::uint64_t& sectors) {
    auto text = after_label(line, "Sector Count:");
    if (!text) text = after_label(line, "Sector count:");
    const std::uint64_t count = text ? parse_grouped(*text).value_or(0) : 0;
    if (count == 0) return;
    if (sectors != 0 && sectors != count) throw NotUnderstood{"it has two numbers of sectors"};
    sectors = count;
}

void read_ftk_fact(AcquisitionLog& log, std::string_view line) {
    if (const auto text = after_label(line, "Bytes per Sector:")) {
        log.sector_bytes = parse_grouped(*text);
    }
    if (const auto text = after_label(line, "Acquisition started:")) log.started = *text;
    if (const auto text = after_label(line, "Acquisition finished:")) log.finished = *text;
    if (const auto text = after_label(line, "Drive Model:")) log.source = *text;
    if (const auto text = after_label(line, "Drive Serial Number:")) {
        log.source += (log.source.empty() ? "" : ", ") + std::string(*text);
    }
}

// What the first lines say, or nothing: the banner, or what the command line tool starts with.
std::optional<std::string> ftk_tool(const LogLines& lines) {
    std::vector<std::string_view> head;
    for (auto at = lines.begin(); at != lines.end() && head.size() < 2; ++at) {
        if (!trimmed(*at).empty()) head.push_back(trimmed(*at));
    }
    if (!head.empty() && head[0].starts_with("Created By AccessData")) {
        return printable(trimmed(head[0].substr(11)));
    }
    if (head.size() < 2 || head[0] != "Case Information:") return std::nullopt;
    const auto version = after_label(head[1], "Acquired using: ADI");
    if (!version) return std::nullopt;
    return "AccessData FTK Imager, ADI" + printable(*version);
}

}  // namespace

std::optional<AcquisitionLog> read_ftk_log(const LogLines& lines) {
    const std::optional<std::string> tool = ftk_tool(lines);
    if (!tool) return std::nullopt;
    AcquisitionLog log;
    log.format = "ftk-imager";
    log.tool = *tool;
    std::uint64_t sectors = 0;
    // The list of sectors stands before the sentence that says what became of them.
    const bool bad_list = std::any_of(lines.begin(), lines.end(), [](std::string_view line) {
        return line.find("replaced with zeros") != std::string_view::npos;
    });
    for (const std::string_view line : lines) {
        const bool logical = trimmed(line) == "Image information:";
        if (logical || line.find("[Custom Content Sources]") != std::string_view::npos) {
            throw NotUnderstood{"it is of an AD1 container, whose digests are of no disk"};
        }
        read_ftk_count(line, sectors);
        read_ftk_fact(log, line);
        read_ftk_hash(log, line);
        if (bad_list) read_through(log, trimmed(line));
    }
    if (sectors != 0 && log.sector_bytes && *log.sector_bytes != 0 &&
        sectors <= UINT64_MAX / *log.sector_bytes) {
        log.size = sectors * *log.sector_bytes;
    }
    // How other failures are worded is not known, so that no list proves nothing.
    log.tells_ranges = !log.bad_ranges.empty();
    warn_of_verdict(log, log.verdict == "verified");
    log.complete = !log.finished.empty();
    if (!log.complete) log.warnings.push_back("The log has no end: the run may have been stopped.");
    return log;
}

}  // namespace exhibit::intake
