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

struct RotateOptions {
    std::string card;
};

struct RolesOptions {
    std::string handler;
    std::vector<std::string> roles;
};

std::string roles_text(const HandlerInfo& handler) {
    std::string text;
    for (const std::string& role : handler.roles) text += (text.empty() ? "" : ", ") + role;
    return text;
}

/// "revoked as lost by event 12; what it signed from size 9 on is contested".
std::string end_text(const HandlerInfo& handler) {
    if (!handler.ended_at) return "";
    const std::string event = " by event " + std::to_string(*handler.ended_at);
    if (!handler.successor.empty())
        return "rotated" + event + "; now " + short_hash(handler.successor);
    return "revoked as " + handler.ended + event + "; what it signed from size " +
           std::to_string(handler.last_good.value_or(0)) + " on is contested";
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
                       {"Enrolled by", "event " + std::to_string(handler.enrolled_at)},
                       {"Took the place of", short_hash(handler.predecessor)},
                       {"Key ended", end_text(handler)}});
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
                   who.phone, roles_text(handler),
                   short_hash(handler.id) + (handler.ended_at ? " (ended)" : "")});
    }
    context.put_text(table.text());
    return ExitCode::fine;
}

ExitCode run_show(const Context& context, const ShowOptions& options) {
    return put_handler(context, context.open_vault().handler(options.handler));
}

ExitCode run_rotate(const Context& context, const RotateOptions& options) {
    const std::string card = read_small_file(options.card, card_bytes_max);
    Vault vault = context.open_vault();
    return put_handler(context, vault.rotate_key(card));
}

ExitCode run_revoke(const Context& context, const RevokeKey& options) {
    Vault vault = context.open_vault();
    return put_handler(context, vault.revoke_key(options));
}

ExitCode run_roles(const Context& context, const RolesOptions& options) {
    Vault vault = context.open_vault();
    return put_handler(context, vault.set_roles(options.handler, options.roles));
}

void add_rotate(CLI::App& group, Context& context) {
    auto options = std::make_shared<RotateOptions>();
    CLI::App& rotate =
        add_command(group, "rotate", "Put a new key of yours in the place of the one you act with",
                    "exhibit --as erika handler rotate erika-2027.card");
    add_text(rotate, "CARD", options->card, "Card of the new identity; - is standard input")
        ->required();
    on_run<RotateOptions>(rotate, context, options, run_rotate);
}

void add_revoke(CLI::App& group, Context& context) {
    auto options = std::make_shared<RevokeKey>();
    CLI::App& revoke = add_command(
        group, "revoke", "End a key: what it signs from now on is not valid",
        "exhibit --as erika handler revoke \"Max Beispiel\" --reason lost --last-good 120");
    add_text(revoke, "HANDLER", options->handler, "Name, or the first digits of the key id")
        ->required();
    add_text(revoke, "--reason REASON", options->reason, "retired, lost, compromised or left")
        ->required();
    revoke
        .add_option("--last-good", options->last_good,
                    "Vouch for it up to this many events only; later ones of it are contested")
        ->type_name("SIZE");
    add_text(revoke, "--note TEXT", options->note, "How it came about");
    add_happened(revoke, options->happened);
    on_run<RevokeKey>(revoke, context, options, run_revoke);
}

void add_roles(CLI::App& group, Context& context) {
    auto options = std::make_shared<RolesOptions>();
    CLI::App& roles = add_command(group, "roles", "Give somebody other roles",
                                  "exhibit --as erika handler roles \"Max Beispiel\" "
                                  "--role handler --role legal");
    add_text(roles, "HANDLER", options->handler, "Name, or the first digits of the key id")
        ->required();
    add_texts(roles, "--role ROLE", options->roles, "All roles from now on; again for each")
        ->required();
    on_run<RolesOptions>(roles, context, options, run_roles);
}

}  // namespace

void add_handler(CLI::App& root, Context& context) {
    CLI::App& group = add_group(root, "handler", "People enrolled in the vault");
    group.group("Set up");

    auto added = std::make_shared<AddOptions>();
    CLI::App& add = add_command(group, "add", "Enrol somebody by the card they gave you",
                                "exhibit --as erika handler add max.card --role handler");
    add_text(add, "CARD", added->card, "File of the card; - is standard input")->required();
    add_texts(
        add, "--role ROLE", added->roles,
        "handler (default), admin, auditor, authority, legal, recovery, witness; again for each");
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

    add_rotate(group, context);
    add_revoke(group, context);
    add_roles(group, context);
}

}  // namespace exhibit::cli
