// Text: UTF-8 validity, safe display of hostile names, small joins.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace exhibit {

/// Well-formed UTF-8 by RFC 3629: no surrogates, no overlong forms, at most U+10FFFF.
bool valid_utf8(std::string_view text) noexcept;
/// Offset of the first byte that breaks well-formedness, if any.
std::optional<std::size_t> first_invalid_utf8(std::string_view text) noexcept;

/// What a terminal or a report may show of text that came from outside: bytes that are not UTF-8
/// become \xNN, control characters (C0, DEL, C1) and bidirectional and zero-width format
/// characters become \u{NNNN}, a backslash becomes a double one. Printable text stays as it is.
std::string printable(std::string_view text);

/// Columns a text takes on a terminal: one per code point, two for wide East Asian ones, none for
/// combining marks. Invalid bytes count one.
std::size_t display_width(std::string_view text) noexcept;

std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// "1 item", "2 items", "1,234 items".
std::string counted(std::uint64_t count, std::string_view singular, std::string_view plural);
/// "1.2 GiB", "512 B"; powers of 1024, one decimal from KiB up.
std::string human_bytes(std::uint64_t bytes);
/// "1,234,567".
std::string grouped(std::uint64_t value);

/// A whole decimal number: digits only, no sign, no leading zero (but "0"), at most 2^64-1.
std::optional<std::uint64_t> parse_decimal(std::string_view text) noexcept;

}  // namespace exhibit
