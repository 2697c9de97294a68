// The datatypes of XML Schema that the tables use.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace exhibit::exchange::schema {

enum class Datatype : std::uint8_t {
    string,
    token,
    nmtoken,
    nmtokens,
    ncname,
    id,
    idref,
    language,
    any_uri,
    date_time,
    integer,
    non_negative_integer,
    positive_int,
    percentage,
    decimal,
    number,  ///< xs:float, xs:double
    positive_number,
    boolean,
    base64,
    hexadecimal,
    timezone,
    port_list,
    object_identifier,
};

/// By the name in the tables: "dateTime".
std::optional<Datatype> datatype_named(std::string_view name) noexcept;
/// How a sentence calls a right value: "a date and time, as 2026-02-03T09:10:00+01:00".
std::string_view describe(Datatype type) noexcept;
/// Of text without blanks around it (they collapse, but for strings).
bool is_valid(Datatype type, std::string_view text) noexcept;

struct DateTime {
    std::int64_t seconds = 0;  ///< since 1970, in UTC; as if UTC when there is no offset
    std::int32_t nanoseconds = 0;
    bool has_offset = false;

    auto operator<=>(const DateTime&) const = default;
};
std::optional<DateTime> parse_date_time(std::string_view text) noexcept;

/// Octets that base64 text stands for, blanks inside left out; nothing if it is not base64.
std::optional<std::uint64_t> base64_octets(std::string_view text) noexcept;
/// Nothing if it is not an even number of hexadecimal digits.
std::optional<std::uint64_t> hexadecimal_octets(std::string_view text) noexcept;

}  // namespace exhibit::exchange::schema
