// What the RFCs say in words and no schema checks: times, what must not be empty, hashes, contents
// of extensions, what a RID message must have.
#pragma once

#include <string_view>

#include "exchange/validation_state.hpp"

namespace exhibit::exchange {

class TextRules {
public:
    explicit TextRules(ValidationState& state) : state_(state) {}

    /// A child begins in `around`, of which it may or may not be a right one.
    void child_of(Frame& around, const schema::ElementRule& child, schema::NamespaceIndex space);
    /// The element at the top begins; its attributes can be asked.
    void start(Frame& frame);
    /// It ends; `value` is its text if it collects.
    void end(Frame& frame, std::string_view value);

private:
    void document(const Frame& frame);
    void note_attribute(Frame& frame, std::string_view name, std::string_view otherwise);
    void incident_id(Frame& frame);
    void extension(Frame& frame);
    void record_pattern(const Frame& frame);
    void indicator_reference(const Frame& frame);

    void time(Frame& frame, std::string_view value, schema::Rule rule);
    void times_in_order(const Frame& frame);
    void nothing_inside(const Frame& frame, std::string_view wanted);
    void course_of_action(const Frame& frame);
    void rid(const Frame& frame);

    // validation_values.cpp
    void value(Frame& frame, std::string_view value);
    void extension_value(const Frame& frame, std::string_view value);
    void confidence(const Frame& frame, std::string_view value);
    void digest(const Frame& frame, std::string_view value);
    void port_list(const Frame& frame, std::string_view value);

    template <typename Sentence>
    void strict(const Frame& frame, std::string_view code, const Sentence& sentence) {
        state_.tell(Weight::strict, code, frame.at, sentence);
    }

    ValidationState& state_;
};

/// The content of an extension of this dtype has to be of a datatype; null for those that are any
/// text, or elements.
const schema::Datatype* datatype_of_extension(std::string_view dtype) noexcept;

}  // namespace exhibit::exchange
