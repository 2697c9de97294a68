// exhibit audit: does the record hold?
#include "cli/command.hpp"
#include "cli/file.hpp"
#include "cli/show.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

constexpr std::size_t trust_bytes_max = std::size_t{128} << 10;

struct AuditOptions {
    std::string incident;
    std::string item;
    std::string import;
    std::string authorities;
    std::vector<std::string> crls;
    std::vector<std::string> ocsp;
    std::string policy;
    bool afresh = false;
};

/// What each claim rests on stands beside it: a verdict alone would promise more than was tested.
std::string claims_text(const std::vector<Claim>& claims) {
    Table table({{"Claim"}, {"Proved", Align::left, false}, {"Up to where, and on whose word"}});
    for (const Claim& claim : claims) {
        table.add({claim.name, claim.holds ? "yes" : "no", claim.scope});
    }
    return table.text();
}

/// "times, witnesses and content".
std::string unproved(const std::vector<Claim>& claims) {
    std::vector<std::string> names;
    for (const Claim& claim : claims) {
        if (!claim.holds) names.push_back(printable(claim.name));
    }
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
        text += names[i];
    }
    return text;
}

/// Item by item: what the ledger proves, and what is somebody's word.
std::string items_text(const std::vector<ItemSummary>& items) {
    std::string text;
    for (const ItemSummary& one : items) {
        text += '\n' + printable(one.item) + ": " +
                counted(one.violations, "violation", "violations") + ", " +
                counted(one.warnings, "warning", "warnings") + ", " +
                counted(one.notes, "note", "notes") + '\n';
        for (const auto& [word, sentences] :
             {std::pair{"proved   ", &one.proved}, std::pair{"claimed  ", &one.claimed}}) {
            for (const std::string& sentence : *sentences) {
                std::string lead = std::string("  ") + word;
                for (const std::string& line : wrap(sentence, output_columns - lead.size())) {
                    text += lead + line + '\n';
                    lead.assign(lead.size(), ' ');
                }
            }
        }
    }
    return text;
}

std::string summary_text(const AuditResult& result) {
    const std::string counts = findings_counted(result.findings);
    if (!result.ok()) {
        return "The record does not hold: " + counts +
               ". Do not rely on it before the violations above are explained.";
    }
    const std::string missing = unproved(result.claims);
    return "The record holds as far as the claims above go, and no further: " + counts + '.' +
           (missing.empty() ? "" : " Nothing is proved about " + missing + '.');
}

std::string audit_text(const AuditResult& result, const AuditOptions& options) {
    const std::string& subject = options.item.empty() ? options.incident : options.item;
    std::string text = "Audit of " + (subject.empty() ? "the whole ledger" : printable(subject)) +
                       " of " + printable(result.origin) + "\n\n";
    text += field_list({{"Events", grouped(result.events)},
                        {"Ledger size", grouped(result.size)},
                        {"Root", result.root},
                        {"Vault id", result.vault_id}});
    text += '\n' + claims_text(result.claims) + '\n';
    const std::string findings = findings_text(result.findings);
    text += (findings.empty() ? "No findings.\n" : findings) + items_text(result.items) + '\n';
    return text + wrapped(summary_text(result));
}

/// Nothing is signed on paper, so that nothing there is proved, however few findings there are.
ExitCode run_import(const Context& context, const AuditOptions& options) {
    if (!options.incident.empty() || !options.item.empty()) {
        throw Error(ErrorKind::usage,
                    "--import reads a form and no vault: leave out --incident and --item.");
    }
    const PaperAudit result = Vault::audit_paper(options.import);
    if (context.json()) {
        context.put_json(to_json(result));
        return ExitCode::fine;
    }
    const std::string findings = findings_text(result.findings);
    context.put_text(
        "Audit of the paper log " + printable(result.file) + "\n\n" +
        field_list({{"SHA-256", result.sha256},
                    {"Lines", grouped(result.lines)},
                    {"Items", grouped(result.items.size())}}) +
        '\n' + (findings.empty() ? "No findings.\n" : findings) + '\n' +
        wrapped("All of this is claimed by whoever filled the form, and nothing of it proved: " +
                findings_counted(result.findings) +
                ". Keep the form itself with the item: exhibit item attach ITEM FILE --role form"));
    return ExitCode::fine;
}

/// To find an incident or an item by what it was named, the vault must be opened.
AuditResult audit(const Context& context, const AuditOptions& options, const AuditTrust& trust) {
    const bool whole = options.incident.empty() && options.item.empty();
    if (whole && context.options.cosigners.empty()) {
        const std::string where = context.location();
        const UnlockedIdentity identity = context.unlock();
        AuditResult result = [&] {
            ProgressView progress(context.progress_style());
            return Vault::audit_unopened(where, context.home(), identity, trust, &progress,
                                         &context.cancel());
        }();
        if (result.first_contact && !result.vault_id.empty())
            context.notice_first_contact(result.vault_id);
        return result;
    }
    Vault vault = context.open_vault();
    ProgressView progress(context.progress_style());
    return vault.audit(options.incident, trust, &progress, &context.cancel(), options.item);
}

ExitCode run_audit(const Context& context, const AuditOptions& options) {
    if (!options.import.empty()) return run_import(context, options);
    AuditTrust trust;
    trust.afresh = options.afresh;
    if (!options.authorities.empty()) {
        trust.authorities = read_small_file(options.authorities, trust_bytes_max);
    }
    trust.revocation = read_revocation_files(options.crls, options.ocsp);
    if (!options.policy.empty()) trust.policy = read_small_file(options.policy, trust_bytes_max);
    const AuditResult result = audit(context, options, trust);
    if (context.json()) {
        context.put_json(to_json(result));
    } else {
        context.put_text(audit_text(result, options));
    }
    return result.ok() ? ExitCode::fine : ExitCode::verification;
}

}  // namespace

void add_audit(CLI::App& root, Context& context) {
    auto options = std::make_shared<AuditOptions>();
    CLI::App& audit =
        add_command(root, "audit", "Prove the record: signatures, order, custody rules",
                    "exhibit --as erika audit --incident INC-2026-014");
    audit.group("Proof");
    add_text(audit, "--incident,-i ID", options->incident, "Findings about this incident only");
    add_text(audit, "--item ITEM", options->item, "Findings about this item only");
    add_text(audit, "--import FILE", options->import,
             "Audit a paper log instead: a filled form as CSV; needs no vault");
    CLI::Option* authorities = add_text(audit, "--ca FILE", options->authorities,
                                        "Roots of time-stamp authorities you believe, in PEM");
    add_texts(audit, "--crl FILE", options->crls,
              "With --ca: a revocation list of theirs, PEM or DER, which the vault may not have")
        ->needs(authorities);
    add_texts(audit, "--ocsp FILE", options->ocsp,
              "With --ca: an OCSP answer about one of their certificates, DER: the same")
        ->needs(authorities);
    add_text(audit, "--trust FILE", options->policy,
             "Witnesses you believe, and their quorum (C2SP tlog-policy)");
    audit.add_flag("--afresh", options->afresh,
                   "Verify every signature, those too that an audit of yours verified before");
    on_run<AuditOptions>(audit, context, options, run_audit);
}

}  // namespace exhibit::cli
