// exhibit correct: what an event said wrongly, said right beside it.
#include "cli/recorded.hpp"

namespace exhibit::cli {

namespace {

ExitCode run(const Context& context, const CorrectRequest& request) {
    Vault vault = context.open_vault();
    return put_recorded(context, vault, vault.correct(request));
}

}  // namespace

void add_correct(CLI::App& root, Context& context) {
    auto request = std::make_shared<CorrectRequest>();
    CLI::App& correct = add_command(
        root, "correct", "Correct what an event says; the original stays beside it",
        "exhibit correct 12 --field serial --value 5CD1234XYZ --reason \"digits swapped\"");
    correct.group("Custody");
    add_text(correct, "EVENT", request->event, "Its number, or the first digits of its hash")
        ->required();
    add_text(correct, "--field NAME", request->field,
             "What is wrong: a name that 'event show' prints, or happened")
        ->required();
    add_text(correct, "--value TEXT", request->value, "What is right")->required();
    add_text(correct, "--reason TEXT", request->reason, "Why it was wrong")->required();
    add_text(correct, "--item ITEM", request->item, "Of an event about several items, this one");
    on_run<CorrectRequest>(correct, context, request, run);
}

}  // namespace exhibit::cli
