// exhibit ingest: digital evidence goes in.
#include <algorithm>

#include "cli/fields.hpp"
#include "cli/show.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

struct IngestOptions {
    std::vector<std::string> paths;
    std::string incident;
    std::string kind;
    bool single = false;
    bool sha256_only = false;
    bool resume = false;
    bool retry_unreadable = false;
    std::string from;
    std::string derivation;
    std::vector<std::string> expect;
    std::vector<std::string> logs;
    FieldOptions fields;
    std::optional<Moment> happened;
};

struct Failure {
    std::string path;
    Error error;
};

struct Outcome {
    std::vector<IngestResult> results;
    std::vector<Failure> failures;
};

std::pair<std::string, std::string> expected_of(const std::string& text) {
    const std::size_t colon = text.find(':');
    const std::string algorithm = text.substr(0, colon);
    const std::string value = colon == std::string::npos ? "" : text.substr(colon + 1);
    const std::size_t digits = algorithm == "md5"      ? 32
                               : algorithm == "sha1"   ? 40
                               : algorithm == "sha256" ? 64
                                                       : 0;
    const bool hex = value.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
    if (digits == 0 || !hex || value.size() != digits) {
        throw Error(ErrorKind::usage, "--expect '" + printable(text) +
                                          "' is not a digest: expected md5:, sha1: or sha256: and "
                                          "32, 40 or 64 hexadecimal digits.");
    }
    std::string lower = value;
    for (char& digit : lower) {
        if (digit >= 'A' && digit <= 'F') digit = static_cast<char>(digit - 'A' + 'a');
    }
    return {algorithm, lower};
}

IngestRequest request_of(const IngestOptions& options) {
    if (options.paths.size() > 1 && (options.fields.named.contains("label") ||
                                     !options.expect.empty() || !options.logs.empty())) {
        throw Error(ErrorKind::usage,
                    "--label, --expect and --log speak of one item: give one path, or leave them "
                    "out.");
    }
    IngestRequest request;
    request.incident = options.incident;
    request.kind = options.kind;
    request.single = options.single;
    request.from = options.from;
    request.derivation = options.derivation;
    for (const std::string& text : options.expect) request.expect.push_back(expected_of(text));
    request.logs = options.logs;
    request.sha256_only = options.sha256_only;
    request.resume = options.resume;
    request.retry_unreadable = options.retry_unreadable;
    request.fields = fields_of(options.fields);
    request.happened = options.happened;
    return request;
}

bool mismatched(const IngestResult& result) {
    for (const ExpectedDigest& expected : result.item.expected) {
        if (!expected.matched) return true;
    }
    if (!result.item.container) return false;
    for (const StoredDigest& stored : result.item.container->stored) {
        if (stored.result == "mismatch") return true;
    }
    return false;
}

bool log_disagrees(const IngestResult& result) {
    for (const KeptLog& log : result.item.logs) {
        for (const LogCheck& check : log.checks) {
            if (check.result == "mismatch") return true;
        }
    }
    return false;
}

std::string result_text(const IngestResult& result, const People& people) {
    Fields fields = item_fields(result.item, people);
    std::string stored = human_bytes(result.bytes_stored) + " new";
    if (result.bytes_deduplicated > 0) {
        stored += ", " + human_bytes(result.bytes_deduplicated) + " were there already";
    }
    if (result.bytes_zero > 0) {
        stored += ", " + human_bytes(result.bytes_zero) + " of zeros not stored";
    }
    fields.emplace_back("Stored", stored);
    const std::uint64_t before = std::min(result.resumed_at, result.bytes_read);
    if (before > 0) fields.emplace_back("Gone on", "at byte " + grouped(result.resumed_at));
    fields.emplace_back("Speed", speed_text(result.bytes_read - before, result.seconds));
    return item_line(result.item) + field_list(fields);
}

void put_outcome(const Context& context, const Vault& vault, const Outcome& outcome) {
    if (context.json()) {
        Json failed = Json::array();
        for (const Failure& failure : outcome.failures) {
            failed.push_back(
                Json{{"path", failure.path}, {"error", to_json(failure.error)["error"]}});
        }
        context.put_json(Json{{"items", to_json(outcome.results)}, {"failed", failed}});
        return;
    }
    const People people(vault);
    for (const IngestResult& result : outcome.results) {
        context.put_text(result_text(result, people));
    }
}

/// What is wrong with one source says nothing about the next; anything else ends the command.
bool only_this_source(ErrorKind kind) {
    return kind == ErrorKind::not_found || kind == ErrorKind::io;
}

/// The worst thing that happened decides the exit code.
ExitCode judge(const Context& context, const std::vector<IngestResult>& results) {
    ExitCode code = ExitCode::fine;
    for (const IngestResult& result : results) {
        if (!result.partial) continue;
        context.warn("Parts of " + result.item.id +
                     " could not be read; which ones is recorded with the item.");
        code = ExitCode::partial;
    }
    for (const IngestResult& result : results) {
        if (!log_disagrees(result)) continue;
        context.warn("An acquisition log of " + result.item.id +
                     " does not agree with what was read; both are recorded with the item.");
        code = ExitCode::verification;
    }
    for (const IngestResult& result : results) {
        if (!mismatched(result)) continue;
        context.warn("The digest of " + result.item.id +
                     " is not the expected one; both are recorded with the item.");
        code = ExitCode::verification;
    }
    return code;
}

Outcome take_in(const Context& context, Vault& vault, IngestRequest request,
                const std::vector<std::string>& paths) {
    Outcome outcome;
    ProgressView progress(context.progress_style());
    for (const std::string& path : paths) {
        request.source = path;
        request.on_warning = [&](const std::string& warning) { context.warn(warning); };
        try {
            outcome.results.push_back(vault.ingest(request, &progress, &context.cancel()));
        } catch (const Error& error) {
            outcome.failures.push_back({path, error});
            if (!only_this_source(error.kind())) break;
        }
    }
    return outcome;
}

ExitCode run(const Context& context, const IngestOptions& options) {
    const IngestRequest request = request_of(options);
    Vault vault = context.open_vault();
    const Outcome outcome = take_in(context, vault, request, options.paths);
    if (!outcome.results.empty()) put_outcome(context, vault, outcome);
    const ExitCode code = judge(context, outcome.results);
    if (outcome.failures.empty()) return code;
    for (std::size_t i = 1; i < outcome.failures.size(); ++i) {
        context.report(outcome.failures[i].error);
    }
    throw Error(outcome.failures.front().error);
}

}  // namespace

void add_ingest(CLI::App& root, Context& context) {
    auto options = std::make_shared<IngestOptions>();
    CLI::App& ingest = add_command(
        root, "ingest", "Take files, disk images, devices or folders as evidence",
        "exhibit ingest disk.img -i INC-2026-014 --description \"disk of the black laptop\"");
    ingest.group("Evidence");
    add_texts(ingest, "PATH", options->paths,
              "File, block device or folder; - is standard input. Each is an item of its own")
        ->required();
    add_text(ingest, "--incident,-i ID", options->incident, "The incident it belongs to")
        ->required();
    add_text(
        ingest, "--kind KIND", options->kind,
        "image, memory, file, stream, tree, ewf or archive; told from the content if not given");
    ingest.add_flag("--single", options->single,
                    "This file alone, though it looks like the first of several segments");
    add_text(ingest, "--from ITEM", options->from, "The item it was acquired from");
    add_choice<std::string>(ingest, "--derivation D", options->derivation,
                            {{"acquired", "acquired"},
                             {"working-copy", "working-copy"},
                             {"carved", "carved"},
                             {"redacted", "redacted"},
                             {"extracted", "extracted"}})
        ->description(
            "How it came from --from: acquired (default), working-copy, carved, "
            "redacted or extracted");
    add_texts(ingest, "--expect ALG:HEX", options->expect,
              "Digest it must have (of a container: its media): md5:, sha1: or sha256:; exit "
              "code 1 if it does not");
    ingest.add_flag("--sha256-only", options->sha256_only,
                    "Without MD5 and SHA-1, which many tools and forms still ask for: faster");
    CLI::Option* resume = ingest.add_flag(
        "--resume", options->resume,
        "Go on where an earlier ingest of this file or device was cut off: what was read then is "
        "taken from the vault, and compared with the medium in up to 64 places");
    ingest
        .add_flag("--retry-unreadable", options->retry_unreadable,
                  "With --resume: read again what could not be read then")
        ->needs(resume);
    add_texts(ingest, "--log FILE", options->logs,
              "Log of the tool that acquired it: kept, and compared with what is read; exit code 1 "
              "if they disagree. Logs of FTK Imager, guymager, Tableau, ewfacquire, ewfverify, "
              "ewfinfo, dc3dd, dcfldd, ddrescue (map), hashdeep, md5deep, DFXML, KAPE, sha256sum "
              "and the like are understood; any other is only kept");
    add_fields(ingest, options->fields,
               {"description", "label", "condition", "seal", "collected_place", "collected_from",
                "collected_by", "discovered_at", "discovered_by", "place", "method", "authority",
                "acquisition", "write_blocker", "clock_drift", "derivation_tool",
                "derivation_version", "derivation_parameters", "input_sha256"});
    add_happened(ingest, options->happened);
    on_run<IngestOptions>(ingest, context, options, run);
}

}  // namespace exhibit::cli
