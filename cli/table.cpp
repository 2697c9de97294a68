#include "cli/table.hpp"

#include <algorithm>
#include <numeric>
#include <optional>

#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

constexpr std::string_view gap = "  ";
constexpr std::size_t narrowest = 4;

std::size_t code_point_bytes(std::string_view text) {
    std::size_t bytes = 1;
    while (bytes < text.size() && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) {
        ++bytes;
    }
    return bytes;
}

/// Bytes of the longest beginning that is at most `width` columns wide; at least one code point, so
/// that a wide character in a narrow column does not stop everything.
std::size_t fitting_bytes(std::string_view text, std::size_t width) {
    std::size_t end = code_point_bytes(text);
    std::size_t used = display_width(text.substr(0, end));
    while (end < text.size()) {
        const std::size_t bytes = code_point_bytes(text.substr(end));
        used += display_width(text.substr(end, bytes));
        if (used > width) break;
        end += bytes;
    }
    return end;
}

std::string padded(std::string_view text, std::size_t width, Align align) {
    const std::size_t used = display_width(text);
    const std::string space(width > used ? width - used : 0, ' ');
    return align == Align::left ? std::string(text) + space : space + std::string(text);
}

std::string repeated(std::string_view part, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += part;
    return out;
}

std::string without_trailing_space(std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

std::size_t natural_width(const Cell& cell) {
    std::size_t width = 0;
    for (const std::string& line : cell.lines()) {
        width = std::max(width, display_width(printable(line)));
    }
    return width;
}

std::vector<std::string> wrapped(const Cell& cell, std::size_t width) {
    std::vector<std::string> lines;
    for (const std::string& line : cell.lines()) {
        for (std::string& part : wrap(printable(line), width)) lines.push_back(std::move(part));
    }
    return lines;
}

}  // namespace

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
    std::vector<std::string> lines;
    while (display_width(text) > width) {
        const std::size_t end = fitting_bytes(text, width);
        // "aa bbb" in four columns: fits "aa b", so break at the space before it. A space right
        // after the part that fits is a break as well.
        std::size_t space = end < text.size() && text[end] == ' ' ? end : text.rfind(' ', end - 1);
        if (space == std::string_view::npos || space == 0) {
            lines.emplace_back(text.substr(0, end));
            text.remove_prefix(end);
            continue;
        }
        lines.emplace_back(text.substr(0, space));
        text.remove_prefix(space + 1);
    }
    if (!text.empty() || lines.empty()) lines.emplace_back(text);
    return lines;
}

std::string wrapped(std::string_view text) {
    std::string out;
    for (const std::string& line : wrap(text, output_columns)) out += line + '\n';
    return out;
}

Table::Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

void Table::add(std::vector<Cell> row) {
    row.resize(columns_.size(), Cell(""));
    rows_.push_back(std::move(row));
}

std::vector<std::size_t> Table::widths(std::size_t columns) const {
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        std::size_t width = display_width(columns_[i].heading);
        for (const auto& row : rows_) width = std::max(width, natural_width(row[i]));
        widths.push_back(width);
    }
    std::size_t total =
        std::accumulate(widths.begin(), widths.end(), gap.size() * (widths.size() - 1));
    // The widest column gives way, so that short ones stay on one line; ids only when nothing
    // else is left to give.
    const auto widest = [&](bool all) -> std::optional<std::size_t> {
        std::optional<std::size_t> found;
        for (std::size_t i = 0; i < widths.size(); ++i) {
            if (widths[i] <= narrowest || (!all && !columns_[i].shrinks)) continue;
            if (!found || widths[i] > widths[*found]) found = i;
        }
        return found;
    };
    for (; total > columns; --total) {
        auto give = widest(false);
        if (!give || widths[*give] <= 2 * narrowest) give = widest(true);
        if (!give) break;
        --widths[*give];
    }
    return widths;
}

void Table::put_row(std::string& out, const std::vector<Cell>& row,
                    const std::vector<std::size_t>& widths) const {
    std::vector<std::vector<std::string>> cells;
    std::size_t height = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
        cells.push_back(wrapped(row[i], widths[i]));
        height = std::max(height, cells.back().size());
    }
    for (std::size_t y = 0; y < height; ++y) {
        std::string line;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (i > 0) line += gap;
            line += padded(y < cells[i].size() ? cells[i][y] : "", widths[i], columns_[i].align);
        }
        out += without_trailing_space(std::move(line)) + '\n';
    }
}

std::string Table::text(std::size_t columns) const {
    const std::vector<std::size_t> widths = this->widths(columns);
    const std::size_t total =
        std::accumulate(widths.begin(), widths.end(), gap.size() * (widths.size() - 1));
    std::vector<Cell> headings;
    for (const Column& column : columns_) headings.emplace_back(column.heading);

    std::string out;
    put_row(out, headings, widths);
    out += repeated("─", total) + '\n';
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        if (rules_ && i > 0) out += repeated("┈", total) + '\n';
        put_row(out, rows_[i], widths);
    }
    return out;
}

std::string field_list(const std::vector<std::pair<std::string, std::string>>& fields) {
    constexpr std::string_view indent = "  ";
    std::size_t names = 0;
    for (const auto& [name, value] : fields) {
        if (!value.empty()) names = std::max(names, display_width(name));
    }
    std::string out;
    for (const auto& [name, value] : fields) {
        if (value.empty()) continue;
        const std::size_t room = output_columns - indent.size() - names - gap.size();
        std::string label = name;
        for (const std::string& line : wrap(printable(value), room)) {
            out += std::string(indent) + padded(label, names, Align::left);
            out += std::string(gap) + line + '\n';
            label.clear();
        }
    }
    return out;
}

}  // namespace exhibit::cli
