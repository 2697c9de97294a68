#include "report/html.hpp"

#include "base/text.hpp"

namespace exhibit::report {

std::string escaped(std::string_view text) {
    constexpr std::string_view no_break_space = "\xC2\xA0";
    std::string out;
    out.reserve(text.size() + text.size() / 16);
    for (std::size_t i = 0; i < text.size(); ++i) {
        switch (text[i]) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            default:
                if (text.substr(i, 2) == no_break_space) {
                    out += "&nbsp;";
                    ++i;
                } else {
                    out += text[i];
                }
        }
    }
    return out;
}

std::string shown(std::string_view text) {
    return escaped(printable(text));
}

std::string element(std::string_view name, const Attributes& attributes, std::string_view inner) {
    std::string out = "<" + std::string(name);
    for (const auto& [key, value] : attributes) {
        out += ' ';
        out += key;
        out += "=\"" + value + '"';
    }
    out += '>';
    out += inner;
    out += "</" + std::string(name) + ">";
    return out;
}

std::string table_row(std::string_view cell, std::initializer_list<std::string> cells) {
    std::string inner;
    for (const std::string& one : cells) inner += element(cell, one);
    return element("tr", inner);
}

std::string table(std::string_view css, std::initializer_list<std::string> head,
                  std::string_view rows) {
    return classed("table", css, element("thead", table_row("th", head)) + element("tbody", rows));
}

}  // namespace exhibit::report
