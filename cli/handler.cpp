// exhibit handler: the people enrolled in a vault.
#include "cli/command.hpp"
#include "cli/file.hpp"
#include "cli/show.hpp"

namespace exhibit::cli {

namespace {

constexpr std::size_t card_bytes_max = std::size_t{64} << 10;

struct AddOptions {
    std::string card;
    std::vector<std::string> roles;
};

struct ShowOptions {
    std::string handler;
};

std::string roles_text(const HandlerInfo& handler) {
    std::string text;
    for (const std::string& role : handler.roles) text += (text.empty() ? "" : ", ") + role;
    return text;
}

std::string handler_text(const HandlerInfo& handler) {
    return field_list({{"Name", handler.profile.name},
                       {"Title", handler.profile.title},
                       {"Organisation", handler.profile.organisation},
                       {"Phone", handler.profile.phone},
                       {"E-mail", handler.profile.email},
                       {"Badge", handler.profile.badge},
                       {"Roles", roles_text(handler)},
                       {"Key id", handler.id},
                       {"Enrolled by", "event " + std::to_string(handler.enrolled_at)}});
}

ExitCode put_handler(const Context& context, const HandlerInfo& handler) {
    if (context.json()) {
        context.put_json(to_json(handler));
    } else {
        context.put_text(handler_text(handler));
    }
    return ExitCode::fine;
}

ExitCode run_add(const Context& context, const AddOptions& options) {
    const std::string card = read_small_file(options.card, card_bytes_max);
    Vault vault = context.open_vault();
    const std::vector<std::string> roles =
        options.roles.empty() ? std::vector<std::string>{"handler"} : options.roles;
    return put_handler(context, vault.enrol(card, roles));
}

ExitCode run_list(const Context& context) {
    const std::vector<HandlerInfo> handlers = context.open_vault().handlers();
    if (context.json()) {
        context.put_json(Json{{"handlers", to_json(handlers)}});
        return ExitCode::fine;
    }
    Table table({{"Name"},
                 {"Title"},
                 {"Organisation"},
                 {"Phone"},
                 {"Roles"},
                 {"Key id", Align::left, false}});
    for (const HandlerInfo& handler : handlers) {
        const Profile& who = handler.profile;
        table.add({who.name + (handler.is_me ? " (you)" : ""), who.title, who.organisation,
                   who.phone, roles_text(handler), short_hash(handler.id)});
    }
    context.put_text(table.text());
    return ExitCode::fine;
}

ExitCode run_show(const Context& context, const ShowOptions& options) {
    return put_handler(context, context.open_vault().handler(options.handler));
}

}  // namespace

void add_handler(CLI::App& root, Context& context) {
    CLI::App& group = add_group(root, "handler", "People enrolled in the vault");
    group.group("Set up");

    auto added = std::make_shared<AddOptions>();
    CLI::App& add = add_command(group, "add", "Enrol somebody by the card they gave you",
                                "exhibit --as erika handler add max.card --role handler");
    add_text(add, "CARD", added->card, "File of the card; - is standard input")->required();
    add_texts(add, "--role ROLE", added->roles,
              "handler (default), admin or recovery; may be given twice");
    on_run<AddOptions>(add, context, added, run_add);

    CLI::App& list =
        add_command(group, "list", "List who is enrolled", "exhibit --as erika handler list");
    on_run(list, context, run_list);

    auto shown = std::make_shared<ShowOptions>();
    CLI::App& show = add_command(group, "show", "Show one handler",
                                 "exhibit --as erika handler show \"Max Beispiel\"");
    add_text(show, "HANDLER", shown->handler, "Name, or the first digits of the key id")
        ->required();
    on_run<ShowOptions>(show, context, shown, run_show);
}

}  // namespace exhibit::cli
