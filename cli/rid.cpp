// exhibit rid: reports and questions from one team's vault to another's (RFC 6545, RFC 6546).
#include "cli/rid.hpp"

#include <iostream>

#include "cli/file.hpp"
#include "cli/show.hpp"
#include "exhibit/rid.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

constexpr std::size_t message_bytes_max = std::size_t{16} << 20;

struct SendOptions {
    std::string config = "rid.toml";
    std::string document;
    std::string source_found;
    RidSendRequest request;
};

struct ServeOptions {
    std::string config = "rid.toml";
    std::string listen;
};

struct ReadOptions {
    std::string config = "rid.toml";
    std::string file;
    std::string output;
    bool unsigned_too = false;
};

RidSystem load(const Context& context, const std::string& config) {
    return RidSystem::load(config, context.home(),
                           [&](const std::string& sentence) { context.warn(sentence); });
}

Json to_json(const RidReading& reading) {
    Json signatures = Json::array();
    for (const RidSignature& one : reading.signatures) {
        signatures.push_back(Json{
            {"over", one.over}, {"signer", one.signer}, {"certificate_sha256", one.fingerprint}});
    }
    Json notes = Json::array();
    for (const std::string& note : reading.notes) notes.push_back(Json{{"text", note}});
    return Json{{"type", reading.type},
                {"version", reading.version},
                {"csirt", reading.csirt},
                {"incident", reading.incident},
                {"restriction", reading.restriction},
                {"authorization", reading.authorization},
                {"justification", reading.justification},
                {"source_found", reading.source_found ? Json(*reading.source_found) : Json()},
                {"payload", reading.payload},
                {"decrypted", reading.decrypted},
                {"signatures", signatures},
                {"notes", notes},
                {"document", reading.document}};
}

std::string payload_words(const RidReading& reading) {
    const std::string how = reading.decrypted ? ", decrypted" : "";
    if (reading.payload == "none") return "no report";
    if (reading.payload == "encrypted") return "a report encrypted for somebody else";
    if (reading.payload == "other") return "a document that is no IODEF" + how;
    return "an IODEF v" + reading.payload.substr(reading.payload.size() - 1) + " report" + how;
}

std::string shown(const RidReading& reading) {
    std::vector<std::pair<std::string, std::string>> fields = {
        {"Message", "RID " + reading.type + (reading.version == 1 ? " (RFC 6045)" : "")}};
    if (!reading.incident.empty())
        fields.emplace_back("Incident",
                            printable(reading.csirt) + "#" + printable(reading.incident));
    if (!reading.authorization.empty()) {
        fields.emplace_back(
            "Status", reading.authorization +
                          (reading.justification.empty() ? "" : ": " + reading.justification));
    }
    if (reading.source_found)
        fields.emplace_back("Source found", *reading.source_found ? "yes" : "no");
    fields.emplace_back("Holds", payload_words(reading));
    for (const RidSignature& one : reading.signatures) {
        fields.emplace_back(one.over == "/" ? "Signed by" : "Part signed by",
                            printable(one.signer) + " (certificate sha256:" + one.fingerprint +
                                ")" + (one.over == "/" ? "" : ": " + printable(one.over)));
    }
    return field_list(fields);
}

ExitCode run_send(const Context& context, const SendOptions& options) {
    const RidSystem system = load(context, options.config);
    RidSendRequest request = options.request;
    if (!options.document.empty())
        request.document = read_small_file(options.document, message_bytes_max);
    if (!options.source_found.empty()) request.source_found = options.source_found == "yes";
    Vault vault = context.open_vault();
    const RidSent sent = rid_send(vault, system, request);
    if (context.json()) {
        Json omitted = Json::array();
        for (const std::string& text : sent.omitted) omitted.push_back(Json{{"text", text}});
        context.put_json(Json{{"sha256", sent.sha256},
                              {"kept", sent.kept},
                              {"status", sent.status},
                              {"token", sent.token},
                              {"omitted", omitted},
                              {"answer_kept", sent.answer_kept},
                              {"answer", sent.answer ? to_json(*sent.answer) : Json()}});
        return ExitCode::fine;
    }
    for (const std::string& text : sent.omitted) context.notice(text);
    std::string text = field_list({{"Sent to", printable(options.request.peer)},
                                   {"SHA-256", sent.sha256},
                                   {"Kept as", sent.kept},
                                   {"Answer", sent.answer          ? "kept as " + sent.answer_kept
                                              : sent.status == 202 ? "comes later, to 'rid serve'"
                                                                   : "taken, without a message"}});
    if (sent.answer) text += '\n' + shown(*sent.answer);
    context.put_text(text);
    if (sent.answer)
        for (const std::string& note : sent.answer->notes) context.notice(note);
    return ExitCode::fine;
}

ExitCode run_serve(const Context& context, const ServeOptions& options) {
    const RidSystem system = load(context, options.config);
    Vault vault = context.open_vault();
    RidServing serving;
    serving.listen = options.listen;
    serving.listening = [&](const std::string& address) {
        if (context.json()) {
            context.put_json(Json{{"address", address}, {"peers", system.peers().size()}});
        } else {
            context.put_text("RID is served on " + printable(address) + " for " +
                             counted(system.peers().size(), "peer", "peers") +
                             " until it is interrupted.\n");
        }
        std::cout << std::flush;
    };
    serving.log = [&](const std::string& sentence) { context.notice(sentence); };
    rid_serve(vault, system, serving, context.cancel());
    return ExitCode::fine;
}

ExitCode run_read(const Context& context, const ReadOptions& options) {
    const RidSystem system = load(context, options.config);
    const std::string xml = read_small_file(options.file, message_bytes_max);
    const RidReading reading = system.read(xml, !options.unsigned_too);
    const bool written =
        !options.output.empty() && write_document(context, options.output, reading.document);
    if (context.json()) {
        context.put_json(to_json(reading));
        return ExitCode::fine;
    }
    for (const std::string& note : reading.notes) context.notice(note);
    context.put_text(shown(reading) +
                     (written ? "\nThe report is in " + printable(options.output) + ".\n" : ""));
    return ExitCode::fine;
}

void add_config(CLI::App& command, std::string& config) {
    add_text(command, "--config FILE", config, "Keys, trust and peers of this RID system")
        ->capture_default_str();
}

}  // namespace

void add_rid(CLI::App& root, Context& context) {
    CLI::App& group = add_group(root, "rid", "Messages to other teams' vaults (RFC 6545, 6546)");
    group.group("Exchange");

    auto sent = std::make_shared<SendOptions>();
    CLI::App& send = add_command(group, "send", "Send a signed report or question to a peer",
                                 "exhibit rid send acme --report INC-2026-014 --config rid.toml");
    add_text(send, "PEER", sent->request.peer, "Name of the peer in the file")->required();
    CLI::Option* report = add_text(send, "--report INCIDENT", sent->request.report,
                                   "Tell the evidence of this incident of ours");
    CLI::Option* query = add_text(send, "--query NUMBER", sent->request.query,
                                  "Ask about the peer's incident of this number");
    CLI::Option* document =
        add_text(send, "--document FILE", sent->document, "Send this IODEF document as it is");
    report->excludes(query);
    report->excludes(document);
    query->excludes(document);
    add_choice<std::string>(send, "--type TYPE", sent->request.type,
                            {{"report", "Report"},
                             {"investigation", "InvestigationRequest"},
                             {"trace", "TraceRequest"},
                             {"result", "Result"}})
        ->description("What the document is: report (default), investigation, trace or result");
    add_choice<std::string>(send, "--source-found YES|NO", sent->source_found,
                            {{"yes", "yes"}, {"no", "no"}})
        ->description("Of a result: whether the source of the incident was found: yes or no");
    add_text(send, "--purpose TEXT", sent->request.purpose, "Why, for the record");
    add_config(send, sent->config);
    on_run<SendOptions>(send, context, sent, run_send);

    auto served = std::make_shared<ServeOptions>();
    CLI::App& serve = add_command(group, "serve", "Take messages of peers, keep and answer them",
                                  "exhibit rid serve --config rid.toml");
    add_text(serve, "--listen ADDRESS", served->listen,
             "HOST:PORT, instead of the file's (127.0.0.1:4590)");
    add_config(serve, served->config);
    on_run<ServeOptions>(serve, context, served, run_serve);

    auto read = std::make_shared<ReadOptions>();
    CLI::App& look = add_command(group, "read", "Judge, decrypt and show a message in a file",
                                 "exhibit rid read message.xml -o report.xml --config rid.toml");
    add_text(look, "FILE", read->file, "The message")->required();
    add_text(look, "-o,--output FILE", read->output, "Write the report in it here");
    look.add_flag("--unsigned", read->unsigned_too, "Read it though it is not signed");
    add_config(look, read->config);
    on_run<ReadOptions>(look, context, read, run_read);
}

}  // namespace exhibit::cli
