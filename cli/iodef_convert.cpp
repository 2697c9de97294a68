// exhibit iodef convert: one form of IODEF made into another. Needs no vault.
#include "cli/command.hpp"
#include "cli/file.hpp"
#include "cli/given_out.hpp"
#include "cli/iodef.hpp"
#include "cli/show.hpp"
#include "exhibit/conversion.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

constexpr std::size_t report_bytes_max = std::size_t{1} << 30U;

struct ConvertOptions {
    std::string file;
    IodefForm wanted = IodefForm::v2;
    std::string output;
};

const char* form_text(IodefForm form) {
    switch (form) {
        case IodefForm::v1: return "1";
        case IodefForm::v2: return "2";
        case IodefForm::json: return "json";
    }
    return "";
}

ExitCode run_convert(const Context& context, const ConvertOptions& options) {
    const std::string document = read_small_file(options.file, report_bytes_max);
    const ConversionResult result =
        convert_iodef(document, printable(options.file), options.wanted);
    GivenOut out(context, options.output);
    out.write(result.document);
    if (context.json()) {
        context.put_json(Json{{"output", out.to_file() ? Json(options.output) : Json(nullptr)},
                              {"from", form_text(result.from)},
                              {"to", form_text(options.wanted)},
                              {"omitted", sentences(result.omitted)},
                              {"document", out.to_file() ? Json(nullptr) : Json(result.document)}});
        return ExitCode::fine;
    }
    for (const std::string& text : result.omitted) context.notice(text);
    if (out.to_file())
        context.put_text(field_list(
            {{"Document", printable(options.output) + ", IODEF " + form_text(options.wanted) +
                              " made of " + form_text(result.from)},
             {"Bytes", size_text(result.document.size())}}));
    else
        context.put_text(result.document);
    return ExitCode::fine;
}

}  // namespace

void add_iodef_convert(CLI::App& group, Context& context) {
    auto options = std::make_shared<ConvertOptions>();
    CLI::App& convert =
        add_command(group, "convert", "Make a report into another form: version 1, 2, JSON",
                    "exhibit iodef convert report.json --to 2 -o report.xml");
    add_text(convert, "REPORT", options->file, "The report; \"-\" is standard input")->required();
    add_choice<IodefForm>(convert, "--to 1|2|json", options->wanted,
                          {{"1", IodefForm::v1}, {"2", IodefForm::v2}, {"json", IodefForm::json}})
        ->required()
        ->description("Version 1 (RFC 5070), 2 (RFC 7970), or json (RFC 8727)");
    add_text(convert, "-o,--output FILE", options->output, "Write it here");
    on_run<ConvertOptions>(convert, context, options, run_convert);
}

}  // namespace exhibit::cli
