// Rules about the text of one file.
#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "rules.hpp"

namespace exhibit::tidy {
namespace {

constexpr std::size_t columns_max = 100;
constexpr std::size_t lines_max = 500;

struct Ban {
    std::string_view name;
    bool call;  ///< only when followed by "("
    std::string_view instead;
};

constexpr std::array bans = {
    Ban{"memcmp", true, "secrets need crypto's constant-time comparison, the rest std::equal"},
    Ban{"rand", true, "crypto's random bytes"},
    Ban{"srand", true, "crypto's random bytes"},
    Ban{"strcpy", true, "std::string"},
    Ban{"strcat", true, "std::string"},
    Ban{"sprintf", true, "std::to_string, std::to_chars"},
    Ban{"vsprintf", true, "std::to_string, std::to_chars"},
    Ban{"strtok", true, "base's split"},
    Ban{"atoi", true, "std::from_chars"},
    Ban{"system", true, "nothing: no shell"},
    Ban{"assert", true, "CHECK, which stays in release builds"},
    Ban{"std::endl", false, "'\\n'"},
    Ban{"using namespace", false, "the name itself"},
};

// The parts are joined here only, so that this file does not break its own rules.
const std::array<std::string, 4> markers = {
    "TO"
    "DO",
    "FIX"
    "ME",
    "XX"
    "X",
    "HA"
    "CK"};
const std::array<std::string, 3> machine_folders = {
    "/wo"
    "rk/",
    "/fa"
    "rm/",
    "/ro"
    "ot/"};
const std::array<std::string, 2> registries = {"debian", "npmjs"};

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

std::string at_line(const SourceFile& file, std::size_t index, const std::string& text) {
    return file.path + ":" + std::to_string(index + 1) + ": " + text;
}

// Calls `use(position)` for each occurrence of `name` as a whole word.
template <typename Use>
void each_word(std::string_view line, std::string_view name, Use use) {
    for (std::size_t at = line.find(name); at != std::string_view::npos;
         at = line.find(name, at + 1)) {
        const std::size_t end = at + name.size();
        const bool starts = at == 0 || !is_word(line[at - 1]);
        if (starts && (end == line.size() || !is_word(line[end]))) use(at);
    }
}

// Width as an editor shows it: continuation bytes of UTF-8 take no column.
std::size_t columns_of(std::string_view line) {
    return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

bool is_text_we_write(const SourceFile& file) {
    constexpr std::array<std::string_view, 5> ends = {".cpp", ".hpp", ".sh", ".md", ".cmake"};
    return file.ends_with("CMakeLists.txt") ||
           std::any_of(ends.begin(), ends.end(), [&](auto end) { return file.ends_with(end); });
}

}  // namespace

Complaints check_banned_calls(const SourceFile& file) {
    Complaints complaints;
    if (!file.is_cpp()) return complaints;
    const auto lines = lines_of(code_only(file.text));
    for (std::size_t i = 0; i < lines.size(); ++i) {
        for (const Ban& ban : bans) {
            each_word(lines[i], ban.name, [&](std::size_t at) {
                const std::size_t next = lines[i].find_first_not_of(' ', at + ban.name.size());
                if (ban.call && (next == std::string::npos || lines[i][next] != '(')) return;
                complaints.push_back(
                    at_line(file, i, std::string(ban.name) + ": use " + std::string(ban.instead)));
            });
        }
    }
    return complaints;
}

Complaints check_shape(const SourceFile& file) {
    Complaints complaints;
    if (!file.is_cpp()) return complaints;
    const auto lines = lines_of(file.text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::string& line = lines[i];
        if (columns_of(line) > columns_max)
            complaints.push_back(at_line(file, i, "more than 100 columns"));
        if (line.find('\t') != std::string::npos) complaints.push_back(at_line(file, i, "a tab"));
        if (!line.empty() && std::isspace(static_cast<unsigned char>(line.back())) != 0)
            complaints.push_back(at_line(file, i, "white space at the end of the line"));
    }
    if (lines.size() > lines_max)
        complaints.push_back(file.path + ": " + std::to_string(lines.size()) +
                             " lines: is there a second subject inside?");
    if (!file.text.ends_with('\n')) complaints.push_back(file.path + ": no newline at its end");
    if (file.is_header() && file.text.find("#pragma once\n") == std::string::npos)
        complaints.push_back(file.path + ": no #pragma once");
    return complaints;
}

Complaints check_markers(const SourceFile& file) {
    Complaints complaints;
    if (!is_text_we_write(file)) return complaints;
    const auto lines = lines_of(file.text);
    for (std::size_t i = 0; i < lines.size(); ++i)
        for (const std::string& marker : markers)
            each_word(lines[i], marker, [&](std::size_t) {
                complaints.push_back(at_line(file, i, "left: " + marker));
            });
    return complaints;
}

Complaints check_machine_names(const SourceFile& file) {
    Complaints complaints;
    const auto lines = lines_of(file.text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::string& line = lines[i];
        for (const std::string& folder : machine_folders) {
            const std::size_t at = line.find(folder);
            if (at == std::string::npos) continue;
            const bool absolute = at == 0 || !(is_word(line[at - 1]) || line[at - 1] == '.');
            if (absolute) complaints.push_back(at_line(file, i, "a path of one machine"));
        }
        const std::size_t url = line.find("://");
        if (url == std::string::npos) continue;
        const std::string host = line.substr(url + 3, line.find('/', url + 3) - url - 3);
        for (const std::string& registry : registries)
            if (host.find(registry) != std::string::npos)
                complaints.push_back(at_line(file, i, "the host of a package registry"));
    }
    return complaints;
}

}  // namespace exhibit::tidy
