// exhibit verify: is the evidence still what was taken in?
#include "cli/command.hpp"
#include "cli/show.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

struct VerifyOptions {
    VerifyRequest request;
    bool all = false;
    bool quick = false;
    bool all_digests = false;
    bool no_record = false;
};

std::string result_text(const VerifyResult& result) {
    Table table({{"Item", Align::left, false},
                 {"Result", Align::left, false},
                 {"Read", Align::right, false},
                 {"What this speaks of"}});
    std::vector<Finding> findings;
    std::uint64_t bytes = 0;
    std::uint64_t failed = 0;
    for (const VerifiedItem& item : result.items) {
        table.add(
            {item.item, item.ok ? "unchanged" : "FAILED", human_bytes(item.bytes), item.scope});
        findings.insert(findings.end(), item.findings.begin(), item.findings.end());
        bytes += item.bytes;
        failed += item.ok ? 0 : 1;
    }
    std::string text = table.text() + '\n';
    if (!findings.empty()) text += findings_text(findings) + '\n';
    text += counted(result.items.size(), "item", "items") + " read, " +
            speed_text(bytes, result.seconds) + ". ";
    text += failed == 0 ? "All are unchanged, within what each line speaks of.\n"
                        : counted(failed, "item", "items") + " FAILED: see the findings above.\n";
    return text;
}

ExitCode run(const Context& context, const VerifyOptions& options) {
    VerifyRequest request = options.request;
    const int named = (request.items.empty() ? 0 : 1) + (request.incident.empty() ? 0 : 1) +
                      (options.all ? 1 : 0);
    if (named != 1) {
        throw Error(ErrorKind::usage,
                    "Say what to verify: items, or --incident ID, or --all; one of these.");
    }
    request.record = !options.no_record;
    if (options.quick) request.depth = VerifyDepth::blocks;
    if (options.all_digests) request.depth = VerifyDepth::digests;
    Vault vault = context.open_vault();
    const VerifyResult result = [&] {
        ProgressView progress(context.progress_style());
        return vault.verify(request, &progress, &context.cancel());
    }();
    if (context.json()) {
        context.put_json(to_json(result));
    } else if (result.items.empty()) {
        context.put_text("There is no digital item to verify.\n");
    } else {
        context.put_text(result_text(result));
    }
    return result.ok() ? ExitCode::fine : ExitCode::verification;
}

}  // namespace

void add_verify(CLI::App& root, Context& context) {
    auto options = std::make_shared<VerifyOptions>();
    VerifyRequest& request = options->request;
    CLI::App& verify =
        add_command(root, "verify", "Read evidence again and compare it with what was taken in",
                    "exhibit verify --incident INC-2026-014 --purpose \"monthly check\"");
    verify.group("Proof");
    add_texts(verify, "ITEM", request.items, "Items: id, label or sha256:…");
    add_text(verify, "--incident,-i ID", request.incident, "All digital items of an incident");
    verify.add_flag("--all", options->all, "All digital items of the vault");
    CLI::Option* quick =
        verify.add_flag("--quick", options->quick, "Every block, but not the SHA-256 of the whole");
    verify
        .add_flag("--all-digests", options->all_digests,
                  "The MD5 and SHA-1 of the whole too, beside its SHA-256")
        ->excludes(quick);
    add_text(verify, "--purpose TEXT", request.purpose, "Why, for the record");
    verify.add_flag("--no-record", options->no_record,
                    "Do not write into the ledger that it was verified");
    on_run<VerifyOptions>(verify, context, options, run);
}

}  // namespace exhibit::cli
