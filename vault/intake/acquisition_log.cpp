#include "intake/acquisition_log.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/text.hpp"
#include "intake/acquisition_decode.hpp"
#include "intake/acquisition_text.hpp"
#include "intake/xml_scan.hpp"

namespace exhibit::intake {
namespace {

using Reader = std::optional<AcquisitionLog> (*)(const LogLines&);

// The digest list is the loosest form and comes last.
constexpr std::array<Reader, 10> readers = {
    read_ftk_log,      read_guymager_log,  read_tableau_log, read_ewf_log,    read_dc3dd_log,
    read_ddrescue_map, read_hashdeep_list, read_kape_log,    read_dcfldd_log, read_digest_list};

AcquisitionLog unrecognized(std::string why) {
    AcquisitionLog log;
    log.warnings.push_back("Nothing was read from this log: " + std::move(why) + ".");
    return log;
}

// Lines without their LF or CRLF.
LogLines lines_of(std::string_view text) {
    if (std::ranges::count(text, '\n') > std::ptrdiff_t{acquisition_lines_max}) {
        throw NotUnderstood{"it has more than 4,000,000 lines"};
    }
    LogLines lines = split(text, '\n');
    for (std::string_view& line : lines) {
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.size() > acquisition_line_bytes_max) {
            throw NotUnderstood{"a line is over 16,384 bytes"};
        }
    }
    return lines;
}

std::optional<AcquisitionLog> read_text(std::string_view text) {
    if (looks_like_xml(text)) return read_dfxml_report(text);
    const LogLines lines = lines_of(text);
    for (const Reader reader : readers) {
        if (std::optional<AcquisitionLog> log = reader(lines)) return log;
    }
    return std::nullopt;
}

}  // namespace

std::string_view to_string(DigestScope scope) noexcept {
    switch (scope) {
        case DigestScope::acquisition_stream: return "acquisition-stream";
        case DigestScope::source_reread: return "source-reread";
        case DigestScope::image_reread: return "image-reread";
        case DigestScope::contained_file: return "contained-file";
        case DigestScope::window: return "window";
    }
    return "unknown";
}

AcquisitionLog parse_acquisition_log(std::string_view bytes) {
    if (bytes.empty()) return unrecognized("it is empty");
    if (bytes.size() > acquisition_log_bytes_max) return unrecognized("it is over 64 MiB");
    LogText decoded;
    if (!decode_log(bytes, decoded)) return unrecognized("it is no well-formed UTF-16");
    if (decoded.text.find('\0') != std::string_view::npos) {
        return unrecognized("it is no plain text, for it holds NUL");
    }
    try {
        std::optional<AcquisitionLog> log = read_text(decoded.text);
        if (!log) return unrecognized("it has the form of no tool that is known here");
        if (decoded.cut) log->warnings.push_back("The log is cut in the middle of a character.");
        return *std::move(log);
    } catch (const NotUnderstood& problem) {
        return unrecognized(problem.reason);
    }
}

}  // namespace exhibit::intake
