#include "xml/reader.hpp"

#include <utility>

#include "base/text.hpp"
#include "xml/text.hpp"

namespace exhibit::xml {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t shown_characters_max = 16;

}  // namespace

Reader::Reader(std::string_view document, const Limits& limits)
    : document_(document), limits_(limits) {
    if (document.size() > limits.document_bytes_max)
        refuse(Fault::too_large, limits.document_bytes_max,
               "a document of " + grouped(document.size()) + " bytes",
               "at most " + grouped(limits.document_bytes_max));
    check_encoding();
    if (const auto bad = first_bad_character(document)) {
        const bool utf8 = bad->fault == Fault::utf8;
        refuse(bad->fault, bad->offset, shown(bad->offset),
               utf8 ? "well-formed UTF-8" : "a character that XML 1.0 has");
    }
    if (document.starts_with(byte_order_mark)) start_ = byte_order_mark.size();
    at_ = event_at_ = start_;
    open_.reserve(32);
}

Event Reader::next() {
    if (part_ == Part::root) return event_ = in_root();
    return event_ = in_prolog();
}

Event Reader::in_prolog() {
    if (event_ == Event::end) open_.clear();
    if (at_ == start_) read_declaration();
    while (skip_to_markup()) {
        event_at_ = at_;
        if (here("<?")) {
            skip_instruction();
        } else if (here("<!--")) {
            skip_comment();
        } else if (here("<!")) {
            refuse_exclamation();
        } else if (part_ == Part::epilog) {
            refuse_here(Fault::second_root, "the end of the document after its one root element");
        } else {
            part_ = Part::root;
            return read_start_tag();
        }
    }
    event_at_ = at_;
    if (part_ == Part::prolog) refuse_here(Fault::no_root, "a root element");
    return Event::finished;
}

Event Reader::in_root() {
    event_at_ = at_;
    if (event_ == Event::end) {
        namespaces_.shrink(open_.back().bindings);
        open_.pop_back();
    } else if (event_ == Event::start && open_.back().self_closing) {
        open_.back().end_at = open_.back().end_end = at_;
        return close();
    }
    if (!more()) refuse_end();
    return document_[at_] == '<' ? read_markup() : read_text_run();
}

// The root leaves the open elements only with the next event.
Event Reader::close() {
    if (open_.size() == 1) part_ = Part::epilog;
    return Event::end;
}

Event Reader::read_markup() {
    const char second = at_ + 1 < document_.size() ? document_[at_ + 1] : '\0';
    if (second == '/') return read_end_tag();
    if (second == '?') {
        skip_instruction();
        return Event::instruction;
    }
    if (second != '!') return read_start_tag();
    if (here("<!--")) {
        skip_comment();
        return Event::comment;
    }
    if (!here("<![CDATA[")) refuse_exclamation();
    read_cdata();
    return Event::cdata;
}

Event Reader::read_text_run() {
    const char* const data = document_.data();
    const std::size_t size = document_.size();
    std::size_t at = at_;
    plain_ = true;
    for (;;) {
        while (at < size && !has_class(data[at], byte_class::text_stop)) ++at;
        if (at == size || data[at] == '<') break;
        if (data[at] == '&') {
            plain_ = false;
            const Reference reference = read_reference(document_.substr(at));
            if (reference.bytes == 0)
                refuse(Fault::reference, at, shown(at),
                       "&lt; &gt; &amp; &quot; &apos; or the number of a character, as &#233;");
            at += reference.bytes;
            continue;
        }
        if (data[at] == '\r') plain_ = false;
        if (document_.substr(at, 3) == "]]>")
            refuse(Fault::cdata_end_in_text, at, "\"]]>\" in text", "\"]]&gt;\"");
        ++at;
    }
    raw_ = document_.substr(at_, at - at_);
    at_ = at;
    return Event::text;
}

bool Reader::blank() const noexcept {
    return is_blank(raw_);
}

void Reader::append_text(std::string& out) const {
    if (event_ == Event::cdata) {
        append_cdata(out, raw_);
    } else if (plain_) {
        out += raw_;
    } else {
        exhibit::xml::append_text(out, raw_);
    }
}

std::string_view Reader::text(std::string& buffer) const {
    if (plain_) return raw_;
    buffer.clear();
    append_text(buffer);
    return buffer;
}

std::string Reader::read_text() {
    std::string text;
    const std::size_t inside = depth();
    while (next() != Event::end || depth() != inside)
        if ((event_ == Event::text || event_ == Event::cdata) && depth() == inside)
            append_text(text);
    return text;
}

void Reader::skip() {
    const std::size_t inside = depth();
    while (next() != Event::end || depth() != inside) continue;
}

std::string Attribute::value() const {
    std::string value;
    if (plain) return std::string(raw);
    append_value(value, raw);
    return value;
}

std::string_view Attribute::value(std::string& buffer) const {
    if (plain) return raw;
    buffer.clear();
    append_value(buffer, raw);
    return buffer;
}

const Attribute* Reader::attribute(std::string_view local, std::string_view uri) const noexcept {
    for (const Attribute& attribute : attributes_)
        if (attribute.local == local && attribute.uri == uri) return &attribute;
    return nullptr;
}

bool Reader::skip_blanks() noexcept {
    const std::size_t from = at_;
    while (more() && has_class(document_[at_], byte_class::blank)) ++at_;
    return at_ != from;
}

std::string Reader::shown(std::size_t offset) const {
    if (offset >= document_.size()) return "the end of the document";
    std::size_t end = offset;
    for (std::size_t i = 0; i < shown_characters_max && end < document_.size(); ++i)
        end += first_code_point(document_.substr(end)).bytes;
    return "\"" + printable(document_.substr(offset, end - offset)) + "\"";
}

void Reader::refuse(Fault fault, std::size_t offset, std::string found,
                    std::string expected) const {
    throw XmlError(fault, offset, Lines(document_).position(offset), std::move(found),
                   std::move(expected));
}

void Reader::refuse_here(Fault fault, std::string expected) const {
    refuse(fault, at_, shown(at_), std::move(expected));
}

}  // namespace exhibit::xml
