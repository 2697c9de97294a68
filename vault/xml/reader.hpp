// A strict pull reader of XML 1.0 with namespaces, over one buffer of UTF-8.
//
// It takes well-formed, namespace-well-formed documents without a document type declaration and
// refuses everything else with an XmlError, at the first thing that is wrong (characters that no
// document may have are looked for in all of it first). Nothing is fetched, nothing is expanded but
// the five entities and character references, all sizes are bounded, and no tree is built: what is
// kept is the open elements and the declarations in scope.
//
// All views point into the document, which must outlive the reader. Every event tells where its
// bytes are, so that a caller can splice text in and leave the rest as it is.
//
//     xml::Reader reader(document);
//     while (reader.next() != xml::Event::finished)
//         if (reader.event() == xml::Event::start && reader.is(namespace_uri, "Record")) ...
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "xml/characters.hpp"
#include "xml/error.hpp"
#include "xml/namespaces.hpp"

namespace exhibit::xml {

struct Limits {
    std::size_t document_bytes_max = std::size_t{1} << 30U;
    std::size_t depth_max = 256;
    std::size_t attributes_max = 256;  ///< in one tag, declarations of namespaces included
    std::size_t name_bytes_max = 1024;
    std::size_t namespaces_max = 128;  ///< declarations in scope, and distinct escaped ones in all
};

enum class Event : std::uint8_t {
    start,        ///< a start tag, or <name/>
    end,          ///< an end tag, or the end of <name/>: every start has one
    text,         ///< characters between tags; comments and the like part them
    cdata,        ///< one CDATA section, possibly empty
    comment,      ///< inside the root
    instruction,  ///< a processing instruction inside the root
    finished,     ///< the end of the document; next() stays here
};

struct Attribute {
    std::string_view qualified;  ///< as written: "xml:lang"
    std::string_view prefix;
    std::string_view local;
    std::string_view uri;  ///< empty for a name without a prefix
    std::string_view raw;  ///< what is between the quotes
    std::size_t name_at = 0;
    std::size_t value_at = 0;  ///< of the first byte between the quotes
    bool plain = true;         ///< nothing in `raw` has to be decoded

    /// References resolved and blanks normalised.
    std::string value() const;
    /// The same without a copy where there is nothing to decode; else `buffer` holds it.
    std::string_view value(std::string& buffer) const;
};

/// An element that is open. `end_at` and `end_end` are 0 until its end tag is read; for <name/>
/// both are then `start_end`.
struct Element {
    std::string_view qualified;
    std::string_view prefix;
    std::string_view local;
    std::string_view uri;
    std::size_t start_at = 0;   ///< of the "<"
    std::size_t start_end = 0;  ///< after the ">" of the start tag
    std::size_t end_at = 0;     ///< of the "<" of the end tag
    std::size_t end_end = 0;    ///< after its ">"
    std::size_t bindings = 0;   ///< declarations in scope around it
    bool self_closing = false;
};

class Reader {
public:
    /// XmlError when the document is too large, not UTF-8, or has characters XML has not.
    explicit Reader(std::string_view document, const Limits& limits = {});

    Event next();
    Event event() const noexcept { return event_; }
    /// Where the event is: first byte, and one past the last. For the end of <name/>: both the end.
    std::size_t event_at() const noexcept { return event_at_; }
    std::size_t event_end() const noexcept { return at_; }

    /// At start and end: the element; else the innermost open one, of which there must be one.
    const Element& element() const noexcept { return open_.back(); }
    bool is(std::string_view uri, std::string_view local) const noexcept {
        return open_.back().local == local && open_.back().uri == uri;
    }
    /// The open elements, the root first; at start and end with the element itself.
    std::span<const Element> open() const noexcept { return open_; }
    std::size_t depth() const noexcept { return open_.size(); }

    /// Of the last start tag, without declarations of namespaces.
    std::span<const Attribute> attributes() const noexcept { return attributes_; }
    const Attribute* attribute(std::string_view local, std::string_view uri = {}) const noexcept;
    /// What the last start tag declares, as written.
    std::span<const Attribute> declarations() const noexcept { return declarations_; }
    /// Valid at start, inside, and still at the end of an element.
    const Namespaces& namespaces() const noexcept { return namespaces_; }

    /// At text, cdata, comment, instruction: the bytes inside the delimiters.
    std::string_view raw() const noexcept { return raw_; }
    /// At text and cdata: only space, tab and line ends, written as such.
    bool blank() const noexcept;
    /// At text and cdata: adds what the bytes mean.
    void append_text(std::string& out) const;
    /// At text and cdata: without a copy where there is nothing to decode; else `buffer` holds it.
    std::string_view text(std::string& buffer) const;

    /// At start: goes to the end of the element and gives its own text, without that of elements
    /// in it.
    std::string read_text();
    /// At start: goes to the end of the element; what is inside is still checked.
    void skip();

    std::string_view document() const noexcept { return document_; }
    bool has_byte_order_mark() const noexcept { return start_ != 0; }
    bool has_declaration() const noexcept { return has_declaration_; }
    bool declares_encoding() const noexcept { return declares_encoding_; }

    /// Throws the XmlError for something at `offset`.
    [[noreturn]] void refuse(Fault fault, std::size_t offset, std::string found,
                             std::string expected) const;

private:
    enum class Part : std::uint8_t { prolog, root, epilog };

    bool more() const noexcept { return at_ < document_.size(); }
    bool here(std::string_view wanted) const noexcept {
        return document_.substr(at_, wanted.size()) == wanted;
    }
    bool skip_blanks() noexcept;
    std::string shown(std::size_t offset) const;
    [[noreturn]] void refuse_here(Fault fault, std::string expected) const;

    // prolog.cpp: what is around the root, and what is not an element
    void check_encoding() const;
    void read_declaration();
    std::string_view read_pseudo_attribute(std::string_view name);
    void check_declared_encoding(std::string_view value, std::size_t offset) const;
    bool skip_to_markup();
    void skip_comment();
    void skip_instruction();
    void read_cdata();
    [[noreturn]] void refuse_exclamation() const;
    [[noreturn]] void refuse_end() const;

    // tag.cpp: tags and the names in them
    struct Name {
        std::string_view qualified;
        std::string_view prefix;
        std::string_view local;
    };
    Name read_name(const char* what);
    Event read_start_tag();
    void read_attribute();
    void read_value(Attribute& attribute);
    void bind_declared();
    std::string_view declared_uri(const Attribute& declaration);
    void check_binding(const Attribute& declaration, const Binding& binding) const;
    void resolve_names(Element& element);
    void check_duplicates();
    Event read_end_tag();
    Event close();

    Event read_text_run();
    Event read_markup();
    Event in_prolog();
    Event in_root();

    std::string_view document_;
    Limits limits_;
    Namespaces namespaces_;
    std::vector<Element> open_;
    std::vector<Attribute> attributes_;
    std::vector<Attribute> declarations_;
    std::vector<std::uint32_t> order_;  ///< of attributes_, to find duplicates among many
    std::string_view raw_;
    std::size_t start_ = 0;  ///< of the document, past a byte-order mark
    std::size_t at_ = 0;
    std::size_t event_at_ = 0;
    Event event_ = Event::comment;
    Part part_ = Part::prolog;
    bool plain_ = true;  ///< raw_ needs no decoding
    bool has_declaration_ = false;
    bool declares_encoding_ = false;
};

}  // namespace exhibit::xml
