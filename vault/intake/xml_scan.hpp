// The pieces of an XML document, one after the other, for reports of which a part may be missing.
//
// Not a parser of all XML: no document types (refused, so that no entity can be declared), no
// validation of names. Bounded: names, attributes, texts and depth have limits. A document that
// ends too early gives everything before the piece that is cut.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace exhibit::intake {

constexpr std::size_t xml_name_bytes_max = 256;
constexpr std::size_t xml_attributes_max = 64;
constexpr std::size_t xml_depth_max = 64;
constexpr std::size_t xml_text_bytes_max = 16384;

/// The document is not what this reads; why, as the end of a sentence.
struct XmlRefused {
    std::string reason;
};

struct XmlPiece {
    enum class Kind {
        open,     ///< <name attribute="value">
        close,    ///< </name>, or the end of <name/>
        text,     ///< not of white space only
        end,      ///< the end of the document, after its root
        cut_off,  ///< the end of the bytes, within the root
    };
    Kind kind = Kind::end;
    std::string_view name;  ///< open and close: without the prefix of a namespace
    std::string text;       ///< entities resolved; the first xml_text_bytes_max bytes
    bool text_whole = true;
    std::vector<std::pair<std::string_view, std::string>> attributes;

    /// The value of an attribute, or null.
    const std::string* attribute(std::string_view wanted) const noexcept;
};

class XmlScanner {
public:
    /// `document` must outlive the scanner and its pieces.
    explicit XmlScanner(std::string_view document) noexcept : rest_(document), whole_(document) {}

    /// The next piece; XmlRefused for what cannot be read. After `end` or `cut_off` the same again.
    XmlPiece next();
    /// The name of an open element: 0 is the innermost, 1 the one around it; empty if there is
    /// none.
    std::string_view around(std::size_t level) const noexcept;
    std::size_t depth() const noexcept { return open_.size(); }

private:
    struct Element {
        std::string_view qualified;
        std::string_view local;
    };

    /// The piece that starts with "<" here; nothing for a comment and the like.
    std::optional<XmlPiece> markup();
    std::optional<XmlPiece> skip_past(std::string_view terminator);
    std::optional<XmlPiece> text(std::string_view raw, bool resolve);
    XmlPiece open_tag(std::string_view inside);
    XmlPiece close_tag(std::string_view inside);
    XmlPiece close_innermost();
    XmlPiece cut_off();
    void read_attributes(std::string_view inside, XmlPiece& piece) const;
    std::string resolved(std::string_view raw) const;
    [[noreturn]] void refuse(const std::string& what) const;

    std::string_view rest_;
    std::string_view whole_;
    std::vector<Element> open_;
    bool closes_itself_ = false;  ///< the next piece is the end of the element just opened
    bool root_seen_ = false;
};

/// True if a text starts like XML, as far as its first bytes tell.
bool looks_like_xml(std::string_view text) noexcept;

}  // namespace exhibit::intake
