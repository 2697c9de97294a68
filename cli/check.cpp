// exhibit check: is the store whole? Without any key. And --clean, with one: away with what writers
// that were cut off left behind.
#include "cli/command.hpp"
#include "cli/show.hpp"
#include "cli/terminal.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

struct CheckOptions {
    std::string folder;
    bool read_data = false;
    bool clean = false;
};

std::string check_text(const CheckResult& result, bool read_data) {
    std::string text = field_list({{"Objects", grouped(result.objects)},
                                   {"Packs", grouped(result.packs)},
                                   {"Bytes", size_text(result.bytes)},
                                   {"Ledger size", grouped(result.size)}});
    const std::string findings = findings_text(result.findings);
    text += '\n' + (findings.empty() ? std::string("No findings.\n") : findings);
    if (!result.left_over.empty()) {
        text += "\nLeft over from writers that were cut off, named by nothing, harmless:\n";
        for (const std::string& name : result.left_over) text += "  " + printable(name) + '\n';
        text += "'exhibit check --clean' removes what no event needs.\n";
    }
    std::string verdict = result.ok()
                              ? "Without any key: checkpoints, tree and the names of objects agree"
                              : "The store is damaged: " + findings_counted(result.findings);
    if (result.ok()) {
        verdict += read_data ? ", and every pack has the bytes its name promises."
                             : "; the bytes of packs were not read (--read-data does that).";
        verdict += " Signatures of people are not tested by this: 'exhibit audit' does.";
    } else {
        verdict += ".";
    }
    return text + '\n' + wrapped(verdict);
}

Json rows_of(const std::vector<LeftOver>& objects) {
    Json out = Json::array();
    for (const LeftOver& one : objects) {
        Json row{{"name", printable(one.name)}, {"bytes", one.bytes}};
        if (!one.why_kept.empty()) row["why_kept"] = one.why_kept;
        out.push_back(std::move(row));
    }
    return out;
}

std::string names_text(const std::vector<LeftOver>& objects) {
    std::string text;
    for (const LeftOver& one : objects) {
        text += "  " + printable(one.name) + "  " + size_text(one.bytes) + '\n';
        if (!one.why_kept.empty()) text += "      " + one.why_kept + '\n';
    }
    return text;
}

std::string clean_text(const CleanResult& result, std::size_t wanted) {
    std::string text;
    if (!result.removed.empty()) text += "\nRemoved:\n" + names_text(result.removed);
    if (!result.kept.empty()) {
        text += "\nLeft over as well, and not removed:\n" + names_text(result.kept);
    }
    text += '\n';
    if (wanted == 0) return text + "Nothing is left over that may be removed.\n";
    text += counted(result.removed.size(), "object or file was", "objects or files were") +
            " removed, " + size_text(result.bytes_freed) + " freed.";
    if (result.removed.size() < wanted) {
        text += " " + grouped(wanted - result.removed.size()) +
                " of those listed are needed meanwhile, or gone.";
    }
    return text + '\n';
}

/// What may go, once somebody has said so; nothing otherwise.
std::vector<std::string> agreed(const Context& context, const CleanResult& found) {
    std::vector<std::string> names;
    for (const LeftOver& one : found.removed) names.push_back(one.name);
    if (names.empty() || context.options.yes) return names;
    const std::string question = "Left over, and needed by no event:\n" +
                                 names_text(found.removed) + "Remove " +
                                 counted(names.size(), "object or file", "objects or files") +
                                 ", " + size_text(found.bytes_freed) + "? [y/N] ";
    if (!ask_yes(question, context.cancel())) {
        throw Error(ErrorKind::usage, "Nothing was removed: the answer was not yes.");
    }
    return names;
}

struct Cleaned {
    CleanResult result;
    std::size_t wanted = 0;
};

Cleaned clean(const Context& context) {
    Vault vault = context.open_vault();
    CleanResult found;
    {
        ProgressView progress(context.progress_style());
        found = vault.left_over(&progress, &context.cancel());
    }
    const std::vector<std::string> names = agreed(context, found);
    if (names.empty()) return {std::move(found), 0};
    ProgressView progress(context.progress_style());
    return {vault.clean(names, &progress, &context.cancel()), names.size()};
}

void require_can_clean(const Context& context, const CheckOptions& options) {
    if (!options.folder.empty()) {
        throw Error(ErrorKind::usage,
                    "--clean opens the vault as one of its handlers: name it with --vault, not as "
                    "an argument.");
    }
    if (!context.options.yes && !person_at_terminal()) {
        throw Error(ErrorKind::usage,
                    "There is no terminal to ask whether what is left over may be removed: look at "
                    "it with `exhibit check`, then give --yes.");
    }
}

ExitCode run_check(const Context& context, const CheckOptions& options) {
    if (options.clean) require_can_clean(context, options);
    const std::string location = options.folder.empty() ? context.location() : options.folder;
    const CheckResult result = [&] {
        ProgressView progress(context.progress_style());
        return Vault::check(location, options.read_data, &progress, &context.cancel());
    }();
    // What is damaged may have its only sound copy in what seems left over.
    std::optional<Cleaned> cleaned;
    if (options.clean && result.ok()) cleaned = clean(context);
    if (context.json()) {
        Json json = to_json(result);
        if (cleaned) {
            json["removed"] = rows_of(cleaned->result.removed);
            json["kept"] = rows_of(cleaned->result.kept);
            json["bytes_freed"] = cleaned->result.bytes_freed;
        }
        context.put_json(json);
    } else {
        std::string text = check_text(result, options.read_data);
        if (cleaned) text += clean_text(cleaned->result, cleaned->wanted);
        context.put_text(text);
    }
    if (options.clean && !cleaned) {
        context.warn("Nothing was removed: repair the vault first.");
    }
    return result.ok() ? ExitCode::fine : ExitCode::verification;
}

}  // namespace

void add_check(CLI::App& root, Context& context) {
    auto options = std::make_shared<CheckOptions>();
    CLI::App& check = add_command(root, "check", "Check a vault, or a copy of one, without any key",
                                  "exhibit check /mnt/backup/vault --read-data");
    check.group("Care");
    add_text(check, "DIR", options->folder, "The vault; --vault if not given");
    check.add_flag("--read-data", options->read_data, "Read every pack as well");
    check.add_flag("--clean", options->clean,
                   "Remove what writers that were cut off left over (as a handler; asks first)");
    on_run<CheckOptions>(check, context, options, run_check);
}

}  // namespace exhibit::cli
