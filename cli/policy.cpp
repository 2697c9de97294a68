// exhibit policy: what is asked of people in a vault.
#include "cli/command.hpp"
#include "cli/file.hpp"
#include "cli/show.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

constexpr std::size_t policy_bytes_max = std::size_t{64} << 10;

struct FileOptions {
    std::string file;
};

struct ShowOptions {
    bool toml = false;
};

std::string policy_text(const PolicyInfo& policy) {
    const std::string since = policy.adopted_at ? "event " + std::to_string(*policy.adopted_at)
                                                : "the beginning; none was adopted";
    std::string text = field_list({{"Policy", policy.name},
                                   {"Description", policy.description},
                                   {"Mode", policy.formal ? "formal" : "informal"},
                                   {"In force since", since},
                                   {"SHA-256", policy.object}}) +
                       '\n';
    for (const std::string& rule : policy.rules) text += "- " + printable(rule) + '\n';
    return text;
}

ExitCode put_policy(const Context& context, const PolicyInfo& policy) {
    if (context.json()) {
        context.put_json(to_json(policy));
    } else {
        context.put_text(policy_text(policy));
    }
    return ExitCode::fine;
}

ExitCode run_show(const Context& context, const ShowOptions& options) {
    const PolicyInfo policy = context.open_vault().policy();
    if (!options.toml || context.json()) return put_policy(context, policy);
    if (policy.text.empty())
        throw Error(ErrorKind::not_found,
                    "No policy was adopted in this vault, so that there is no file to show; the "
                    "values in force are shown without --toml.");
    context.put_text(policy.text);
    return ExitCode::fine;
}

ExitCode run_adopt(const Context& context, const FileOptions& options) {
    const std::string text = read_small_file(options.file, policy_bytes_max);
    Vault vault = context.open_vault();
    return put_policy(context, vault.adopt_policy(text, options.file));
}

std::string examples_text(const std::vector<std::uint64_t>& examples) {
    std::string text;
    for (const std::uint64_t index : examples)
        text += (text.empty() ? "" : ", ") + std::to_string(index);
    return text;
}

std::string trial_text(const PolicyTrial& trial) {
    std::string text;
    for (const std::string& sentence : trial.locks)
        text += "Cannot be adopted: " + printable(sentence) + '\n';
    for (const std::string& sentence : trial.unreachable)
        text += "Too few people: " + printable(sentence) + '\n';
    if (!text.empty()) text += '\n';
    if (trial.forbidden.empty())
        return text + "Of the " + std::to_string(trial.events) + " events in this vault " +
               printable(trial.name) + " would have forbidden none.\n";
    Table table({{"Code", Align::left, false},
                 {"Type", Align::left, false},
                 {"Events", Align::right, false},
                 {"Examples", Align::left, false},
                 {"Why the first one"}});
    for (const PolicyTrial::Forbidden& one : trial.forbidden)
        table.add({one.code, one.type, std::to_string(one.events), examples_text(one.examples),
                   one.text});
    return text + "Of the " + std::to_string(trial.events) + " events in this vault " +
           printable(trial.name) + " would have forbidden:\n\n" + table.text();
}

ExitCode run_check(const Context& context, const FileOptions& options) {
    const std::string text = read_small_file(options.file, policy_bytes_max);
    const PolicyTrial trial = context.open_vault().try_policy(text, options.file);
    if (context.json()) {
        context.put_json(to_json(trial));
    } else {
        context.put_text(trial_text(trial));
    }
    return trial.locks.empty() ? ExitCode::fine : exit_code(ErrorKind::conflict);
}

}  // namespace

void add_policy(CLI::App& root, Context& context) {
    CLI::App& group =
        add_group(root, "policy", "What is asked of people: roles, signatures, times");
    group.group("Set up");

    auto shown = std::make_shared<ShowOptions>();
    CLI::App& show = add_command(group, "show", "Show the policy in force", "exhibit policy show");
    show.add_flag("--toml", shown->toml, "The file that was adopted, as it is");
    on_run<ShowOptions>(show, context, shown, run_show);

    auto adopted = std::make_shared<FileOptions>();
    CLI::App& adopt =
        add_command(group, "adopt", "Put a policy in force, for the events after this",
                    "exhibit --as erika --cosign max policy adopt law-enforcement.toml");
    add_text(adopt, "FILE", adopted->file, "The policy, TOML; - is standard input")->required();
    on_run<FileOptions>(adopt, context, adopted, run_adopt);

    auto checked = std::make_shared<FileOptions>();
    CLI::App& check =
        add_command(group, "check", "Say what a policy would forbid, with examples from this vault",
                    "exhibit policy check law-enforcement.toml");
    add_text(check, "FILE", checked->file, "The policy, TOML; - is standard input")->required();
    on_run<FileOptions>(check, context, checked, run_check);
}

}  // namespace exhibit::cli
