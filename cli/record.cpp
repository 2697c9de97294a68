// exhibit case: the record of an incident for other tools.
#include "exhibit/record.hpp"
#include "cli/command.hpp"
#include "cli/file.hpp"
#include "cli/show.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

struct RecordOptions {
    RecordRequest request;
    std::string output;
};

ExitCode run_record(const Context& context, const RecordOptions& options) {
    Vault vault = context.open_vault();
    const bool to_file = !options.output.empty() && options.output != "-";
    // The file comes first: what could not be written must not be recorded as given out.
    std::optional<NewFile> file;
    if (to_file) {
        file.emplace(options.output, context.options.yes ? Existing::replace : Existing::refuse,
                     Readers::everybody);
    }
    const RecordResult result = vault.emit_record(options.request);
    if (file) {
        file->write(result.document);
        file->close();
    }
    if (context.json()) {
        Json omitted = Json::array();
        for (const std::string& text : result.omitted) omitted.push_back(Json{{"text", text}});
        context.put_json(Json{{"output", to_file ? Json(options.output) : Json(nullptr)},
                              {"sha256", result.sha256},
                              {"omitted", omitted},
                              {"document", to_file ? Json(nullptr) : Json(result.document)}});
        return ExitCode::fine;
    }
    for (const std::string& text : result.omitted) context.notice(text);
    if (!to_file) {
        context.put_text(result.document);
        return ExitCode::fine;
    }
    context.put_text(field_list({{"Document", options.output},
                                 {"Bytes", size_text(result.document.size())},
                                 {"SHA-256", result.sha256 + " (recorded in the ledger)"}}));
    return ExitCode::fine;
}

}  // namespace

void add_record(CLI::App& root, Context& context) {
    CLI::App& group = add_group(root, "case", "The record of an incident for other forensic tools");
    group.group("Exchange");
    auto options = std::make_shared<RecordOptions>();
    RecordRequest& request = options->request;
    CLI::App& emit = add_command(group, "export", "Write the record as CASE/UCO or DFXML",
                                 "exhibit case export INC-2026-014 -o incident.jsonld");
    add_text(emit, "INCIDENT", request.incident, "The incident")->required();
    add_texts(emit, "--item ITEM", request.items, "This item only; may be given several times");
    add_choice<RecordFormat>(emit, "--format FORMAT", request.format,
                             {{"case", RecordFormat::case_jsonld}, {"dfxml", RecordFormat::dfxml}})
        ->description("case (CASE/UCO 1.4.0, JSON-LD; default) or dfxml (files and digests)");
    add_text(emit, "-o,--output FILE", options->output, "Write it here");
    add_text(emit, "--recipients TEXT", request.recipients, "Who gets it, for the record");
    add_text(emit, "--purpose TEXT", request.purpose, "Why, for the record");
    on_run<RecordOptions>(emit, context, options, run_record);
}

}  // namespace exhibit::cli
