// Building blocks of the tree of commands.
#include "cli/command.hpp"

#include <charconv>

#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

Moment moment_of(const std::string& option, const std::string& text) {
    try {
        return parse_moment(text);
    } catch (const FormatError&) {
        throw Error(ErrorKind::usage, option + " '" + printable(text) +
                                          "' is not a time: expected date, time and zone as in "
                                          "2026-11-22T18:30:00+01:00 or 2026-11-22T17:30:00Z.");
    }
}

struct NameAndValue {
    std::string name;
    std::string value;
};

NameAndValue split(const std::string& text) {
    const std::size_t space = text.find(' ');
    if (space == std::string::npos) return {text, text};
    return {text.substr(0, space), text.substr(space + 1)};
}

constexpr char shield = '\x01';

/// Whether CLI11 would read it as a list, but for the marks before it.
bool looks_like_list(std::string_view argument) {
    const std::size_t begin = argument.find_first_not_of(shield);
    return begin != std::string_view::npos && argument[begin] == '[' && argument.back() == ']';
}

std::string unshielded(std::string argument) {
    if (argument.starts_with(shield) && looks_like_list(argument)) argument.erase(0, 1);
    return argument;
}

}  // namespace

std::vector<std::string> shielded(const std::vector<std::string>& arguments) {
    std::vector<std::string> out;
    out.reserve(arguments.size());
    for (const std::string& argument : arguments) {
        out.push_back(looks_like_list(argument) ? shield + argument : argument);
    }
    return out;
}

CLI::App& add_command(CLI::App& parent, const std::string& name, const std::string& description,
                      const std::string& example) {
    CLI::App& command = *parent.add_subcommand(name, description);
    command.footer(example);
    command.fallthrough();  // global options may stand behind the command
    return command;
}

CLI::App& add_group(CLI::App& parent, const std::string& name, const std::string& description) {
    CLI::App& group = *parent.add_subcommand(name, description);
    group.require_subcommand(1);
    group.fallthrough();
    return group;
}

void on_run(CLI::App& command, Context& context, ExitCode (*run)(const Context&)) {
    command.callback(
        [&context, run] { context.action = [&context, run] { return run(context); }; });
}

CLI::Option* add_text(CLI::App& command, const std::string& name, std::string& value,
                      const std::string& description) {
    const NameAndValue parts = split(name);
    return command.add_option(parts.name, value, description)
        ->transform(unshielded, "", "")
        ->type_name(parts.value);
}

CLI::Option* add_texts(CLI::App& command, const std::string& name, std::vector<std::string>& values,
                       const std::string& description) {
    const NameAndValue parts = split(name);
    CLI::Option* option =
        command.add_option(parts.name, values, description)->type_name(parts.value);
    // An option takes one value each time, or it would swallow the arguments behind it; an argument
    // takes all there are.
    option->allow_extra_args(!parts.name.starts_with('-'));
    option->transform(unshielded, "", "");
    return option;
}

CLI::Option* add_taken(CLI::App& command, const std::string& name,
                       std::function<void(const std::string&)> take,
                       const std::string& description) {
    const NameAndValue parts = split(name);
    return command
        .add_option_function<std::string>(
            parts.name,
            [take = std::move(take)](const std::string& text) { take(unshielded(text)); },
            description)
        ->type_name(parts.value);
}

void require_word(const std::string& name, const std::string& text,
                  const std::vector<std::string>& words) {
    std::string list;
    for (const std::string& word : words) {
        if (word == text) return;
        list += (list.empty() ? "" : ", ") + word;
    }
    throw Error(ErrorKind::usage, "'" + printable(text) + "' is not a value of " +
                                      split(name).name + ": expected one of " + list + ".");
}

CLI::Option* add_fill(CLI::App& command, std::optional<std::uint8_t>& fill,
                      const std::string& description) {
    return add_taken(
        command, "--fill HH",
        [&fill](const std::string& text) {
            std::uint8_t byte = 0;
            const char* end = text.data() + text.size();
            const auto parsed = std::from_chars(text.data(), end, byte, 16);
            if (text.size() != 2 || parsed.ec != std::errc() || parsed.ptr != end) {
                throw Error(ErrorKind::usage,
                            "--fill '" + printable(text) +
                                "' is not a byte: expected two hexadecimal digits, as in "
                                "--fill 00.");
            }
            fill = byte;
        },
        description);
}

CLI::Option* add_moment(CLI::App& command, const std::string& name, std::optional<Moment>& value,
                        const std::string& description) {
    return add_taken(
        command, name + " TIME",
        [name, &value](const std::string& text) { value = moment_of(name, text); }, description);
}

void add_happened(CLI::App& command, std::optional<Moment>& value) {
    add_moment(command, "--happened", value,
               "When it happened, if not now (2026-11-22T18:30:00+01:00)");
}

}  // namespace exhibit::cli
