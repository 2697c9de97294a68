// exhibit case import: history that another system recorded.
#include "exhibit/case_import.hpp"

#include "cli/command.hpp"
#include "cli/file.hpp"
#include "cli/given_out.hpp"
#include "cli/record.hpp"
#include "cli/show.hpp"
#include "cli/table.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

constexpr std::size_t document_bytes_max = std::size_t{64} << 20U;

struct ImportOptions {
    CaseImportRequest request;
    std::vector<std::string> items;  ///< EXHIBIT=ITEM
};

/// The item comes after the last "=": an @id may have one.
std::pair<std::string, std::string> told(const std::string& text) {
    const std::size_t equals = text.rfind('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size())
        throw Error(ErrorKind::usage, "reading --item " + printable(text) +
                                          ": expected an exhibit number or @id of the document, "
                                          "\"=\" and an item");
    return {text.substr(0, equals), text.substr(equals + 1)};
}

Json to_json(const ImportedStep& step) {
    return Json{{"id", step.id},       {"name", step.name},   {"performer", step.performer},
                {"party", step.party}, {"place", step.place}, {"tool", step.tool},
                {"began", step.began}, {"ended", step.ended}, {"description", step.description}};
}

Json to_json(const CaseImportResult& result) {
    Json items = Json::array();
    for (const CaseImportItem& item : result.items) {
        Json steps = Json::array();
        for (const ImportedStep& step : item.steps) steps.push_back(to_json(step));
        items.push_back(Json{{"item", item.item},
                             {"subject", item.subject},
                             {"matched", item.matched},
                             {"event", item.event},
                             {"steps", steps}});
    }
    return Json{
        {"sha256", result.sha256}, {"items", items}, {"unmatched", sentences(result.unmatched)}};
}

std::string result_text(const CaseImportResult& result, const std::string& source) {
    Table table({{"Item"}, {"Found by"}, {"Steps", Align::right, false}, {"There it is"}});
    for (const CaseImportItem& item : result.items)
        table.add({item.item, item.matched, grouped(item.steps.size()), item.subject});
    return "History imported by the word of " + printable(source) +
           ", which is kept beside each item. Nothing of it is signed custody.\n\n" + table.text();
}

ExitCode run_import(const Context& context, const ImportOptions& options) {
    CaseImportRequest request = options.request;
    for (const std::string& text : options.items) request.items.push_back(told(text));
    request.document = read_small_file(request.source, document_bytes_max);
    Vault vault = context.open_vault();
    const CaseImportResult result = vault.import_case(request);
    if (context.json()) {
        context.put_json(to_json(result));
        return ExitCode::fine;
    }
    for (const std::string& text : result.unmatched) context.notice(text);
    context.put_text(result_text(result, request.source));
    return ExitCode::fine;
}

}  // namespace

void add_case_import(CLI::App& group, Context& context) {
    auto options = std::make_shared<ImportOptions>();
    CaseImportRequest& request = options->request;
    CLI::App& import = add_command(
        group, "import", "Take in history that another system recorded (CASE/UCO 1.4.0)",
        "exhibit case import history.jsonld --incident INC-2026-014 --item EX-7=INC-2026-014/2");
    add_text(import, "FILE", request.source, "The document, JSON-LD")->required();
    add_text(import, "--incident INCIDENT", request.incident, "The incident of the items")
        ->required();
    add_texts(import, "--item EXHIBIT=ITEM", options->items,
              "Which item an exhibit number or @id of the document is; else digests tell");
    on_run<ImportOptions>(import, context, options, run_import);
}

}  // namespace exhibit::cli
