#include "intake/acquisition_log.hpp"

#include <array>

#include "base/text.hpp"
#include "intake/acquisition_text.hpp"

namespace exhibit::intake {
namespace {

using Reader = std::optional<AcquisitionLog> (*)(const LogLines&);

// The digest list is the loosest form and comes last.
constexpr std::array<Reader, 9> readers = {read_ftk_log,       read_guymager_log, read_ewf_log,
                                           read_dc3dd_log,     read_dcfldd_log,   read_ddrescue_map,
                                           read_hashdeep_list, read_kape_log,     read_digest_list};

AcquisitionLog unrecognized(std::string why) {
    AcquisitionLog log;
    log.warnings.push_back("Nothing was read from this log: " + std::move(why) + ".");
    return log;
}

// Lines without their LF or CRLF; nothing if one is too long.
std::optional<LogLines> lines_of(std::string_view text) {
    LogLines lines = split(text, '\n');
    for (std::string_view& line : lines) {
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.size() > acquisition_line_bytes_max) return std::nullopt;
    }
    return lines;
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
    if (bytes.size() > acquisition_log_bytes_max) return unrecognized("it is over 64 MiB");
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
        return unrecognized("it is UTF-16 text, which is kept but not read");
    }
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    if (bytes.find('\0') != std::string_view::npos) return unrecognized("it is no plain text");
    const std::optional<LogLines> lines = lines_of(bytes);
    if (!lines) return unrecognized("a line is over 16,384 bytes");
    try {
        for (const Reader reader : readers) {
            if (std::optional<AcquisitionLog> log = reader(*lines)) return *std::move(log);
        }
    } catch (const NotUnderstood& problem) {
        return unrecognized(problem.reason);
    }
    return unrecognized("it has the form of no tool that is known here");
}

}  // namespace exhibit::intake
