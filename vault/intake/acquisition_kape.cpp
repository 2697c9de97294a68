// The copy log of KAPE: a CSV table with one line for each file that was copied.
#include <algorithm>

#include "base/text.hpp"
#include "intake/acquisition_text.hpp"

namespace exhibit::intake {
namespace {

using Cells = std::vector<std::string>;

// RFC 4180, without line ends inside a cell: a quoted cell may hold commas, and "" for a quote.
Cells cells_of(std::string_view line) {
    Cells cells(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '"' && quoted && line.substr(i + 1).starts_with('"')) {
            cells.back() += '"';
            ++i;
        } else if (line[i] == '"') {
            quoted = !quoted;
        } else if (line[i] == ',' && !quoted) {
            cells.emplace_back();
        } else {
            cells.back() += line[i];
        }
    }
    if (quoted) throw NotUnderstood{"a quoted cell of the KAPE copy log does not end"};
    return cells;
}

std::size_t column(const Cells& header, std::string_view name) {
    const auto at = std::find(header.begin(), header.end(), name);
    if (at == header.end()) {
        throw NotUnderstood{"the KAPE copy log has no column " + std::string(name)};
    }
    return static_cast<std::size_t>(at - header.begin());
}

}  // namespace

std::optional<AcquisitionLog> read_kape_log(const LogLines& lines) {
    if (!lines[0].starts_with("CopiedTimestamp,SourceFile,")) return std::nullopt;
    const Cells header = cells_of(lines[0]);
    const std::size_t name = column(header, "DestinationFile");
    const std::size_t sha1 = column(header, "SourceFileSha1");
    AcquisitionLog log;
    log.format = "kape";
    log.tool = "KAPE";
    for (std::size_t i = 1; i < lines.size(); ++i) {
        if (lines[i].empty()) continue;
        Cells cells = cells_of(lines[i]);
        if (cells.size() != header.size()) {
            throw NotUnderstood{"a line of the KAPE copy log has not the columns of its header"};
        }
        const auto hex = digest_text(cells[sha1], "sha1");
        if (!hex) continue;
        // The copies are what is ingested, and a vault's paths are written with slashes.
        std::replace(cells[name].begin(), cells[name].end(), '\\', '/');
        add_digest(log, {DigestScope::contained_file, "sha1", *hex, cells[name]});
    }
    return log;
}

}  // namespace exhibit::intake
