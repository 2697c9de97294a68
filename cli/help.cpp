#include "cli/help.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "cli/table.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

using Rows = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t left_columns = 28;

/// "  --title TEXT            What it is about"; a long left side has a line of its own.
std::string rows_text(const std::string& heading, const Rows& rows) {
    if (rows.empty()) return "";
    std::string out = '\n' + heading + ":\n";
    for (const auto& [left, right] : rows) {
        std::string line = "  " + left;
        if (display_width(line) + 2 > left_columns) {
            out += line + '\n';
            line.clear();
        }
        for (const std::string& part : wrap(right, output_columns - left_columns)) {
            line.resize(line.size() + left_columns - display_width(line), ' ');
            out += line + part + '\n';
            line.clear();
        }
    }
    return out;
}

bool takes_value(const CLI::Option& option) {
    return option.get_items_expected_max() > 0;
}

std::string option_text(const CLI::Option& option) {
    if (option.get_positional()) return option.get_type_name();
    std::string names;
    for (const std::string& name : option.get_snames())
        names += (names.empty() ? "-" : ", -") + name;
    for (const std::string& name : option.get_lnames()) {
        names += (names.empty() ? "--" : ", --") + name;
    }
    return takes_value(option) ? names + ' ' + option.get_type_name() : names;
}

std::string option_description(const CLI::Option& option) {
    std::string text = option.get_description();
    if (option.get_required() && !option.get_positional()) text += " (required)";
    if (!option.get_default_str().empty()) text += " [" + option.get_default_str() + ']';
    return text;
}

Rows options_of(const CLI::App& command, bool positional) {
    Rows rows;
    for (const CLI::Option* option : command.get_options({})) {
        if (option->get_positional() != positional || option->get_group().empty()) continue;
        rows.emplace_back(option_text(*option), option_description(*option));
    }
    return rows;
}

std::string usage_line(const CLI::App& command, const std::string& full_name) {
    std::string line = "Usage: " + full_name;
    for (const CLI::Option* option : command.get_options({})) {
        if (option->get_positional() || !option->get_required()) continue;
        const std::string name = option->get_snames().empty() ? "--" + option->get_lnames().front()
                                                              : "-" + option->get_snames().front();
        line += ' ' + name + ' ' + option->get_type_name();
    }
    // --help alone, as groups have it, needs no mention.
    if (options_of(command, false).size() > 1) line += " [OPTION…]";
    for (const CLI::Option* option : command.get_options({})) {
        if (!option->get_positional()) continue;
        std::string name = option->get_type_name();
        if (option->get_items_expected_max() > 1) name += "…";
        line += option->get_required() ? ' ' + name : " [" + name + ']';
    }
    if (!command.get_subcommands({}).empty()) line += " COMMAND …";
    return line + '\n';
}

std::string commands_text(const CLI::App& command) {
    std::vector<std::string> groups;
    const auto commands = command.get_subcommands({});
    for (const CLI::App* one : commands) {
        if (std::find(groups.begin(), groups.end(), one->get_group()) == groups.end()) {
            groups.push_back(one->get_group());
        }
    }
    std::string out;
    for (const std::string& group : groups) {
        Rows rows;
        for (const CLI::App* one : commands) {
            if (one->get_group() != group) continue;
            rows.emplace_back(one->get_name(), one->get_description());
        }
        out += rows_text(groups.size() == 1 ? "Commands" : group, rows);
    }
    return out;
}

}  // namespace

std::string first_steps() {
    return "Exhibit keeps evidence and its chain of custody: signed, encrypted, append-only.\n"
           "\n"
           "First steps:\n"
           "  exhibit identity new erika --full-name \"Erika Muster\" --title Detective\n"
           "  export EXHIBIT_VAULT=/srv/vault EXHIBIT_AS=erika\n"
           "  exhibit init --recovery-file recovery-code.txt\n"
           "  exhibit incident open INC-2026-014 --title \"Break-in at ACME\"\n"
           "  exhibit ingest disk.img -i INC-2026-014 --description \"disk of the black laptop\"\n"
           "  exhibit custody INC-2026-014/1\n"
           "\n"
           "'exhibit --help' lists all commands, 'exhibit COMMAND --help' explains one.\n";
}

std::string help_text(const CLI::App& command, const std::string& full_name) {
    std::string out;
    for (const std::string& line : wrap(command.get_description(), output_columns)) {
        out += line + '\n';
    }
    out += '\n' + usage_line(command, full_name);
    out += rows_text("Arguments", options_of(command, true));
    out += commands_text(command);
    out += rows_text("Options", options_of(command, false));
    if (command.get_parent() != nullptr) {
        out += "\nOptions of the whole program (--vault, --as, --json, …): see 'exhibit --help'.\n";
    }
    if (!command.get_footer().empty()) out += "\nExample:\n  " + command.get_footer() + '\n';
    return out;
}

}  // namespace exhibit::cli
