// exhibit inventory: what is there, looked at item by item.
#include "cli/recorded.hpp"

namespace exhibit::cli {

namespace {

struct InventoryOptions {
    std::string incident;
    std::vector<std::string> present;
    std::vector<std::string> absent;
    std::vector<std::string> damaged;
    std::string place;
    std::string note;
    std::optional<Moment> happened;
};

ExitCode run(const Context& context, const InventoryOptions& options) {
    InventoryRequest request;
    request.incident = options.incident;
    for (const std::string& item : options.present) request.results.emplace_back(item, "present");
    for (const std::string& item : options.absent) request.results.emplace_back(item, "absent");
    for (const std::string& item : options.damaged) request.results.emplace_back(item, "damaged");
    request.place = options.place;
    request.note = options.note;
    request.happened = options.happened;
    Vault vault = context.open_vault();
    return put_recorded(context, vault, vault.inventory(request));
}

}  // namespace

void add_inventory(CLI::App& root, Context& context) {
    auto options = std::make_shared<InventoryOptions>();
    CLI::App& inventory =
        add_command(root, "inventory", "Record which items are there; with --cosign jointly",
                    "exhibit --cosign max inventory laptop phone --absent INC-2026-014/4 \\\n"
                    "      --place \"Evidence room 2\"");
    inventory.group("Custody");
    add_texts(inventory, "ITEM", options->present, "Items that are there and undamaged");
    add_texts(inventory, "--absent ITEM", options->absent, "An item that is not there");
    add_texts(inventory, "--damaged ITEM", options->damaged, "An item that is there, but damaged");
    add_text(inventory, "--incident,-i ID", options->incident,
             "List all other items of this incident that you hold as not looked at");
    add_text(inventory, "--place TEXT", options->place, "Where");
    add_text(inventory, "--note TEXT", options->note, "Anything else");
    add_happened(inventory, options->happened);
    on_run<InventoryOptions>(inventory, context, options, run);
}

}  // namespace exhibit::cli
