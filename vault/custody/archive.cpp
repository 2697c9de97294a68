#include "custody/archive.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace exhibit::custody {

namespace {

using encode::Json;

constexpr std::array<std::string_view, 4> numbers{"bytes", "files", "listed", "problems"};

bool is_number(std::string_view name, const Json& value) {
    return std::ranges::count(numbers, name) == 1 && value.is_integer() &&
           value.integer("a number") >= 0;
}

bool is_digest(const Json& value) {
    if (!value.is_string()) return false;
    const std::string& digits = value.string("digits");
    return digits.size() == 64 && digits.find_first_not_of("0123456789abcdef") == std::string::npos;
}

bool are_sentences(const Json& value) {
    if (!value.is_array()) return false;
    const Json::Array& sentences = value.array("sentences");
    return sentences.size() <= archive_sentences_max &&
           std::ranges::all_of(sentences, [](const Json& one) { return one.is_string(); });
}

bool is_member(std::string_view name, const Json& value) {
    if (name == "format") return value.is_string();
    if (name == "listing_sha256") return is_digest(value);
    if (name == "partial") return are_sentences(value);
    return is_number(name, value);
}

}  // namespace

bool is_archive(const Json& value) {
    if (!value.is_object() || value.find("format") == nullptr) return false;
    const bool all_there = std::ranges::all_of(
        numbers, [&](std::string_view name) { return value.find(name) != nullptr; });
    return all_there && std::ranges::all_of(value.object("archive"), [](const auto& one) {
               return is_member(one.first, one.second);
           });
}

}  // namespace exhibit::custody
