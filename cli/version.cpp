// exhibit version.
#include "exhibit/version.hpp"
#include "cli/command.hpp"

namespace exhibit::cli {

namespace {

ExitCode run(const Context& context) {
    if (context.json()) {
        context.put_json(Json{{"name", "exhibit"},
                              {"version", std::string(version())},
                              {"format", format_version()}});
    } else {
        context.put_text("exhibit " + std::string(version()) + ", vault format " +
                         std::to_string(format_version()) + '\n');
    }
    return ExitCode::fine;
}

}  // namespace

void add_version(CLI::App& root, Context& context) {
    CLI::App& version =
        add_command(root, "version", "Show the version of this program", "exhibit version --json");
    version.group("Program");
    on_run(version, context, run);
}

}  // namespace exhibit::cli
