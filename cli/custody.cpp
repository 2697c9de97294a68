// exhibit custody: the chain of custody of one item, as a table that can be read out in court.
#include <set>

#include "cli/command.hpp"
#include "cli/show.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

struct CustodyOptions {
    std::string item;
};

/// "2026-11-22 18:30:00 +01:00" in two lines of a narrow column, then the same instant in UTC.
void put_moment(std::vector<std::string>& lines, Moment moment) {
    const std::string local = local_text(moment);
    const std::size_t space = local.find(' ');
    lines.push_back(local.substr(0, space));
    if (space != std::string::npos) lines.push_back(local.substr(space + 1));
    if (moment.zone_minutes == 0) return;  // the local time is UTC
    std::string utc = utc_text(moment);
    if (utc.size() == 20) utc = utc.substr(0, 10) + ' ' + utc.substr(11, 8);
    lines.push_back(utc.substr(0, 10));
    if (utc.size() > 11) lines.push_back(utc.substr(11) + " UTC");
}

Cell when_cell(const CustodyRow& row) {
    std::vector<std::string> lines;
    put_moment(lines, row.happened);
    if (row.happened.seconds != row.recorded.seconds) {
        lines.emplace_back("recorded later:");
        put_moment(lines, row.recorded);
    }
    return lines;
}

Cell who_cell(const CustodyRow& row, const People& people) {
    std::vector<std::string> lines;
    if (row.from.empty() && row.to.empty() && row.beside.empty()) return people.name(row.actor);
    if (!row.from.empty()) lines.push_back(people.name(row.from));
    if (!row.to.empty()) lines.push_back("→ " + people.name(row.to));
    lines.push_back("signed by " + people.name(row.actor));
    for (const std::string& other : row.beside) lines.push_back("and " + people.name(other));
    return lines;
}

Cell why_cell(const CustodyRow& row, const People& people) {
    std::vector<std::string> lines;
    const auto put = [&lines](const char* name, const std::string& value) {
        if (!value.empty()) lines.push_back(std::string(name) + ": " + value);
    };
    put("Purpose", row.purpose);
    put("Place", row.place);
    put("Seal", row.seal);
    put("Condition", row.condition);
    put("Note", row.note);
    for (const CorrectionInfo& one : row.corrections)
        put("Corrected", correction_text(one, people));
    if (lines.empty()) return "";
    return lines;
}

std::string table_text(const std::vector<CustodyRow>& rows, const People& people) {
    Table table({{"No.", Align::right, false},
                 {"When, and UTC", Align::left, false},
                 {"What happened"},
                 {"Who, or From → To"},
                 {"Purpose, place, seal, condition"},
                 {"Event", Align::left, false}});
    std::size_t number = 0;
    for (const CustodyRow& row : rows) {
        table.add({std::to_string(++number), when_cell(row), row.what, who_cell(row, people),
                   why_cell(row, people),
                   std::vector<std::string>{"No. " + std::to_string(row.event),
                                            short_hash(row.event_hash)}});
    }
    table.rule_between_rows();
    return table.text();
}

std::vector<std::string> keys_of(const std::vector<CustodyRow>& rows) {
    std::vector<std::string> keys;
    std::set<std::string> seen{""};
    for (const CustodyRow& row : rows) {
        std::vector<std::string> named{row.from, row.to, row.actor};
        named.insert(named.end(), row.beside.begin(), row.beside.end());
        for (const CorrectionInfo& one : row.corrections) named.push_back(one.actor);
        for (const std::string& key : named) {
            if (seen.insert(key).second) keys.push_back(key);
        }
    }
    return keys;
}

std::string persons_text(const std::vector<CustodyRow>& rows, const People& people) {
    std::string text = "\nPersons\n";
    for (const std::string& key : keys_of(rows)) {
        for (const std::string& line : wrap(printable(people.in_full(key)), output_columns - 2)) {
            text += "  " + line + '\n';
        }
    }
    return text;
}

std::string closing_text(const VaultInfo& vault) {
    const std::string text =
        "Each row is an event, signed with the key of the person named, in a ledger to which "
        "events can only be added: " +
        counted(vault.size, "event", "events") + ", root " + short_hash(vault.root) + "…, vault " +
        short_hash(vault.id) +
        "…. The full hash of an event is shown by 'exhibit event show NUMBER'; 'exhibit audit' "
        "proves "
        "signatures and order anew. Proved are who signed what, and in which order. Claimed only "
        "are the times: they are what the clock of the person signing showed.";
    return "\n" + wrapped(text);
}

ExitCode run(const Context& context, const CustodyOptions& options) {
    const Vault vault = context.open_vault();
    const ItemInfo item = vault.item(options.item);
    const std::vector<CustodyRow> rows = vault.custody(item.id);
    const VaultInfo info = vault.info();
    if (context.json()) {
        Json persons = Json::array();
        for (const std::string& key : keys_of(rows)) {
            persons.push_back(to_json(vault.handler(key)));
        }
        context.put_json(Json{{"item", to_json(item)},
                              {"rows", to_json(rows)},
                              {"persons", persons},
                              {"ledger", to_json(info)}});
        return ExitCode::fine;
    }
    const People people(vault);
    context.put_text("Chain of custody of " + printable(item.id) + "\n\n" +
                     field_list(item_fields(item, people)) + '\n' + table_text(rows, people) +
                     persons_text(rows, people) + closing_text(info));
    return ExitCode::fine;
}

}  // namespace

void add_custody(CLI::App& root, Context& context) {
    auto options = std::make_shared<CustodyOptions>();
    CLI::App& custody = add_command(root, "custody", "Show the chain of custody of an item",
                                    "exhibit --as erika custody INC-2026-014/3");
    custody.group("Custody");
    add_text(custody, "ITEM", options->item, "Id, label or sha256:…")->required();
    on_run<CustodyOptions>(custody, context, options, run);
}

}  // namespace exhibit::cli
