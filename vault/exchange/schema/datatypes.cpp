#include "exchange/schema/datatypes.hpp"

#include <algorithm>
#include <array>

#include "xml/names.hpp"
#include "xml/text.hpp"

namespace exhibit::exchange::schema {
namespace {

struct Known {
    std::string_view name;
    Datatype type;
    std::string_view description;
};

constexpr std::array known = {
    Known{"string", Datatype::string, "text"},
    Known{"anySimpleType", Datatype::string, "text"},
    Known{"token", Datatype::token, "text"},
    Known{"NMTOKEN", Datatype::nmtoken, "one word"},
    Known{"NMTOKENS", Datatype::nmtokens, "words"},
    Known{"NCName", Datatype::ncname, "a name without a colon"},
    Known{"ID", Datatype::id, "an identifier: a name without a colon"},
    Known{"IDREF", Datatype::idref, "an identifier: a name without a colon"},
    Known{"language", Datatype::language, "a language, as \"en\" or \"de-CH\""},
    Known{"anyURI", Datatype::any_uri, "a URI"},
    Known{"dateTime", Datatype::date_time, "a date and time, as 2026-02-03T09:10:00+01:00"},
    Known{"integer", Datatype::integer, "a whole number"},
    Known{"nonNegativeInteger", Datatype::non_negative_integer, "a whole number from 0"},
    Known{"positive-int", Datatype::positive_int, "a whole number from 1"},
    Known{"percentage", Datatype::percentage, "a whole number from 0 to 100"},
    Known{"decimal", Datatype::decimal, "a decimal number"},
    Known{"float", Datatype::number, "a number"},
    Known{"double", Datatype::number, "a number"},
    Known{"positive-float", Datatype::positive_number, "a number above 0"},
    Known{"boolean", Datatype::boolean, "true or false"},
    Known{"base64Binary", Datatype::base64, "base64"},
    Known{"hexBinary", Datatype::hexadecimal, "an even number of hexadecimal digits"},
    Known{"timezone", Datatype::timezone, "an offset from UTC, as \"+01:00\" or \"Z\""},
    Known{"portlist", Datatype::port_list, "ports, as \"22,80-90\""},
    Known{"oid", Datatype::object_identifier, "an object identifier, as \"1.2.840\""},
};

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

// Takes the digits at the start of `text` away; false if there are none.
bool take_digits(std::string_view& text) noexcept {
    const std::size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(end);
    return end != 0;
}

bool take(std::string_view& text, char wanted) noexcept {
    if (text.empty() || text.front() != wanted) return false;
    text.remove_prefix(1);
    return true;
}

void take_sign(std::string_view& text) noexcept {
    if (!take(text, '-')) take(text, '+');
}

bool is_integer(std::string_view text) noexcept {
    take_sign(text);
    return take_digits(text) && text.empty();
}

bool is_zero(std::string_view digits) noexcept {
    return digits.find_first_not_of("0.") == std::string_view::npos;
}

bool is_non_negative(std::string_view text) noexcept {
    if (!is_integer(text)) return false;
    return text.front() != '-' || is_zero(text.substr(1));
}

// The value of a whole number without a sign, at most `largest`.
std::optional<std::uint64_t> small_number(std::string_view text, std::uint64_t largest) noexcept {
    if (take(text, '-') && !is_zero(text)) return std::nullopt;
    take(text, '+');
    std::uint64_t value = 0;
    for (const char c : text) {
        if (!is_digit(c)) return std::nullopt;
        value = value * 10 + static_cast<std::uint64_t>(c - '0');
        if (value > largest) return std::nullopt;
    }
    return text.empty() ? std::nullopt : std::optional(value);
}

// Digits with at most one point; `digits` gets what was taken.
bool take_decimal(std::string_view& text, std::string_view& digits) noexcept {
    const std::string_view before = text;
    const bool whole = take_digits(text);
    const bool part = take(text, '.') && take_digits(text);
    digits = before.substr(0, before.size() - text.size());
    return whole || part;
}

bool is_decimal(std::string_view text) noexcept {
    std::string_view digits;
    take_sign(text);
    return take_decimal(text, digits) && text.empty();
}

bool is_number(std::string_view text, bool positive) noexcept {
    if (text == "INF") return true;
    if (text == "-INF" || text == "NaN") return !positive;
    const bool negative = text.starts_with('-');
    std::string_view digits;
    take_sign(text);
    if (!take_decimal(text, digits)) return false;
    if (take(text, 'e') || take(text, 'E')) {
        take_sign(text);
        if (!take_digits(text)) return false;
    }
    return text.empty() && (!positive || (!negative && !is_zero(digits)));
}

// Words parted by dashes: letters first, then letters and digits, one to eight each.
bool is_language(std::string_view text) noexcept {
    bool first = true;
    for (;;) {
        const std::size_t end = std::min(text.find('-'), text.size());
        if (end == 0 || end > 8) return false;
        for (const char c : text.substr(0, end)) {
            const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && (first || !is_digit(c))) return false;
        }
        if (end == text.size()) return true;
        text.remove_prefix(end + 1);
        first = false;
    }
}

// A scheme: a letter, then letters, digits, "+", "-", ".".
bool is_scheme(std::string_view text) noexcept {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    if (text.empty() || !is_letter(text.front())) return false;
    return std::all_of(text.begin(), text.end(), [&](char c) {
        return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
    });
}

// As loose as XML Schema: nearly any text may be a relative one. What no URI has: a broken escape,
// two fragments, a colon in the first part that ends no scheme.
bool is_any_uri(std::string_view text) noexcept {
    const auto hex = [&](std::size_t at) {
        return at < text.size() &&
               std::string_view("0123456789abcdefABCDEF").find(text[at]) != std::string_view::npos;
    };
    for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1))
        if (!hex(at + 1) || !hex(at + 2)) return false;
    if (std::count(text.begin(), text.end(), '#') > 1) return false;
    const std::size_t colon = text.find_first_of(":/?#");
    if (colon == std::string_view::npos || text[colon] != ':') return true;
    return is_scheme(text.substr(0, colon));
}

bool is_port_list(std::string_view text) noexcept {
    do {
        if (!take_digits(text)) return false;
        if (take(text, '-') && !take_digits(text)) return false;
    } while (take(text, ','));
    return text.empty();
}

bool is_timezone(std::string_view text) noexcept {
    if (text == "Z") return true;
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return false;
    const auto hours = small_number(text.substr(1, 2), 14);
    const auto minutes = small_number(text.substr(4, 2), 59);
    return hours && minutes && is_digit(text[1]) && is_digit(text[4]);
}

// RFC 6283: a first arc of 0 to 2, a second below 40, then any.
bool is_object_identifier(std::string_view text) noexcept {
    if (text.empty() || text.front() < '0' || text.front() > '2') return false;
    text.remove_prefix(1);
    if (text.empty()) return true;
    if (!take(text, '.')) return false;
    std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    if (digits > 2 || (digits == 2 && (text[0] < '1' || text[0] > '3'))) return false;
    text.remove_prefix(digits);
    while (!text.empty())
        if (!take(text, '.') || !take_digits(text)) return false;
    return true;
}

template <typename Fits>
bool each_word(std::string_view text, const Fits& fits) {
    if (text.empty()) return false;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(" \t\r\n"), text.size());
        if (!fits(text.substr(0, end))) return false;
        text = xml::trimmed(text.substr(end));
    }
    return true;
}

// -1 for what is no digit of base64, -2 for a blank.
constexpr std::array<std::int8_t, 256> make_base64_digits() {
    std::array<std::int8_t, 256> digits{};
    for (auto& digit : digits) digit = -1;
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        digits[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
    for (const char blank : {' ', '\t', '\r', '\n'}) digits[static_cast<unsigned char>(blank)] = -2;
    return digits;
}
constexpr std::array<std::int8_t, 256> base64_digits = make_base64_digits();

}  // namespace

std::optional<Datatype> datatype_named(std::string_view name) noexcept {
    const auto found = std::find_if(known.begin(), known.end(),
                                    [name](const Known& entry) { return entry.name == name; });
    if (found == known.end()) return std::nullopt;
    return found->type;
}

std::string_view describe(Datatype type) noexcept {
    return std::find_if(known.begin(), known.end(),
                        [type](const Known& entry) { return entry.type == type; })
        ->description;
}

std::optional<std::uint64_t> base64_octets(std::string_view text) noexcept {
    std::uint64_t digits = 0;
    std::uint64_t pads = 0;
    std::int8_t last = 0;
    for (const char c : text) {
        const std::int8_t digit = base64_digits[static_cast<unsigned char>(c)];
        if (digit >= 0 && pads == 0) {
            ++digits;
            last = digit;
        } else if (c == '=') {
            ++pads;
        } else if (digit != -2) {
            return std::nullopt;
        }
    }
    // The bits of the last digit that stand for nothing are zero.
    const bool tail =
        (pads == 0 || (pads == 1 && (last & 3) == 0) || (pads == 2 && (last & 15) == 0));
    if ((digits + pads) % 4 != 0 || !tail) return std::nullopt;
    return (digits + pads) / 4 * 3 - pads;
}

std::optional<std::uint64_t> hexadecimal_octets(std::string_view text) noexcept {
    const bool digits = text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
    if (!digits || text.size() % 2 != 0) return std::nullopt;
    return text.size() / 2;
}

bool is_valid(Datatype type, std::string_view text) noexcept {
    switch (type) {
        case Datatype::string:
        case Datatype::token: return true;
        case Datatype::nmtoken: return xml::is_nmtoken(text);
        case Datatype::nmtokens: return each_word(text, xml::is_nmtoken);
        case Datatype::ncname:
        case Datatype::id:
        case Datatype::idref: return xml::is_ncname(text);
        case Datatype::language: return is_language(text);
        case Datatype::any_uri: return is_any_uri(text);
        case Datatype::date_time: return parse_date_time(text).has_value();
        case Datatype::integer: return is_integer(text);
        case Datatype::non_negative_integer: return is_non_negative(text);
        case Datatype::positive_int: return small_number(text, 0x7FFFFFFF).value_or(0) > 0;
        case Datatype::percentage: return small_number(text, 100).has_value();
        case Datatype::decimal: return is_decimal(text);
        case Datatype::number: return is_number(text, false);
        case Datatype::positive_number: return is_number(text, true);
        case Datatype::boolean:
            return text == "true" || text == "false" || text == "1" || text == "0";
        case Datatype::base64: return base64_octets(text).has_value();
        case Datatype::hexadecimal: return hexadecimal_octets(text).has_value();
        case Datatype::timezone: return is_timezone(text);
        case Datatype::port_list: return is_port_list(text);
        case Datatype::object_identifier: return is_object_identifier(text);
    }
    return false;
}

}  // namespace exhibit::exchange::schema
