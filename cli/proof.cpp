// exhibit receipt, checkpoint, events, event: the ledger itself, for those who check it elsewhere.
#include "cli/command.hpp"
#include "cli/file.hpp"
#include "cli/show.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

struct OutOptions {
    std::string event;
    std::string output;
};

struct ListOptions {
    std::string item;
};

/// To a file when one is named, otherwise to standard output as it is.
ExitCode put_document(const Context& context, const OutOptions& options, const char* key,
                      const std::string& text) {
    const bool to_file = !options.output.empty() && options.output != "-";
    if (to_file) {
        NewFile file(options.output, context.options.yes ? Existing::replace : Existing::refuse,
                     Readers::everybody);
        file.write(text);
        file.close();
    }
    if (context.json()) {
        Json out;
        out[key] = text;
        out["output"] = to_file ? Json(options.output) : Json(nullptr);
        context.put_json(out);
    } else if (!to_file) {
        context.put_text(text);
    } else {
        context.put_text("The " + std::string(key) + " is in " + printable(options.output) + ".\n");
    }
    return ExitCode::fine;
}

ExitCode run_receipt(const Context& context, const OutOptions& options) {
    const std::string receipt = context.open_vault().receipt(options.event);
    return put_document(context, options, "receipt", receipt);
}

ExitCode run_checkpoint(const Context& context, const OutOptions& options) {
    const std::string checkpoint = context.open_vault().checkpoint();
    return put_document(context, options, "checkpoint", checkpoint);
}

bool concerns(const EventInfo& event, const std::string& item) {
    for (const std::string& named : event.items) {
        if (named == item) return true;
    }
    return false;
}

ExitCode run_events(const Context& context, const ListOptions& options) {
    const Vault vault = context.open_vault();
    const std::string item = options.item.empty() ? "" : vault.item(options.item).id;
    std::vector<EventInfo> events;
    for (EventInfo& event : vault.events()) {
        if (item.empty() || concerns(event, item)) events.push_back(std::move(event));
    }
    if (context.json()) {
        context.put_json(Json{{"events", to_json(events)}});
        return ExitCode::fine;
    }
    const People people(vault);
    Table table({{"No.", Align::right, false},
                 {"Recorded", Align::left, false},
                 {"Type"},
                 {"Who"},
                 {"Items"},
                 {"Hash", Align::left, false}});
    for (const EventInfo& event : events) {
        std::string items;
        for (const std::string& id : event.items) items += (items.empty() ? "" : ", ") + id;
        table.add({std::to_string(event.index), local_text(event.recorded), event.type,
                   people.name(event.actor), items, short_hash(event.hash)});
    }
    context.put_text(table.text());
    return ExitCode::fine;
}

/// A value is canonical JSON; a text is shown without its quotes.
std::string value_text(const std::string& json) {
    const Json value = Json::parse(json, nullptr, false);
    return value.is_string() ? value.get<std::string>() : json;
}

ExitCode run_event(const Context& context, const OutOptions& options) {
    const Vault vault = context.open_vault();
    const EventInfo event = vault.event(options.event);
    if (context.json()) {
        context.put_json(to_json(event));
        return ExitCode::fine;
    }
    const People people(vault);
    Fields fields{{"Event", std::to_string(event.index)},
                  {"Hash", event.hash},
                  {"Type", event.type},
                  {"Recorded", time_text(event.recorded)},
                  {"Happened", time_text(event.happened)},
                  {"Signed by", people.name(event.actor)}};
    for (const std::string& id : event.items) fields.emplace_back("Item", id);
    for (const auto& [name, value] : event.private_values) {
        fields.emplace_back(name, value_text(value));
    }
    context.put_text(field_list(fields) + "\nSigned text\n" + field_list({{"", event.payload}}));
    return ExitCode::fine;
}

}  // namespace

void add_receipt(CLI::App& root, Context& context) {
    auto receipted = std::make_shared<OutOptions>();
    CLI::App& receipt =
        add_command(root, "receipt", "Write a portable proof that an event is in the ledger",
                    "exhibit receipt 12 -o event-12.tlog-proof");
    receipt.group("Proof");
    add_text(receipt, "EVENT", receipted->event, "Number or hash of the event")->required();
    add_text(receipt, "-o,--output FILE", receipted->output, "Write it here");
    on_run<OutOptions>(receipt, context, receipted, run_receipt);

    auto noted = std::make_shared<OutOptions>();
    CLI::App& checkpoint =
        add_command(root, "checkpoint", "Write the newest signed checkpoint of the ledger",
                    "exhibit checkpoint -o vault.checkpoint");
    checkpoint.group("Proof");
    add_text(checkpoint, "-o,--output FILE", noted->output, "Write it here");
    on_run<OutOptions>(checkpoint, context, noted, run_checkpoint);
}

void add_events(CLI::App& root, Context& context) {
    auto listed = std::make_shared<ListOptions>();
    CLI::App& events = add_command(root, "events", "List the events of the ledger",
                                   "exhibit events --item INC-2026-014/3");
    events.group("Proof");
    add_text(events, "--item ITEM", listed->item, "Those about this item only");
    on_run<ListOptions>(events, context, listed, run_events);

    CLI::App& group = add_group(root, "event", "One event of the ledger");
    group.group("Proof");
    auto shown = std::make_shared<OutOptions>();
    CLI::App& show = add_command(group, "show",
                                 "Show an event: what was signed, and what you may "
                                 "read of its private values",
                                 "exhibit event show 12");
    add_text(show, "EVENT", shown->event, "Number or hash of the event")->required();
    on_run<OutOptions>(show, context, shown, run_event);
}

}  // namespace exhibit::cli
