// exhibit init: a new vault, and the recovery code that opens it when a passphrase is lost.
#include "cli/command.hpp"
#include "cli/file.hpp"
#include "cli/show.hpp"
#include "cli/terminal.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

struct InitOptions {
    std::string folder;
    std::string origin = "exhibit";
    std::string recovery_file;
    bool no_recovery = false;
};

void require_place_for_code(const InitOptions& options) {
    if (options.no_recovery || !options.recovery_file.empty() || person_at_terminal()) return;
    throw Error(ErrorKind::usage,
                "The recovery code is shown once and there is no terminal to show it on: give "
                "--recovery-file FILE to write it there, or --no-recovery to do without one.");
}

void show_code(const SecretText& code) {
    show_on_terminal(
        "\nRecovery code, shown once and kept nowhere. Write it down and lock it away: with it "
        "all\n"
        "evidence can be read when passphrases are lost, and by whoever finds it.\n\n  ",
        code, "\n\n");
}

ExitCode run_init(const Context& context, const InitOptions& options) {
    CreateVault request;
    request.location = options.folder.empty() ? context.location() : options.folder;
    request.home = context.home();
    request.origin_prefix = options.origin;
    request.recovery = !options.no_recovery;
    require_place_for_code(options);

    // The file is opened before the vault is made: a code that cannot be written must not exist.
    std::optional<NewFile> code_file;
    if (request.recovery && !options.recovery_file.empty()) {
        code_file.emplace(options.recovery_file, Existing::refuse, Readers::owner);
    }
    const UnlockedIdentity admin = context.unlock();
    const CreatedVault made = Vault::create(request, admin);
    if (made.recovery_code && code_file) {
        code_file->write(made.recovery_code->view());
        code_file->write("\n");
        code_file->close();
    } else if (made.recovery_code) {
        show_code(*made.recovery_code);
    }

    if (context.json()) {
        Json out = to_json(made.info);
        out["recovery_file"] = code_file ? Json(options.recovery_file) : Json(nullptr);
        context.put_json(out);
        return ExitCode::fine;
    }
    std::string text = field_list({{"Vault", made.info.location},
                                   {"Origin", made.info.origin},
                                   {"Vault id", made.info.id},
                                   {"Admin", admin.info().profile.name},
                                   {"Recovery code", code_file ? options.recovery_file : ""}});
    text +=
        "\nTell the vault id to everybody who will work with it: they compare it at first "
        "contact.\nNext: export EXHIBIT_VAULT=" +
        printable(made.info.location) + "; exhibit incident open ID --title \"…\"\n";
    context.put_text(text);
    return ExitCode::fine;
}

}  // namespace

void add_init(CLI::App& root, Context& context) {
    auto options = std::make_shared<InitOptions>();
    CLI::App& init = add_command(root, "init", "Make a new vault in an empty folder",
                                 "exhibit --as erika init /srv/vault --recovery-file code.txt");
    init.group("Set up");
    add_text(init, "DIR", options->folder, "Where; --vault if not given");
    add_text(init, "--origin PREFIX", options->origin,
             "First part of the vault's name: a-z, 0-9, dots, dashes, slashes")
        ->capture_default_str();
    auto* file = add_text(init, "--recovery-file FILE", options->recovery_file,
                          "Write the recovery code here, readable by you only");
    init.add_flag("--no-recovery", options->no_recovery,
                  "Do without a recovery code: a lost passphrase may lose evidence")
        ->excludes(file);
    on_run<InitOptions>(init, context, options, run_init);
}

}  // namespace exhibit::cli
