// exhibit completion: scripts for shells, made from the tree of commands itself so that they cannot
// miss a command or an option.
#include "cli/command.hpp"

namespace exhibit::cli {

namespace {

struct CompletionOptions {
    const CLI::App* root;  ///< the tree the script is made from
    std::string shell;
};

struct Word {
    std::string text;
    std::string description;
};

/// What may stand after the commands of `path`: "/handoff/offer"; "" is the program itself.
struct Place {
    std::string path;
    std::vector<Word> commands;
    std::vector<Word> options;
};

std::vector<Word> options_of(const CLI::App& command) {
    std::vector<Word> words;
    for (const CLI::Option* option : command.get_options({})) {
        for (const std::string& name : option->get_lnames()) {
            words.push_back({"--" + name, option->get_description()});
        }
    }
    return words;
}

void collect(const CLI::App& command, const std::string& path, std::vector<Place>& places) {
    const std::size_t at = places.size();
    places.push_back({path, {}, options_of(command)});
    for (const CLI::App* one : command.get_subcommands({})) {
        places[at].commands.push_back({one->get_name(), one->get_description()});
    }
    for (const CLI::App* one : command.get_subcommands({})) {
        collect(*one, path + '/' + one->get_name(), places);
    }
}

std::string joined(const std::vector<Place>& places, const char* separator) {
    std::string out;
    for (const Place& place : places) {
        if (!place.path.empty()) out += (out.empty() ? "" : separator) + place.path;
    }
    return out;
}

/// Commands and options of a place, and the options of the whole program, which may stand anywhere.
std::string words_of(const Place& place, const Place& program) {
    std::string out;
    for (const Word& word : place.commands) out += (out.empty() ? "" : " ") + word.text;
    for (const Word& word : place.options) out += (out.empty() ? "" : " ") + word.text;
    if (&place == &program) return out;
    for (const Word& word : program.options) {
        if (word.text != "--help") out += ' ' + word.text;
    }
    return out;
}

std::string cases_of(const std::vector<Place>& places) {
    std::string out;
    for (const Place& place : places) {
        out += "        '" + place.path + "') words='" + words_of(place, places.front()) + "' ;;\n";
    }
    return out;
}

/// Shared by bash and zsh: which command the words before the cursor name.
std::string path_loop(const std::vector<Place>& places, const std::string& words) {
    return "    for word in " + words +
           "; do\n"
           "        case \"$path_/$word\" in\n"
           "            " +
           joined(places, "|") +
           ") path_=\"$path_/$word\" ;;\n"
           "        esac\n"
           "    done\n"
           "    case \"$path_\" in\n" +
           cases_of(places) + "    esac\n";
}

std::string bash_script(const std::vector<Place>& places) {
    return "# exhibit completion bash > /etc/bash_completion.d/exhibit\n"
           "_exhibit() {\n"
           "    local current=\"${COMP_WORDS[COMP_CWORD]}\" path_='' words='' word\n" +
           path_loop(places, "\"${COMP_WORDS[@]:1:COMP_CWORD-1}\"") +
           "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
           "    [[ ${#COMPREPLY[@]} -gt 0 ]] ||\n"
           "        mapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n"
           "}\n"
           "complete -o filenames -F _exhibit exhibit\n";
}

std::string zsh_script(const std::vector<Place>& places) {
    return "#compdef exhibit\n"
           "# exhibit completion zsh > \"${fpath[1]}/_exhibit\"\n"
           "_exhibit() {\n"
           "    local path_='' word\n"
           "    local -a given\n"
           "    local words_=''\n"
           "    given=(\"${words[@]:1:$((CURRENT - 2))}\")\n"
           "    local words=''\n" +
           path_loop(places, "\"${given[@]}\"") +
           "    words_=\"$words\"\n"
           "    compadd -- ${=words_}\n"
           "    _files\n"
           "}\n"
           "_exhibit \"$@\"\n";
}

std::string quoted(const std::string& text) {
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? std::string("\\'") : std::string(1, c);
    return out + '\'';
}

std::string fish_script(const std::vector<Place>& places) {
    std::string out =
        "# exhibit completion fish > ~/.config/fish/completions/exhibit.fish\n"
        "function __exhibit_at\n"
        "    set -l path ''\n"
        "    for word in (commandline -opc)[2..-1]\n"
        "        switch \"$path/$word\"\n"
        "            case " +
        joined(places, " ") +
        "\n"
        "                set path \"$path/$word\"\n"
        "        end\n"
        "    end\n"
        "    test \"x$path\" = \"x$argv[1]\"\n"
        "end\n";
    for (const Place& place : places) {
        const std::string where = "complete -c exhibit -n '__exhibit_at \"" + place.path + "\"'";
        for (const Word& word : place.commands) {
            out += where + " -f -a " + word.text + " -d " + quoted(word.description) + '\n';
        }
        for (const Word& word : place.options) {
            out += where + " -l " + word.text.substr(2) + " -d " + quoted(word.description) + '\n';
        }
    }
    return out;
}

std::string script_for(const std::string& shell, const CLI::App& root) {
    std::vector<Place> places;
    collect(root, "", places);
    if (shell == "bash") return bash_script(places);
    return shell == "zsh" ? zsh_script(places) : fish_script(places);
}

ExitCode run(const Context& context, const CompletionOptions& options) {
    const std::string script = script_for(options.shell, *options.root);
    if (context.json()) {
        context.put_json(Json{{"shell", options.shell}, {"script", script}});
    } else {
        context.put_text(script);
    }
    return ExitCode::fine;
}

}  // namespace

void add_completion(CLI::App& root, Context& context) {
    auto options = std::make_shared<CompletionOptions>(CompletionOptions{&root, {}});
    CLI::App& completion = add_command(root, "completion", "Print the completion script of a shell",
                                       "exhibit completion bash > /etc/bash_completion.d/exhibit");
    completion.group("Program");
    add_choice<std::string>(completion, "SHELL", options->shell,
                            {{"bash", "bash"}, {"zsh", "zsh"}, {"fish", "fish"}})
        ->description("bash, zsh or fish")
        ->required();
    on_run<CompletionOptions>(completion, context, options, run);
}

}  // namespace exhibit::cli
