#include "cli/recorded.hpp"

#include "cli/show.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

ExitCode put_recorded(const Context& context, const Vault& vault, const EventInfo& event,
                      const std::string& next) {
    if (context.json()) {
        context.put_json(to_json(event));
        return ExitCode::fine;
    }
    std::string items;
    for (const std::string& item : event.items) items += (items.empty() ? "" : ", ") + item;
    Fields fields{{"Recorded", event.type},
                  {"Event", std::to_string(event.index)},
                  {"Hash", event.hash},
                  {"Items", items},
                  {"Signed by", People(vault).name(event.actor)},
                  {"Happened", time_text(event.happened)}};
    if (event.happened.seconds != event.recorded.seconds)
        fields.emplace_back("Recorded at", time_text(event.recorded));
    context.put_text(field_list(fields) + (next.empty() ? "" : '\n' + next));
    return ExitCode::fine;
}

}  // namespace exhibit::cli
