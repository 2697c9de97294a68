#include "custody/container.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace exhibit::custody {

namespace {

using encode::Json;

constexpr std::array<std::string_view, 4> results{"match", "mismatch", "not-compared",
                                                  "not-stored"};

bool is_natural(const Json* value) {
    return value != nullptr && value->is_integer() && value->integer("a number") >= 0;
}

bool is_text(const Json* value) {
    return value != nullptr && value->is_string();
}

template <typename Test>
bool each(const Json& value, std::size_t most, Test test) {
    if (!value.is_array()) return false;
    const Json::Array& entries = value.array("a list");
    return entries.size() <= most && std::all_of(entries.begin(), entries.end(), test);
}

bool is_range(const Json& value) {
    if (!value.is_array()) return false;
    const Json::Array& pair = value.array("a range");
    return pair.size() == 2 && is_natural(&pair[0]) && is_natural(&pair[1]);
}

bool is_stored(const Json& value) {
    if (!value.is_object() || value.object("stored").size() != 3) return false;
    const Json* result = value.find("result");
    if (!is_text(value.find("algorithm")) || !is_text(value.find("value")) || !is_text(result)) {
        return false;
    }
    return std::count(results.begin(), results.end(), result->string("result")) == 1;
}

bool is_header(const Json& value) {
    if (!value.is_object()) return false;
    const Json::Object& texts = value.object("header");
    return std::all_of(texts.begin(), texts.end(),
                       [](const auto& one) { return one.second.is_string(); });
}

bool is_member(std::string_view name, const Json& value) {
    constexpr std::array<std::string_view, 4> texts{"format", "media_md5", "media_sha1",
                                                    "media_sha256"};
    constexpr std::array<std::string_view, 3> numbers{"bytes_per_sector", "media_size",
                                                      "segment_files"};
    if (std::count(texts.begin(), texts.end(), name) > 0) return value.is_string();
    if (std::count(numbers.begin(), numbers.end(), name) > 0) return is_natural(&value);
    if (name == "acquisition_errors" || name == "unreadable") {
        return each(value, container_ranges_max, is_range);
    }
    if (name == "stored") return each(value, results.size(), is_stored);
    if (name == "header") return is_header(value);
    if (name != "problems") return false;
    return each(value, container_ranges_max, [](const Json& one) { return one.is_string(); });
}

}  // namespace

bool is_container(const Json& value) {
    if (!value.is_object() || !value.find("format") || !value.find("segment_files")) return false;
    const Json::Object& members = value.object("container");
    return std::all_of(members.begin(), members.end(),
                       [](const auto& one) { return is_member(one.first, one.second); });
}

bool is_segments(const Json& value) {
    return each(value, segments_max, [](const Json& one) {
        return one.is_object() && one.object("segment").size() == 2 && is_text(one.find("name")) &&
               is_natural(one.find("size"));
    });
}

}  // namespace exhibit::custody
