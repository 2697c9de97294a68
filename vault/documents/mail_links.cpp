#include "documents/mail_links.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

namespace exhibit::documents {
namespace {

constexpr std::array<std::string_view, 3> schemes{"http://", "https://", "ftp://"};

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool starts_with(std::string_view text, std::string_view prefix) {
    return text.size() >= prefix.size() &&
           std::ranges::equal(text.substr(0, prefix.size()), prefix, {}, lower);
}

bool is_letter_or_digit(char c) {
    return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9');
}

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}

/// Bytes of the scheme the text begins with; 0 for none, or when nothing follows.
std::size_t scheme_bytes(std::string_view text) {
    for (const std::string_view scheme : schemes)
        if (starts_with(text, scheme) && text.size() > scheme.size() &&
            !is_space(text[scheme.size()]))
            return scheme.size();
    return 0;
}

/// Without the marks that end a sentence, and a bracket that was opened before the link.
std::string_view without_punctuation(std::string_view link) {
    // Looked for once: no mark that is dropped opens one.
    const bool opened = link.find('(') != std::string_view::npos;
    const std::string_view marks = opened ? ".,;:!?]}*" : ".,;:!?)]}*";
    const std::size_t last = link.find_last_not_of(marks);
    return last == std::string_view::npos ? std::string_view() : link.substr(0, last + 1);
}

void append_utf8(std::string& out, std::uint32_t code) {
    const auto add = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
    if (code < 0x80) {
        add(code);
    } else if (code < 0x800) {
        add(0xC0U | code >> 6U);
        add(0x80U | (code & 0x3FU));
    } else if (code < 0x10000) {
        add(0xE0U | code >> 12U);
        add(0x80U | (code >> 6U & 0x3FU));
        add(0x80U | (code & 0x3FU));
    } else {
        add(0xF0U | code >> 18U);
        add(0x80U | (code >> 12U & 0x3FU));
        add(0x80U | (code >> 6U & 0x3FU));
        add(0x80U | (code & 0x3FU));
    }
}

/// "#58" or "#x3a" after the "&".
std::optional<std::uint32_t> numbered(std::string_view name) {
    if (!name.starts_with('#')) return std::nullopt;
    name.remove_prefix(1);
    const bool hexadecimal = starts_with(name, "x");
    if (hexadecimal) name.remove_prefix(1);
    std::uint32_t code = 0;
    const char* end = name.data() + name.size();
    const auto read = std::from_chars(name.data(), end, code, hexadecimal ? 16 : 10);
    if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
    const bool character = code > 0 && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
    return character ? std::optional(code) : std::nullopt;
}

/// Character references that a link needs resolved; others stay.
std::string decoded(std::string_view text) {
    constexpr std::size_t name_bytes_max = 12;
    static constexpr std::array<std::pair<std::string_view, char>, 5> named{
        {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}}};
    std::string out;
    while (!text.empty()) {
        const std::size_t at = std::min(text.find('&'), text.size());
        out += text.substr(0, at);
        text.remove_prefix(at);
        if (text.empty()) break;
        const std::size_t end = text.substr(0, name_bytes_max).find(';');
        const std::string_view name =
            end == std::string_view::npos ? std::string_view() : text.substr(1, end - 1);
        const auto known =
            std::ranges::find(named, name, &std::pair<std::string_view, char>::first);
        if (const auto code = numbered(name))
            append_utf8(out, *code);
        else if (known != named.end())
            out += known->second;
        else
            out += text.substr(0, 1);
        const bool resolved = known != named.end() || numbered(name);
        text.remove_prefix(resolved ? end + 1 : 1);
    }
    return out;
}

/// As a browser reads it: without the line ends and tabs that may be anywhere in it.
std::string attribute_link(std::string_view value) {
    std::string out;
    for (const char c : decoded(value))
        if (c != '\t' && c != '\r' && c != '\n') out += c;
    const std::size_t begin = std::min(out.find_first_not_of(' '), out.size());
    out.erase(0, begin);
    out.erase(out.find_last_not_of(' ') + 1);
    return out;
}

class HtmlLinks {
public:
    HtmlLinks(std::string_view html, Links& links) : rest_(html), links_(links) {}

    void run() {
        while (!rest_.empty()) {
            const std::size_t tag = std::min(rest_.find('<'), rest_.size());
            find_links(decoded(rest_.substr(0, tag)), links_);
            rest_.remove_prefix(tag);
            if (rest_.starts_with("<!--"))
                drop(rest_.find("-->"), 3);
            else if (!rest_.empty())
                read_tag();
        }
    }

private:
    void drop(std::size_t at, std::size_t more) {
        rest_.remove_prefix(at == std::string_view::npos ? rest_.size() : at + more);
    }

    void skip_spaces() {
        while (!rest_.empty() && (is_space(rest_.front()) || rest_.front() == '/'))
            rest_.remove_prefix(1);
    }

    std::string_view take(std::size_t bytes) {
        const std::string_view out = rest_.substr(0, bytes);
        rest_.remove_prefix(out.size());
        return out;
    }

    void read_tag() {
        take(1);
        take(std::min(rest_.find_first_of(" \t\r\n\f/>"), rest_.size()));
        for (skip_spaces(); !rest_.empty() && rest_.front() != '>'; skip_spaces()) read_attribute();
        take(1);
    }

    void read_attribute() {
        std::string name(take(
            std::max<std::size_t>(1, std::min(rest_.find_first_of(" \t\r\n\f/>="), rest_.size()))));
        std::ranges::transform(name, name.begin(), lower);
        while (!rest_.empty() && is_space(rest_.front())) take(1);
        if (!rest_.starts_with('=')) return;
        take(1);
        while (!rest_.empty() && is_space(rest_.front())) take(1);
        use(name, value());
    }

    std::string_view value() {
        if (rest_.starts_with('"') || rest_.starts_with('\'')) {
            const char quote = take(1).front();
            const std::string_view out = take(std::min(rest_.find(quote), rest_.size()));
            take(1);
            return out;
        }
        return take(std::min(rest_.find_first_of(" \t\r\n\f>"), rest_.size()));
    }

    void use(std::string_view name, std::string_view value) {
        static constexpr std::array<std::string_view, 7> leading{
            "href", "src", "action", "formaction", "background", "data", "poster"};
        if (name == "content") find_links(decoded(value), links_);
        if (std::ranges::find(leading, name) == leading.end()) return;
        std::string link = attribute_link(value);
        if (scheme_bytes(link) > 0 || (link.starts_with("//") && link.size() > 2))
            links_.add(std::move(link));
    }

    std::string_view rest_;
    Links& links_;
};

}  // namespace

void Links::add(std::string link) {
    if (std::ranges::find(links_, link) != links_.end()) return;
    if (links_.size() < links_told_max)
        links_.push_back(std::move(link));
    else
        ++left_out_;
}

void find_links(std::string_view text, Links& links) {
    for (std::size_t at = text.find(':'); at != std::string_view::npos; at = text.find(':', at)) {
        // The scheme is right before the colon.
        std::size_t begin = at;
        while (begin > 0 && is_letter_or_digit(text[begin - 1]) && at - begin < 6) --begin;
        const std::size_t scheme = scheme_bytes(text.substr(begin));
        if (scheme == 0) {
            ++at;
            continue;
        }
        const std::size_t end =
            std::min(text.find_first_of(" \t\r\n\f<>\"'`", begin + scheme), text.size());
        const std::string_view link = without_punctuation(text.substr(begin, end - begin));
        if (link.size() > scheme) links.add(std::string(link));
        at = end;
    }
}

void find_html_links(std::string_view html, Links& links) {
    HtmlLinks(html, links).run();
}

}  // namespace exhibit::documents
