// The validator: one pass over the events of the reader, beside the automata of the grammar.
//
// Of the document itself nothing is kept but the open elements and the values of xs:ID. An element
// that may not be where it is does not end the work: the automaton goes on from where the element
// would have been right, so that one mistake gives one message.
#include "exchange/validate.hpp"

#include <algorithm>
#include <array>
#include <functional>

#include "base/text.hpp"
#include "exchange/json_text.hpp"
#include "exchange/validate_json.hpp"
#include "xml/text.hpp"

namespace exhibit::exchange {
namespace {

using schema::ElementRule;
using schema::NamespaceIndex;
using schema::Particle;
using schema::Step;
using schema::Type;

// The documents that are exchanged; other elements come inside these.
struct Root {
    std::string_view prefix;
    std::string_view name;
    std::string_view kind;
};
constexpr std::array roots = {
    Root{"iodef1", "IODEF-Document", "IODEF v1"},
    Root{"iodef2", "IODEF-Document", "IODEF v2"},
    Root{"rid1", "RID", "RID (RFC 6045)"},
    Root{"rid2", "RID", "RID (RFC 6545)"},
};

}  // namespace

Validator::Validator(xml::Reader& reader, const ValidationRequest& request)
    : state_(reader, request), rules_(state_) {}

ValidationReport Validator::run() {
    xml::Reader& reader = state_.reader;
    for (;;) {
        switch (reader.next()) {
            case xml::Event::start: start(); break;
            case xml::Event::end: end(); break;
            case xml::Event::text:
            case xml::Event::cdata: text(); break;
            case xml::Event::finished: return finished();
            case xml::Event::comment:
            case xml::Event::instruction: break;
        }
    }
}

// What is missing in an element is known at its end, and told at its start.
ValidationReport Validator::finished() {
    auto& messages = state_.report.messages;
    std::stable_sort(messages.begin(), messages.end(),
                     [](const auto& a, const auto& b) { return a.offset < b.offset; });
    return std::move(state_.report);
}

ValidationReport Validator::stopped(const xml::XmlError& error) {
    const std::string code = "xml." + std::string(xml::to_string(error.fault()));
    state_.tell(Weight::always, {code, error.offset(), "XML 1.0, Namespaces in XML 1.0"}, [&] {
        return "Not well-formed XML: " + error.found() + " where " + error.expected() +
               " is expected. What follows was not looked at.";
    });
    return finished();
}

// Declarations give views of the same bytes for all elements in their scope. A URI outside the
// document (it had escapes) is looked up each time: its bytes may be others later.
NamespaceIndex Validator::space_of(std::string_view uri) {
    if (uri.data() == last_uri_.data() && uri.size() == last_uri_.size()) return last_space_;
    const NamespaceIndex space = state_.grammar.find_namespace(uri);
    const std::string_view document = state_.reader.document();
    if (std::less_equal<>()(document.data(), uri.data()) &&
        std::less<>()(uri.data(), document.data() + document.size())) {
        last_uri_ = uri;
        last_space_ = space;
    }
    return space;
}

void Validator::start() {
    const xml::Element& element = state_.reader.element();
    const NamespaceIndex space = space_of(element.uri);
    Frame* const around = state_.depth() == 0 ? nullptr : &state_.top();
    ElementRule rule;
    std::uint32_t ordinal = 0;
    ++state_.report.elements;
    if (around == nullptr) {
        rule = root(space);
    } else if (around->type() == nullptr) {
        if (const ElementRule* known = state_.grammar.find(space, element.local)) rule = *known;
    } else {
        rule = child(*around, space, ordinal);
    }
    if (around != nullptr) rules_.child_of(*around, rule, space);

    Frame& frame = state_.push();
    frame.rule = rule;
    frame.ordinal = ordinal;
    frame.name = element.local;
    frame.at = element.start_at;
    if (const Type* type = frame.type()) {
        frame.counts.assign(type->steps.size(), 0);
        frame.collects = type->content == Type::Content::text && type->simple != nullptr;
        attributes(*type);
    } else if (!state_.reader.attributes().empty()) {
        xml_attributes();
    }
    rules_.start(frame);
}

ElementRule Validator::root(NamespaceIndex space) {
    const xml::Element& element = state_.reader.element();
    const std::string_view prefix =
        space == schema::foreign ? "" : state_.grammar.vocabulary(space).prefix;
    for (const Root& root : roots) {
        if (root.prefix != prefix || root.name != element.local) continue;
        state_.report.kind = root.kind;
        return *state_.grammar.find(space, element.local);
    }
    state_.tell(Weight::always, {"root.unknown", element.start_at, "RFC 7970 section 3.1"}, [&] {
        return "The root element is " + quoted(element.local) + " of the namespace " +
               quoted(element.uri) +
               ", expected IODEF-Document of urn:ietf:params:xml:ns:iodef-1.0 or -2.0, or RID "
               "of "
               "urn:ietf:params:xml:ns:iodef-rid-1.0 or -2.0.";
    });
    const ElementRule* known = state_.grammar.find(space, element.local);
    return known == nullptr ? ElementRule{} : *known;
}

bool Validator::fits(const Step& step, const Type& type, NamespaceIndex space) const {
    const xml::Element& element = state_.reader.element();
    switch (step.particle.kind) {
        case Particle::Kind::element:
            return step.space == space && step.particle.local == element.local;
        case Particle::Kind::any: return true;
        // Not of the namespace of the type, and of some namespace.
        case Particle::Kind::other: return space != type.space && !element.uri.empty();
    }
    return false;
}

ElementRule Validator::take(Frame& around, std::size_t index, NamespaceIndex space,
                            std::uint32_t& ordinal) {
    const Step& step = around.type()->steps[index];
    around.state = static_cast<std::uint16_t>(index + 1);
    const std::uint32_t count = ++around.counts[index];
    if (step.particle.repeats) ordinal = count;
    if (step.particle.kind == Particle::Kind::element) return step.element;
    const xml::Element& element = state_.reader.element();
    if (const ElementRule* known = state_.grammar.find(space, element.local)) return *known;
    if (step.particle.must_be_known)
        state_.tell(Weight::always, {"element.foreign", element.start_at}, [&] {
            return "The element " + quoted(element.qualified) +
                   " is not known, and here only known ones may stand.";
        });
    return {};
}

ElementRule Validator::child(Frame& around, NamespaceIndex space, std::uint32_t& ordinal) {
    const Type& type = *around.type();
    if (type.content == Type::Content::text || type.content == Type::Content::empty)
        return misplaced(around, space, ordinal);
    for (const std::uint16_t index : type.follow[around.state])
        if (fits(type.steps[index], type, space)) return take(around, index, space, ordinal);
    return misplaced(around, space, ordinal);
}

// What could come next in the element, for a sentence.
std::string Validator::expected(const Frame& around) const {
    const Type& type = *around.type();
    std::vector<std::string> names;
    if (type.steps.empty()) return "no elements";
    for (const std::uint16_t index : type.follow[around.state])
        names.emplace_back(type.steps[index].particle.kind == Particle::Kind::element
                               ? type.steps[index].particle.local
                               : "an element of another namespace");
    if (type.accepts[around.state]) names.emplace_back("its end");
    if (names.size() == 1) return names.front();
    const std::string last = names.back();
    names.pop_back();
    return join(names, ", ") + " or " + last;
}

// The element may not be here. It is told why, and the automaton goes on behind the place where it
// belongs.
ElementRule Validator::misplaced(Frame& around, NamespaceIndex space, std::uint32_t& ordinal) {
    const xml::Element& element = state_.reader.element();
    const Type& type = *around.type();
    const auto told = [&](std::string_view code, const std::string& why) {
        state_.tell(Weight::always, {code, element.start_at}, [&] {
            return "The element " + quoted(element.qualified) + why +
                   " Expected here: " + expected(around) + ".";
        });
    };
    around.broken = true;
    for (std::size_t index = 0; index < type.steps.size(); ++index) {
        const Step& step = type.steps[index];
        if (step.particle.kind != Particle::Kind::element || !fits(step, type, space)) continue;
        if (index + 1U == around.state) {
            told("element.repeated", " may be in " + std::string(around.name) + " once only.");
        } else if (index + 1U > around.state) {
            told("element.missing", " comes before something that must be there.");
        } else {
            told("element.order", " comes too late in " + std::string(around.name) + ".");
            const std::uint16_t state = around.state;
            const ElementRule rule = take(around, index, space, ordinal);
            around.state = state;
            return rule;
        }
        return take(around, index, space, ordinal);
    }
    const bool right_name = std::any_of(type.steps.begin(), type.steps.end(), [&](const Step& s) {
        return s.particle.local == element.local;
    });
    if (right_name) {
        told("element.namespace",
             " has the right name in a wrong namespace, " + quoted(element.uri) + ".");
    } else if (space == schema::foreign) {
        told("element.foreign", " of the namespace " + quoted(element.uri) + " may not be in " +
                                    std::string(around.name) + ".");
    } else {
        told("element.unknown", " may not be in " + std::string(around.name) + ".");
    }
    return {};
}

void Validator::end() {
    Frame& frame = state_.top();
    const Type* type = frame.type();
    if (type != nullptr && type->content == Type::Content::text && type->simple != nullptr)
        check_value(*type, xml::trimmed(frame.pieces > 1 ? frame.buffer : frame.value));
    if (type != nullptr && !type->accepts.empty() && !type->accepts[frame.state] && !frame.broken)
        state_.tell(Weight::always, {"element.missing", state_.reader.element().end_at}, [&] {
            return std::string(frame.name) + " ends too early. Expected here: " + expected(frame) +
                   ".";
        });
    rules_.end(frame, frame.pieces > 1 ? frame.buffer : frame.value);
    state_.pop();
}

void Validator::text() {
    Frame& frame = state_.top();
    const Type* type = frame.type();
    const xml::Reader& reader = state_.reader;
    if (type == nullptr) return;
    if (type->content == Type::Content::elements || type->content == Type::Content::empty) {
        if (!reader.blank() || reader.event() == xml::Event::cdata)
            state_.tell(Weight::always, {"text.unexpected", reader.event_at()}, [&] {
                return "The text " + quoted(xml::trimmed(reader.raw())) + " stands in " +
                       std::string(frame.name) + ", which holds no text.";
            });
        return;
    }
    frame.noted.has_text = frame.noted.has_text || !reader.blank();
    if (!frame.collects) return;
    ++frame.pieces;
    if (frame.pieces == 1) {
        frame.value = reader.text(frame.buffer);
        return;
    }
    if (frame.pieces == 2 && frame.value.data() != frame.buffer.data())
        frame.buffer.assign(frame.value);
    reader.append_text(frame.buffer);
}

void Validator::check_value(const Type& type, std::string_view value) {
    const schema::SimpleType& simple = *type.simple;
    if (!schema::is_valid(simple.base, value)) {
        state_.tell(Weight::always, {"value.datatype", state_.top().at}, [&] {
            return std::string(state_.top().name) + " holds " + quoted(value) + ", expected " +
                   std::string(schema::describe(simple.base)) + ".";
        });
        return;
    }
    if (!simple.values.empty() && !has_value(simple, value))
        state_.tell(Weight::always, {"value.enumeration", state_.top().at}, [&] {
            return std::string(state_.top().name) + " holds " + quoted(value) + ", expected " +
                   listed(simple) + ".";
        });
    if (simple.base == schema::Datatype::id) identifier(value, state_.top().at);
}

}  // namespace exhibit::exchange

namespace exhibit {

ValidationReport validate_report(std::string_view document, const ValidationRequest& request) {
    if (exchange::looks_like_json(document)) return exchange::validate_json(document, request);
    // A document that is not even characters has no reader.
    std::optional<xml::Reader> reader;
    try {
        reader.emplace(document);
    } catch (const xml::XmlError& error) {
        constexpr std::string_view nothing = "<nothing/>";
        xml::Reader other(nothing);
        ValidationReport report = exchange::Validator(other, request).stopped(error);
        report.bytes = document.size();
        report.messages.front().line = error.position().line;
        report.messages.front().column = error.position().column;
        return report;
    }
    exchange::Validator validator(*reader, request);
    try {
        return validator.run();
    } catch (const xml::XmlError& error) {
        return validator.stopped(error);
    }
}

}  // namespace exhibit
