// exhibit iodef attach, check, import: reports that others wrote.
#include "cli/file.hpp"
#include "cli/given_out.hpp"
#include "cli/iodef.hpp"
#include "cli/show.hpp"
#include "cli/table.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

constexpr std::size_t report_bytes_max = std::size_t{1} << 30U;
constexpr std::size_t text_shown_max = 120;

struct AttachOptions {
    IodefAttachRequest request;
    std::string output;
};

struct ReportFile {
    std::string file;
};

struct ImportOptions {
    std::string file;
    std::string incident;
    std::string from;
    std::string label;
};

const char* version_text(IodefVersion version) {
    return version == IodefVersion::v1 ? "1" : "2";
}

void put_attached(const Context& context, const AttachOptions& options,
                  const IodefAttachResult& result, bool to_file) {
    if (context.json()) {
        context.put_json(
            Json{{"output", to_file ? Json(options.output) : Json(nullptr)},
                 {"version", version_text(result.version)},
                 {"report_sha256", result.report_sha256},
                 {"sha256", result.result.sha256},
                 {"offset", result.offset},
                 {"length", result.length},
                 {"line", result.line},
                 {"place", result.place},
                 {"signatures", sentences(result.signatures)},
                 {"omitted", sentences(result.result.omitted)},
                 {"document", to_file ? Json(nullptr) : Json(result.result.document)}});
        return;
    }
    for (const std::string& text : result.signatures) context.warn(text);
    for (const std::string& text : result.result.omitted) context.notice(text);
    if (!to_file) {
        context.put_text(result.result.document);
        return;
    }
    context.put_text(field_list(
        {{"Document", printable(options.output) + ", IODEF " + version_text(result.version)},
         {"Put in", grouped(result.length) + " bytes at offset " + grouped(result.offset) +
                        " (line " + grouped(result.line) + "), " + result.place},
         {"Report was", result.report_sha256},
         {"SHA-256", result.result.sha256 + " (recorded in the ledger)"}}));
}

ExitCode run_attach(const Context& context, const AttachOptions& options) {
    IodefAttachRequest request = options.request;
    request.report = read_small_file(request.source, report_bytes_max);
    Vault vault = context.open_vault();
    GivenOut out(context, options.output);
    const IodefAttachResult result = vault.attach_to_iodef(request);
    out.write(result.result.document);
    put_attached(context, options, result, out.to_file());
    return ExitCode::fine;
}

Json to_json(const IodefStatement& one) {
    return Json{{"line", one.line},           {"kind", one.kind},       {"text", one.text},
                {"algorithm", one.algorithm}, {"dialect", one.dialect}, {"verdict", one.verdict},
                {"item", one.item},           {"note", one.note}};
}

Json to_json(const IodefCheckResult& result) {
    Json statements = Json::array();
    for (const IodefStatement& one : result.statements) statements.push_back(to_json(one));
    const bool idmef = result.form == "idmef";
    return Json{{"form", result.form},
                {"version", idmef ? Json(nullptr) : Json(version_text(result.version))},
                {"sha256", result.sha256},
                {"incidents", result.incidents},
                {"events", result.events},
                {"records", result.records},
                {"signatures", result.signatures},
                {"fraud_records", result.frauds},
                {"phishing_reports", result.phishing},
                {"alerts", result.alerts},
                {"withheld_items", result.withheld_items},
                {"ok", result.ok()},
                {"statements", statements}};
}

std::string contents_text(const IodefCheckResult& result) {
    const std::string alerts = counted(result.alerts, "alert", "alerts");
    if (result.form == "idmef") return "IDMEF (RFC 4765): " + alerts;
    std::string special;
    if (result.frauds > 0)
        special += ", a fraud report (RFC 5941) with " +
                   counted(result.frauds, "fraud record", "fraud records");
    if (result.phishing > 0)
        special +=
            ", " + counted(result.phishing, "phishing report", "phishing reports") + " (RFC 5901)";
    if (result.alerts > 0) special += ", " + alerts + " (RFC 4765)";
    return std::string("IODEF ") + version_text(result.version) + special + ": " +
           counted(result.incidents, "incident", "incidents") + ", " + grouped(result.events) +
           " EventData, " + counted(result.records, "record", "records") + ", " +
           counted(result.signatures, "signature", "signatures");
}

std::string statements_text(const IodefCheckResult& result) {
    Table table(
        {{"Line", Align::right, false}, {"What"}, {"Stated"}, {"Verdict"}, {"In the vault"}});
    for (const IodefStatement& one : result.statements) {
        std::string what = one.kind;
        if (one.kind == "digest") what = one.algorithm;
        std::string text = one.text.substr(0, text_shown_max);
        if (text.size() < one.text.size()) text += "…";
        table.add({std::to_string(one.line), what, text, one.verdict,
                   one.item + (one.item.empty() || one.note.empty() ? "" : ". ") + one.note});
    }
    return table.empty() ? std::string() : table.text();
}

ExitCode run_check(const Context& context, const ReportFile& options) {
    const std::string report = read_small_file(options.file, report_bytes_max);
    const Vault vault = context.open_vault();
    const IodefCheckResult result = vault.check_iodef(report, options.file);
    if (context.json()) {
        context.put_json(to_json(result));
    } else {
        context.put_text(contents_text(result) + ".\n\n" + statements_text(result));
        if (result.withheld_items > 0)
            context.notice("The digests of " + counted(result.withheld_items, "item", "items") +
                           " cannot be read by you; what is said of them here is of ids only.");
    }
    return result.ok() ? ExitCode::fine : ExitCode::verification;
}

ExitCode run_import(const Context& context, const ImportOptions& options) {
    const std::string report = read_small_file(options.file, report_bytes_max);
    Vault vault = context.open_vault();
    const IodefCheckResult contents = vault.check_iodef(report, options.file);
    IngestRequest request;
    request.incident = options.incident;
    request.source = options.file;
    request.kind = "file";
    request.single = true;
    // The file is read a second time: what is kept must be what was looked into.
    request.expect = {{"sha256", contents.sha256}};
    request.fields["description"] = "Received report, " + contents_text(contents);
    if (!options.label.empty()) request.fields["label"] = options.label;
    if (!options.from.empty()) request.fields["collected_from"] = options.from;
    const IngestResult kept = [&] {
        ProgressView progress(context.progress_style());
        return vault.ingest(request, &progress, &context.cancel());
    }();
    if (context.json()) {
        Json out = to_json(contents);
        out["item"] = kept.item.id;
        context.put_json(out);
    } else {
        context.put_text(field_list({{"Kept as", kept.item.id},
                                     {"Contents", contents_text(contents)},
                                     {"SHA-256", contents.sha256 + " (recorded in the ledger)"}}) +
                         '\n' + statements_text(contents));
    }
    return contents.ok() ? ExitCode::fine : ExitCode::verification;
}

}  // namespace

void add_iodef_attach(CLI::App& group, Context& context) {
    auto options = std::make_shared<AttachOptions>();
    IodefAttachRequest& request = options->request;
    request.evidence.section = IodefSection::event_data;
    CLI::App& attach = add_command(
        group, "attach", "Put the evidence into a report of somebody else; its bytes stay",
        "exhibit iodef attach report.xml INC-2026-014 --csirt-name csirt.example.org \\\n"
        "      -o report-with-evidence.xml");
    add_text(attach, "REPORT", request.source, "The report; \"-\" is standard input")->required();
    add_text(attach, "INCIDENT", request.evidence.incident,
             "The incident; may be left out beside --item");
    add_choice<IodefSection>(attach, "--into PLACE", request.evidence.section,
                             {{"event-data", IodefSection::event_data},
                              {"record", IodefSection::record},
                              {"record-data", IodefSection::record_data}})
        ->description(
            "event-data (default): a new EventData; record: into an EventData without "
            "a Record; record-data: into a Record");
    attach
        .add_option("--report-incident", request.report_incident,
                    "Which Incident of the report, from 1, when it is not named as ours")
        ->type_name("N");
    attach
        .add_option("--event-data", request.event_data,
                    "Which EventData of it, from 1, when several would do")
        ->type_name("N");
    attach.add_flag("--force", request.force, "Although a signature in the report breaks");
    add_text(attach, "-o,--output FILE", options->output, "Write it here");
    add_evidence_options(attach, request.evidence);
    on_run<AttachOptions>(attach, context, options, run_attach);
}

void add_iodef_check(CLI::App& group, Context& context) {
    auto options = std::make_shared<ReportFile>();
    CLI::App& check =
        add_command(group, "check", "Look up what a report refers to: ids, locators, digests",
                    "exhibit iodef check report.xml");
    add_text(check, "REPORT", options->file, "The report; \"-\" is standard input")->required();
    on_run<ReportFile>(check, context, options, run_check);
}

void add_iodef_import(CLI::App& group, Context& context) {
    auto options = std::make_shared<ImportOptions>();
    CLI::App& import =
        add_command(group, "import", "Keep a received report as evidence and list its contents",
                    "exhibit iodef import report.xml INC-2026-014 --from csirt.example.com");
    add_text(import, "REPORT", options->file, "The report")->required();
    add_text(import, "INCIDENT", options->incident, "The incident")->required();
    add_text(import, "--from TEXT", options->from, "Who sent it");
    add_text(import, "--label TEXT", options->label, "A short name for it");
    on_run<ImportOptions>(import, context, options, run_import);
}

}  // namespace exhibit::cli
