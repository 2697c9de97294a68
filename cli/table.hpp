// Tables for people: they fit a width, wrap long cells and cannot be forged by what is shown.
//
// Every text given is escaped with exhibit::printable(): a file name with a line break or a
// terminal sequence in it can neither start a row of its own nor move the cursor. Line breaks
// inside a cell are made by giving several lines, never by characters in the text.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace exhibit::cli {

constexpr std::size_t output_columns = 100;

/// One cell: its lines, from outside or our own, not yet escaped.
class Cell {
public:
    Cell(std::string text) : lines_{std::move(text)} {}
    Cell(const char* text) : lines_{text} {}
    Cell(std::vector<std::string> lines) : lines_(std::move(lines)) {}

    const std::vector<std::string>& lines() const noexcept { return lines_; }

private:
    std::vector<std::string> lines_;
};

enum class Align { left, right };

struct Column {
    std::string heading;
    Align align = Align::left;
    bool shrinks = true;  ///< false: ids and hashes, which are of no use in two parts
};

class Table {
public:
    explicit Table(std::vector<Column> columns);

    /// As many cells as there are columns.
    void add(std::vector<Cell> row);
    bool empty() const noexcept { return rows_.empty(); }

    /// Draw a thin line between rows; for tables whose rows take several lines.
    void rule_between_rows() noexcept { rules_ = true; }

    /// Heading, rule and rows, each line ended by a line feed and at most `columns` wide.
    std::string text(std::size_t columns = output_columns) const;

private:
    std::vector<std::size_t> widths(std::size_t columns) const;
    void put_row(std::string& out, const std::vector<Cell>& row,
                 const std::vector<std::size_t>& widths) const;

    std::vector<Column> columns_;
    std::vector<std::vector<Cell>> rows_;
    bool rules_ = false;
};

/// Breaks text into lines of at most `width` columns, at spaces where there are some. The text must
/// be valid UTF-8 (printable() makes it so). At least one line.
std::vector<std::string> wrap(std::string_view text, std::size_t width);
/// The lines of a paragraph as wide as the output, each with its end.
std::string wrapped(std::string_view text);

/// A list of names and values, aligned: "  Label   laptop". Empty values are left out.
std::string field_list(const std::vector<std::pair<std::string, std::string>>& fields);

}  // namespace exhibit::cli
