// exhibit item: physical evidence goes in; all evidence is listed and shown.
#include "cli/fields.hpp"
#include "cli/show.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

struct AddOptions {
    std::string incident;
    FieldOptions fields;
    std::optional<Moment> happened;
};

struct ListOptions {
    std::string incident;
};

struct ShowOptions {
    std::string item;
};

ExitCode put_item(const Context& context, const Vault& vault, const ItemInfo& item) {
    if (context.json()) {
        context.put_json(to_json(item));
    } else {
        context.put_text(item_line(item) + field_list(item_fields(item, People(vault))));
    }
    return ExitCode::fine;
}

ExitCode run_add(const Context& context, const AddOptions& options) {
    NewItem item;
    item.incident = options.incident;
    item.fields = fields_of(options.fields);
    item.happened = options.happened;
    Vault vault = context.open_vault();
    const ItemInfo added = vault.register_item(item);
    return put_item(context, vault, added);
}

ExitCode run_list(const Context& context, const ListOptions& options) {
    const Vault vault = context.open_vault();
    const std::vector<ItemInfo> items = vault.items(options.incident);
    if (context.json()) {
        context.put_json(Json{{"items", to_json(items)}});
        return ExitCode::fine;
    }
    if (items.empty()) {
        context.put_text(
            "There are no items yet; put evidence in with 'exhibit ingest' or "
            "'exhibit item add'.\n");
        return ExitCode::fine;
    }
    const People people(vault);
    Table table({{"Item", Align::left, false},
                 {"Kind", Align::left, false},
                 {"Label"},
                 {"Size", Align::right, false},
                 {"SHA-256", Align::left, false},
                 {"Custodian"}});
    for (const ItemInfo& item : items) {
        std::vector<std::string> custody{people.name(item.custodian)};
        if (!item.on_offer_to.empty()) {
            custody.push_back("on offer to " + people.name(item.on_offer_to));
        }
        const std::string name = item.label.empty() ? item.description : item.label;
        table.add({item.id, item.kind, item.readable ? name : unreadable_text(item),
                   item.size ? human_bytes(*item.size) : "", short_hash(item.digests.sha256),
                   custody});
    }
    context.put_text(table.text());
    return ExitCode::fine;
}

ExitCode run_show(const Context& context, const ShowOptions& options) {
    const Vault vault = context.open_vault();
    const ItemInfo item = vault.item(options.item);
    const LifeInfo life = vault.life(item.id);
    const People people(vault);
    if (context.json()) {
        Json shown = to_json(item);
        shown["life"] = to_json(life);
        context.put_json(shown);
    } else {
        context.put_text(item_line(item) + field_list(item_fields(item, people)) +
                         field_list(life_fields(life, people)));
    }
    return ExitCode::fine;
}

ExitCode run_members(const Context& context, const ShowOptions& options) {
    const std::vector<MemberInfo> members = context.open_vault().members(options.item);
    if (context.json()) {
        context.put_json(Json{{"members", to_json(members)}});
        return ExitCode::fine;
    }
    Table table({{"No.", Align::right, false},
                 {"Type", Align::left, false},
                 {"Size", Align::right, false},
                 {"SHA-256", Align::left, false},
                 {"Path"}});
    for (const MemberInfo& member : members) {
        std::vector<std::string> path{member.path};
        if (!member.target.empty()) path.push_back("-> " + member.target);
        if (!member.problem.empty()) path.push_back("! " + member.problem);
        table.add({std::to_string(member.number), member.type,
                   member.size ? grouped(*member.size) : "", short_hash(member.digests.sha256),
                   path});
    }
    context.put_text(table.text());
    return ExitCode::fine;
}

}  // namespace

void add_item(CLI::App& root, Context& context) {
    CLI::App& group = add_group(root, "item", "Physical evidence; list and show all evidence");
    group.group("Evidence");

    auto added = std::make_shared<AddOptions>();
    CLI::App& add =
        add_command(group, "add", "Take a physical thing as evidence",
                    "exhibit item add -i INC-2026-014 --label laptop --serial 5CD1234XYZ \\\n"
                    "      --description \"black laptop, lid scratched\" --seal S-0815");
    add_text(add, "--incident,-i ID", added->incident, "The incident it belongs to")->required();
    add_fields(add, added->fields,
               {"label",
                "description",
                "make",
                "model",
                "serial",
                "asset_tag",
                "host_name",
                "mac",
                "ip",
                "condition",
                "seal",
                "quantity",
                "collected_place",
                "collected_from",
                "collected_by",
                "discovered_at",
                "discovered_by",
                "place",
                "method",
                "authority"});
    add_happened(add, added->happened);
    on_run<AddOptions>(add, context, added, run_add);

    add_item_life(group, context);

    auto listed = std::make_shared<ListOptions>();
    CLI::App& list = add_command(group, "list", "List the items of an incident, or all",
                                 "exhibit item list --incident INC-2026-014");
    add_text(list, "--incident,-i ID", listed->incident, "Of this incident only");
    on_run<ListOptions>(list, context, listed, run_list);

    auto shown = std::make_shared<ShowOptions>();
    CLI::App& show =
        add_command(group, "show", "Show all about one item", "exhibit item show INC-2026-014/3");
    add_text(show, "ITEM", shown->item, "Id, label or sha256:…")->required();
    on_run<ShowOptions>(show, context, shown, run_show);

    auto inside = std::make_shared<ShowOptions>();
    CLI::App& members = add_command(group, "members", "List what is inside a folder or an archive",
                                    "exhibit item members INC-2026-014/3");
    add_text(members, "ITEM", inside->item, "Id, label or sha256:…")->required();
    on_run<ShowOptions>(members, context, inside, run_members);
}

}  // namespace exhibit::cli
