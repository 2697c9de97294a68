// What a validation keeps: the open elements, and the messages.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/schema/grammar.hpp"
#include "exhibit/validation.hpp"
#include "xml/reader.hpp"

namespace exhibit::exchange {

/// What the rules of an element note until it ends.
struct Noted {
    std::optional<schema::DateTime> start;
    std::optional<schema::DateTime> end;
    std::size_t end_at = 0;
    std::string kind;  ///< dtype, category, rating, algorithm or message type, as the rule needs
    std::uint32_t children = 0;
    std::uint32_t foreign_children = 0;
    bool has_text = false;
    bool has_status = false;
    bool has_source = false;
    bool has_policy = false;
    bool has_incident_id = false;
    bool has_hash = false;
    bool has_address = false;
    bool has_record = false;
    bool has_course = false;

    void clear();
};

/// An open element. Frames are used again, so that their buffers are.
struct Frame {
    schema::ElementRule rule;
    std::uint16_t state = 0;
    std::string_view name;
    std::uint32_t ordinal = 0;  ///< among those of its name in the parent; 0: it can be there once
    std::size_t at = 0;
    std::vector<std::uint32_t> counts;  ///< by step of the type
    bool collects = false;              ///< its text is needed
    bool broken = false;  ///< its order was wrong already: what is missing at its end is not told
    std::uint32_t pieces = 0;
    std::string_view value;
    std::string buffer;
    Noted noted;

    const schema::Type* type() const noexcept { return rule.type; }
};

/// How bad a message is, before strict or lenient decides.
enum class Weight {
    always,   ///< an error in both readings
    strict,   ///< an error in the strict one, a warning in the lenient one
    warning,  ///< in both
};

class ValidationState {
public:
    ValidationState(xml::Reader& reader, const ValidationRequest& request);

    xml::Reader& reader;
    const schema::Grammar& grammar;
    const ValidationRequest& request;
    ValidationReport report;

    Frame& top() noexcept { return frames_[depth_ - 1]; }
    /// The element around `top`; null at the root.
    Frame* parent() noexcept { return depth_ < 2 ? nullptr : &frames_[depth_ - 2]; }
    std::size_t depth() const noexcept { return depth_; }
    Frame& push();
    void pop() noexcept { --depth_; }

    /// `sentence` gives the text, and is asked only while there is room for it. The reference is
    /// that of the innermost element, unless given.
    template <typename Sentence>
    void tell(Weight weight, std::string_view code, std::size_t offset, const Sentence& sentence,
              std::string reference = {}) {
        const bool error = is_error(weight);
        if (!count(error)) return;
        add(error, code, offset, sentence(), std::move(reference));
    }
    bool is_error(Weight weight) const noexcept {
        return weight == Weight::always || (weight == Weight::strict && !request.lenient);
    }
    /// Where the RFCs describe an element: "RFC 7970 section 3.14".
    std::string reference_of(const schema::ElementRule& rule, schema::NamespaceIndex space) const;
    std::string reference_of(const Frame& frame) const;

private:
    bool count(bool error) noexcept;
    void add(bool error, std::string_view code, std::size_t offset, std::string text,
             std::string reference);
    std::string path() const;

    std::deque<Frame> frames_;  ///< references stay right while it grows
    std::size_t depth_ = 0;
    xml::Lines lines_;
};

/// Text of the document in a sentence: printable, in quotes, its first 60 bytes.
std::string quoted(std::string_view text);

}  // namespace exhibit::exchange
