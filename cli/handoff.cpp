// exhibit handoff: custody goes from one person to another; both sign.
#include "cli/command.hpp"
#include "cli/show.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

struct AcceptOptions {
    AcceptRequest request;
    bool no_rehash = false;
};

struct EndOptions {
    std::string offer;
    std::string reason;
};

struct ListOptions {
    bool all = false;
};

std::string items_text(const OfferInfo& offer) {
    std::string text;
    for (const std::string& item : offer.items) text += (text.empty() ? "" : ", ") + item;
    return text;
}

std::string next_step(const OfferInfo& offer) {
    if (offer.state != "open") return "";
    return "\nCustody stays with the releaser until the recipient signs:\n  exhibit --as … handoff "
           "accept " +
           short_hash(offer.id) + '\n';
}

std::string code_text(const OfferInfo& offer) {
    if (offer.code.empty()) return "";
    return "\nWrite the short code into a notebook: 'exhibit receipt check CODE' proves by it that "
           "this\nhand-over and all before it are in the ledger as they were now.\n";
}

ExitCode put_offer(const Context& context, const Vault& vault, const OfferInfo& offer) {
    if (context.json()) {
        context.put_json(to_json(offer));
        return ExitCode::fine;
    }
    const People people(vault);
    context.put_text(field_list({{"Offer", offer.id},
                                 {"State", offer.state},
                                 {"Items", items_text(offer)},
                                 {"From", people.name(offer.from)},
                                 {"To", people.name(offer.to)},
                                 {"Purpose", offer.purpose},
                                 {"Place", offer.place},
                                 {"Offered", time_text(offer.offered)},
                                 {"Expires", time_text(offer.expires)},
                                 {"Short code", offer.code}}) +
                     code_text(offer) + next_step(offer));
    return ExitCode::fine;
}

ExitCode run_offer(const Context& context, const OfferRequest& request) {
    Vault vault = context.open_vault();
    const OfferInfo offer = vault.offer(request);
    return put_offer(context, vault, offer);
}

ExitCode run_accept(const Context& context, const AcceptOptions& options) {
    AcceptRequest request = options.request;
    request.rehash = !options.no_rehash;
    Vault vault = context.open_vault();
    const OfferInfo offer = [&] {
        ProgressView progress(context.progress_style());
        return vault.accept(request, &progress, &context.cancel());
    }();
    const ExitCode code = put_offer(context, vault, offer);
    if (offer.mismatched.empty()) return code;
    for (const std::string& item : offer.mismatched) {
        context.warn("The content of " + item +
                     " is not what was recorded when it was ingested; your signature says so. "
                     "'exhibit verify' shows what is damaged.");
    }
    return ExitCode::verification;
}

ExitCode run_refuse(const Context& context, const EndOptions& options) {
    Vault vault = context.open_vault();
    const OfferInfo offer = vault.refuse(options.offer, options.reason);
    return put_offer(context, vault, offer);
}

ExitCode run_cancel(const Context& context, const EndOptions& options) {
    Vault vault = context.open_vault();
    const OfferInfo offer = vault.cancel_offer(options.offer, options.reason);
    return put_offer(context, vault, offer);
}

ExitCode run_list(const Context& context, const ListOptions& options) {
    const Vault vault = context.open_vault();
    std::vector<OfferInfo> offers;
    for (OfferInfo& offer : vault.offers()) {
        if (options.all || offer.state == "open") offers.push_back(std::move(offer));
    }
    if (context.json()) {
        context.put_json(Json{{"offers", to_json(offers)}});
        return ExitCode::fine;
    }
    if (offers.empty()) {
        context.put_text(options.all ? "Nothing was ever offered.\n"
                                     : "No offer is open; --all lists those that ended.\n");
        return ExitCode::fine;
    }
    const People people(vault);
    Table table({{"Offer", Align::left, false},
                 {"State", Align::left, false},
                 {"Items"},
                 {"From → To"},
                 {"Purpose"},
                 {"Expires"}});
    for (const OfferInfo& offer : offers) {
        table.add({short_hash(offer.id), offer.state, items_text(offer),
                   std::vector<std::string>{people.name(offer.from), "→ " + people.name(offer.to)},
                   offer.purpose, local_text(offer.expires)});
    }
    table.rule_between_rows();
    context.put_text(table.text());
    return ExitCode::fine;
}

void add_offer(CLI::App& group, Context& context) {
    auto request = std::make_shared<OfferRequest>();
    CLI::App& offer = add_command(group, "offer", "Offer items you hold to somebody; you sign",
                                  "exhibit handoff offer INC-2026-014/1 --to \"Max Beispiel\" "
                                  "--purpose analysis");
    add_texts(offer, "ITEM", request->items, "Items: id, label or sha256:…")->required();
    add_text(offer, "--to HANDLER", request->to, "Name, or the first digits of the key id")
        ->required();
    add_text(offer, "--purpose TEXT", request->purpose, "What for")->required();
    add_text(offer, "--place TEXT", request->place, "Where");
    add_text(offer, "--travel TEXT", request->travel, "How it travels");
    add_text(offer, "--note TEXT", request->note, "Anything else");
    add_text(offer, "--seal TEXT", request->seal, "Number of the seal");
    add_text(offer, "--condition TEXT", request->condition, "Condition as released");
    add_moment(offer, "--expires", request->expires, "Until when it can be accepted; 7 days");
    add_happened(offer, request->happened);
    on_run<OfferRequest>(offer, context, request, run_offer);
}

void add_accept(CLI::App& group, Context& context) {
    auto options = std::make_shared<AcceptOptions>();
    AcceptRequest& request = options->request;
    CLI::App& accept = add_command(
        group, "accept", "Take over what was offered to you; content is read again, you sign",
        "exhibit --as max handoff accept INC-2026-014/1 --condition \"seal S-0815 unbroken\"");
    add_text(accept, "OFFER", request.offer, "First digits of the offer's id, or an item")
        ->required();
    accept.add_flag("--no-rehash", options->no_rehash,
                    "Do not read digital items again; the record says not-checked");
    add_text(accept, "--place TEXT", request.place, "Where");
    add_text(accept, "--note TEXT", request.note, "Anything else");
    add_text(accept, "--seal TEXT", request.seal, "Number of the seal as found");
    add_text(accept, "--condition TEXT", request.condition, "Condition as received");
    add_happened(accept, request.happened);
    on_run<AcceptOptions>(accept, context, options, run_accept);
}

}  // namespace

void add_handoff(CLI::App& root, Context& context) {
    CLI::App& group =
        add_group(root, "handoff", "Hand evidence over: offer, accept, refuse, cancel");
    group.group("Custody");
    add_offer(group, context);
    add_accept(group, context);

    auto refused = std::make_shared<EndOptions>();
    CLI::App& refuse = add_command(group, "refuse", "Refuse what was offered to you",
                                   "exhibit --as max handoff refuse INC-2026-014/1 --reason "
                                   "\"seal is broken\"");
    add_text(refuse, "OFFER", refused->offer, "First digits of the offer's id, or an item")
        ->required();
    add_text(refuse, "--reason TEXT", refused->reason, "Why")->required();
    on_run<EndOptions>(refuse, context, refused, run_refuse);

    auto cancelled = std::make_shared<EndOptions>();
    CLI::App& cancel = add_command(group, "cancel", "Take an offer of yours back",
                                   "exhibit handoff cancel INC-2026-014/1");
    add_text(cancel, "OFFER", cancelled->offer, "First digits of the offer's id, or an item")
        ->required();
    add_text(cancel, "--reason TEXT", cancelled->reason, "Why");
    on_run<EndOptions>(cancel, context, cancelled, run_cancel);

    auto listed = std::make_shared<ListOptions>();
    CLI::App& list = add_command(group, "list", "List open offers", "exhibit handoff list --all");
    list.add_flag("--all", listed->all, "Those that ended as well");
    on_run<ListOptions>(list, context, listed, run_list);
}

}  // namespace exhibit::cli
