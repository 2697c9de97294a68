// Text for people: what a front end needs to show evidence safely and to read times.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "exhibit/types.hpp"

namespace exhibit {

/// What a terminal or a report may show of text that came from outside: bytes that are not UTF-8
/// become \xNN, control characters (C0, DEL, C1) and bidirectional and zero-width format
/// characters become \u{NNNN}, a backslash becomes a double one. Printable text stays as it is.
std::string printable(std::string_view text);

/// Columns a text takes on a terminal: one per code point, two for wide East Asian ones, none for
/// combining marks. Invalid bytes count one.
std::size_t display_width(std::string_view text) noexcept;

/// "1 item", "2 items".
std::string counted(std::uint64_t count, std::string_view singular, std::string_view plural);
/// "1.2 GiB", "512 B"; powers of 1024, one decimal from KiB up.
std::string human_bytes(std::uint64_t bytes);
/// "1,234,567".
std::string grouped(std::uint64_t value);

/// Any RFC 3339 date-time with `Z` or a numeric offset, "2026-11-22T18:30:00+01:00"; fractions of a
/// second are dropped. FormatError for anything else.
Moment parse_moment(std::string_view text);

}  // namespace exhibit
