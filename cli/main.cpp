// The program: builds the tree of commands, runs the one that was named, and turns what went wrong
// into a sentence and an exit code, in one place.
#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <iostream>
#include <new>

#include "cli/command.hpp"
#include "cli/rid.hpp"
#include "cli/help.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

CancelFlag cancel_flag;

extern "C" void on_signal(int) {
    cancel_flag.request();
}

/// The first signal asks; its handler is gone then, so that a second one ends the program at once.
void catch_signals() {
    struct sigaction action {};
    action.sa_handler = on_signal;
    action.sa_flags = static_cast<int>(SA_RESETHAND);  // and no SA_RESTART, so that a prompt ends
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

void add_global_options(CLI::App& root, GlobalOptions& options) {
    add_text(root, "--vault DIR", options.vault, "The vault; environment EXHIBIT_VAULT");
    add_text(root, "--as NAME", options.identity,
             "The identity that acts; environment EXHIBIT_AS; not needed if there is only one");
    add_texts(root, "--cosign NAME", options.cosigners,
              "An identity that signs as well, where it takes two people; again for each");
    add_text(root, "--cosign-passphrase-file FILE", options.cosign_passphrase_file,
             "Its passphrase, when it is another one");
    add_text(root, "--home DIR", options.home,
             "Identities, remembered checkpoints and catalogues; environment EXHIBIT_HOME");
    add_text(root, "--passphrase-file FILE", options.passphrase_file,
             "First line is the passphrase; environment EXHIBIT_PASSPHRASE_FILE");
    root.add_option("--passphrase-fd", options.passphrase_fd,
                    "Read the passphrase from this open descriptor")
        ->type_name("N");
    root.add_flag("--json", options.json, "One JSON document; progress and errors as JSON lines");
    root.add_flag("--quiet,-q", options.quiet, "No progress and no notices");
    root.add_flag("--yes,-y", options.yes, "Do not ask: replace output files that exist, clean");
}

void build(CLI::App& root, Context& context) {
    root.formatter_fn([](const CLI::App* command, const std::string& name, CLI::AppFormatMode) {
        return help_text(*command, name);
    });
    root.set_help_flag("-h,--help", "Show this help");
    root.require_subcommand(0, 1);
    add_global_options(root, context.options);
    add_identity(root, context);
    add_init(root, context);
    add_handler(root, context);
    add_policy(root, context);
    add_incident(root, context);
    add_ingest(root, context);
    add_item(root, context);
    add_export(root, context);
    add_mount(root, context);
    add_find(root, context);
    add_handoff(root, context);
    add_custody(root, context);
    add_erase(root, context);
    add_inventory(root, context);
    add_hold(root, context);
    add_disposal(root, context);
    add_correct(root, context);
    add_shred(root, context);
    add_verify(root, context);
    add_audit(root, context);
    add_stats(root, context);
    add_receipt(root, context);
    add_checkpoint(root, context);
    add_anchor(root, context);
    add_witness(root, context);
    add_events(root, context);
    add_iodef(root, context);
    add_record(root, context);
    add_rid(root, context);
    add_bundle(root, context);
    add_report(root, context);
    add_check(root, context);
    add_repair(root, context);
    add_catalogue(root, context);
    add_completion(root, context);
    add_version(root, context);
}

/// "exhibit handoff offer": the command as far as it was understood.
const CLI::App& deepest(const CLI::App& root, std::string& name) {
    const CLI::App* command = &root;
    name = root.get_name();
    for (auto named = command->get_subcommands(); !named.empty();
         named = command->get_subcommands()) {
        command = named.front();
        name += ' ' + command->get_name();
    }
    return *command;
}

std::string commands_of(const CLI::App& command) {
    std::string names;
    for (const CLI::App* one : command.get_subcommands({})) {
        names += (names.empty() ? "" : ", ") + one->get_name();
    }
    return names;
}

std::string usage_message(const CLI::App& root, const CLI::ParseError& error) {
    std::string name;
    const CLI::App& command = deepest(root, name);
    const std::vector<std::string> extra = root.remaining(true);
    const bool group = !command.get_subcommands({}).empty();
    if (group && !extra.empty() && !extra.front().starts_with('-')) {
        return "There is no command '" + name + ' ' + printable(extra.front()) +
               "'; there are: " + commands_of(command) + '.';
    }
    if (group && &command != &root) {
        return "'" + name + "' needs one of its commands: " + commands_of(command) + '.';
    }
    if (!extra.empty()) {
        return "'" + printable(extra.front()) + "' was not expected here; see '" + name +
               " --help'.";
    }
    return std::string(error.what()) + "; see '" + name + " --help'.";
}

/// The option may stand anywhere, also in a line that is wrong elsewhere.
bool wants_json(int argc, const char* const* argv) {
    for (int i = 1; i < argc && std::string_view(argv[i]) != "--"; ++i) {
        if (std::string_view(argv[i]) == "--json") return true;
    }
    return false;
}

ExitCode fail(const Context& context, const Error& error) {
    context.report(error);
    if (error.kind() == ErrorKind::interrupted && !context.json()) {
        std::cerr << "exhibit: The vault is consistent: what was not finished is not recorded. The "
                     "same command can be given again.\n";
    }
    return exit_code(error.kind());
}

ExitCode parse(CLI::App& root, Context& context, int argc, const char* const* argv) {
    try {
        std::vector<std::string> arguments = shielded({argv + 1, argv + argc});
        std::reverse(arguments.begin(), arguments.end());  // as CLI11 takes them
        root.parse(std::move(arguments));
    } catch (const CLI::CallForHelp&) {
        context.action = [&root, &context] {
            context.put_text(root.help());
            return ExitCode::fine;
        };
    } catch (const CLI::ParseError& error) {
        context.options.json = wants_json(argc, argv);
        return fail(context, Error(ErrorKind::usage, usage_message(root, error)));
    } catch (const Error& error) {
        context.options.json = wants_json(argc, argv);
        return fail(context, error);
    }
    if (!context.action) {
        context.action = [&context] {
            context.put_text(first_steps());
            return ExitCode::fine;
        };
    }
    return ExitCode::fine;
}

ExitCode act(const Context& context) {
    try {
        const ExitCode code = context.action();
        errno = 0;
        std::cout.flush();
        if (!std::cout) throw_errno("writing to standard output", errno == 0 ? EIO : errno);
        return code;
    } catch (const Error& error) {
        std::cout.flush();
        return fail(context, error);
    } catch (const std::bad_alloc&) {
        return fail(context, Error(ErrorKind::io, "There is not enough memory for this."));
    } catch (const std::exception& error) {
        return fail(context,
                    Error(ErrorKind::internal, std::string("This is a bug in exhibit, please "
                                                           "report it: ") +
                                                   error.what()));
    }
}

}  // namespace

/// A core file would hold keys and passphrases.
void forbid_core_dumps() {
    const rlimit none{0, 0};
    (void)setrlimit(RLIMIT_CORE, &none);  // lowering a limit cannot fail
}

int run(int argc, const char* const* argv) {
    forbid_core_dumps();
    catch_signals();
    Context context(cancel_flag);
    CLI::App root(
        "Exhibit keeps evidence and its chain of custody: signed, encrypted, append-only.",
        "exhibit");
    build(root, context);
    const ExitCode parsed = parse(root, context, argc, argv);
    return static_cast<int>(parsed == ExitCode::fine ? act(context) : parsed);
}

}  // namespace exhibit::cli

int main(int argc, char** argv) {
    return exhibit::cli::run(argc, argv);
}
