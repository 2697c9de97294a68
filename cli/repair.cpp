// exhibit repair: damaged packs from their parity, what is lost from another copy. No key.
#include "cli/command.hpp"
#include "cli/show.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

std::string repairs_text(const std::vector<RepairedObject>& repairs) {
    std::string text;
    for (const RepairedObject& repair : repairs) {
        const bool lost = repair.outcome == RepairOutcome::lost;
        text += lost ? "LOST" : "from " + to_string(repair.outcome);
        text += "\n    " + printable(repair.object) + '\n';
        for (const std::string& line : wrap(printable(repair.text), output_columns - 4)) {
            text += "    " + line + '\n';
        }
    }
    return text;
}

std::string verdict(const RepairResult& result) {
    std::uint64_t lost = 0;
    for (const RepairedObject& repair : result.repairs) {
        lost += repair.outcome == RepairOutcome::lost ? 1 : 0;
    }
    const std::string repaired =
        counted(result.repairs.size() - lost, "object", "objects") +
        (result.dry_run ? " can be repaired; nothing was changed (--dry-run)" : " repaired");
    if (lost > 0) {
        return repaired + ", " + counted(lost, "object stays", "objects stay") +
               " damaged. 'exhibit verify' tells which items and which of their bytes that "
               "concerns.";
    }
    if (result.repairs.empty()) return "Every object is what its name says: nothing to repair.";
    return repaired + ". 'exhibit check --read-data' reads all of the vault again.";
}

std::string result_text(const RepairResult& result) {
    std::string text = repairs_text(result.repairs);
    if (!text.empty()) text += '\n';
    text += counted(result.objects, "object", "objects") + " read, " +
            speed_text(result.bytes, result.seconds) + ".\n";
    for (const std::string& line : wrap(verdict(result), output_columns)) text += line + '\n';
    return text;
}

ExitCode run(const Context& context, const RepairRequest& options) {
    RepairRequest request = options;
    if (request.location.empty()) request.location = context.location();
    const RepairResult result = [&] {
        ProgressView progress(context.progress_style());
        return Vault::repair(request, &progress, &context.cancel());
    }();
    if (context.json()) {
        context.put_json(to_json(result));
    } else {
        context.put_text(result_text(result));
    }
    return result.ok() ? ExitCode::fine : ExitCode::verification;
}

}  // namespace

void add_repair(CLI::App& root, Context& context) {
    auto request = std::make_shared<RepairRequest>();
    CLI::App& repair =
        add_command(root, "repair", "Restore damaged packs from parity or another copy, keyless",
                    "exhibit repair /srv/vault --from /mnt/backup/vault");
    repair.group("Care");
    add_text(repair, "DIR", request->location, "The vault; --vault if not given");
    add_texts(repair, "--from COPY", request->copies,
              "Another copy of the vault, which need not be trusted; may be given several times");
    repair.add_flag("--dry-run", request->dry_run, "Say what can be repaired and change nothing");
    on_run<RepairRequest>(repair, context, request, run);
}

}  // namespace exhibit::cli
