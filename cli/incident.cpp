// exhibit incident: what evidence is kept for, and who may read it.
#include "cli/command.hpp"
#include "cli/show.hpp"

namespace exhibit::cli {

namespace {

struct ShowOptions {
    std::string id;
};

struct GrantOptions {
    std::string id;
    std::string handler;
    Access access = Access::record;
    std::string reason;
};

/// What became of the content that was there before.
std::string content_words(const KeyGenerationInfo& keys) {
    if (!keys.content) return keys.number == 1 ? "" : "earlier stays";
    if (!keys.rewritten_at) return "being written again";
    return "all, event " + std::to_string(*keys.rewritten_at);
}

std::string incident_text(const IncidentInfo& incident, const People& people) {
    std::string text = field_list({{"Incident", incident.id},
                                   {"Title", incident.title},
                                   {"Authority", incident.authority},
                                   {"Description", incident.description},
                                   {"Class", incident.incident_class},
                                   {"Restriction", incident.restriction},
                                   {"Opened", time_text(incident.opened)},
                                   {"Opened by", people.name(incident.opened_by)},
                                   {"Items", std::to_string(incident.items)},
                                   {"Your access", to_string(incident.my_access)}});
    Table grants({{"Who may read"}, {"Access"}});
    for (const GrantInfo& grant : incident.grants) {
        grants.add({people.name(grant.handler), to_string(grant.access)});
    }
    if (!grants.empty()) text += '\n' + grants.text();
    if (incident.keys.size() < 2) return text;
    Table keys({{"Keys", Align::right, false},
                {"Event", Align::right, false},
                {"Since", Align::left, false},
                {"By"},
                {"Reason"},
                {"Content"}});
    for (const KeyGenerationInfo& one : incident.keys)
        keys.add({std::to_string(one.number), std::to_string(one.event), local_text(one.since),
                  people.name(one.by), one.reason, content_words(one)});
    return text + '\n' + keys.text();
}

ExitCode put_incident(const Context& context, const Vault& vault, const IncidentInfo& incident) {
    if (context.json()) {
        context.put_json(to_json(incident));
    } else {
        context.put_text(incident_text(incident, People(vault)));
    }
    return ExitCode::fine;
}

ExitCode run_open(const Context& context, const NewIncident& options) {
    Vault vault = context.open_vault();
    const IncidentInfo opened = vault.open_incident(options);
    return put_incident(context, vault, opened);
}

ExitCode run_list(const Context& context) {
    const Vault vault = context.open_vault();
    const std::vector<IncidentInfo> incidents = vault.incidents();
    if (context.json()) {
        context.put_json(Json{{"incidents", to_json(incidents)}});
        return ExitCode::fine;
    }
    if (incidents.empty()) {
        context.put_text(
            "No incident is open; open one with 'exhibit incident open ID --title "
            "TEXT'.\n");
        return ExitCode::fine;
    }
    const People people(vault);
    Table table({{"Incident"},
                 {"Title"},
                 {"Items", Align::right, false},
                 {"Opened", Align::left, false},
                 {"Opened by"},
                 {"Your access", Align::left, false}});
    for (const IncidentInfo& incident : incidents) {
        table.add({incident.id, incident.title, std::to_string(incident.items),
                   local_text(incident.opened), people.name(incident.opened_by),
                   to_string(incident.my_access)});
    }
    context.put_text(table.text());
    return ExitCode::fine;
}

ExitCode run_show(const Context& context, const ShowOptions& options) {
    const Vault vault = context.open_vault();
    return put_incident(context, vault, vault.incident(options.id));
}

ExitCode run_grant(const Context& context, const GrantOptions& options) {
    Vault vault = context.open_vault();
    vault.grant(options.id, options.handler, options.access, options.reason);
    return put_incident(context, vault, vault.incident(options.id));
}

void add_open(CLI::App& group, Context& context) {
    auto options = std::make_shared<NewIncident>();
    CLI::App& open = add_command(group, "open", "Open an incident",
                                 "exhibit incident open INC-2026-014 --title \"Break-in at ACME\" "
                                 "--authority \"Warrant 7/26\"");
    add_text(open, "ID", options->id, "Its identifier: letters, digits, dots, dashes")->required();
    add_text(open, "--title TEXT", options->title, "What it is about")->required();
    add_text(open, "--authority TEXT", options->authority,
             "Under what authority evidence is taken (warrant, consent, policy)");
    add_text(open, "--description TEXT", options->description, "More about it");
    add_text(open, "--in-charge TEXT", options->in_charge, "The person in charge");
    add_text(open, "--class TEXT", options->incident_class, "Kind of incident");
    add_text(open, "--retention TEXT", options->retention,
             "Until when evidence is kept: 2036-12-31, or in words");
    add_text(open, "--retention-reason TEXT", options->retention_reason, "Why so long");
    add_choice<std::string>(open, "--restriction R", options->restriction,
                            {{"public", "public"},
                             {"need-to-know", "need-to-know"},
                             {"private", "private"},
                             {"default", "default"}})
        ->description("public, need-to-know (default), private or default: for IODEF documents");
    on_run<NewIncident>(open, context, options, run_open);
}

void add_grant(CLI::App& group, Context& context) {
    auto options = std::make_shared<GrantOptions>();
    CLI::App& grant =
        add_command(group, "grant", "Let a handler read an incident, or deposit into it",
                    "exhibit incident grant INC-2026-014 \"Max Beispiel\" --read content");
    add_text(grant, "ID", options->id, "The incident")->required();
    add_text(grant, "HANDLER", options->handler, "Name, or the first digits of the key id")
        ->required();
    add_choice<Access>(
        grant, "--read ACCESS", options->access,
        {{"deposit", Access::deposit}, {"record", Access::record}, {"content", Access::content}})
        ->description(
            "record: custody records; content: the evidence too; deposit: neither, may "
            "only put evidence in")
        ->required();
    add_text(grant, "--reason TEXT", options->reason, "Why");
    on_run<GrantOptions>(grant, context, options, run_grant);
}

}  // namespace

void add_incident(CLI::App& root, Context& context) {
    CLI::App& group = add_group(root, "incident", "What evidence is kept for, and who may read it");
    group.group("Set up");
    add_open(group, context);

    CLI::App& list =
        add_command(group, "list", "List the incidents", "exhibit --as erika incident list");
    on_run(list, context, run_list);

    auto shown = std::make_shared<ShowOptions>();
    CLI::App& show =
        add_command(group, "show", "Show one incident", "exhibit incident show INC-2026-014");
    add_text(show, "ID", shown->id, "The incident")->required();
    on_run<ShowOptions>(show, context, shown, run_show);

    add_grant(group, context);
    add_incident_rekey(group, context);
}

}  // namespace exhibit::cli
