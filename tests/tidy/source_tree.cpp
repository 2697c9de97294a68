#include "source_tree.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>

namespace exhibit::tidy {
namespace {

// "vault/a.cpp\nvault/b.cpp\n"; empty when git is absent or this is not a checkout. Run with stderr
// closed, because an unpacked archive is a normal place to be.
std::string git_listing(const std::filesystem::path& top) {
    const std::string command = "git -C '" + top.string() +
                                "' -c core.quotePath=off ls-files --cached --others "
                                "--exclude-standard 2>/dev/null";
    const auto close = [](FILE* pipe) { pclose(pipe); };
    const std::unique_ptr<FILE, decltype(close)> pipe(popen(command.c_str(), "r"), close);
    std::string listing;
    std::array<char, 4096> buffer{};
    while (pipe) {
        const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe.get());
        if (count == 0) break;
        listing.append(buffer.data(), count);
    }
    return listing;
}

std::vector<std::string> walk(const std::filesystem::path& top) {
    std::vector<std::string> paths;
    auto entry = std::filesystem::recursive_directory_iterator(top);
    for (; entry != std::filesystem::recursive_directory_iterator(); ++entry) {
        const std::string path = entry->path().lexically_relative(top).generic_string();
        if (path == "build" || path == ".git") entry.disable_recursion_pending();
        if (entry->is_regular_file()) paths.push_back(path);
    }
    return paths;
}

// Copies code and blanks the rest, one lexical element at a time.
class Blanker {
public:
    explicit Blanker(std::string_view text) : text_(text) {}

    std::string run() {
        while (at_ < text_.size()) {
            if (here("//")) {
                blank_to(text_.find('\n', at_));
            } else if (here("/*")) {
                blank_past("*/", at_ + 2);
            } else if (here("R\"")) {
                const std::size_t open = text_.find('(', at_);
                const std::string delimiter(text_.substr(at_ + 2, open - at_ - 2));
                blank_past(")" + delimiter + "\"", open);
            } else if (text_[at_] == '"' || (text_[at_] == '\'' && !digit_separator())) {
                literal(text_[at_]);
            } else {
                code_ += text_[at_++];
            }
        }
        return code_;
    }

private:
    bool here(std::string_view token) const { return text_.substr(at_).starts_with(token); }

    // 1'000: a quote between two digits opens nothing.
    bool digit_separator() const {
        return at_ > 0 && std::isxdigit(static_cast<unsigned char>(text_[at_ - 1])) != 0;
    }

    void blank_to(std::size_t end) {
        for (end = std::min(end, text_.size()); at_ < end; ++at_)
            code_ += text_[at_] == '\n' ? '\n' : ' ';
    }

    void blank_past(std::string_view token, std::size_t from) {
        const std::size_t found = text_.find(token, from);
        blank_to(found == std::string_view::npos ? found : found + token.size());
    }

    // The quotes stay, so that `#include ""` and `operator""` keep their shape.
    void literal(char quote) {
        code_ += text_[at_++];
        while (at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n')
            blank_to(at_ + (text_[at_] == '\\' ? 2 : 1));
        if (at_ < text_.size()) code_ += text_[at_++];
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::string code_;
};

}  // namespace

bool SourceFile::in(std::string_view folder) const {
    return path.starts_with(folder);
}

bool SourceFile::ends_with(std::string_view end) const {
    return std::string_view(path).ends_with(end);
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::string code_only(std::string_view text) {
    return Blanker(text).run();
}

std::vector<SourceFile> read_tree(const std::filesystem::path& top) {
    std::vector<std::string> paths = lines_of(git_listing(top));
    if (paths.empty()) paths = walk(top);
    std::sort(paths.begin(), paths.end());

    std::vector<SourceFile> files;
    for (const std::string& path : paths) {
        if (!std::filesystem::is_regular_file(top / path)) continue;  // deleted, not yet committed
        std::ifstream in(top / path, std::ios::binary);
        std::string text(std::istreambuf_iterator<char>(in), {});
        if (text.find('\0') == std::string::npos) files.push_back({path, std::move(text)});
    }
    return files;
}

}  // namespace exhibit::tidy
