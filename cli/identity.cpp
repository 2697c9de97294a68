// exhibit identity: a handler's own keys, outside any vault.
#include "cli/command.hpp"
#include "cli/file.hpp"
#include "cli/show.hpp"
#include "cli/terminal.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

struct NewOptions {
    std::string name;
    Profile profile;
    std::string code_file;
    std::string ssh_key;
};

struct ShowOptions {
    std::string name;
    std::string card;
    bool with_card = false;
};

struct PasswdOptions {
    std::string name;
    std::string new_passphrase_file;
};

Fields identity_fields(const IdentityInfo& identity) {
    return {{"Identity", identity.name},
            {"Full name", identity.profile.name},
            {"Title", identity.profile.title},
            {"Organisation", identity.profile.organisation},
            {"Phone", identity.profile.phone},
            {"E-mail", identity.profile.email},
            {"Badge", identity.profile.badge},
            {"Key id", identity.id},
            {"Signs by", identity.agent ? "ssh-agent" : ""},
            {"File", identity.path}};
}

ExitCode put_identity(const Context& context, const IdentityInfo& identity,
                      const std::string& next_step) {
    if (context.json()) {
        context.put_json(to_json(identity));
    } else {
        context.put_text(field_list(identity_fields(identity)) + next_step);
    }
    return ExitCode::fine;
}

ExitCode run_new(const Context& context, const NewOptions& options) {
    const SecretText passphrase =
        context.new_passphrase("New passphrase for " + options.name + " (8 characters or more): ");
    const IdentityInfo made =
        options.ssh_key.empty()
            ? Identities(context.home()).create(options.name, options.profile, passphrase)
            : Identities(context.home())
                  .create_with_agent(options.name, options.profile, passphrase, options.ssh_key);
    return put_identity(context, made,
                        "\nMake a vault with 'exhibit init DIR', or give your card to the admin of "
                        "one:\n  exhibit --as " +
                            made.name + " identity show --card " + made.name + ".card\n");
}

ExitCode run_recover(const Context& context, const NewOptions& options) {
    SecretText code = options.code_file.empty() ? ask_secret("Recovery code: ", context.cancel())
                                                : context.secret_from_file(options.code_file);
    const SecretText passphrase =
        context.new_passphrase("New passphrase for " + options.name + " (8 characters or more): ");
    const IdentityInfo made =
        Identities(context.home()).recover(options.name, options.profile, code, passphrase);
    return put_identity(context, made, "\nThese are the keys the recovery code stands for.\n");
}

ExitCode run_list(const Context& context) {
    const std::vector<IdentityInfo> identities = Identities(context.home()).list();
    if (context.json()) {
        context.put_json(Json{{"identities", to_json(identities)}});
        return ExitCode::fine;
    }
    if (identities.empty()) {
        context.put_text("There is no identity in " + context.home() +
                         " yet; make one with 'exhibit identity new'.\n");
        return ExitCode::fine;
    }
    Table table(
        {{"Identity"}, {"Full name"}, {"Title"}, {"Organisation"}, {"Key id", Align::left, false}});
    for (const IdentityInfo& identity : identities) {
        const Profile& who = identity.profile;
        table.add({identity.name, who.name, who.title, who.organisation, short_hash(identity.id)});
    }
    context.put_text(table.text());
    return ExitCode::fine;
}

/// The card proves possession of the keys, so making one needs the passphrase.
std::string card_of(const Context& context, const std::string& name) {
    const UnlockedIdentity identity =
        Identities(context.home()).unlock(name, context.passphrase("Passphrase of " + name + ": "));
    return identity.card();
}

ExitCode run_show(const Context& context, const ShowOptions& options) {
    const std::string name = options.name.empty() ? context.identity_name() : options.name;
    const IdentityInfo identity = Identities(context.home()).show(name);
    if (!options.with_card) return put_identity(context, identity, "");

    const std::string card = card_of(context, name);
    if (options.card == "-") {
        if (context.json()) {
            Json out = to_json(identity);
            out["card"] = card;
            context.put_json(out);
        } else {
            context.put_text(card);
        }
        return ExitCode::fine;
    }
    NewFile file(options.card, context.options.yes ? Existing::replace : Existing::refuse,
                 Readers::everybody);
    file.write(card);
    file.close();
    if (context.json()) {
        Json out = to_json(identity);
        out["card_file"] = options.card;
        context.put_json(out);
        return ExitCode::fine;
    }
    context.put_text(field_list(identity_fields(identity)) + "\nThe card is in " +
                     printable(options.card) +
                     "; it holds no secret. An admin enrols it with 'exhibit handler add'.\n");
    return ExitCode::fine;
}

ExitCode run_passwd(const Context& context, const PasswdOptions& options) {
    Identities identities(context.home());
    const std::string name = options.name.empty() ? context.identity_name() : options.name;
    const SecretText old_one = context.passphrase("Old passphrase of " + name + ": ");
    // What gave the old one would give it again: the new one has a source of its own.
    const SecretText new_one =
        options.new_passphrase_file.empty()
            ? ask_new_secret("New passphrase (8 characters or more): ", context.cancel())
            : context.secret_from_file(options.new_passphrase_file);
    identities.change_passphrase(name, old_one, new_one);
    return put_identity(context, identities.show(name), "\nThe passphrase was changed.\n");
}

void add_profile(CLI::App& command, NewOptions& options) {
    add_text(command, "NAME", options.name, "Short name: a-z, 0-9, dots, dashes")->required();
    add_text(command, "--full-name TEXT", options.profile.name, "Your name, as in court")
        ->required();
    add_text(command, "--title TEXT", options.profile.title, "Title or role");
    add_text(command, "--organisation TEXT", options.profile.organisation, "Organisation");
    add_text(command, "--phone TEXT", options.profile.phone, "Telephone");
    add_text(command, "--email TEXT", options.profile.email, "E-mail address");
    add_text(command, "--badge TEXT", options.profile.badge, "Badge or staff number");
}

}  // namespace

void add_identity(CLI::App& root, Context& context) {
    CLI::App& group = add_group(root, "identity", "Your keys: make, list, show, recover");
    group.group("Set up");

    auto made = std::make_shared<NewOptions>();
    CLI::App& create = add_command(group, "new", "Make an identity under a new passphrase",
                                   "exhibit identity new erika --full-name \"Erika Muster\" "
                                   "--title Detective --phone +49-30-1");
    add_profile(create, *made);
    add_text(create, "--ssh-key KEY", made->ssh_key,
             "Sign by this Ed25519 key of the ssh-agent: its comment, or SHA256:...");
    on_run<NewOptions>(create, context, made, run_new);

    CLI::App& list =
        add_command(group, "list", "List the identities on this machine", "exhibit identity list");
    on_run(list, context, run_list);

    auto shown = std::make_shared<ShowOptions>();
    CLI::App& show = add_command(group, "show", "Show an identity, or write its card",
                                 "exhibit identity show erika --card erika.card");
    add_text(show, "NAME", shown->name, "The identity; the one acting if not given");
    add_taken(
        show, "--card FILE",
        [shown = shown.get()](const std::string& path) {
            shown->card = path;
            shown->with_card = true;
        },
        "Write the card for enrolment here; - is standard output");
    on_run<ShowOptions>(show, context, shown, run_show);

    auto changed = std::make_shared<PasswdOptions>();
    CLI::App& passwd = add_command(group, "passwd", "Change the passphrase of an identity",
                                   "exhibit identity passwd erika");
    add_text(passwd, "NAME", changed->name, "The identity; the one acting if not given");
    add_text(passwd, "--new-passphrase-file FILE", changed->new_passphrase_file,
             "Read the new passphrase from here");
    on_run<PasswdOptions>(passwd, context, changed, run_passwd);

    auto recovered = std::make_shared<NewOptions>();
    CLI::App& recover = add_command(
        group, "recover", "Make an identity from a recovery code",
        "exhibit identity recover rescue --full-name \"Recovery\" --code-file code.txt");
    add_profile(recover, *recovered);
    add_text(recover, "--code-file FILE", recovered->code_file, "Read the code from here");
    on_run<NewOptions>(recover, context, recovered, run_recover);
}

}  // namespace exhibit::cli
