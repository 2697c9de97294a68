// exhibit shred: destroys what is said of a person, an item or an incident.
#include "cli/command.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

Json to_json(const ShredResult& result) {
    return Json{{"subject", result.subject},
                {"events", result.events},
                {"keys_removed", result.keys},
                {"values_removed", result.values}};
}

std::string numbers(const std::vector<std::uint64_t>& events) {
    std::string text;
    for (const std::uint64_t event : events)
        text += (text.empty() ? "" : ", ") + std::to_string(event);
    return text;
}

ExitCode run_shred(const Context& context, const ShredRequest& request) {
    Vault vault = context.open_vault();
    const ShredResult result = vault.shred(request);
    context.notice(
        "Copies of the vault made before still hold the keys and the values: destroy or shred "
        "those as well.");
    if (context.json()) {
        context.put_json(to_json(result));
        return ExitCode::fine;
    }
    std::string text = "What was said of " + printable(result.subject) +
                       " is destroyed: " + std::to_string(result.keys) + " keys and " +
                       std::to_string(result.values) +
                       " groups of values were removed from the store.\n";
    text += result.events.empty()
                ? "It was recorded before; only what was left over has been removed.\n"
                : "Recorded as event " + numbers(result.events) +
                      ". The ledger stays whole; an audit says \"withheld by\" this event.\n";
    context.put_text(text);
    return ExitCode::fine;
}

}  // namespace

void add_shred(CLI::App& root, Context& context) {
    auto request = std::make_shared<ShredRequest>();
    CLI::App& shred = add_command(
        root, "shred", "Destroy what is said of a person, an item or an incident; two people sign",
        "exhibit --cosign legal shred --item INC-2026-014/3 --basis court-order");
    shred.group("Custody");
    add_text(shred, "--handler NAME", request->handler, "A handler's name, contact and badge");
    add_text(shred, "--item ITEM", request->item, "All descriptions and digests of an item");
    add_text(shred, "--incident ID", request->incident,
             "Title and description of an incident, places, purposes and reasons of its events");
    add_text(shred, "--basis WORD", request->basis,
             "erasure-request, retention-ended, court-order, consent-withdrawn or disposal")
        ->required();
    add_text(shred, "--reason TEXT", request->reason, "Kept with the incident; for items only");
    on_run<ShredRequest>(shred, context, request, run_shred);
}

}  // namespace exhibit::cli
