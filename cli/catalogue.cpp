// exhibit catalogue: the cache that makes lists and searches quick.
#include "cli/command.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

ExitCode run_rebuild(const Context& context) {
    Vault vault = context.open_vault();
    const std::uint64_t events = [&] {
        ProgressView progress(context.progress_style());
        return vault.rebuild_catalogue(&progress);
    }();
    if (context.json()) {
        context.put_json(Json{{"events", events}});
    } else {
        context.put_text("The catalogue was made again from " + counted(events, "event", "events") +
                         ".\n");
    }
    return ExitCode::fine;
}

}  // namespace

void add_catalogue(CLI::App& root, Context& context) {
    CLI::App& group = add_group(root, "catalogue", "The cache behind lists and searches");
    group.group("Care");
    CLI::App& rebuild =
        add_command(group, "rebuild", "Throw the catalogue away and make it from the ledger again",
                    "exhibit --as erika catalogue rebuild");
    on_run(rebuild, context, run_rebuild);
}

}  // namespace exhibit::cli
