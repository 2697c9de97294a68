// What is not an element: the XML declaration, comments, instructions, CDATA sections.
#include <algorithm>
#include <array>
#include <cctype>

#include "base/text.hpp"
#include "xml/names.hpp"
#include "xml/reader.hpp"

namespace exhibit::xml {
namespace {

// With the zero bytes in it.
template <std::size_t size>
constexpr std::string_view all_of(const char (&text)[size]) {
    return {text, size - 1};
}

struct Sign {
    std::string_view bytes;
    std::string_view name;
};
// Starts of documents that are not UTF-8 (XML 1.0, appendix F). The longer ones first.
constexpr std::array signs = {
    Sign{all_of("\0\0\xFE\xFF"), "UTF-32"},
    Sign{all_of("\xFF\xFE\0\0"), "UTF-32"},
    Sign{all_of("\0\0\0<"), "UTF-32"},
    Sign{all_of("<\0\0\0"), "UTF-32"},
    Sign{all_of("\xFE\xFF"), "UTF-16"},
    Sign{all_of("\xFF\xFE"), "UTF-16"},
    Sign{all_of("\0<"), "UTF-16"},
    Sign{all_of("<\0"), "UTF-16"},
    Sign{all_of("\x4C\x6F\xA7\x94"), "EBCDIC"},
};

bool same_ignoring_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return std::tolower(static_cast<unsigned char>(x)) ==
               std::tolower(static_cast<unsigned char>(y));
    });
}

}  // namespace

void Reader::check_encoding() const {
    for (const Sign& sign : signs)
        if (document_.starts_with(sign.bytes))
            refuse(Fault::encoding, 0, "a document in " + std::string(sign.name), "UTF-8");
}

// Production 23: version, then encoding, then standalone; only version must be there.
void Reader::read_declaration() {
    if (!here("<?xml") || at_ + 5 >= document_.size() ||
        !has_class(document_[at_ + 5], byte_class::blank))
        return;
    has_declaration_ = true;
    at_ += 5;
    skip_blanks();
    std::size_t value_at = at_;
    const std::string_view version = read_pseudo_attribute("version");
    if (version != "1.0") refuse(Fault::declaration, value_at, shown(value_at), "version=\"1.0\"");
    bool parted = skip_blanks();
    value_at = at_;
    const auto encoding = parted ? read_pseudo_attribute("encoding") : std::string_view();
    if (!encoding.empty()) {
        declares_encoding_ = true;
        check_declared_encoding(encoding, value_at);
        parted = skip_blanks();
    }
    value_at = at_;
    const auto standalone = parted ? read_pseudo_attribute("standalone") : std::string_view();
    if (!standalone.empty() && standalone != "yes" && standalone != "no")
        refuse(Fault::declaration, value_at, shown(value_at), "standalone=\"yes\" or \"no\"");
    skip_blanks();
    if (!here("?>"))
        refuse_here(Fault::declaration,
                    "\"?>\" at the end of the XML declaration, which has "
                    "version, encoding and standalone in this order");
    at_ += 2;
}

// The value of name="..." if it is here; an empty view if not.
std::string_view Reader::read_pseudo_attribute(std::string_view name) {
    if (!here(name)) return {};
    at_ += name.size();
    skip_blanks();
    if (!here("=")) refuse_here(Fault::declaration, "\"=\" after " + std::string(name));
    ++at_;
    skip_blanks();
    const char quote = more() ? document_[at_] : '\0';
    const std::size_t end =
        quote == '"' || quote == '\'' ? document_.find(quote, at_ + 1) : std::string_view::npos;
    if (end == std::string_view::npos)
        refuse_here(Fault::declaration, "the value of " + std::string(name) + " in quotes");
    const std::string_view value = document_.substr(at_ + 1, end - at_ - 1);
    if (value.empty() || value.size() > 40)
        refuse_here(Fault::declaration, "a value of " + std::string(name));
    at_ = end + 1;
    return value;
}

void Reader::check_declared_encoding(std::string_view value, std::size_t offset) const {
    if (same_ignoring_case(value, "UTF-8")) return;
    const bool ascii = same_ignoring_case(value, "US-ASCII") || same_ignoring_case(value, "ASCII");
    const bool all_ascii = ascii && std::all_of(document_.begin(), document_.end(), [](char c) {
                               return static_cast<unsigned char>(c) < 0x80;
                           });
    if (!all_ascii)
        refuse(Fault::encoding, offset, "the encoding \"" + printable(value) + "\"", "UTF-8");
}

// Outside the root: to the next "<"; false at the end of the document.
bool Reader::skip_to_markup() {
    skip_blanks();
    if (!more()) return false;
    if (document_[at_] != '<')
        refuse_here(Fault::text_outside_root, part_ == Part::prolog
                                                  ? "the root element"
                                                  : "nothing but comments after the root element");
    return true;
}

void Reader::skip_comment() {
    const std::size_t from = at_ + 4;
    const std::size_t dashes = document_.find("--", from);
    if (dashes == std::string_view::npos)
        refuse(Fault::unclosed, at_, "a comment without an end", "\"-->\"");
    if (document_.substr(dashes, 3) != "-->")
        refuse(Fault::comment, dashes, "\"--\" inside a comment", "\"-->\" at its end");
    raw_ = document_.substr(from, dashes - from);
    at_ = dashes + 3;
}

void Reader::skip_instruction() {
    const std::size_t target_at = at_ + 2;
    const std::size_t length = ncname_length(document_.substr(target_at));
    if (length == 0)
        refuse(Fault::bad_name, target_at, shown(target_at),
               "the name of a processing instruction");
    const std::string_view target = document_.substr(target_at, length);
    if (same_ignoring_case(target, "xml"))
        refuse(Fault::declaration, at_, shown(at_),
               "an XML declaration only as the first bytes of the document");
    const std::size_t end = document_.find("?>", target_at + length);
    if (end == std::string_view::npos)
        refuse(Fault::unclosed, at_, "a processing instruction without an end", "\"?>\"");
    const std::size_t after = target_at + length;
    if (after != end && !has_class(document_[after], byte_class::blank))
        refuse(Fault::instruction, after, shown(after),
               "a blank after the name of the processing instruction");
    raw_ = document_.substr(target_at, end - target_at);
    at_ = end + 2;
}

void Reader::read_cdata() {
    const std::size_t from = at_ + 9;
    const std::size_t end = document_.find("]]>", from);
    if (end == std::string_view::npos)
        refuse(Fault::unclosed, at_, "a CDATA section without an end", "\"]]>\"");
    raw_ = document_.substr(from, end - from);
    plain_ = raw_.find('\r') == std::string_view::npos;
    at_ = end + 3;
}

void Reader::refuse_exclamation() const {
    if (here("<![CDATA["))
        refuse_here(Fault::text_outside_root, "CDATA sections inside the root element only");
    if (same_ignoring_case(document_.substr(at_, 9), "<!DOCTYPE"))
        refuse(Fault::doctype, at_, "a document type declaration",
               "none: it may declare entities, and nothing here needs one");
    refuse_here(Fault::bad_markup, "a comment or, inside an element, a CDATA section");
}

void Reader::refuse_end() const {
    const Element& innermost = open_.back();
    refuse(Fault::unclosed, at_, "the end of the document",
           "the end tag of <" + printable(innermost.qualified) + "> that starts at byte " +
               std::to_string(innermost.start_at));
}

}  // namespace exhibit::xml
