// exhibit incident rekey: new keys for an incident, and its content written again under them.
#include "cli/command.hpp"
#include "cli/show.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

Json to_json(const RekeyResult& result) {
    return Json{{"incident", result.incident},
                {"generation", result.generation},
                {"events", result.events},
                {"resumed", result.resumed},
                {"kept", result.kept},
                {"dropped", result.dropped},
                {"content", result.content},
                {"complete", result.complete},
                {"packs_before", result.packs_before},
                {"packs_reused", result.packs_reused},
                {"packs_written", result.packs_written},
                {"packs_removed", result.packs_removed},
                {"bytes_written", result.bytes_written},
                {"values_written", result.values_written},
                {"values_removed", result.values_removed},
                {"problems", result.problems}};
}

std::string names(const People& people, const std::vector<std::string>& ids) {
    std::string text;
    for (const std::string& id : ids) text += (text.empty() ? "" : ", ") + people.name(id);
    return text;
}

std::string keys_text(const RekeyResult& result, const People& people) {
    std::string text = "Incident " + printable(result.incident) + " has keys of generation " +
                       std::to_string(result.generation);
    if (result.resumed) return text + " already; this went on with its content.\n";
    text += " since event " + std::to_string(result.events.front()) + ".\nThey went to " +
            names(people, result.kept) + ".\n";
    if (!result.dropped.empty())
        text += "No longer with a grant: " + names(people, result.dropped) + ".\n";
    return text;
}

std::string content_text(const RekeyResult& result) {
    std::string text = counted(result.packs_written, "pack", "packs") + " written again (" +
                       size_text(result.bytes_written) + ")";
    if (result.packs_reused > 0)
        text += ", " + std::to_string(result.packs_reused) +
                " found as a call that was cut off left them";
    if (result.packs_before > 0)
        text += ", " + std::to_string(result.packs_before) + " were done before";
    text += "; " + counted(result.packs_removed, "old pack", "old packs") + " removed.\n";
    text +=
        counted(result.values_written, "group", "groups") + " of private values sealed again.\n";
    for (const std::string& problem : result.problems) text += printable(problem) + '\n';
    return text + (result.complete
                       ? "All content and private values lie under the newest keys.\n"
                       : "Not all content and values lie under the newest keys yet: repair the "
                         "vault, then give the same command again.\n");
}

ExitCode run_rekey(const Context& context, const RekeyRequest& request) {
    Vault vault = context.open_vault();
    RekeyResult result;
    {
        ProgressView progress(context.progress_style());
        result = vault.rekey(request, &progress, &context.cancel());
    }
    context.notice(
        request.content
            ? "Copies of the vault made before still open with the old keys."
            : "What was written before still opens with the old keys, for those who have them.");
    const bool whole = !request.content || result.complete;
    if (context.json()) {
        context.put_json(to_json(result));
    } else {
        context.put_text(keys_text(result, People(vault)) +
                         (request.content ? content_text(result) : ""));
    }
    return whole ? ExitCode::fine : ExitCode::verification;
}

}  // namespace

void add_incident_rekey(CLI::App& group, Context& context) {
    auto request = std::make_shared<RekeyRequest>();
    CLI::App& rekey = add_command(
        group, "rekey", "Give an incident new keys, and leave out who must not read on",
        "exhibit incident rekey INC-2026-014 --reason \"M. Beispiel left\" --without \"Max "
        "Beispiel\"");
    add_text(rekey, "ID", request->incident, "The incident")->required();
    add_text(rekey, "--reason TEXT", request->reason,
             "Why; needed unless content that is being written again is gone on with");
    add_texts(rekey, "--without HANDLER", request->without,
              "Who loses their grant; those whose key was revoked get no new keys anyway");
    rekey.add_flag("--content", request->content,
                   "A key leaked: write all content and private values again under the new keys; "
                   "goes on where it was cut off");
    on_run<RekeyRequest>(rekey, context, request, run_rekey);
}

}  // namespace exhibit::cli
