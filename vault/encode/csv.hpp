// CSV as RFC 4180 has it, of forms that people filled: bounded, and refused where it is unclear.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace exhibit::encode {

inline constexpr std::size_t csv_bytes_max = std::size_t{4} << 20;
inline constexpr std::size_t csv_records_max = 10'000;
inline constexpr std::size_t csv_fields_max = 64;
inline constexpr std::size_t csv_field_bytes_max = 4'000;

struct CsvRecord {
    std::size_t line = 0;  ///< on which it begins, from 1
    std::vector<std::string> fields;
};

/// Lines end with LF or CR LF; empty lines are left out; a byte order mark is skipped. All records
/// have as many fields as the first. FormatError(source, offset, expected) for a quote that stands
/// where none may, an open one at the end, text that is not UTF-8, NUL, and what is beyond a bound.
std::vector<CsvRecord> parse_csv(std::string_view text, const std::string& source);

}  // namespace exhibit::encode
