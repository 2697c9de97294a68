// exhibit iodef validate: is a document from somebody else what the RFCs say? Needs no vault.
#include "cli/command.hpp"
#include "cli/file.hpp"
#include "cli/show.hpp"
#include "exhibit/text.hpp"
#include "exhibit/validation.hpp"

namespace exhibit::cli {

namespace {

constexpr std::size_t report_bytes_max = std::size_t{1} << 30U;

struct ValidateOptions {
    std::string file;
    ValidationRequest request;
};

Json to_json(const ValidationMessage& message) {
    return Json{{"severity", message.is_error ? "error" : "warning"},
                {"code", message.code},
                {"line", message.line},
                {"column", message.column},
                {"offset", message.offset},
                {"path", message.path},
                {"text", message.text},
                {"reference", message.reference}};
}

Json to_json(const ValidationReport& report, const ValidateOptions& options) {
    Json messages = Json::array();
    for (const ValidationMessage& message : report.messages) messages.push_back(to_json(message));
    return Json{{"file", options.file},
                {"kind", report.kind.empty() ? Json(nullptr) : Json(report.kind)},
                {"valid", report.valid()},
                {"lenient", options.request.lenient},
                {"bytes", report.bytes},
                {"elements", report.elements},
                {"incidents", report.incidents},
                {"errors", report.errors},
                {"warnings", report.warnings},
                {"not_shown", report.not_shown},
                {"messages", messages}};
}

// Its texts are printable already: escaping them again would double backslashes.
std::string message_text(const ValidationMessage& message) {
    std::string out = "Line " + std::to_string(message.line) + ", column " +
                      std::to_string(message.column) + ": " +
                      (message.is_error ? "error " : "warning ") + message.code + "\n  " +
                      message.path + '\n';
    const std::string reference = message.reference.empty() ? "" : " (" + message.reference + ")";
    for (const std::string& line : wrap(message.text + reference, output_columns - 2))
        out += "  " + line + '\n';
    return out;
}

std::string summary_text(const ValidationReport& report, bool lenient) {
    std::string counts = counted(report.errors, "error", "errors") + ", " +
                         counted(report.warnings, "warning", "warnings");
    if (report.not_shown != 0) counts += ", " + grouped(report.not_shown) + " of them not shown";
    return std::string(report.valid() ? "Valid" : "Not valid") + ", read " +
           (lenient ? "leniently" : "strictly") + ": " + counts + ".\n";
}

ExitCode run_validate(const Context& context, const ValidateOptions& options) {
    const std::string document = read_small_file(options.file, report_bytes_max);
    const ValidationReport report = validate_report(document, options.request);
    if (context.json()) {
        context.put_json(to_json(report, options));
    } else {
        std::string out =
            field_list({{"Document", printable(options.file)},
                        {"Kind", report.kind.empty() ? "neither IODEF nor RID" : report.kind},
                        {"Bytes", size_text(report.bytes)},
                        {"Incidents", grouped(report.incidents)}});
        for (const ValidationMessage& message : report.messages)
            out += '\n' + message_text(message);
        context.put_text(out + '\n' + summary_text(report, options.request.lenient));
    }
    return report.valid() ? ExitCode::fine : ExitCode::verification;
}

}  // namespace

void add_iodef_validate(CLI::App& group, Context& context) {
    auto options = std::make_shared<ValidateOptions>();
    CLI::App& validate =
        add_command(group, "validate", "Check a report or RID message against the RFCs: no vault",
                    "exhibit iodef validate received.xml --lenient");
    add_text(validate, "FILE", options->file, "The document; - is standard input")->required();
    validate.add_flag("--lenient", options->request.lenient,
                      "Only what a recipient must reject is an error, the rest a warning");
    on_run<ValidateOptions>(validate, context, options, run_validate);
}

}  // namespace exhibit::cli
