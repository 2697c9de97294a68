// exhibit case: the record of an incident for other tools.
#include "cli/record.hpp"

#include "cli/given_out.hpp"
#include "exhibit/record.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

struct RecordOptions {
    RecordRequest request;
    std::string output;
};

ExitCode run_record(const Context& context, const RecordOptions& options) {
    Vault vault = context.open_vault();
    GivenOut out(context, options.output);
    const auto result = vault.emit_record(options.request);
    return out.put(result.document, result.sha256, result.omitted);
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
    add_case_import(group, context);
}

}  // namespace exhibit::cli
