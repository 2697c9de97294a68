#include "custody/summary.hpp"

#include <algorithm>
#include <string_view>

namespace exhibit::custody {
namespace {

using encode::Json;

bool is_fact(const Json& value) {
    if (!value.is_array()) return false;
    const Json::Array& pair = value.array("a fact");
    return pair.size() == 2 && pair[0].is_string() && pair[1].is_string();
}

bool is_member(std::string_view name, const Json& value) {
    if (name == "form" || name == "problem") return value.is_string();
    if (name == "left_out") return value.is_integer() && value.integer("left_out") > 0;
    if (name != "facts" || !value.is_array()) return false;
    const Json::Array& facts = value.array("facts");
    return facts.size() <= summary_facts_max && std::ranges::all_of(facts, is_fact);
}

}  // namespace

bool is_summary(const Json& value) {
    if (!value.is_object() || !value.find("form") || !value.find("facts")) return false;
    return std::ranges::all_of(value.object("summary"),
                               [](const auto& one) { return is_member(one.first, one.second); });
}

}  // namespace exhibit::custody
