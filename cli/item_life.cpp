// exhibit item attach, seal, unseal, move, check-out, check-in, examine: what happens to an item
// while it is in somebody's custody.
#include "cli/recorded.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

struct UnsealOptions {
    SealRequest request;
    bool broken = false;
};

struct CheckOutOptions {
    CheckOutRequest request;
    std::optional<Moment> due;
};

ExitCode run_attach(const Context& context, const AttachRequest& request) {
    Vault vault = context.open_vault();
    const EventInfo event = [&] {
        ProgressView progress(context.progress_style());
        return vault.attach(request, &progress, &context.cancel());
    }();
    return put_recorded(context, vault, event);
}

ExitCode run_seal(const Context& context, const SealRequest& options) {
    SealRequest request = options;
    request.action = request.old_seal.empty() ? "sealed" : "resealed";
    Vault vault = context.open_vault();
    return put_recorded(context, vault, vault.seal(request));
}

ExitCode run_unseal(const Context& context, const UnsealOptions& options) {
    SealRequest request = options.request;
    request.action = options.broken ? "broken" : "unsealed";
    Vault vault = context.open_vault();
    return put_recorded(context, vault, vault.seal(request));
}

ExitCode run_move(const Context& context, const MoveRequest& request) {
    Vault vault = context.open_vault();
    return put_recorded(context, vault, vault.move_items(request));
}

ExitCode run_check_out(const Context& context, const CheckOutOptions& options) {
    CheckOutRequest request = options.request;
    request.due = *options.due;
    Vault vault = context.open_vault();
    const EventInfo event = vault.check_out(request);
    return put_recorded(context, vault, event,
                        "Custody stays with you. When it is back:\n  exhibit item check-in " +
                            event.items.front() + '\n');
}

ExitCode run_check_in(const Context& context, const CheckInRequest& request) {
    Vault vault = context.open_vault();
    return put_recorded(context, vault, vault.check_in(request));
}

ExitCode run_examine(const Context& context, const ExamineRequest& request) {
    Vault vault = context.open_vault();
    return put_recorded(context, vault, vault.examine(request));
}

void add_attach(CLI::App& group, Context& context) {
    auto request = std::make_shared<AttachRequest>();
    request->role = "document";
    CLI::App& attach =
        add_command(group, "attach", "Keep a photograph, document, form or notes with an item",
                    "exhibit item attach laptop front.jpg --role photograph \\\n"
                    "      --taken \"2026-11-22, room 3.14, by Max Beispiel\"");
    add_text(attach, "ITEM", request->item, "Id, label or sha256:…")->required();
    add_text(attach, "FILE", request->file, "The file, at most 64 MiB")->required();
    add_choice<std::string>(attach, "--role ROLE", request->role,
                            {{"photograph", "photograph"},
                             {"document", "document"},
                             {"form", "form"},
                             {"notes", "notes"}})
        ->description("photograph, document (default), form or notes");
    add_text(attach, "--description TEXT", request->description, "What it shows or says");
    add_text(attach, "--taken TEXT", request->taken, "When, where and by whom it was taken");
    add_happened(attach, request->happened);
    on_run<AttachRequest>(attach, context, request, run_attach);
}

void add_seal(CLI::App& group, Context& context) {
    auto request = std::make_shared<SealRequest>();
    CLI::App& seal = add_command(group, "seal", "Record that a seal was put on",
                                 "exhibit item seal laptop --seal S-0816 --old-seal S-0815");
    add_text(seal, "ITEM", request->item, "Id, label or sha256:…")->required();
    add_text(seal, "--seal TEXT", request->seal, "Number of the seal put on")->required();
    add_text(seal, "--old-seal TEXT", request->old_seal,
             "Number of the one taken off for it: the item was resealed");
    add_text(seal, "--reason TEXT", request->reason, "Why");
    add_text(seal, "--place TEXT", request->place, "Where");
    add_text(seal, "--witness TEXT", request->witness, "Who saw it");
    add_happened(seal, request->happened);
    on_run<SealRequest>(seal, context, request, run_seal);

    auto opened = std::make_shared<UnsealOptions>();
    CLI::App& unseal =
        add_command(group, "unseal", "Record that a seal was taken off, or found broken",
                    "exhibit item unseal laptop --old-seal S-0815 --reason \"imaging\"");
    add_text(unseal, "ITEM", opened->request.item, "Id, label or sha256:…")->required();
    add_text(unseal, "--old-seal TEXT", opened->request.old_seal, "Number of that seal");
    add_text(unseal, "--reason TEXT", opened->request.reason, "Why")->required();
    unseal.add_flag("--broken", opened->broken, "It was found broken; nobody here opened it");
    add_text(unseal, "--place TEXT", opened->request.place, "Where");
    add_text(unseal, "--witness TEXT", opened->request.witness, "Who saw it");
    add_happened(unseal, opened->request.happened);
    on_run<UnsealOptions>(unseal, context, opened, run_unseal);
}

void add_move(CLI::App& group, Context& context) {
    auto request = std::make_shared<MoveRequest>();
    CLI::App& move = add_command(group, "move", "Record another place; custody stays with you",
                                 "exhibit item move INC-2026-014/1 --place \"Room 2, locker 7\" "
                                 "--seal S-0815");
    add_texts(move, "ITEM", request->items, "Items: id, label or sha256:…")->required();
    add_text(move, "--place TEXT", request->place, "Where it is now")->required();
    add_text(move, "--from TEXT", request->from_place, "Where it was");
    add_text(move, "--storage TEXT", request->storage, "How it is kept: locker, safe, cold");
    add_text(move, "--reason TEXT", request->reason, "Why");
    add_text(move, "--seal TEXT", request->seal, "Number of the seal as found");
    add_text(move, "--condition TEXT", request->condition, "Condition");
    add_happened(move, request->happened);
    on_run<MoveRequest>(move, context, request, run_move);
}

void add_check_out(CLI::App& group, Context& context) {
    auto options = std::make_shared<CheckOutOptions>();
    CheckOutRequest& request = options->request;
    CLI::App& out =
        add_command(group, "check-out", "Lend items for a while; custody stays with you",
                    "exhibit item check-out laptop --to \"Max Beispiel\" --purpose imaging \\\n"
                    "      --due 2026-11-29T18:00:00+01:00");
    add_texts(out, "ITEM", request.items, "Items: id, label or sha256:…")->required();
    add_text(out, "--to HANDLER", request.to, "Who takes them; you if not given");
    add_text(out, "--purpose TEXT", request.purpose, "What for")->required();
    add_moment(out, "--due", options->due, "When they must be back")->required();
    add_text(out, "--authority TEXT", request.authority, "Under what authority");
    add_text(out, "--place TEXT", request.place, "Where they go");
    add_text(out, "--seal TEXT", request.seal, "Number of the seal");
    add_text(out, "--condition TEXT", request.condition, "Condition as lent");
    add_happened(out, request.happened);
    on_run<CheckOutOptions>(out, context, options, run_check_out);

    auto back = std::make_shared<CheckInRequest>();
    CLI::App& in = add_command(group, "check-in", "Record that what was lent is back",
                               "exhibit item check-in laptop --place \"Room 2, locker 7\"");
    add_text(in, "ITEM", back->item, "One of the items; all lent with it come back")->required();
    add_text(in, "--place TEXT", back->place, "Where it is kept now");
    add_text(in, "--note TEXT", back->note, "Anything else");
    add_text(in, "--seal TEXT", back->seal, "Number of the seal as found");
    add_text(in, "--condition TEXT", back->condition, "Condition as it came back");
    add_happened(in, back->happened);
    on_run<CheckInRequest>(in, context, back, run_check_in);
}

void add_examine(CLI::App& group, Context& context) {
    auto request = std::make_shared<ExamineRequest>();
    CLI::App& examine =
        add_command(group, "examine", "Record an examination, so that others can repeat it",
                    "exhibit item examine disk --purpose \"was it online\" --method \"keyword "
                    "search\" \\\n      --tool grep --version 3.8 --result \"two hits\"");
    add_text(examine, "ITEM", request->item, "Id, label or sha256:…")->required();
    add_text(examine, "--purpose TEXT", request->purpose, "What for")->required();
    add_text(examine, "--method TEXT", request->method, "What was done, step by step");
    add_text(examine, "--tool TEXT", request->tool, "With which tool");
    add_text(examine, "--version TEXT", request->version, "Its version");
    add_text(examine, "--authority TEXT", request->authority, "Under what authority");
    add_text(examine, "--place TEXT", request->place, "Where");
    add_text(examine, "--result TEXT", request->result, "What was found");
    add_text(examine, "--change TEXT", request->change,
             "What it changed of the item, and why that could not be avoided");
    add_happened(examine, request->happened);
    on_run<ExamineRequest>(examine, context, request, run_examine);
}

}  // namespace

void add_item_life(CLI::App& group, Context& context) {
    add_attach(group, context);
    add_seal(group, context);
    add_move(group, context);
    add_check_out(group, context);
    add_examine(group, context);
}

}  // namespace exhibit::cli
