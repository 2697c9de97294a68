#include "support/rfc_examples.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "base/file.hpp"

namespace exhibit::test {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::size_t begin = 0;
    while (begin < text.size()) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

/// "Danyliw, et al.   Standards Track   [Page 68]" and "RFC 5070   IODEF   December 2007".
bool is_page_break(const std::string& line) {
    if (line.empty() || line[0] == ' ') return false;
    const bool footer = line.find("[Page ") != std::string::npos && line.ends_with(']');
    const bool header = line.starts_with("RFC ") && line.size() > 60;
    return footer || header || line == "\f";
}

std::size_t indent_of(const std::string& line) {
    return std::min(line.find_first_not_of(' '), line.size());
}

std::string joined(const std::vector<std::string>& lines, std::size_t from, std::size_t to) {
    std::size_t indent = 100;
    for (std::size_t i = from; i <= to; ++i)
        if (indent_of(lines[i]) < lines[i].size()) indent = std::min(indent, indent_of(lines[i]));
    std::string out;
    for (std::size_t i = from; i <= to; ++i) {
        out += lines[i].substr(std::min(indent, lines[i].size()));
        // A namespace that RFC 5941 breaks at its hyphen goes on in the next line.
        if (!lines[i].ends_with("thraud-")) out += '\n';
    }
    return out;
}

}  // namespace

void cut_examples(const std::string& folder, int rfc, const std::string& root, RfcExamples& out,
                  bool dots) {
    const auto bytes =
        read_file(folder + "/rfc" + std::to_string(rfc) + ".txt", std::size_t{1} << 24U);
    ASSERT_TRUE(bytes.has_value());
    std::vector<std::string> lines;
    for (std::string& line : lines_of(std::string(as_text(*bytes))))
        if (!is_page_break(line)) lines.push_back(std::move(line));
    std::optional<std::size_t> declaration;
    std::optional<std::size_t> begin;
    int number = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::string line = lines[i].substr(indent_of(lines[i]));
        if (line.starts_with("<?xml")) declaration = i;
        if (line.starts_with('<' + root)) {
            if (begin) ++out.fragments[rfc];
            begin = declaration && i - *declaration < 20 ? *declaration : i;
        }
        if (!begin || !line.starts_with("</" + root + '>')) continue;
        const std::string text = joined(lines, *begin, i);
        begin.reset();
        declaration.reset();
        if (!dots && text.find("...") != std::string::npos)
            ++out.fragments[rfc];
        else
            out.documents.push_back(
                {"RFC " + std::to_string(rfc) + ", " + std::to_string(++number), text});
    }
}

}  // namespace exhibit::test
