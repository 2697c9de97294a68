// exhibit erase: destroys the content of items that were disposed of.
#include "cli/command.hpp"
#include "cli/show.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

Json to_json(const EraseResult& result) {
    return Json{{"items", result.items},
                {"events", result.events},
                {"packs_removed", result.packs_removed},
                {"packs_written", result.packs_written},
                {"blocks", result.blocks},
                {"bytes_freed", result.bytes_freed}};
}

ExitCode run_erase(const Context& context, const EraseRequest& request) {
    Vault vault = context.open_vault();
    EraseResult result;
    {
        ProgressView progress(context.progress_style());
        result = vault.erase(request, &progress, &context.cancel());
    }
    context.notice(
        "Copies of the vault made before still hold the content: erase or destroy those as well.");
    if (context.json()) {
        context.put_json(to_json(result));
        return ExitCode::fine;
    }
    std::string text;
    for (const std::string& item : result.items) {
        text += "The content of " + printable(item) + " is destroyed.\n";
    }
    text += counted(result.packs_removed, "pack", "packs") + " removed (" +
            size_text(result.bytes_freed) + "), " + counted(result.packs_written, "pack", "packs") +
            " written with what other items need.\n";
    if (result.events.empty()) text += "It was recorded before; this only removed what was left.\n";
    context.put_text(text);
    return ExitCode::fine;
}

}  // namespace

void add_erase(CLI::App& root, Context& context) {
    auto request = std::make_shared<EraseRequest>();
    CLI::App& erase =
        add_command(root, "erase", "Destroy the content of items that were disposed of",
                    "exhibit erase INC-2026-014/3");
    erase.group("Custody");
    add_texts(erase, "ITEM", request->items, "Items of one incident: id, label or sha256:…")
        ->required();
    on_run<EraseRequest>(erase, context, request, run_erase);
}

}  // namespace exhibit::cli
