#include "report/words.hpp"

#include <algorithm>
#include <vector>

#include "base/text.hpp"

namespace exhibit::report {

namespace {

using encode::Json;

constexpr std::string_view what = "a value";

bool is_short(const Json& value) {
    return !value.is_object() && !value.is_array();
}

bool is_empty(const Json& value) {
    return value.is_null() || (value.is_string() && value.string(what).empty());
}

bool is_pair(const Json& value, bool (Json::*is)() const noexcept) {
    if (!value.is_array()) return false;
    const Json::Array& list = value.array(what);
    return list.size() == 2 && (list[0].*is)() && (list[1].*is)();
}

std::string short_words(const Json& value) {
    if (value.is_string()) return printable(value.string(what));
    if (value.is_integer()) return std::to_string(value.integer(what));
    return value.is_null() ? "–" : value.boolean(what) ? "yes" : "no";
}

std::string spaced(std::string_view name) {
    std::string text = printable(name);
    std::ranges::replace(text, '_', ' ');
    return text;
}

std::string in_a_line(const Json& value);

std::string enclosed(const Json& value) {
    return is_short(value) ? short_words(value) : "(" + in_a_line(value) + ")";
}

std::string in_a_line(const Json& value) {
    if (is_short(value)) return short_words(value);
    std::vector<std::string> parts;
    if (value.is_object()) {
        for (const auto& [name, one] : value.object(what))
            if (!is_empty(one)) parts.push_back(spaced(name) + " " + enclosed(one));
        return join(parts, ", ");
    }
    for (const Json& one : value.array(what)) parts.push_back(enclosed(one));
    if (is_pair(value, &Json::is_string)) return join(parts, ": ");
    return join(parts, is_pair(value, &Json::is_integer) ? "+" : ", ");
}

void add_member(const std::string& name, const Json& value, std::vector<std::string>& lines) {
    const std::string label = name_in_words(name) + ": ";
    if (!value.is_array()) {
        lines.push_back(label + in_a_line(value));
        return;
    }
    for (const Json& one : value.array(what))
        lines.push_back((is_pair(one, &Json::is_string) ? "" : label) + in_a_line(one));
}

}  // namespace

std::string value_in_words(const Json& value) {
    if (is_short(value)) return short_words(value);
    std::vector<std::string> lines;
    if (value.is_array()) {
        for (const Json& one : value.array(what)) lines.push_back(in_a_line(one));
        return join(lines, "\n");
    }
    for (const bool short_ones : {true, false}) {
        for (const auto& [name, one] : value.object(what))
            if (is_short(one) == short_ones && !is_empty(one)) add_member(name, one, lines);
    }
    return join(lines, "\n");
}

std::string name_in_words(std::string_view name) {
    std::string text = spaced(name);
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return text;
}

}  // namespace exhibit::report
