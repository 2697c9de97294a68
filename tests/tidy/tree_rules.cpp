// Rules about the tree as a whole.
#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "rules.hpp"

namespace exhibit::tidy {
namespace {

const std::set<std::string_view> top_level = {".ci",
                                              ".clang-format",
                                              ".clang-tidy",
                                              ".gitignore",
                                              "CHANGELOG.md",
                                              "CMakeLists.txt",
                                              "CMakePresets.json",
                                              "LICENSE",
                                              "README.md",
                                              "cli",
                                              "include",
                                              "policy",
                                              "samples",
                                              "tests",
                                              "vault"};

using Lists = std::map<std::string_view, std::string_view>;  // CMakeLists.txt by path, its text

// Is `path` named in the list of its own folder, or of one above it by the path from there?
bool is_listed(const Lists& lists, std::string_view path) {
    for (std::size_t slash = path.rfind('/'); slash != std::string_view::npos && slash != 0;
         slash = path.rfind('/', slash - 1)) {
        const auto list = lists.find(std::string(path.substr(0, slash)) + "/CMakeLists.txt");
        if (list == lists.end()) continue;
        return list->second.find(path.substr(slash + 1)) != std::string_view::npos;
    }
    return false;
}

// Headers are found by the end of their path: "ledger/event.hpp", "exchange/schema/rule.hpp", or,
// beside the includer in the tests, by the bare name.
std::set<std::string> included_names(const std::vector<SourceFile>& files) {
    std::set<std::string> names;
    for (const SourceFile& file : files) {
        if (!file.is_cpp()) continue;
        for (const std::string& line : lines_of(file.text)) {
            if (!line.starts_with("#include ")) continue;
            const std::size_t open = line.find_first_of("\"<") + 1;
            names.insert(line.substr(open, line.find_first_of("\">", open) - open));
        }
    }
    return names;
}

bool is_included(const std::set<std::string>& names, const std::string& path) {
    if (names.contains(path)) return true;
    for (std::size_t slash = path.rfind('/'); slash != std::string::npos && slash != 0;
         slash = path.rfind('/', slash - 1))
        if (names.contains(path.substr(slash + 1))) return true;
    return false;
}

// A test script, unless another script sources it.
bool is_test_script(const std::vector<SourceFile>& files, const SourceFile& file) {
    if (!file.ends_with(".sh") || !(file.in("tests/cli/") || file.in("tests/interop/")))
        return false;
    const std::string name = file.path.substr(file.path.rfind('/'));
    return std::none_of(files.begin(), files.end(), [&](const SourceFile& other) {
        return other.ends_with(".sh") && other.text.find(name) != std::string::npos;
    });
}

}  // namespace

Complaints check_top_level(const std::vector<SourceFile>& files) {
    std::set<std::string> strangers;
    for (const SourceFile& file : files) {
        const std::string entry = file.path.substr(0, file.path.find('/'));
        if (!top_level.contains(entry)) strangers.insert(entry + ": not part of the layout");
    }
    return {strangers.begin(), strangers.end()};
}

Complaints check_dead_files(const std::vector<SourceFile>& files) {
    std::map<std::string_view, std::string_view> lists;
    for (const SourceFile& file : files)
        if (file.ends_with("/CMakeLists.txt")) lists.emplace(file.path, file.text);
    const auto names = included_names(files);

    Complaints complaints;
    for (const SourceFile& file : files) {
        const bool owed = file.ends_with(".cpp") || is_test_script(files, file);
        if (owed && !is_listed(lists, file.path))
            complaints.push_back(file.path + ": in no CMakeLists.txt");
        if (file.is_header() && !file.in("include/") && !is_included(names, file.path))
            complaints.push_back(file.path + ": nobody includes it");
    }
    return complaints;
}

Complaints check_own_header_first(const std::vector<SourceFile>& files) {
    std::set<std::string_view> headers;
    for (const SourceFile& file : files)
        if (file.is_header()) headers.insert(file.path);

    Complaints complaints;
    for (const SourceFile& file : files) {
        if (!file.ends_with(".cpp")) continue;
        const std::string own = file.path.substr(0, file.path.size() - 3) + "hpp";
        if (!headers.contains(own)) continue;
        const std::size_t include = file.text.find("#include ");
        const std::string_view first = std::string_view(file.text).substr(
            std::min(include, file.text.size()), file.text.find('\n', include) - include);
        if (first.find(own.substr(own.rfind('/') + 1) + "\"") == std::string_view::npos)
            complaints.push_back(file.path + ": includes something before its own header");
    }
    return complaints;
}

}  // namespace exhibit::tidy
