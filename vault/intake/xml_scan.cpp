#include "intake/xml_scan.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"
#include "intake/acquisition_decode.hpp"

namespace exhibit::intake {
namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view no_name = " \t\r\n<>&\"'=/";
constexpr std::size_t npos = std::string_view::npos;

std::string_view without_blanks(std::string_view text) noexcept {
    const std::size_t start = text.find_first_not_of(blanks);
    return start == npos ? std::string_view() : text.substr(start);
}

std::string_view local_name(std::string_view qualified) noexcept {
    const std::size_t colon = qualified.find(':');
    return colon == npos ? qualified : qualified.substr(colon + 1);
}

/// "#65" and "#x41", without the ampersand and the semicolon.
std::optional<std::uint32_t> numbered(std::string_view reference) noexcept {
    reference.remove_prefix(1);
    const bool hex = reference.starts_with('x');
    if (hex) reference.remove_prefix(1);
    std::uint32_t point = 0;
    const char* const end = reference.data() + reference.size();
    const auto [stop, error] = std::from_chars(reference.data(), end, point, hex ? 16 : 10);
    const bool surrogate = point >= 0xD800 && point < 0xE000;
    if (error != std::errc() || stop != end || point > 0x10FFFF || surrogate) return std::nullopt;
    return point;
}

std::optional<std::uint32_t> entity(std::string_view name) noexcept {
    struct Entity {
        std::string_view name;
        char character;
    };
    constexpr std::array<Entity, 5> entities = {
        {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}}};
    if (name.size() > 1 && name.front() == '#') return numbered(name);
    for (const Entity& one : entities) {
        if (one.name == name) return static_cast<std::uint32_t>(one.character);
    }
    return std::nullopt;
}

}  // namespace

bool looks_like_xml(std::string_view text) noexcept {
    const std::string_view start = without_blanks(text);
    return start.size() > 1 && start[0] == '<' && no_name.find(start[1]) == npos;
}

const std::string* XmlPiece::attribute(std::string_view wanted) const noexcept {
    const auto found =
        std::ranges::find(attributes, wanted, &std::pair<std::string_view, std::string>::first);
    return found == attributes.end() ? nullptr : &found->second;
}

std::string_view XmlScanner::around(std::size_t level) const noexcept {
    return level < open_.size() ? open_[open_.size() - 1 - level].local : std::string_view();
}

XmlPiece XmlScanner::next() {
    if (closes_itself_) return close_innermost();
    while (true) {
        if (root_seen_ && open_.empty()) {
            rest_ = without_blanks(rest_);
            if (rest_.empty()) return {};
        }
        if (rest_.empty()) return cut_off();
        std::optional<XmlPiece> piece;
        if (rest_.front() == '<') {
            piece = markup();
        } else {
            const std::size_t end = rest_.find('<');
            if (end == npos) return cut_off();
            const std::string_view raw = rest_.substr(0, end);
            rest_.remove_prefix(end);
            piece = text(raw, true);
        }
        if (piece) return *std::move(piece);
    }
}

std::optional<XmlPiece> XmlScanner::markup() {
    if (rest_.starts_with("<!--")) return skip_past("-->");
    if (rest_.starts_with("<?")) return skip_past("?>");
    constexpr std::string_view cdata = "<![CDATA[";
    if (rest_.starts_with(cdata)) {
        const std::size_t end = rest_.find("]]>", cdata.size());
        if (end == npos) return cut_off();
        const std::string_view raw = rest_.substr(cdata.size(), end - cdata.size());
        rest_.remove_prefix(end + 3);
        return text(raw, false);
    }
    if (rest_.starts_with("<!")) {
        if (cdata.starts_with(rest_) || std::string_view("<!--").starts_with(rest_)) {
            return cut_off();
        }
        refuse("it declares a document type, which is not read");
    }
    // A ">" may stand in the value of an attribute.
    char quote = 0;
    for (std::size_t at = 1; at < rest_.size(); ++at) {
        const char c = rest_[at];
        if (quote != 0) {
            if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            const std::string_view inside = rest_.substr(1, at - 1);
            const bool closing = inside.starts_with('/');
            XmlPiece piece = closing ? close_tag(inside.substr(1)) : open_tag(inside);
            rest_.remove_prefix(at + 1);
            return piece;
        }
    }
    return cut_off();
}

std::optional<XmlPiece> XmlScanner::skip_past(std::string_view terminator) {
    const std::size_t end = rest_.find(terminator, 2);
    if (end == npos) return cut_off();
    rest_.remove_prefix(end + terminator.size());
    return std::nullopt;
}

std::optional<XmlPiece> XmlScanner::text(std::string_view raw, bool resolve) {
    if (without_blanks(raw).empty()) return std::nullopt;
    if (open_.empty()) refuse("text stands outside of its root element");
    XmlPiece piece;
    piece.kind = XmlPiece::Kind::text;
    piece.text_whole = raw.size() <= xml_text_bytes_max;
    // What is too long is of no use to a reader of values; its entities may be cut.
    const bool as_it_is = !resolve || !piece.text_whole;
    piece.text = as_it_is ? std::string(raw.substr(0, xml_text_bytes_max)) : resolved(raw);
    return piece;
}

XmlPiece XmlScanner::open_tag(std::string_view inside) {
    closes_itself_ = inside.ends_with('/');
    if (closes_itself_) inside.remove_suffix(1);
    const std::string_view name = inside.substr(0, inside.find_first_of(no_name));
    if (name.empty() || name.size() > xml_name_bytes_max) refuse("a tag has no name");
    if (open_.empty() && root_seen_) refuse("something follows its root element");
    if (open_.size() == xml_depth_max) refuse("its elements are nested more than 64 deep");
    XmlPiece piece;
    piece.kind = XmlPiece::Kind::open;
    piece.name = local_name(name);
    read_attributes(inside.substr(name.size()), piece);
    open_.push_back({name, piece.name});
    root_seen_ = true;
    return piece;
}

void XmlScanner::read_attributes(std::string_view inside, XmlPiece& piece) const {
    for (inside = without_blanks(inside); !inside.empty(); inside = without_blanks(inside)) {
        const std::string_view name = inside.substr(0, inside.find_first_of(no_name));
        std::string_view rest = without_blanks(inside.substr(name.size()));
        if (name.empty() || !rest.starts_with('=')) refuse("an attribute has no name or no value");
        rest = without_blanks(rest.substr(1));
        const char quote = rest.empty() ? '\0' : rest.front();
        const std::size_t end = quote == '"' || quote == '\'' ? rest.find(quote, 1) : npos;
        if (end == npos) refuse("the value of an attribute is not quoted");
        if (piece.attributes.size() == xml_attributes_max || end > xml_text_bytes_max) {
            refuse("a tag has too many attributes, or one that is too long");
        }
        piece.attributes.emplace_back(local_name(name), resolved(rest.substr(1, end - 1)));
        inside = rest.substr(end + 1);
    }
}

XmlPiece XmlScanner::close_tag(std::string_view inside) {
    const std::string_view name = inside.substr(0, inside.find_first_of(blanks));
    if (open_.empty() || open_.back().qualified != name) {
        refuse("an end tag is not that of the element that is open");
    }
    return close_innermost();
}

XmlPiece XmlScanner::close_innermost() {
    closes_itself_ = false;
    XmlPiece piece;
    piece.kind = XmlPiece::Kind::close;
    piece.name = open_.back().local;
    open_.pop_back();
    return piece;
}

XmlPiece XmlScanner::cut_off() {
    rest_ = {};
    XmlPiece piece;
    piece.kind = XmlPiece::Kind::cut_off;
    return piece;
}

std::string XmlScanner::resolved(std::string_view raw) const {
    std::string out;
    for (std::size_t amp = raw.find('&'); amp != npos; amp = raw.find('&')) {
        out += raw.substr(0, amp);
        const std::size_t end = raw.find(';', amp);
        const auto point = end == npos ? std::nullopt : entity(raw.substr(amp + 1, end - amp - 1));
        if (!point) refuse("it holds an entity that is none of XML's own");
        append_utf8(out, *point);
        raw.remove_prefix(end + 1);
    }
    out += raw;
    return out;
}

void XmlScanner::refuse(const std::string& what) const {
    throw XmlRefused{"at byte " + grouped(whole_.size() - rest_.size()) + " " + what};
}

}  // namespace exhibit::intake
