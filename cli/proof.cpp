// exhibit receipt, events, event: the ledger itself, for those who check it elsewhere.
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

struct CodeOptions {
    std::vector<std::string> words;  ///< people copy it in groups
};

struct ListOptions {
    std::string item;
};

ExitCode run_receipt(const Context& context, const OutOptions& options) {
    if (options.event.empty()) {
        throw Error(ErrorKind::usage,
                    "A receipt of which event? Give its number or hash; see 'exhibit receipt "
                    "--help'.");
    }
    const Vault vault = context.open_vault();
    const std::string receipt = vault.receipt(options.event);
    const std::string code = vault.short_code(options.event);
    if (!context.json()) {
        context.notice("Short code, for a notebook: " + code);
        return put_document(context, options.output, "receipt", receipt);
    }
    const bool to_file = write_document(context, options.output, receipt);
    context.put_json(Json{{"receipt", receipt},
                          {"output", to_file ? Json(options.output) : Json(nullptr)},
                          {"code", code}});
    return ExitCode::fine;
}

ExitCode run_check_code(const Context& context, const CodeOptions& options) {
    std::string text;
    for (const std::string& word : options.words) text += (text.empty() ? "" : " ") + word;
    const CodeCheck result = context.open_vault().check_code(text);
    if (context.json()) {
        context.put_json(to_json(result));
    } else {
        Fields fields{{"Event", std::to_string(result.event)},
                      {"Hash", result.event_hash},
                      {"Type", result.type}};
        for (const std::string& item : result.items) fields.emplace_back("Item", item);
        std::string out = result.holds ? field_list(fields) + '\n' : "";
        for (const std::string& line : wrap(result.text, output_columns)) out += line + '\n';
        context.put_text(out);
    }
    return result.holds ? ExitCode::fine : ExitCode::verification;
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

/// By a time-stamp, as it holds by its own certificates.
std::string bound_text(const std::optional<AttestedTime>& bound) {
    return bound ? time_text(bound->time) + " by " + bound->by : std::string();
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
                  {"Signed by", people.name(event.actor)},
                  {"Not before", bound_text(event.times.not_before)},
                  {"Not after", bound_text(event.times.not_after)}};
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
    add_text(receipt, "EVENT", receipted->event, "Number or hash of the event");
    add_text(receipt, "-o,--output FILE", receipted->output, "Write it here");
    on_run<OutOptions>(receipt, context, receipted, run_receipt);

    auto checked = std::make_shared<CodeOptions>();
    CLI::App& check =
        add_command(receipt, "check", "Look a short code from a notebook up in the ledger",
                    "exhibit receipt check 12-13-7KQ2-0M4T-XV9R-3D8H-BNPC-W6ZE-5J");
    add_texts(check, "CODE", checked->words, "The short code; groups may be apart")->required();
    on_run<CodeOptions>(check, context, checked, run_check_code);
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
