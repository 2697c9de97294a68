// exhibit checkpoint: the newest one, for witnesses, beside another, under a policy.
#include <filesystem>

#include "cli/command.hpp"
#include "cli/file.hpp"
#include "cli/show.hpp"
#include "exhibit/fork.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

constexpr std::size_t text_bytes_max = std::size_t{80} << 10;
constexpr std::size_t fork_bytes_max = std::size_t{160} << 10;

struct PutOptions {
    std::string output;
    bool add_checkpoint = false;
    std::optional<std::uint64_t> since;
};

struct CompareOptions {
    std::string one;
    std::string other;
    std::string log_key;
    std::string proof;
    std::string output;
};

struct ForkOptions {
    std::string bundle;
    std::string log_key;
};

struct VerifyOptions {
    std::string checkpoint;
    std::string policy;
};

ExitCode run_put(const Context& context, const PutOptions& options) {
    if (options.since && !options.add_checkpoint) {
        throw Error(ErrorKind::usage, "--since goes with --add-checkpoint.");
    }
    const Vault vault = context.open_vault();
    const std::string text =
        options.add_checkpoint ? vault.add_checkpoint_request(options.since) : vault.checkpoint();
    return put_document(context, options.output, options.add_checkpoint ? "request" : "checkpoint",
                        text);
}

ExitCode run_compare(const Context& context, const CompareOptions& options) {
    CompareRequest request;
    request.one = read_small_file(options.one, text_bytes_max);
    request.other = read_small_file(options.other, text_bytes_max);
    request.log_key = options.log_key;
    if (!options.proof.empty()) request.proof = read_small_file(options.proof, text_bytes_max);
    request.home = context.home();
    // Two notes and the log's key are enough for much: the vault is looked at when it was named.
    const bool named = options.log_key.empty() || !context.options.vault.empty();
    if (named) request.location = context.location();
    const CheckpointComparison result = compare_checkpoints(request);
    if (!options.output.empty() && !result.bundle.empty()) {
        NewFile file(options.output, context.options.yes ? Existing::replace : Existing::refuse,
                     Readers::everybody);
        file.write(result.bundle);
        file.close();
    }
    if (context.json()) {
        context.put_json(to_json(result));
    } else {
        std::string text;
        for (const std::string& line : wrap(printable(result.text), output_columns)) {
            text += line + '\n';
        }
        if (!result.kept.empty()) {
            text += "Both notes and the proof are kept in " + printable(result.kept) + "\n";
        }
        context.put_text(text);
    }
    const bool good = result.relation == CheckpointRelation::same ||
                      result.relation == CheckpointRelation::consistent;
    return good ? ExitCode::fine : ExitCode::verification;
}

ExitCode run_fork(const Context& context, const ForkOptions& options) {
    const ForkVerdict fork = check_fork(read_small_file(options.bundle, fork_bytes_max),
                                        options.log_key, printable(options.bundle));
    if (context.json()) {
        context.put_json(Json{{"proved", fork.proved},
                              {"log", fork.log},
                              {"log_key", fork.log_key},
                              {"older_size", fork.older_size},
                              {"older_root", fork.older_root},
                              {"newer_size", fork.newer_size},
                              {"newer_root", fork.newer_root},
                              {"root_there", fork.root_there},
                              {"text", fork.text}});
    } else {
        std::string text = "Log " + printable(fork.log) + ", key " + fork.log_key + '\n';
        for (const std::string& line : wrap(fork.text, output_columns)) text += line + '\n';
        if (options.log_key.empty())
            text += "The key is the bundle's own: compare it with the one you know.\n";
        context.put_text(text);
    }
    return fork.proved ? ExitCode::fine : ExitCode::verification;
}

ExitCode run_verify(const Context& context, const VerifyOptions& options) {
    const CosignedCheckpoint result =
        verify_checkpoint(read_small_file(options.checkpoint, text_bytes_max),
                          read_small_file(options.policy, text_bytes_max));
    if (context.json()) {
        context.put_json(to_json(result));
        return result.quorum ? ExitCode::fine : ExitCode::verification;
    }
    Fields fields{{"Log", result.origin},
                  {"Events", grouped(result.size)},
                  {"Root", result.root},
                  {"Verdict", result.text}};
    for (const CosignatureInfo& one : result.cosignatures) {
        fields.emplace_back("Cosigned", one.witness + " at " + utc_text(one.time));
    }
    if (result.strangers > 0) {
        fields.emplace_back("Not counted", counted(result.strangers, "signature", "signatures") +
                                               " by keys that the policy does not name");
    }
    context.put_text(field_list(fields));
    return result.quorum ? ExitCode::fine : ExitCode::verification;
}

}  // namespace

void add_checkpoint(CLI::App& root, Context& context) {
    auto noted = std::make_shared<PutOptions>();
    CLI::App& checkpoint = add_command(root, "checkpoint",
                                       "Write the newest signed checkpoint of the ledger; compare "
                                       "and verify checkpoints",
                                       "exhibit checkpoint -o vault.checkpoint");
    checkpoint.group("Proof");
    add_text(checkpoint, "-o,--output FILE", noted->output, "Write it here");
    checkpoint.add_flag("--add-checkpoint", noted->add_checkpoint,
                        "A request for a witness: the checkpoint, and that it continues an older "
                        "one");
    checkpoint
        .add_option("--since", noted->since,
                    "Size the witness cosigned last; the last that is kept here if not given")
        ->type_name("N");
    on_run<PutOptions>(checkpoint, context, noted, run_put);

    auto compared = std::make_shared<CompareOptions>();
    CLI::App& compare =
        add_command(checkpoint, "compare", "Say whether two checkpoints can both be true",
                    "exhibit checkpoint compare mine.checkpoint theirs.checkpoint");
    add_text(compare, "A", compared->one, "A signed checkpoint")->required();
    add_text(compare, "B", compared->other, "Another one")->required();
    add_text(compare, "--log-key VKEY", compared->log_key, "Key of the log, to do without a vault");
    add_text(compare, "--proof FILE", compared->proof,
             "A request for witnesses that leads from the older to the newer");
    add_text(compare, "-o,--output FILE", compared->output, "Write the bundle of a fork here too");
    on_run<CompareOptions>(compare, context, compared, run_compare);

    auto forked = std::make_shared<ForkOptions>();
    CLI::App& fork =
        add_command(checkpoint, "fork",
                    "Check the bundle of a fork: does it prove that the log signed two pasts? "
                    "Needs no vault",
                    "exhibit checkpoint fork fork-2026-11-26T101500Z.txt");
    add_text(fork, "BUNDLE", forked->bundle, "The bundle")->required();
    add_text(fork, "--log-key VKEY", forked->log_key, "Key of the log, as you know it");
    on_run<ForkOptions>(fork, context, forked, run_fork);

    auto verified = std::make_shared<VerifyOptions>();
    CLI::App& verify = add_command(
        checkpoint, "verify", "Verify a cosigned checkpoint by a policy of yours, without a vault",
        "exhibit checkpoint verify cosigned.txt --trust policy.txt");
    add_text(verify, "CHECKPOINT", verified->checkpoint, "The cosigned checkpoint")->required();
    add_text(verify, "--trust FILE", verified->policy, "Policy: log, witnesses and quorum")
        ->required();
    on_run<VerifyOptions>(verify, context, verified, run_verify);
}

}  // namespace exhibit::cli
