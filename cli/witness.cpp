// exhibit witness: somebody else who remembers which ledger they were shown (C2SP tlog-witness).
#include <charconv>
#include <iostream>

#include "cli/command.hpp"
#include "cli/file.hpp"
#include "cli/show.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

constexpr std::size_t request_bytes_max = std::size_t{80} << 10;
constexpr std::size_t note_bytes_max = std::size_t{64} << 10;

struct WitnessOptions {
    std::string state;
    std::string name;
    std::string log_key;
    std::string request;
    std::string output;
    std::string listen = "127.0.0.1:0";
};

struct AttachOptions {
    std::string note;
    std::vector<std::string> witnesses;
};

struct AskOptions {
    std::string url;
    std::string witness;
};

std::string folder_of(const Context& context, const WitnessOptions& options) {
    return options.state.empty() ? context.home() + "/witness" : options.state;
}

Witness open_witness(const Context& context, const WitnessOptions& options) {
    return Witness::open(folder_of(context, options),
                         context.passphrase("Passphrase of the witness: "));
}

ExitCode put_witness(const Context& context, const WitnessOptions& options,
                     const Witness& witness) {
    const std::vector<WitnessLog> logs = witness.logs();
    if (context.json()) {
        context.put_json(Json{{"name", witness.name()},
                              {"verifier_key", witness.verifier_key()},
                              {"state", folder_of(context, options)},
                              {"logs", to_json(logs)}});
        return ExitCode::fine;
    }
    std::string text = field_list({{"Witness", witness.name()},
                                   {"Verifier key", witness.verifier_key()},
                                   {"State", folder_of(context, options)}});
    if (!logs.empty()) {
        Table table({{"Cosigned", Align::right, false}, {"Log"}});
        for (const WitnessLog& log : logs) table.add({grouped(log.size), log.origin});
        text += '\n' + table.text();
    }
    context.put_text(text);
    return ExitCode::fine;
}

ExitCode run_new(const Context& context, const WitnessOptions& options) {
    const Witness witness =
        Witness::create(folder_of(context, options), options.name,
                        context.new_passphrase("Passphrase of the new witness: "));
    return put_witness(context, options, witness);
}

ExitCode run_add_log(const Context& context, const WitnessOptions& options) {
    Witness witness = open_witness(context, options);
    witness.add_log(options.log_key);
    return put_witness(context, options, witness);
}

ExitCode run_show(const Context& context, const WitnessOptions& options) {
    return put_witness(context, options, open_witness(context, options));
}

/// The protocol's refusals as this program's errors.
[[noreturn]] void throw_refusal(const WitnessAnswer& answer) {
    const std::string said = answer.body.substr(0, answer.body.find('\n'));
    const auto refuse = [](ErrorKind kind, const std::string& text) { throw Error(kind, text); };
    if (answer.status == 409) {
        refuse(ErrorKind::conflict,
               "This witness cosigned size " + said +
                   " last: make the request again with 'exhibit checkpoint --add-checkpoint "
                   "--since " +
                   said + "'.");
    }
    if (answer.status == 404) {
        refuse(ErrorKind::not_found,
               said + " 'exhibit witness add-log' takes it up, with the key that its owner tells.");
    }
    if (answer.status == 403) refuse(ErrorKind::denied, said);
    refuse(answer.status == 422 ? ErrorKind::verification : ErrorKind::malformed, said);
    throw Error(ErrorKind::internal, said);
}

ExitCode run_cosign(const Context& context, const WitnessOptions& options) {
    const std::string request = read_small_file(options.request, request_bytes_max);
    Witness witness = open_witness(context, options);
    const WitnessAnswer answer = witness.add_checkpoint(request);
    if (answer.status != 200) throw_refusal(answer);
    const bool to_file = !options.output.empty() && options.output != "-";
    if (to_file) {
        NewFile file(options.output, context.options.yes ? Existing::replace : Existing::refuse,
                     Readers::everybody);
        file.write(answer.cosigned);
        file.close();
    }
    if (context.json()) {
        context.put_json(Json{{"checkpoint", answer.cosigned},
                              {"cosignature", answer.body},
                              {"output", to_file ? Json(options.output) : Json(nullptr)}});
    } else {
        context.put_text(to_file ? "The cosigned checkpoint is in " + printable(options.output) +
                                       "; who keeps the vault attaches it.\n"
                                 : answer.cosigned);
    }
    return ExitCode::fine;
}

ExitCode run_serve(const Context& context, const WitnessOptions& options) {
    const std::size_t colon = options.listen.rfind(':');
    int port = -1;
    if (colon != std::string::npos) {
        const char* end = options.listen.data() + options.listen.size();
        const auto parsed = std::from_chars(options.listen.data() + colon + 1, end, port);
        if (parsed.ec != std::errc() || parsed.ptr != end) port = -1;
    }
    if (port < 0 || port > 65535) {
        throw Error(ErrorKind::usage, "--listen '" + printable(options.listen) +
                                          "' is no address: expected HOST:PORT, as in "
                                          "127.0.0.1:8080.");
    }
    Witness witness = open_witness(context, options);
    const std::string host = options.listen.substr(0, colon);
    witness.serve(host, port, context.cancel(), [&](int bound) {
        const std::string url = "http://" + host + ":" + std::to_string(bound);
        if (context.json()) {
            context.put_json(Json{{"url", url}, {"verifier_key", witness.verifier_key()}});
        } else {
            context.put_text("The witness " + printable(witness.name()) + " serves " + url +
                             "/add-checkpoint until it is interrupted.\n");
        }
        std::cout << std::flush;
    });
    return ExitCode::fine;
}

ExitCode put_cosignatures(const Context& context, const std::vector<CosignatureInfo>& kept) {
    if (context.json()) {
        context.put_json(Json{{"cosignatures", to_json(kept)}});
        return ExitCode::fine;
    }
    if (kept.empty()) {
        context.put_text("No cosignature is kept in this vault.\n");
        return ExitCode::fine;
    }
    Table table({{"Events", Align::right, false}, {"Time", Align::left, false}, {"Witness"}});
    for (const CosignatureInfo& one : kept) {
        table.add({grouped(one.size), utc_text(one.time), one.witness});
    }
    context.put_text(table.text());
    return ExitCode::fine;
}

ExitCode run_attach(const Context& context, const AttachOptions& options) {
    const std::string note = read_small_file(options.note, note_bytes_max);
    Vault vault = context.open_vault();
    return put_cosignatures(context, vault.attach_cosignatures(note, options.witnesses));
}

ExitCode run_ask(const Context& context, const AskOptions& options) {
    Vault vault = context.open_vault();
    return put_cosignatures(context, vault.ask_witness(options.url, options.witness));
}

ExitCode run_list(const Context& context) {
    return put_cosignatures(context, context.open_vault().cosignatures());
}

void add_state(CLI::App& command, WitnessOptions& options) {
    add_text(command, "--state DIR", options.state,
             "Folder of the witness; \"witness\" in the home folder if not given");
}

void add_role(CLI::App& group, Context& context) {
    auto made = std::make_shared<WitnessOptions>();
    CLI::App& make = add_command(group, "new", "Make a witness: a key and a memory of its own",
                                 "exhibit witness new --name example.org/witness");
    add_text(make, "--name NAME", made->name, "What it is called; no blanks and no '+'")
        ->required();
    add_state(make, *made);
    on_run<WitnessOptions>(make, context, made, run_new);

    auto added = std::make_shared<WitnessOptions>();
    CLI::App& add = add_command(group, "add-log", "Take up a log, by the key its owner tells",
                                "exhibit witness add-log VKEY");
    add_text(add, "VKEY", added->log_key, "Verifier key of the vault's log")->required();
    add_state(add, *added);
    on_run<WitnessOptions>(add, context, added, run_add_log);

    auto shown = std::make_shared<WitnessOptions>();
    CLI::App& show = add_command(group, "show", "Show the witness and the logs it knows",
                                 "exhibit witness show --state /media/stick/witness");
    add_state(show, *shown);
    on_run<WitnessOptions>(show, context, shown, run_show);

    auto cosigned = std::make_shared<WitnessOptions>();
    CLI::App& cosign = add_command(group, "cosign", "Cosign a checkpoint if it continues the last",
                                   "exhibit witness cosign request.txt -o cosigned.txt");
    add_text(cosign, "REQUEST", cosigned->request, "From 'exhibit checkpoint --add-checkpoint'")
        ->required();
    add_text(cosign, "-o,--output FILE", cosigned->output, "Write the cosigned checkpoint here");
    add_state(cosign, *cosigned);
    on_run<WitnessOptions>(cosign, context, cosigned, run_cosign);

    auto served = std::make_shared<WitnessOptions>();
    CLI::App& serve = add_command(group, "serve", "Cosign over HTTP until interrupted",
                                  "exhibit witness serve --listen 127.0.0.1:8080");
    add_text(serve, "--listen HOST:PORT", served->listen, "Port 0 takes a free one");
    add_state(serve, *served);
    on_run<WitnessOptions>(serve, context, served, run_serve);
}

}  // namespace

void add_witness(CLI::App& root, Context& context) {
    CLI::App& group =
        add_group(root, "witness", "Others who remember which ledger they were shown");
    group.group("Proof");
    add_role(group, context);

    auto attached = std::make_shared<AttachOptions>();
    CLI::App& attach = add_command(group, "attach", "Keep a cosigned checkpoint in the vault",
                                   "exhibit witness attach cosigned.txt --witness VKEY");
    add_text(attach, "CHECKPOINT", attached->note, "The cosigned checkpoint")->required();
    add_texts(attach, "--witness VKEY", attached->witnesses, "Key of the witness; may be repeated")
        ->required();
    on_run<AttachOptions>(attach, context, attached, run_attach);

    auto asked = std::make_shared<AskOptions>();
    CLI::App& ask = add_command(group, "ask", "Ask a witness over HTTP and keep its cosignature",
                                "exhibit witness ask --url http://127.0.0.1:8080 --witness VKEY");
    add_text(ask, "--url URL", asked->url, "The witness's address")->required();
    add_text(ask, "--witness VKEY", asked->witness, "Its key")->required();
    on_run<AskOptions>(ask, context, asked, run_ask);

    CLI::App& list = add_command(group, "list", "List the cosignatures kept in the vault",
                                 "exhibit witness list");
    on_run(list, context, run_list);
}

}  // namespace exhibit::cli
