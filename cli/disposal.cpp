// exhibit disposal: the end of an item takes three people: who proposes it, who approves it, and a
// witness of its carrying out.
#include "cli/recorded.hpp"
#include "cli/show.hpp"

namespace exhibit::cli {

namespace {

struct ListOptions {
    bool all = false;
};

ExitCode run_propose(const Context& context, const DisposalRequest& request) {
    Vault vault = context.open_vault();
    const EventInfo event = vault.propose_disposal(request);
    return put_recorded(context, vault, event,
                        "Somebody with the role authority, who does not hold it, must approve:\n"
                        "  exhibit --as … disposal approve " +
                            short_hash(event.hash) + " --authority …\n");
}

ExitCode run_approve(const Context& context, const DisposalAnswer& answer) {
    Vault vault = context.open_vault();
    return put_recorded(context, vault, vault.approve_disposal(answer));
}

ExitCode run_decline(const Context& context, const DisposalAnswer& answer) {
    Vault vault = context.open_vault();
    return put_recorded(context, vault, vault.decline_disposal(answer));
}

ExitCode run_carry_out(const Context& context, const DisposalAnswer& answer) {
    Vault vault = context.open_vault();
    return put_recorded(context, vault, vault.carry_out_disposal(answer));
}

ExitCode run_list(const Context& context, const ListOptions& options) {
    const Vault vault = context.open_vault();
    std::vector<DisposalInfo> disposals;
    for (DisposalInfo& one : vault.disposals()) {
        const bool open = one.state == "proposed" || one.state == "approved";
        if (options.all || open) disposals.push_back(std::move(one));
    }
    if (context.json()) {
        context.put_json(Json{{"disposals", to_json(disposals)}});
        return ExitCode::fine;
    }
    if (disposals.empty()) {
        context.put_text(options.all ? "No disposal was ever proposed.\n"
                                     : "No disposal is open; --all lists those that ended.\n");
        return ExitCode::fine;
    }
    const People people(vault);
    Table table({{"Proposal", Align::left, false},
                 {"State", Align::left, false},
                 {"Action", Align::left, false},
                 {"Items"},
                 {"Proposed, approved by"},
                 {"Reason"}});
    for (const DisposalInfo& one : disposals) {
        std::string items;
        for (const std::string& item : one.items) items += (items.empty() ? "" : ", ") + item;
        std::vector<std::string> who{people.name(one.proposer)};
        if (!one.approver.empty()) who.push_back(people.name(one.approver));
        table.add({short_hash(one.id), one.state, one.action, items, who, one.reason});
    }
    table.rule_between_rows();
    context.put_text(table.text());
    return ExitCode::fine;
}

void add_propose(CLI::App& group, Context& context) {
    auto request = std::make_shared<DisposalRequest>();
    CLI::App& propose =
        add_command(group, "propose", "Propose to destroy, return or transfer items you hold",
                    "exhibit disposal propose laptop --action return --recipient \"ACME Ltd\" \\\n"
                    "      --reason \"case closed\"");
    add_texts(propose, "ITEM", request->items, "Items: id, label or sha256:…")->required();
    add_choice<std::string>(
        propose, "--action ACTION", request->action,
        {{"destroy", "destroy"}, {"return", "return"}, {"transfer", "transfer"}})
        ->description("destroy, return (to the owner) or transfer (out of the vault)")
        ->required();
    add_text(propose, "--reason TEXT", request->reason, "Why")->required();
    add_text(propose, "--method TEXT", request->method, "How");
    add_text(propose, "--recipient TEXT", request->recipient, "To whom");
    add_happened(propose, request->happened);
    on_run<DisposalRequest>(propose, context, request, run_propose);
}

CLI::App& add_answer(CLI::App& group, const std::string& name, const std::string& description,
                     const std::string& example, DisposalAnswer& answer) {
    CLI::App& command = add_command(group, name, description, example);
    add_text(command, "PROPOSAL", answer.proposal, "First digits of its id, or an item")
        ->required();
    return command;
}

}  // namespace

void add_disposal(CLI::App& root, Context& context) {
    CLI::App& group =
        add_group(root, "disposal", "End the custody of items: propose, approve, carry out");
    group.group("Custody");
    add_propose(group, context);

    auto approved = std::make_shared<DisposalAnswer>();
    CLI::App& approve = add_answer(
        group, "approve", "Approve a disposal (role authority; not who holds the items)",
        "exhibit --as judge disposal approve laptop --authority \"Ruling 12/27\"", *approved);
    add_text(approve, "--authority TEXT", approved->authority, "The ruling or rule it rests on")
        ->required();
    add_text(approve, "--note TEXT", approved->note, "Anything else");
    add_happened(approve, approved->happened);
    on_run<DisposalAnswer>(approve, context, approved, run_approve);

    auto declined = std::make_shared<DisposalAnswer>();
    CLI::App& decline =
        add_answer(group, "decline", "Decline a disposal, or withdraw a proposal of yours",
                   "exhibit disposal decline laptop --reason \"appeal is pending\"", *declined);
    add_text(decline, "--reason TEXT", declined->reason, "Why")->required();
    add_happened(decline, declined->happened);
    on_run<DisposalAnswer>(decline, context, declined, run_decline);

    auto done = std::make_shared<DisposalAnswer>();
    CLI::App& carry_out = add_answer(
        group, "carry-out", "Record that it was carried out; a witness signs with --cosign",
        "exhibit --cosign max disposal carry-out laptop --method \"handed to the owner\"", *done);
    add_text(carry_out, "--method TEXT", done->method, "How")->required();
    add_text(carry_out, "--place TEXT", done->place, "Where");
    add_text(carry_out, "--recipient TEXT", done->recipient, "To whom");
    add_happened(carry_out, done->happened);
    on_run<DisposalAnswer>(carry_out, context, done, run_carry_out);

    auto listed = std::make_shared<ListOptions>();
    CLI::App& list =
        add_command(group, "list", "List the open proposals", "exhibit disposal list --all");
    list.add_flag("--all", listed->all, "Those that ended as well");
    on_run<ListOptions>(list, context, listed, run_list);
}

}  // namespace exhibit::cli
