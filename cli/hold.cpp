// exhibit hold: evidence that must not be disposed of.
#include "cli/recorded.hpp"
#include "cli/show.hpp"

namespace exhibit::cli {

namespace {

struct ReleaseOptions {
    std::string hold;
    std::string reason;
};

struct ListOptions {
    bool all = false;
};

std::string items_text(const HoldInfo& hold) {
    if (hold.items.empty()) return "all of " + hold.incident;
    std::string text;
    for (const std::string& item : hold.items) text += (text.empty() ? "" : ", ") + item;
    return text;
}

ExitCode run_place(const Context& context, const HoldRequest& request) {
    Vault vault = context.open_vault();
    return put_recorded(context, vault, vault.place_hold(request));
}

ExitCode run_release(const Context& context, const ReleaseOptions& options) {
    Vault vault = context.open_vault();
    return put_recorded(context, vault, vault.release_hold(options.hold, options.reason));
}

ExitCode run_list(const Context& context, const ListOptions& options) {
    const Vault vault = context.open_vault();
    std::vector<HoldInfo> holds;
    for (HoldInfo& hold : vault.holds()) {
        if (options.all || !hold.released) holds.push_back(std::move(hold));
    }
    if (context.json()) {
        context.put_json(Json{{"holds", to_json(holds)}});
        return ExitCode::fine;
    }
    if (holds.empty()) {
        context.put_text(options.all ? "Nothing was ever held.\n"
                                     : "Nothing is held; --all lists holds that were lifted.\n");
        return ExitCode::fine;
    }
    const People people(vault);
    Table table({{"Hold", Align::left, false},
                 {"Items"},
                 {"Placed by"},
                 {"Placed"},
                 {"Reason"},
                 {"State", Align::left, false}});
    for (const HoldInfo& hold : holds) {
        table.add({short_hash(hold.id), items_text(hold), people.name(hold.by),
                   local_text(hold.placed), hold.reason,
                   hold.released ? "lifted, event " + std::to_string(*hold.released) : "in force"});
    }
    table.rule_between_rows();
    context.put_text(table.text());
    return ExitCode::fine;
}

}  // namespace

void add_hold(CLI::App& root, Context& context) {
    CLI::App& group = add_group(root, "hold", "Forbid the disposal of evidence: place, release");
    group.group("Custody");

    auto request = std::make_shared<HoldRequest>();
    CLI::App& place = add_command(group, "place", "Place a legal hold (role legal or admin)",
                                  "exhibit hold place -i INC-2026-014 --reason \"appeal is "
                                  "pending\"");
    add_texts(place, "ITEM", request->items, "Items; none: the whole incident, later items too");
    add_text(place, "--incident,-i ID", request->incident, "The incident");
    add_text(place, "--reason TEXT", request->reason, "Why")->required();
    add_text(place, "--authority TEXT", request->authority, "Who ordered it");
    add_happened(place, request->happened);
    on_run<HoldRequest>(place, context, request, run_place);

    auto released = std::make_shared<ReleaseOptions>();
    CLI::App& release = add_command(group, "release", "Lift a hold (role legal or admin)",
                                    "exhibit hold release 3f5a9c10 --reason \"appeal decided\"");
    add_text(release, "HOLD", released->hold, "First digits of its id, or number of its event")
        ->required();
    add_text(release, "--reason TEXT", released->reason, "Why")->required();
    on_run<ReleaseOptions>(release, context, released, run_release);

    auto listed = std::make_shared<ListOptions>();
    CLI::App& list = add_command(group, "list", "List the holds in force", "exhibit hold list");
    list.add_flag("--all", listed->all, "Those that were lifted as well");
    on_run<ListOptions>(list, context, listed, run_list);
}

}  // namespace exhibit::cli
