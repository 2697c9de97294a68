#include "custody/imported.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace exhibit::custody {
namespace {

using encode::Json;

struct StepMember {
    std::string_view name;
    std::string ImportedStep::*text;
    std::string_view said_as;  ///< before the text in a sentence
};
constexpr std::array<StepMember, 9> step_members{{
    {"name", &ImportedStep::name, ""},
    {"performer", &ImportedStep::performer, " by "},
    {"party", &ImportedStep::party, "; with "},
    {"place", &ImportedStep::place, "; at "},
    {"tool", &ImportedStep::tool, "; using "},
    {"began", &ImportedStep::began, "; began "},
    {"ended", &ImportedStep::ended, "; ended "},
    {"description", &ImportedStep::description, "; it says: "},
    {"id", &ImportedStep::id, ""},
}};

bool is_step(const Json& value) {
    if (!value.is_object() || value.find("id") == nullptr) return false;
    return std::ranges::all_of(value.object("a step"), [](const auto& member) {
        return member.second.is_string() &&
               std::ranges::find(step_members, member.first, &StepMember::name) !=
                   step_members.end();
    });
}

bool is_way_to_match(const Json& value) {
    if (!value.is_string()) return false;
    const std::string& text = value.string("matched");
    return text == "sha256" || text == "sha1" || text == "md5" || text == "told";
}

}  // namespace

bool is_imported(const Json& value) {
    if (!value.is_object() || value.object("steps").size() != 5) return false;
    const Json* form = value.find("form");
    const Json* matched = value.find("matched");
    const Json* source = value.find("source");
    const Json* steps = value.find("steps");
    const Json* subject = value.find("subject");
    if (!form || !matched || !source || !steps || !subject) return false;
    if (!form->is_string() || form->string("form") != "case-1.4" || !source->is_string() ||
        !subject->is_string() || !is_way_to_match(*matched) || !steps->is_array())
        return false;
    const Json::Array& list = steps->array("steps");
    return !list.empty() && list.size() <= imported_steps_max && std::ranges::all_of(list, is_step);
}

Json to_json(const Imported& imported) {
    Json::Array steps;
    for (const ImportedStep& step : imported.steps) {
        Json::Object one;
        for (const StepMember& member : step_members)
            if (!(step.*member.text).empty() || member.name == "id")
                one.emplace(member.name, step.*member.text);
        steps.emplace_back(std::move(one));
    }
    return Json::Object{{"form", "case-1.4"},
                        {"matched", imported.matched},
                        {"source", imported.source},
                        {"steps", std::move(steps)},
                        {"subject", imported.subject}};
}

Imported imported_from(const Json& value) {
    const std::string_view what = "imported history";
    Imported out;
    out.source = value.at("source", what).string(what);
    out.subject = value.at("subject", what).string(what);
    out.matched = value.at("matched", what).string(what);
    for (const Json& step : value.at("steps", what).array(what)) {
        ImportedStep one;
        for (const StepMember& member : step_members)
            if (const Json* text = step.find(member.name)) one.*member.text = text->string(what);
        out.steps.push_back(std::move(one));
    }
    return out;
}

std::string sentence_of(const ImportedStep& step, const std::string& source) {
    std::string out = "imported: " + (step.name.empty() ? "an action" : step.name);
    for (const StepMember& member : step_members) {
        // Most acts took no time.
        if (member.text == &ImportedStep::ended && step.ended == step.began) continue;
        if (!member.said_as.empty() && !(step.*member.text).empty())
            out += std::string(member.said_as) + step.*member.text;
    }
    return out + "; by the word of " + source;
}

}  // namespace exhibit::custody
