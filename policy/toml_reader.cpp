#include "policy/toml_reader.hpp"

#include <algorithm>
#include <limits>
#include <sstream>

#include "base/text.hpp"
#include "exhibit/error.hpp"

namespace exhibit::policy {

namespace {

constexpr std::size_t shown_max = 80;

std::string quoted(std::string_view text) {
    return '"' + printable(text.substr(0, shown_max)) + '"';
}

std::string_view type_of(const toml::node& node) {
    switch (node.type()) {
        case toml::node_type::table: return "a table";
        case toml::node_type::array: return "an array";
        case toml::node_type::string: return "a text";
        case toml::node_type::integer: return "a whole number";
        case toml::node_type::floating_point: return "a fraction";
        case toml::node_type::boolean: return "true or false";
        case toml::node_type::date:
        case toml::node_type::time:
        case toml::node_type::date_time: return "a date or time";
        case toml::node_type::none: break;
    }
    return "nothing";
}

/// Seconds of one unit; 0 for a letter that is none.
std::int64_t unit_seconds(char unit) {
    constexpr std::int64_t hour = 3600;
    constexpr std::int64_t day = 24 * hour;
    switch (unit) {
        case 'h': return hour;
        case 'd': return day;
        case 'w': return 7 * day;
        case 'y': return 365 * day;
        default: return 0;
    }
}

std::optional<std::int64_t> parse_duration(std::string_view text) {
    constexpr std::uint64_t units_max = 10000;
    if (text.empty()) return std::nullopt;
    const std::int64_t unit = unit_seconds(text.back());
    const auto count = parse_decimal(text.substr(0, text.size() - 1));
    if (unit == 0 || !count || *count == 0 || *count > units_max) return std::nullopt;
    return unit * static_cast<std::int64_t>(*count);
}

}  // namespace

void refuse_at(const std::string& source, const toml::source_region& where,
               const std::string& found, std::string_view expected) {
    throw Error(ErrorKind::malformed, "reading " + source + ": line " +
                                          std::to_string(where.begin.line) + ", column " +
                                          std::to_string(where.begin.column) + ": found " + found +
                                          "; expected " + std::string(expected));
}

TableReader::TableReader(const toml::table& table, const std::string& source, std::string path)
    : table_(&table), source_(&source), path_(std::move(path)) {}

std::string TableReader::name_of(std::string_view key) const {
    return path_.empty() ? std::string(key) : path_ + '.' + std::string(key);
}

const toml::node* TableReader::take(std::string_view key) {
    taken_.emplace(key);
    return table_->get(key);
}

void TableReader::refuse(std::string_view key, const std::string& found,
                         std::string_view expected) const {
    const toml::node* node = table_->get(key);
    refuse_at(*source_, (node != nullptr ? *node : *table_).source(),
              (key.empty() ? path_ : name_of(key)) + " with " + found, expected);
}

std::optional<std::string> TableReader::text(std::string_view key) {
    const toml::node* node = take(key);
    if (node == nullptr) return std::nullopt;
    const auto* value = node->as_string();
    if (value == nullptr) refuse(key, std::string(type_of(*node)), "a text");
    return value->get();
}

std::optional<bool> TableReader::flag(std::string_view key) {
    const toml::node* node = take(key);
    if (node == nullptr) return std::nullopt;
    const auto* value = node->as_boolean();
    if (value == nullptr) refuse(key, std::string(type_of(*node)), "true or false");
    return value->get();
}

std::optional<std::uint64_t> TableReader::natural(std::string_view key, std::uint64_t least,
                                                  std::uint64_t most) {
    const toml::node* node = take(key);
    if (node == nullptr) return std::nullopt;
    const std::string expected =
        "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
    const auto* value = node->as_integer();
    if (value == nullptr) refuse(key, std::string(type_of(*node)), expected);
    const std::int64_t number = value->get();
    if (number < 0 || static_cast<std::uint64_t>(number) < least ||
        static_cast<std::uint64_t>(number) > most)
        refuse(key, std::to_string(number), expected);
    return static_cast<std::uint64_t>(number);
}

std::optional<std::int64_t> TableReader::duration(std::string_view key) {
    const auto value = text(key);
    if (!value) return std::nullopt;
    const auto seconds = parse_duration(*value);
    if (!seconds)
        refuse(key, quoted(*value),
               "a number from 1 to 10000 and h, d, w or y, as in \"36h\" or \"10y\"");
    return seconds;
}

std::optional<std::vector<std::string>> TableReader::texts(std::string_view key) {
    const toml::node* node = take(key);
    if (node == nullptr) return std::nullopt;
    const toml::array* array = node->as_array();
    if (array == nullptr) refuse(key, std::string(type_of(*node)), "an array of texts");
    std::vector<std::string> out;
    for (const toml::node& one : *array) {
        const auto* value = one.as_string();
        if (value == nullptr)
            refuse_at(*source_, one.source(), name_of(key) + " with " + std::string(type_of(one)),
                      "an array of texts");
        if (std::find(out.begin(), out.end(), value->get()) != out.end())
            refuse_at(*source_, one.source(),
                      name_of(key) + " with " + quoted(value->get()) + " twice",
                      "each of them once");
        out.push_back(value->get());
    }
    return out;
}

std::optional<TableReader> TableReader::table(std::string_view key) {
    const toml::node* node = take(key);
    if (node == nullptr) return std::nullopt;
    const toml::table* table = node->as_table();
    if (table == nullptr) refuse(key, std::string(type_of(*node)), "a table");
    return TableReader(*table, *source_, name_of(key));
}

void TableReader::each_table(
    const std::function<void(const std::string& key, TableReader& table)>& take_one) {
    for (const std::string& key : keys()) {
        TableReader below = *table(key);
        take_one(key, below);
        below.finish();
    }
}

void TableReader::each_texts(
    const std::function<void(const std::string& key, std::vector<std::string> texts)>& take_one) {
    for (const std::string& key : keys()) take_one(key, *texts(key));
}

std::vector<std::string> TableReader::keys() const {
    std::vector<std::string> out;
    for (const auto& [key, node] : *table_) out.emplace_back(key.str());
    return out;
}

void TableReader::finish() const {
    for (const auto& [key, node] : *table_) {
        if (taken_.contains(key.str())) continue;
        std::string known;
        for (const std::string& one : taken_) known += (known.empty() ? "" : ", ") + one;
        refuse_at(*source_, key.source(), "the unknown key " + quoted(key.str()),
                  "only " + known + (path_.empty() ? "" : " in [" + path_ + "]"));
    }
}

}  // namespace exhibit::policy
