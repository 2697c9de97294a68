// Attributes against the tables, and the rule of the RFCs that ext-X goes with X="ext-value".
#include <algorithm>
#include <functional>

#include "base/text.hpp"
#include "exchange/validate.hpp"
#include "xml/text.hpp"

namespace exhibit::exchange {
namespace {

using schema::AttributeRule;
using schema::SimpleType;
using schema::Type;

constexpr std::string_view instance_namespace = "http://www.w3.org/2001/XMLSchema-instance";
constexpr std::string_view extended = "ext-value";
constexpr std::size_t listed_max = 12;

/// The value of an attribute X that ext-X goes with: that of SpecID is another one (RFC 7203, 4.4).
constexpr std::string_view extending_value(std::string_view attribute) {
    return attribute == "SpecID" ? "private" : extended;
}

}  // namespace

bool Validator::has_value(const SimpleType& simple, std::string_view value) {
    return std::find(simple.values.begin(), simple.values.end(), value) != simple.values.end();
}

std::string Validator::listed(const SimpleType& simple) {
    std::vector<std::string> values(simple.values.begin(), simple.values.end());
    if (values.size() == 1) return values.front();
    if (values.size() > listed_max) {
        const std::size_t more = values.size() - listed_max;
        values.resize(listed_max);
        return "one of " + join(values, ", ") + " and " + std::to_string(more) + " more";
    }
    return "one of " + join(values, ", ");
}

void Validator::attributes(const Type& type) {
    if (type.any_attribute) return;
    given_.assign(type.attributes.size(), nullptr);
    for (const xml::Attribute& given : state_.reader.attributes()) attribute(type, given);
    for (std::size_t i = 0; i < type.attributes.size(); ++i) {
        const AttributeRule& rule = type.attributes[i];
        if (rule.required && given_[i] == nullptr)
            state_.tell(Weight::always, {"attribute.missing", state_.top().at}, [&] {
                return std::string(state_.top().name) + " has no attribute " +
                       std::string(rule.local) + ", which is required.";
            });
    }
    extensions(type);
}

void Validator::attribute(const Type& type, const xml::Attribute& given) {
    std::string_view prefix;
    if (!given.uri.empty()) {
        if (given.uri == instance_namespace) return instance_attribute(given);
        if (given.uri == xml::xml_namespace && type.xml_attributes) return;
        const auto space = state_.grammar.find_namespace(given.uri);
        if (given.uri == xml::xml_namespace) {
            prefix = "xml";
        } else if (space != schema::foreign) {
            prefix = state_.grammar.vocabulary(space).prefix;
        } else {
            prefix = "#";
        }
    }
    const AttributeRule* rule = type.attribute(prefix, given.local);
    if (rule == nullptr) {
        state_.tell(Weight::always, {"attribute.unknown", given.name_at}, [&] {
            return std::string(state_.top().name) + " may not have the attribute " +
                   quoted(given.qualified) + ".";
        });
        return;
    }
    given_[static_cast<std::size_t>(rule - type.attributes.data())] = &given;
    attribute_value(*rule, given);
}

// On an element that no table knows, the attributes of XML itself are still what they are.
void Validator::xml_attributes() {
    for (const xml::Attribute& given : state_.reader.attributes()) {
        if (given.uri != xml::xml_namespace) continue;
        const std::string_view value = xml::trimmed(given.value(buffer_));
        const bool right =
            given.local == "lang"
                ? value.empty() || schema::is_valid(schema::Datatype::language, value)
            : given.local == "space" ? value == "default" || value == "preserve"
                                     : true;
        if (!right)
            state_.tell(Weight::always, {"attribute.datatype", given.value_at}, [&] {
                return "The attribute " + quoted(given.qualified) + " is " + quoted(value) +
                       ", which is not a value that XML gives it.";
            });
    }
}

// Of the attributes that XML Schema gives all elements: nil is for elements that may be nil, which
// none here may; type would put another type in place of that of the tables.
void Validator::instance_attribute(const xml::Attribute& given) {
    if (given.local == "schemaLocation" || given.local == "noNamespaceSchemaLocation") return;
    state_.tell(Weight::always, {"attribute.instance", given.name_at}, [&] {
        return "The attribute " + quoted(given.qualified) + " stands on " +
               std::string(state_.top().name) + ", whose type the schema of its namespace gives.";
    });
}

void Validator::attribute_value(const AttributeRule& rule, const xml::Attribute& given) {
    std::string_view value = given.value(buffer_);
    const auto wrong = [&](std::string_view code, Weight weight, const std::string& wanted) {
        state_.tell(weight, {code, given.value_at}, [&] {
            return "The attribute " + std::string(rule.local) + " of " +
                   std::string(state_.top().name) + " is " + quoted(value) + ", expected " +
                   wanted + ".";
        });
    };
    if (!rule.fixed.empty() && value != rule.fixed)
        wrong("attribute.fixed", Weight::always, quoted(rule.fixed));
    if (rule.type == nullptr) return;
    const SimpleType& simple = *rule.type;
    if (simple.base != schema::Datatype::string) value = xml::trimmed(value);
    if (!schema::is_valid(simple.base, value)) {
        wrong("attribute.datatype", Weight::always, std::string(schema::describe(simple.base)));
    } else if (!simple.values.empty() && !has_value(simple, value)) {
        // Lists of v2 grow in the registries of IANA: a recipient cannot know all of them.
        const bool registered =
            state_.grammar.vocabulary(state_.top().type()->space).prefix == "iodef2";
        wrong("attribute.enumeration", registered ? Weight::strict : Weight::always,
              listed(simple));
    }
    if (simple.base == schema::Datatype::id) identifier(value, given.value_at);
}

void Validator::extensions(const Type& type) {
    const auto is_extended = [&](int index) {
        const auto at = static_cast<std::size_t>(index);
        return given_[at] != nullptr && xml::trimmed(given_[at]->value(buffer_)) ==
                                            extending_value(type.attributes[at].local);
    };
    for (std::size_t i = 0; i < type.attributes.size(); ++i) {
        const AttributeRule& rule = type.attributes[i];
        if (given_[i] == nullptr) continue;
        if (rule.extends >= 0 && !is_extended(rule.extends))
            state_.tell(Weight::strict, {"extension.unused", given_[i]->name_at}, [&] {
                const std::string name(rule.local);
                const std::string base = name.substr(4);
                return "The attribute " + name + " may only be there when " + base + " is \"" +
                       std::string(extending_value(base)) + "\".";
            });
        const std::string_view word = extending_value(rule.local);
        const bool can_extend =
            word != extended || (rule.type != nullptr && has_value(*rule.type, word));
        const bool unsaid = rule.extension >= 0 && can_extend &&
                            given_[static_cast<std::size_t>(rule.extension)] == nullptr;
        if (unsaid && is_extended(static_cast<int>(i)))
            state_.tell(Weight::strict, {"extension.missing", given_[i]->name_at}, [&] {
                const std::string name(rule.local);
                return "The attribute " + name + " is \"" + std::string(word) +
                       "\", but there is no ext-" + name + " to say which.";
            });
    }
}

void Validator::identifier(std::string_view value, std::size_t at) {
    const std::string_view document = state_.reader.document();
    const bool inside = std::less_equal<>()(document.data(), value.data()) &&
                        std::less<>()(value.data(), document.data() + document.size());
    if (identifiers_.contains(value)) {
        state_.tell(Weight::always, {"id.duplicate", at}, [&] {
            return "The identifier " + quoted(value) +
                   " is there already; each may be in a document once.";
        });
        return;
    }
    identifiers_.insert(inside ? value : decoded_identifiers_.emplace_back(value));
}

}  // namespace exhibit::exchange
