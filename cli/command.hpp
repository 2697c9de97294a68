// What all commands share: the options of the program, access to identity and vault, and output.
//
// Each command file has one add_…() function, which puts its part into the tree of commands, and
// run functions. Parsing only selects the action; it runs when the whole line was understood, so
// that a misspelt option can never follow work already done.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "cli/exit_code.hpp"
#include "cli/json.hpp"
#include "cli/progress_view.hpp"
#include "exhibit/vault.hpp"

namespace exhibit::cli {

struct GlobalOptions {
    std::string vault;
    std::string identity;
    std::string home;
    std::vector<std::string> cosigners;
    std::string cosign_passphrase_file;
    std::string passphrase_file;
    int passphrase_fd = -1;
    bool json = false;
    bool quiet = false;
    bool yes = false;
};

class Context {
public:
    explicit Context(const CancelFlag& cancel) : cancel_(cancel) {}

    GlobalOptions options;
    /// What the parsed command line asks for; empty when it names no command.
    std::function<ExitCode()> action;

    const CancelFlag& cancel() const noexcept { return cancel_; }
    bool json() const noexcept { return options.json; }
    ProgressStyle progress_style() const noexcept;

    /// Where identities, remembered checkpoints and catalogues lie. Error(usage) without HOME.
    std::string home() const;
    /// Error(usage) when no vault was named.
    std::string location() const;
    /// The name of the identity to act as. Error(usage) listing those there are.
    std::string identity_name() const;

    /// From descriptor, file, environment or the terminal, in this order.
    SecretText passphrase(const std::string& prompt) const;
    /// As passphrase(), but typed twice when a person types it. Error(usage) when the two differ.
    SecretText new_passphrase(const std::string& prompt) const;
    /// The first line of a file; warns when others may read it.
    SecretText secret_from_file(const std::string& path) const;

    UnlockedIdentity unlock() const;
    UnlockedIdentity unlock_cosigner(const std::string& name) const;
    /// Opens the vault as the chosen identity, with those who sign beside it; says so when it is
    /// the first contact.
    Vault open_vault() const;
    void notice_first_contact(const std::string& vault_id) const;

    /// One JSON document, or text for people, on standard output.
    void put_json(const Json& value) const;
    void put_text(const std::string& text) const;
    /// On standard error; never changes what standard output holds.
    void warn(const std::string& sentence) const;
    void notice(const std::string& sentence) const;
    void report(const Error& error) const;

private:
    void put_aside(const char* kind, const std::string& sentence) const;

    const CancelFlag& cancel_;
};

/// CLI11 reads an argument "[a,b]" as a list of two, which is wrong for a file of that name. Marks
/// such arguments; the functions below take the marks away again.
std::vector<std::string> shielded(const std::vector<std::string>& arguments);

/// Adds a command; the example is shown below its help.
CLI::App& add_command(CLI::App& parent, const std::string& name, const std::string& description,
                      const std::string& example);
/// Adds a group of commands, of which one must be named.
CLI::App& add_group(CLI::App& parent, const std::string& name, const std::string& description);

/// Writes the file when one is named; false when the text is for standard output.
bool write_document(const Context& context, const std::string& output, const std::string& text);
/// A document of the vault: to a file when one is named, otherwise to standard output as it is.
ExitCode put_document(const Context& context, const std::string& output, const char* key,
                      const std::string& text);

/// Selects `run` as the action when `command` was named, and none of the commands below it. The
/// options live as long as the command.
template <class Options>
void on_run(CLI::App& command, Context& context, std::shared_ptr<const Options> options,
            ExitCode (*run)(const Context&, const Options&)) {
    command.callback([&command, &context, options = std::move(options), run] {
        if (!command.get_subcommands().empty()) return;
        context.action = [&context, options, run] { return run(context, *options); };
    });
}
void on_run(CLI::App& command, Context& context, ExitCode (*run)(const Context&));

/// An option "--title TEXT" or "-o,--output FILE", or an argument "ITEM": its names, then what its
/// value is called in help texts.
CLI::Option* add_text(CLI::App& command, const std::string& name, std::string& value,
                      const std::string& description);
/// An option or argument that may be given several times.
CLI::Option* add_texts(CLI::App& command, const std::string& name, std::vector<std::string>& values,
                       const std::string& description);
/// An option that is handed to `take` when it is given.
CLI::Option* add_taken(CLI::App& command, const std::string& name,
                       std::function<void(const std::string&)> take,
                       const std::string& description);

/// Error(usage) when `text` is not one of `words`.
void require_word(const std::string& name, const std::string& text,
                  const std::vector<std::string>& words);

template <class T>
using Choices = std::vector<std::pair<std::string, T>>;

/// An option whose value is one of a few words. Its description is added by the caller.
template <class T>
CLI::Option* add_choice(CLI::App& command, const std::string& name, T& value, Choices<T> choices) {
    return add_taken(
        command, name,
        [&value, name, choices = std::move(choices)](const std::string& text) {
            std::vector<std::string> words;
            for (const auto& [word, meaning] : choices) {
                if (word == text) value = meaning;
                words.push_back(word);
            }
            require_word(name, text, words);
        },
        "");
}
/// --fill HH: the byte that stands for what cannot be read.
CLI::Option* add_fill(CLI::App& command, std::optional<std::uint8_t>& fill,
                      const std::string& description);
CLI::Option* add_moment(CLI::App& command, const std::string& name, std::optional<Moment>& value,
                        const std::string& description);
void add_happened(CLI::App& command, std::optional<Moment>& value);

void add_identity(CLI::App& root, Context& context);
void add_init(CLI::App& root, Context& context);
void add_handler(CLI::App& root, Context& context);
void add_policy(CLI::App& root, Context& context);
void add_incident(CLI::App& root, Context& context);
/// Below `group`: incident_rekey.cpp.
void add_incident_rekey(CLI::App& group, Context& context);
void add_ingest(CLI::App& root, Context& context);
void add_item(CLI::App& root, Context& context);
/// The commands of `item` about what happens to it.
void add_item_life(CLI::App& group, Context& context);
void add_export(CLI::App& root, Context& context);
void add_mount(CLI::App& root, Context& context);
void add_find(CLI::App& root, Context& context);
void add_handoff(CLI::App& root, Context& context);
void add_custody(CLI::App& root, Context& context);
void add_erase(CLI::App& root, Context& context);
void add_inventory(CLI::App& root, Context& context);
void add_hold(CLI::App& root, Context& context);
void add_disposal(CLI::App& root, Context& context);
void add_correct(CLI::App& root, Context& context);
void add_stats(CLI::App& root, Context& context);
void add_shred(CLI::App& root, Context& context);
void add_verify(CLI::App& root, Context& context);
void add_audit(CLI::App& root, Context& context);
void add_events(CLI::App& root, Context& context);
void add_receipt(CLI::App& root, Context& context);
void add_checkpoint(CLI::App& root, Context& context);
void add_anchor(CLI::App& root, Context& context);
void add_witness(CLI::App& root, Context& context);
void add_iodef(CLI::App& root, Context& context);
void add_record(CLI::App& root, Context& context);
void add_iodef_validate(CLI::App& group, Context& context);
void add_bundle(CLI::App& root, Context& context);
void add_report(CLI::App& root, Context& context);
void add_check(CLI::App& root, Context& context);
void add_repair(CLI::App& root, Context& context);
void add_catalogue(CLI::App& root, Context& context);
void add_completion(CLI::App& root, Context& context);
void add_version(CLI::App& root, Context& context);

}  // namespace exhibit::cli
