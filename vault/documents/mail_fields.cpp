#include "documents/mail_fields.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

namespace exhibit::documents {
namespace {

// What is longer is cut: nobody writes that much, and looking into brackets takes the square of it.
constexpr std::size_t received_bytes_max = 4096;
constexpr std::size_t results_bytes_max = 16'384;

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

/// Structured fields in pieces: words, quoted strings, comments with what is nested in them, and
/// the separators ";" and "=".
class Pieces {
public:
    explicit Pieces(std::string_view value) : rest_(value) {}

    std::optional<std::string_view> next() {
        while (!rest_.empty() && is_blank(rest_.front())) rest_.remove_prefix(1);
        if (rest_.empty()) return std::nullopt;
        const std::size_t size = length();
        const std::string_view piece = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return piece;
    }

private:
    std::size_t length() const {
        if (rest_.front() == '(') return comment_length();
        if (rest_.front() == '"') return quoted_length();
        if (rest_.front() == ';' || rest_.front() == '=') return 1;
        return std::min(rest_.find_first_of(" \t\r\n(\";="), rest_.size());
    }

    std::size_t comment_length() const {
        std::size_t depth = 0;
        for (std::size_t i = 0; i < rest_.size(); ++i) {
            if (rest_[i] == '\\')
                ++i;
            else if (rest_[i] == '(')
                ++depth;
            else if (rest_[i] == ')' && --depth == 0)
                return i + 1;
        }
        return rest_.size();
    }

    std::size_t quoted_length() const {
        for (std::size_t i = 1; i < rest_.size(); ++i) {
            if (rest_[i] == '\\')
                ++i;
            else if (rest_[i] == '"')
                return i + 1;
        }
        return rest_.size();
    }

    std::string_view rest_;
};

void append(std::string& text, std::string_view piece) {
    if (!text.empty()) text += ' ';
    text += piece;
}

bool is_address(std::string_view text) {
    const bool v6 = text.find(':') != std::string_view::npos;
    const std::string_view allowed = v6 ? "0123456789abcdefABCDEF:." : "0123456789.";
    const auto dots = std::ranges::count(text, '.');
    return text.size() >= 2 && text.find_first_not_of(allowed) == std::string_view::npos &&
           (v6 ? std::ranges::count(text, ':') >= 2 : dots == 3);
}

/// Between brackets, or else a comment or word that is nothing else.
std::string address_in(std::string_view from) {
    std::string_view rest = from;
    for (std::size_t open = rest.find('['); open != std::string_view::npos; open = rest.find('[')) {
        rest.remove_prefix(open + 1);
        std::string_view inner = rest.substr(0, rest.find(']'));
        if (lower(inner.substr(0, 5)) == "ipv6:") inner.remove_prefix(5);
        if (is_address(inner)) return std::string(inner);
    }
    for (std::size_t at = 0; at < from.size();) {
        const std::size_t begin = from.find_first_not_of(" ()", at);
        if (begin == std::string_view::npos) break;
        const std::size_t end = std::min(from.find_first_of(" ()", begin), from.size());
        if (is_address(from.substr(begin, end - begin)))
            return std::string(from.substr(begin, end - begin));
        at = end;
    }
    return {};
}

/// "From: x" gives "from"; empty when the line is no field.
std::string field_name(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) return {};
    const std::string_view name = line.substr(0, colon);
    const bool fine = std::ranges::all_of(name, [](char c) { return c > ' ' && c < '\x7f'; });
    return fine ? lower(name) : std::string();
}

/// Begins with the name of a field that is taken apart. Only begins: what stands between name and
/// colon may be dropped by who reads it.
bool is_structured(std::string_view line) {
    static constexpr std::array<std::string_view, 15> names{
        "from",     "to",          "cc",       "bcc",          "sender",
        "reply-to", "resent-",     "subject",  "content-",     "references",
        "received", "in-reply-to", "message-", "disposition-", "date"};
    constexpr std::size_t longest_name = 12;
    const std::string begin = lower(line.substr(0, longest_name));
    return std::ranges::any_of(names, [&](auto name) { return begin.starts_with(name); }) &&
           line.find(':') != std::string_view::npos;
}

/// Calls `act` with each line, its end left out, until it returns false.
template <typename Act>
void each_line(std::string_view text, const Act& act) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (!act(line)) return;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

}  // namespace

MailHop read_received(std::string_view value) {
    value = value.substr(0, received_bytes_max);
    static const std::set<std::string, std::less<>> others{"via", "with", "id", "for"};
    MailHop hop;
    std::string skipped;
    std::string* part = &skipped;
    Pieces pieces(value);
    bool dated = false;
    for (auto piece = pieces.next(); piece; piece = pieces.next()) {
        const std::string word = lower(*piece);
        if (dated) {
            append(hop.time, *piece);
        } else if (*piece == ";") {
            dated = true;
        } else if (word == "from" && hop.from.empty()) {
            part = &hop.from;
        } else if (word == "by" && hop.by.empty()) {
            part = &hop.by;
        } else if (others.contains(word)) {
            part = &skipped;
        } else {
            append(*part, *piece);
        }
    }
    hop.address = address_in(hop.from);
    return hop;
}

std::vector<MailCheck> read_authentication_results(std::string_view value) {
    value = value.substr(0, results_bytes_max);
    std::vector<MailCheck> out;
    std::string host;
    std::vector<std::string> words;
    const auto finish = [&] {
        if (host.empty())
            host = words.empty() ? "an unnamed host" : words.front();
        else if (words.size() >= 3 && words[1] == "=")
            out.push_back({words[0].substr(0, words[0].find('/')), words[2], host});
        words.clear();
    };
    Pieces pieces(value);
    for (auto piece = pieces.next(); piece; piece = pieces.next()) {
        if (*piece == ";")
            finish();
        else if (piece->front() != '(')
            words.push_back(lower(*piece));
    }
    finish();
    return out;
}

bool looks_like_mail(ByteView head) {
    static constexpr std::array<std::string_view, 7> wanted{
        "from", "received", "return-path", "delivered-to", "message-id", "date", "subject"};
    std::set<std::string> seen;
    bool first = true;
    each_line(as_text(head), [&](std::string_view line) {
        const bool folded = !first && !line.empty() && is_blank(line.front());
        first = false;
        if (folded) return true;
        const std::string name = field_name(line);
        if (std::ranges::find(wanted, name) != wanted.end()) seen.insert(name);
        return !name.empty() && seen.size() < 2;
    });
    return seen.size() >= 2;
}

MailBurden burden_of(std::string_view message) {
    MailBurden out;
    std::size_t bytes = 0;  // of the field that goes on, when it is a structured one
    std::size_t colons = 0;
    bool structured = false;
    each_line(message, [&](std::string_view line) {
        constexpr std::size_t name_looked_at = 80;
        if (line.starts_with("--")) ++out.boundaries;
        if (!field_name(line.substr(0, name_looked_at)).empty()) ++out.fields;
        if (line.empty() || !is_blank(line.front())) {
            structured = is_structured(line);
            bytes = colons = 0;
        }
        if (!structured) return true;
        bytes += line.size();
        colons += static_cast<std::size_t>(std::ranges::count(line, ':'));
        out.structured_bytes += line.size();
        out.longest = std::max(out.longest, bytes);
        out.most_colons = std::max(out.most_colons, colons);
        return true;
    });
    return out;
}

}  // namespace exhibit::documents
