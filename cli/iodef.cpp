// exhibit iodef: documents that other teams' systems read.
#include "cli/iodef.hpp"

#include "cli/given_out.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

struct EmitOptions {
    EmitRequest request;
    std::string output;
};

ExitCode run_emit(const Context& context, const EmitOptions& options) {
    Vault vault = context.open_vault();
    GivenOut out(context, options.output);
    const auto result = vault.emit_iodef(options.request);
    return out.put(result.document, result.sha256, result.omitted);
}

/// "ITEM:TEXT"; the item may be "sha256:…" itself.
ExcerptRequest excerpt_of(const std::string& text) {
    std::size_t colon = text.find(':');
    for (const char* scheme : {"sha256:", "sha1:", "md5:"})
        if (text.starts_with(scheme)) colon = text.find(':', colon + 1);
    if (colon == std::string::npos || colon == 0 || colon + 1 == text.size())
        throw Error(ErrorKind::usage, "reading --excerpt " + printable(text) +
                                          ": expected an item, a colon and the text to look for");
    return {text.substr(0, colon), text.substr(colon + 1)};
}

void add_emit(CLI::App& group, Context& context) {
    auto options = std::make_shared<EmitOptions>();
    EmitRequest& request = options->request;
    CLI::App& emit =
        add_command(group, "emit", "Write an IODEF document that names the evidence",
                    "exhibit iodef emit INC-2026-014 --csirt-name csirt.example.org -o "
                    "incident.xml");
    add_text(emit, "INCIDENT", request.incident, "The incident")->required();
    add_choice<IodefVersion>(emit, "--version 1|2", request.version,
                             {{"1", IodefVersion::v1}, {"2", IodefVersion::v2}})
        ->description("Version of IODEF: 2 (default) or 1");
    add_choice<IodefSection>(emit, "--section SECTION", request.section,
                             {{"document", IodefSection::document},
                              {"event-data", IodefSection::event_data},
                              {"record", IodefSection::record}})
        ->description("document (default), event-data or record: the part to write");
    add_choice<IodefEncoding>(emit, "--format xml|json", request.encoding,
                              {{"xml", IodefEncoding::xml}, {"json", IodefEncoding::json}})
        ->description("xml (default), or json: RFC 8727, version 2, the whole document");
    add_text(emit, "-o,--output FILE", options->output, "Write it here");
    add_evidence_options(emit, request);
    add_text(emit, "--csirt-email EMAIL", request.csirt_email, "E-mail address of the CSIRT");
    add_text(emit, "--language LANG", request.language, "Language of the texts")
        ->capture_default_str();
    on_run<EmitOptions>(emit, context, options, run_emit);
}

}  // namespace

void add_evidence_options(CLI::App& command, EmitRequest& request) {
    add_texts(command, "--item ITEM", request.items, "This item only; may be given several times");
    command
        .add_option_function<std::vector<std::string>>(
            "--excerpt",
            [&request](const std::vector<std::string>& texts) {
                for (const std::string& text : texts) request.excerpts.push_back(excerpt_of(text));
            },
            "Quote the lines of the item that hold the text; needs --purpose")
        ->type_name("ITEM:TEXT")
        ->allow_extra_args(false);
    add_texts(command, "--enclose ITEM", request.enclosed,
              "Put the item's document in whole (SCAP results, alerts); needs --purpose");
    add_texts(command, "--phishing ITEM", request.phishing,
              "Report the item, an e-mail, as phishing (RFC 5901); needs --purpose");
    add_texts(command, "--withhold NAME", request.withhold,
              "Leave out what is recorded as NAME: serial, host_name, phone, …");
    command.add_flag_callback(
        "--no-proofs", [&request] { request.proofs = false; },
        "Without signed events, receipts and time-stamps");
    add_text(command, "--csirt-name DOMAIN", request.csirt_name, "Domain name of the CSIRT");
    add_text(command, "--recipients TEXT", request.recipients, "Who gets it, for the record");
    add_text(command, "--purpose TEXT", request.purpose, "Why, for the record");
}

void add_iodef(CLI::App& root, Context& context) {
    CLI::App& group =
        add_group(root, "iodef", "Incident documents for other teams (RFC 7970, 5070)");
    group.group("Exchange");
    add_emit(group, context);
    add_iodef_attach(group, context);
    add_iodef_check(group, context);
    add_iodef_convert(group, context);
    add_iodef_import(group, context);
    add_iodef_validate(group, context);
}

}  // namespace exhibit::cli
