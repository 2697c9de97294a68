// exhibit anchor: time-stamps of authorities (RFC 3161) over the ledger's checkpoints.
#include "cli/command.hpp"
#include "cli/file.hpp"
#include "cli/show.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

constexpr std::size_t stamp_bytes_max = std::size_t{64} << 10;
constexpr std::size_t certificates_bytes_max = std::size_t{128} << 10;

struct RequestOptions {
    std::string folder;
};

struct AttachOptions {
    std::string response;
    std::string query;
    std::string checkpoint;
    std::string authorities;
    std::optional<std::uint64_t> kept;
    std::vector<std::string> crls;
    std::vector<std::string> ocsp;
};

struct GetOptions {
    std::string url;
    std::string authorities;
};

struct VerifyOptions {
    std::string authorities;
};

std::string certificates(const std::string& path) {
    return path.empty() ? std::string() : read_small_file(path, certificates_bytes_max);
}

void put_file(const Context& context, const std::string& path, const std::string& bytes) {
    NewFile file(path, context.options.yes ? Existing::replace : Existing::refuse,
                 Readers::everybody);
    file.write(bytes);
    file.close();
}

std::string revocation_text(const AnchorInfo& anchor) {
    std::string text;
    for (const std::string& one : anchor.revocation) text += printable(one) + '\n';
    return text;
}

ExitCode put_anchor(const Context& context, const AnchorInfo& anchor) {
    if (context.json()) {
        context.put_json(to_json(anchor));
        return ExitCode::fine;
    }
    context.put_text(field_list({{"Time-stamp of", "the first " + grouped(anchor.size) + " events"},
                                 {"Time", time_text(anchor.time)},
                                 {"Authority", anchor.authority},
                                 {"Policy", anchor.policy},
                                 {"Serial", anchor.serial},
                                 {"Certificates end", time_text(anchor.certificates_end)},
                                 {"Kept as", anchor.object},
                                 {"Recorded", "event " + std::to_string(anchor.event)}}) +
                     revocation_text(anchor) +
                     "\nAll these events existed at that time, by the authority's word.\n");
    return ExitCode::fine;
}

ExitCode run_request(const Context& context, const RequestOptions& options) {
    const AnchorRequest request = context.open_vault().anchor_request();
    const std::string stem = options.folder + "/" + std::to_string(request.size);
    put_file(context, stem + ".checkpoint", request.checkpoint);
    put_file(context, stem + ".tsq", request.query);
    if (context.json()) {
        context.put_json(Json{{"size", request.size},
                              {"checkpoint", stem + ".checkpoint"},
                              {"query", stem + ".tsq"}});
        return ExitCode::fine;
    }
    context.put_text("Send " + printable(stem) +
                     ".tsq to a time-stamp authority (HTTP POST, type "
                     "application/timestamp-query), put\nits answer beside it, and then:\n  "
                     "exhibit anchor attach " +
                     printable(stem) + ".tsr --ca ca.pem\n");
    return ExitCode::fine;
}

/// "dir/12.tsq" for "dir/12.tsr".
std::string beside(const std::string& response, const std::string& given, const char* ending) {
    if (!given.empty()) return given;
    const std::size_t dot = response.rfind('.');
    const std::size_t slash = response.rfind('/');
    const bool has_ending = dot != std::string::npos && (slash == std::string::npos || dot > slash);
    return (has_ending ? response.substr(0, dot) : response) + ending;
}

ExitCode run_attach(const Context& context, const AttachOptions& options) {
    if (options.response.empty() != options.kept.has_value())
        throw Error(ErrorKind::usage,
                    "keeping a time-stamp: name the authority's answer, or with --kept the event "
                    "of one that is kept already; one of them");
    if (options.kept) {
        const std::string known = certificates(options.authorities);
        const RevocationFiles files = read_revocation_files(options.crls, options.ocsp);
        Vault vault = context.open_vault();
        return put_anchor(context, vault.attach_revocation(*options.kept, known, files));
    }
    AnchorRequest request;
    request.checkpoint = read_small_file(
        beside(options.response, options.checkpoint, ".checkpoint"), stamp_bytes_max);
    request.query =
        read_small_file(beside(options.response, options.query, ".tsq"), stamp_bytes_max);
    const std::string response = read_small_file(options.response, stamp_bytes_max);
    const std::string authorities = certificates(options.authorities);
    const RevocationFiles files = read_revocation_files(options.crls, options.ocsp);
    Vault vault = context.open_vault();
    return put_anchor(context, vault.attach_anchor(request, response, authorities, files));
}

ExitCode run_get(const Context& context, const GetOptions& options) {
    const std::string authorities = certificates(options.authorities);
    Vault vault = context.open_vault();
    return put_anchor(context, vault.fetch_anchor(options.url, authorities));
}

std::string verdict_of(const AnchorInfo& anchor) {
    if (!anchor.holds) return "does not hold: " + anchor.problem;
    return anchor.trusted ? "holds" : "holds by its own certificates";
}

ExitCode run_verify(const Context& context, const VerifyOptions& options) {
    const std::vector<AnchorInfo> anchors =
        context.open_vault().anchors(certificates(options.authorities));
    bool ok = true;
    for (const AnchorInfo& anchor : anchors) ok = ok && anchor.holds;
    if (context.json()) {
        context.put_json(Json{{"ok", ok}, {"anchors", to_json(anchors)}});
        return ok ? ExitCode::fine : ExitCode::verification;
    }
    if (anchors.empty()) {
        context.put_text(
            "No time-stamp is kept in this vault; 'exhibit anchor get' asks for one.\n");
        return ExitCode::fine;
    }
    Table table({{"Events", Align::right, false},
                 {"Time", Align::left, false},
                 {"Authority"},
                 {"Verdict"}});
    for (const AnchorInfo& anchor : anchors) {
        table.add({grouped(anchor.size), anchor.holds ? utc_text(anchor.time) : "",
                   anchor.authority, verdict_of(anchor)});
    }
    std::string text = table.text();
    for (const AnchorInfo& anchor : anchors) text += revocation_text(anchor);
    if (options.authorities.empty()) {
        text +=
            "\nVerified against the certificates kept with each: whose they are was not tested; "
            "--ca does that.\n";
    }
    context.put_text(text);
    return ok ? ExitCode::fine : ExitCode::verification;
}

}  // namespace

void add_anchor(CLI::App& root, Context& context) {
    CLI::App& group =
        add_group(root, "anchor", "Time-stamps of authorities over the ledger (RFC 3161)");
    group.group("Proof");

    auto requested = std::make_shared<RequestOptions>();
    CLI::App& request = add_command(group, "request", "Write checkpoint and query for an authority",
                                    "exhibit anchor request -o anchors");
    add_text(request, "-o,--output DIR", requested->folder, "An existing folder")->required();
    on_run<RequestOptions>(request, context, requested, run_request);

    auto attached = std::make_shared<AttachOptions>();
    CLI::App& attach = add_command(group, "attach", "Verify an authority's answer and keep it",
                                   "exhibit anchor attach anchors/12.tsr --ca tsa-ca.pem");
    add_text(attach, "RESPONSE", attached->response, "The answer (.tsr)");
    add_text(attach, "--ca FILE", attached->authorities,
             "Certificates of the authority in PEM, with its root; needed for an answer");
    add_texts(attach, "--crl FILE", attached->crls,
              "A list of revoked certificates of who issued the authority's, PEM or DER: kept with "
              "the time-stamp, which it is judged by as of its time");
    add_texts(attach, "--ocsp FILE", attached->ocsp,
              "An OCSP answer about the authority's certificate, DER: the same");
    attach
        .add_option("--kept", attached->kept,
                    "The event of a time-stamp that is kept already, to keep --crl and --ocsp with "
                    "it")
        ->type_name("EVENT");
    add_text(attach, "--query FILE", attached->query, "The query; beside the answer (.tsq)");
    add_text(attach, "--checkpoint FILE", attached->checkpoint,
             "The checkpoint; beside the answer (.checkpoint)");
    on_run<AttachOptions>(attach, context, attached, run_attach);

    auto got = std::make_shared<GetOptions>();
    CLI::App& get = add_command(group, "get", "Ask an authority over HTTP and keep its answer",
                                "exhibit anchor get --url http://tsa.example.org --ca tsa-ca.pem");
    add_text(get, "--url URL", got->url, "The authority's address")->required();
    add_text(get, "--ca FILE", got->authorities,
             "Certificates of the authority in PEM, with its root")
        ->required();
    on_run<GetOptions>(get, context, got, run_get);

    auto verified = std::make_shared<VerifyOptions>();
    CLI::App& verify = add_command(group, "verify", "Verify all time-stamps that are kept",
                                   "exhibit anchor verify --ca tsa-ca.pem");
    add_text(verify, "--ca FILE", verified->authorities,
             "Roots you believe, in PEM; without, those kept");
    on_run<VerifyOptions>(verify, context, verified, run_verify);
}

}  // namespace exhibit::cli
