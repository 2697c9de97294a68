// exhibit mount: an item as a folder to look at, which is recorded.
#include <iostream>

#include "cli/command.hpp"
#include "cli/show.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

struct MountOptions {
    MountRequest request;
};

std::string read_text(const MountResult& result) {
    std::string files;
    if (!result.paths.empty()) files = counted(result.paths.size(), "file", "files");
    if (result.ranges.empty()) return files.empty() ? "nothing" : files;
    std::uint64_t bytes = 0;
    for (const ByteRange& range : result.ranges) bytes += range.length;
    const std::string ranges =
        size_text(bytes) + " in " + counted(result.ranges.size(), "range", "ranges");
    return files.empty() ? ranges : files + ", and of the item itself " + ranges;
}

std::string result_text(const MountResult& result) {
    const std::string text = field_list({{"Item", result.item},
                                         {"Was read", read_text(result)},
                                         {"Recorded", "event " + std::to_string(result.event)}});
    const std::string findings = findings_text(result.findings);
    return findings.empty() ? text : text + '\n' + findings;
}

ExitCode run_mount(const Context& context, const MountOptions& options) {
    MountRequest request = options.request;
    request.on_ready = [&](const std::string& item) {
        const std::string directory = printable(request.directory);
        const std::string ready = item + " can be read at " + directory +
                                  ". This ends with Ctrl-C here, or with 'fusermount3 -u " +
                                  directory + "'; then it is recorded what was read.";
        if (context.json()) {
            context.notice(ready);
        } else {
            context.put_text(ready + "\n");
            std::cout << std::flush;
        }
    };
    Vault vault = context.open_vault();
    const MountResult result = vault.mount(request, &context.cancel());
    if (context.json()) {
        context.put_json(to_json(result));
    } else {
        context.put_text(result_text(result));
    }
    return result.findings.empty() ? ExitCode::fine : ExitCode::verification;
}

}  // namespace

void add_mount(CLI::App& root, Context& context) {
    auto options = std::make_shared<MountOptions>();
    MountRequest& request = options->request;
    CLI::App& command =
        add_command(root, "mount", "Show evidence as a read-only folder; what is read is recorded",
                    "exhibit mount INC-2026-014/3 /mnt/evidence --purpose \"timeline\"");
    command.group("Evidence");
    add_text(command, "ITEM", request.item, "Id, label or sha256:…")->required();
    add_text(command, "DIR", request.directory, "An empty folder")->required();
    add_text(command, "--purpose TEXT", request.purpose, "Why, for the record")->required();
    add_fill(command, request.fill,
             "Give this byte where evidence is unreadable or damaged, instead of an error");
    command.add_flag("--allow-other", request.others, "Other users of this machine may read, too");
    on_run<MountOptions>(command, context, options, run_mount);
}

}  // namespace exhibit::cli
