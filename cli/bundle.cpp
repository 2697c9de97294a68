// exhibit bundle and report: what people get who have no vault.
#include "cli/command.hpp"
#include "cli/file.hpp"
#include "cli/show.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

struct BundleOptions {
    BundleRequest request;
};

struct FileOptions {
    std::string file;
    std::string trust;
};

constexpr std::size_t trust_bytes_max = std::size_t{128} << 10;

struct ReportOptions {
    std::string about;
    std::string output;
    std::vector<std::string> withhold;
    std::string bundle;
};

std::string about_text(const BundleVerdict& verdict) {
    return printable(verdict.item.empty()
                         ? "incident " + verdict.incident
                         : "item " + verdict.item + " of incident " + verdict.incident);
}

std::string listed(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
    return out;
}

std::string claims_text(const std::vector<Claim>& claims) {
    Table table({{"Claim"}, {"Proved", Align::left, false}, {"How far, and on whose word"}});
    for (const Claim& claim : claims) {
        table.add({claim.name, claim.holds ? "yes" : "no", claim.scope});
    }
    return table.text();
}

std::string documents_text(const BundleVerdict& verdict) {
    if (verdict.documents + verdict.documents_out == 0) return {};
    return grouped(verdict.documents) + " in it, " + grouped(verdict.documents_out) + " not";
}

Fields verdict_fields(const BundleVerdict& verdict) {
    const std::string withheld =
        verdict.withheld_names.empty()
            ? ""
            : " (on purpose, the maker says: " + printable(listed(verdict.withheld_names)) + ")";
    return {
        {"About", about_text(verdict)},
        {"Made", time_text(verdict.made) + " by " + short_hash(verdict.maker) + " with " +
                     printable(verdict.tool) + ", as it says"},
        {"Events", grouped(verdict.events) + " of the " + grouped(verdict.size) + " in the ledger"},
        {"Items", grouped(verdict.items)},
        {"Private values", grouped(verdict.disclosed) + " given, " + grouped(verdict.withheld) +
                               " withheld" + withheld},
        {"Documents", documents_text(verdict)},
        {"Cosignatures", verdict.cosignatures == 0 ? "" : grouped(verdict.cosignatures)},
        {"Origin", printable(verdict.origin)},
        {"Vault id", verdict.vault_id},
        {"Root", verdict.root},
        {"Log key", printable(verdict.log_key)}};
}

std::string summary_text(const BundleVerdict& verdict) {
    const std::string counts = findings_counted(verdict.findings);
    if (!verdict.ok()) {
        return "The bundle does not hold: " + counts +
               ". Do not rely on it before the violations above are explained.";
    }
    return "The bundle holds as far as the claims above go, and no further: " + counts +
           ". Compare origin, vault id and log key with what you know from elsewhere.";
}

ExitCode run_bundle(const Context& context, const BundleOptions& options) {
    if (options.request.about.empty() || options.request.output.empty()) {
        throw Error(ErrorKind::usage,
                    "making a bundle: name an incident or an item, and a file with -o; or say "
                    "'exhibit bundle verify FILE'");
    }
    Vault vault = context.open_vault();
    const BundleResult result = [&] {
        ProgressView progress(context.progress_style());
        return vault.bundle(options.request, &progress, &context.cancel());
    }();
    if (context.json()) {
        Json out = to_json(result.verdict);
        out["output"] = result.output;
        out["bytes"] = result.bytes;
        out["sha256"] = result.sha256;
        context.put_json(out);
        return ExitCode::fine;
    }
    Fields fields{{"Bundle", printable(result.output)},
                  {"Bytes", size_text(result.bytes)},
                  {"SHA-256", result.sha256 + " (recorded in the ledger)"}};
    for (auto& field : verdict_fields(result.verdict)) fields.push_back(std::move(field));
    if (options.request.documents && !options.request.withhold.empty())
        context.notice(
            "Documents show what they show: look whether what you withhold can be seen in them.");
    const std::string findings = findings_text(result.verdict.findings);
    const std::string text =
        field_list(fields) + (findings.empty() ? "" : '\n' + findings) + '\n' +
        wrapped("Anybody can check it: exhibit bundle verify FILE, or verify.sh inside it.");
    if (result.output == "-") {
        context.notice(text);
    } else {
        context.put_text(text);
    }
    return ExitCode::fine;
}

ExitCode run_verify(const Context& context, const FileOptions& options) {
    const BundleVerdict verdict =
        options.trust.empty()
            ? Vault::verify_bundle(options.file, &context.cancel())
            : Vault::verify_bundle(options.file, read_small_file(options.trust, trust_bytes_max),
                                   &context.cancel());
    if (context.json()) {
        context.put_json(to_json(verdict));
    } else {
        const std::string findings = findings_text(verdict.findings);
        context.put_text(field_list(verdict_fields(verdict)) + '\n' + claims_text(verdict.claims) +
                         '\n' + (findings.empty() ? "No findings.\n" : findings) + '\n' +
                         wrapped(summary_text(verdict)));
    }
    return verdict.ok() ? ExitCode::fine : ExitCode::verification;
}

ExitCode run_report(const Context& context, const ReportOptions& options) {
    if (options.about.empty() == options.bundle.empty()) {
        throw Error(ErrorKind::usage,
                    "making a report: name an incident or an item, or a bundle with --bundle FILE");
    }
    if (!options.bundle.empty() && !options.withhold.empty()) {
        throw Error(ErrorKind::usage,
                    "making a report of a bundle: --withhold is for reports made from a vault");
    }
    const ReportResult result = options.bundle.empty()
                                    ? context.open_vault().report(options.about, options.withhold)
                                    : Vault::report_of_bundle(options.bundle, &context.cancel());
    const bool to_file = !options.output.empty() && options.output != "-";
    if (to_file) {
        NewFile file(options.output, context.options.yes ? Existing::replace : Existing::refuse,
                     Readers::everybody);
        file.write(result.document);
        file.close();
    }
    if (context.json()) {
        Json out = to_json(result.verdict);
        out["output"] = to_file ? Json(options.output) : Json(nullptr);
        out["document"] = to_file ? Json(nullptr) : Json(result.document);
        context.put_json(out);
    } else if (to_file) {
        context.put_text(field_list({{"Report", printable(options.output)},
                                     {"Bytes", size_text(result.document.size())},
                                     {"Findings", findings_counted(result.verdict.findings)}}));
    } else {
        context.put_text(result.document);
    }
    return ExitCode::fine;
}

}  // namespace

void add_bundle(CLI::App& root, Context& context) {
    auto options = std::make_shared<BundleOptions>();
    BundleRequest& request = options->request;
    CLI::App& bundle = add_command(
        root, "bundle", "One file that proves by itself what happened to an incident or an item",
        "exhibit bundle INC-2026-014 -o INC-2026-014.zip --withhold phone");
    bundle.group("Exchange");
    add_text(bundle, "ABOUT", request.about, "The incident or the item");
    add_text(bundle, "-o,--output FILE", request.output, "Write it here; - is standard output");
    add_texts(bundle, "--withhold NAME", request.withhold,
              "Leave out private values of this name (phone, serial, ...)");
    bundle.add_flag("--content", request.content, "Put the bytes of digital items in, too");
    bundle.add_flag("--documents", request.documents,
                    "Put what is attached to items in, too (photographs, forms)");
    add_text(bundle, "--recipients TEXT", request.recipients, "Who gets it, for the record");
    add_text(bundle, "--purpose TEXT", request.purpose, "Why, for the record");

    auto file = std::make_shared<FileOptions>();
    CLI::App& verify =
        add_command(bundle, "verify", "Check a bundle: takes no vault, no key and no network",
                    "exhibit bundle verify INC-2026-014.zip");
    add_text(verify, "FILE", file->file, "The bundle")->required();
    add_text(verify, "--trust FILE", file->trust,
             "Whom you believe: log, witnesses and quorum (C2SP tlog-policy)");
    on_run<FileOptions>(verify, context, file, run_verify);
    bundle.callback([&context, &bundle, options] {
        // The command behind it chose its own action already.
        if (!bundle.get_subcommands().empty()) return;
        context.action = [&context, options] { return run_bundle(context, *options); };
    });
}

void add_report(CLI::App& root, Context& context) {
    auto options = std::make_shared<ReportOptions>();
    CLI::App& report = add_command(
        root, "report", "A document for people: item sheets, timeline, findings; checks itself",
        "exhibit report INC-2026-014 -o report.html");
    report.group("Proof");
    add_text(report, "ABOUT", options->about, "The incident or the item");
    add_text(report, "-o,--output FILE", options->output, "Write it here");
    add_text(report, "--bundle FILE", options->bundle,
             "Make it from this bundle instead: takes no vault and no key");
    add_texts(report, "--withhold NAME", options->withhold,
              "Leave out private values of this name (phone, serial, ...)");
    on_run<ReportOptions>(report, context, options, run_report);
}

}  // namespace exhibit::cli
