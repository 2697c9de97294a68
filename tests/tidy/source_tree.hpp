// The source tree as the tidy rules see it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace exhibit::tidy {

/// One text file of the tree.
struct SourceFile {
    std::string path;  ///< relative to the top of the tree, with '/'
    std::string text;

    bool in(std::string_view folder) const;      ///< in("vault/") and so on
    bool ends_with(std::string_view end) const;  ///< of the path
    bool is_header() const { return ends_with(".hpp"); }
    bool is_cpp() const { return is_header() || ends_with(".cpp"); }
};

/// The lines of a text without their line ends.
std::vector<std::string> lines_of(std::string_view text);

/// C++ text in which comments and the insides of literals are spaces: what is left is code, on the
/// lines and columns it had.
std::string code_only(std::string_view text);

/// Every file git knows or could add; without git, every file outside build/ and .git/. Files that
/// hold a zero byte are left out.
std::vector<SourceFile> read_tree(const std::filesystem::path& top);

}  // namespace exhibit::tidy
